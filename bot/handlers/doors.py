"""Every door, in the order in which they are tried: what nobody else wants comes last."""

from __future__ import annotations

from bot.handlers import caseload, checkins, own_data, people, progress, settings

REGISTERS = (
    people.register,
    caseload.register,
    progress.register,
    settings.register,
    own_data.register,
    checkins.register,
    checkins.register_last,
)
