"""An alert from finding to end: cards, who is on duty, who owns it, how it ends."""
