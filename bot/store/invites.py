"""Invites: codes that work once, bound to the first account that opens them, kept as hashes."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import NamedTuple

from bot.clock import from_micros
from bot.model.measures import Side, Sign
from bot.model.people import Invite, PersonId, Role
from bot.model.press import new_id
from bot.store.database import Row, Tx, statements
from bot.store.people import instant

SQL = statements("invites")


class Waiting(NamedTuple):
    """An invite of hers that has not come to its end."""

    invite: Invite
    opened: bool


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()


async def add(
    tx: Tx,
    *,
    role: Role,
    at: datetime,
    expires_at: datetime,
    physio_id: PersonId | None = None,
    name: str | None = None,
    clinic_id: str | None = None,
    like: Invite | None = None,
) -> tuple[str, str]:
    """A new invite, filled in `like` another: (its id, its code). The code is kept nowhere."""
    invite_id, code = new_id(), new_id() + new_id()
    await tx.run(
        SQL["add"],
        code_hash=_hash(code),
        role=role,
        physio_id=physio_id,
        name=name,
        clinic_id=clinic_id,
        at=at,
        expires_at=expires_at,
        **_filled_in(like, invite_id),
    )
    return invite_id, code


def _filled_in(invite: Invite | None, invite_id: str) -> dict[str, object]:
    kit = invite.kit if invite else None
    return {
        "id": invite_id,
        "pseudonym": invite.pseudonym if invite else None,
        "side": invite.side if invite else None,
        "known_signs": ",".join(sorted(invite.known_signs)) if invite else "",
        "template": invite.template if invite else "",
        "kit": None if kit is None else ",".join(sorted(kit)),
        "longest_ok_km": invite.longest_ok_km if invite else None,
    }


def _words(text: str) -> frozenset[str]:
    return frozenset(word for word in text.split(",") if word)


def _invite(row: Row) -> Invite:
    return Invite(
        id=row["id"],
        role=Role(row["role"]),
        physio_id=row["physio_id"],
        pseudonym=row["pseudonym"],
        side=Side(row["side"]) if row["side"] else None,
        name=row["name"],
        expires_at=from_micros(row["expires_at"]),
        used_by=row["used_by"],
        revoked_at=instant(row["revoked_at"]),
        known_signs=frozenset(Sign(word) for word in _words(row["known_signs"])),
        clinic_id=row["clinic_id"],
        template=row["template"],
        kit=None if row["kit"] is None else _words(row["kit"]),
        longest_ok_km=row["longest_ok_km"],
    )


async def by_code(tx: Tx, code: str) -> Invite | None:
    """The invite a link carries: looked up by a hash, so that timing tells a guesser nothing."""
    row = await tx.one(SQL["by_hash"], code_hash=_hash(code))
    return _invite(row) if row else None


async def by_id(tx: Tx, invite_id: str) -> Invite | None:
    """An invite by its id."""
    row = await tx.one(SQL["by_id"], id=invite_id)
    return _invite(row) if row else None


async def hers(tx: Tx, physio_id: PersonId, invite_id: str) -> Invite | None:
    """The invite, if this physiotherapist made it."""
    invite = await by_id(tx, invite_id)
    return invite if invite is not None and invite.physio_id == physio_id else None


async def use(tx: Tx, invite_id: str, person_id: PersonId, *, at: datetime) -> bool:
    """Bind the invite to the first who opens it; False if it can no longer be used."""
    return bool(await tx.run(SQL["use"], id=invite_id, person_id=person_id, at=at))


async def revoke(tx: Tx, invite_id: str, *, at: datetime) -> bool:
    """Make the invite worthless; False if it was before."""
    return bool(await tx.run(SQL["revoke"], id=invite_id, at=at))


async def fill_in(tx: Tx, invite: Invite) -> bool:
    """Keep what she has set about the runner; False once the link was opened."""
    return bool(await tx.run(SQL["fill_in"], **_filled_in(invite, invite.id)))


async def waiting(tx: Tx, physio_id: PersonId, *, now: datetime) -> list[Waiting]:
    """Hers that nobody has opened, or whose runner has not finished, the oldest first."""
    rows = await tx.rows(SQL["waiting"], physio_id=physio_id, now=now)
    return [Waiting(_invite(row), row["used_by"] is not None) for row in rows]


async def pseudonyms(tx: Tx, physio_id: PersonId, *, but: str = "") -> frozenset[str]:
    """Those in use in her clinic, the invite `but` left out."""
    rows = await tx.rows(SQL["pseudonyms"], physio_id=physio_id, but=but)
    return frozenset(row["pseudonym"] for row in rows)


async def hand_on(tx: Tx, runner_id: PersonId, *, from_id: PersonId, to_id: PersonId) -> None:
    """Who came by an invite of one physiotherapist is a colleague's now."""
    await tx.run(SQL["hand_on"], runner_id=runner_id, from_id=from_id, physio_id=to_id)
