"""Physiotherapists come, invite, stand in for each other, hand over, and leave."""
