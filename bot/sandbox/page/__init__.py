"""The two-phones page: the chats of a runner and a physiotherapist, and a clock to move."""

from __future__ import annotations
