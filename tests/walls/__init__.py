"""Nothing leaks and nothing is written for who may not: every door, every page, every query."""
