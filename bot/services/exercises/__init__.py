"""The day's exercises: shown, done, and how they felt."""
