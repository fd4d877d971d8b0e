"""Memory: the only room that speaks SQL. Plain SQL files by feature, one schema page."""
