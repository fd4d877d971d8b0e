"""Doors: who may knock, and what it means. One file a feature; entry.py is the one doorway."""
