"""Every door, in the order in which they are tried: what nobody else wants comes last."""

from __future__ import annotations

from bot.handlers import (
    acting,
    away,
    caseload,
    checkins,
    discharge,
    exports,
    letters,
    own_data,
    people,
    physios,
    progress,
    settings,
)

REGISTERS = (
    people.register,
    physios.register,
    caseload.register,
    acting.register,
    away.register,
    letters.register,
    discharge.register,
    exports.register,
    progress.register,
    settings.register,
    own_data.register,
    checkins.register,
    checkins.register_last,
)
