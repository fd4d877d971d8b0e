"""Under a new invite: the signs its physiotherapist knows and has examined.

Told at joining, they open no alert and lock nothing; later they count like any others.
"""

from __future__ import annotations

from bot.errors import Refusal
from bot.model.measures import Sign
from bot.model.people import Invite, Person
from bot.model.press import Press
from bot.model.telling import Message, text
from bot.services.work import Work, button, slug, when
from bot.store import outbox, people
from bot.store.outbox import Subject

VERB = "known"
MAY_BE_KNOWN = (Sign.PUFFY, Sign.CATCHES, Sign.GAVE_WAY, Sign.NIGHT_PAIN)
"""Signs that wait for an examination; what is urgent is never known beforehand."""


async def show(work: Work, physio: Person, invite_id: str) -> None:
    """The invite with its marks, in place."""
    invite = await people.invite(work.tx, invite_id)
    assert invite is not None
    subject = Subject(physio.chat_id, "invite", invite.id)
    await outbox.draw(work.tx, subject, _face(invite), at=work.now)


def _face(invite: Invite) -> Message:
    keys = []
    for sign in MAY_BE_KNOWN:
        label = "label-ticked" if sign in invite.known_signs else "label-open"
        press = Press(VERB, invite.id, (str(sign),))
        keys.append(button(label, press, label=text(f"mark-known.{slug(sign)}")))
    until = when(invite.expires_at)
    params = {"name": invite.pseudonym or "", "until": until}
    return Message("invite-made", params, (tuple(keys[:2]), tuple(keys[2:])))


async def press(work: Work, physio: Person, pressed: Press) -> str | None:
    """Mark or unmark; once the link is open it is too late."""
    invite = await people.invite(work.tx, pressed.subject)
    if invite is None or invite.physio_id != physio.id or pressed.argument(0) not in MAY_BE_KNOWN:
        raise Refusal("refuse-press")
    if invite.used_by is not None or invite.revoked_at is not None:
        return "toast-invite-opened"
    signs = invite.known_signs ^ {Sign(pressed.argument(0))}
    await people.set_known_signs(work.tx, invite.id, signs)
    await show(work, physio, invite.id)
    return None
