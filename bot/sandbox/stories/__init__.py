"""Stories are data: who does what when, and what must be seen. `play` plays one in the terminal."""

from __future__ import annotations

from bot.sandbox.stories.player import play

__all__ = ["play"]
