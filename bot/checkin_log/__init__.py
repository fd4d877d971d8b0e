"""The check-in log: a runner's answers as CSV, read into events and written from them. No rules."""
