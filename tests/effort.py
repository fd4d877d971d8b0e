"""How hard a property is tried that must not be tried as often as the others."""

from __future__ import annotations

from hypothesis import settings

EVERYDAY = 50
"""Examples of a property in the quick run, as tests/conftest.py has it."""


def tries(everyday: int) -> int:
    """So many in the quick run; in a long one more, in the same proportion as everything else."""
    return max(1, everyday * settings().max_examples // EVERYDAY)
