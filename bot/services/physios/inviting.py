"""Inviting a runner: a link, its QR picture and words to forward, ready at once.

Whatever the physiotherapist fills in is not asked of the runner. A link works once, for the first
account that opens it, and for seven days; open ones are listed and can be revoked.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.errors import Refusal
from bot.model.asking import Appointment, AppointmentKind
from bot.model.measures import Side, Sign
from bot.model.people import Invite, Person, PersonId, Role
from bot.model.press import Press
from bot.model.telling import Attached, Attachment, Message, Priority
from bot.pictures import qr
from bot.rules.questions import data, starting_plans
from bot.services import times
from bot.services.physios import invite_page, naming
from bot.services.physios.invite_page import MAY_BE_KNOWN, PAGE
from bot.services.screens import NUMBERS
from bot.services.work import Work
from bot.store import appointments, invites, outbox, pages, people
from bot.store.outbox import Manner, Subject

LASTS = timedelta(days=7)
ASKED = "ask"
"""The button that leaves a question to the runner."""
COLOURS = ("Blue", "Green", "Amber", "Silver", "Copper", "Ivory", "Coral", "Teal", "Violet", "Rose")
BIRDS = ("Heron", "Finch", "Swift", "Wren", "Robin", "Falcon", "Plover", "Lark", "Martin", "Owl")


async def start(work: Work, physio: Person, bot_name: str) -> None:
    """A new link at once; while others are open, those first."""
    if physio.joined_at is None:
        raise Refusal("not-joined-yet")
    if await invites.waiting(work.tx, physio.id, now=work.now):
        await invite_page.draw_list(work, physio, manner=Manner(fresh=True))
        return
    await _make(work, physio, bot_name)


async def _make(work: Work, physio: Person, bot_name: str, like: Invite | None = None) -> None:
    """The page to fill in, and under it the picture with the words to forward."""
    name = like.pseudonym if like else await _free_pseudonym(work, physio)
    filled = replace(like, pseudonym=name) if like else _empty(work, name)
    expires_at = work.now + LASTS
    invite_id, code = await invites.add(
        work.tx,
        role=Role.RUNNER,
        at=work.now,
        expires_at=expires_at,
        physio_id=physio.id,
        like=filled,
    )
    await appointments.plan(
        work.tx,
        AppointmentKind.INVITE_ENDS,
        subject_type="invite",
        subject_id=invite_id,
        person_id=physio.id,
        due_at=times.next_open(await people.clinic_of(work.tx, physio.id), expires_at),
    )
    await invite_page.draw(work, physio, invite_id, manner=Manner(fresh=True))
    await _say_link(work, physio, f"https://t.me/{bot_name}?start={code}")


def _empty(work: Work, pseudonym: str | None) -> Invite:
    return Invite(
        id="", role=Role.RUNNER, physio_id=None, pseudonym=pseudonym, side=None, name=None,
        expires_at=work.now, used_by=None, revoked_at=None,
    )  # fmt: skip


async def _say_link(work: Work, physio: Person, link: str) -> None:
    """One message, not protected: it is there to be forwarded."""
    forward = Message("invite-forward", {"link": link, "physio": physio.name})
    manner = Manner(priority=Priority.REPLY, protect=False)
    picture = Attachment(Attached.PHOTO, "invite.png", qr.draw(link))
    await outbox.say(
        work.tx, physio.chat_id, forward, at=work.now, manner=manner, attachment=picture
    )


async def _free_pseudonym(work: Work, physio: Person, *, after: str = "", but: str = "") -> str:
    """The next pair of colour and bird nobody in her clinic bears."""
    taken = {naming.sound(one) for one in await invites.pseudonyms(work.tx, physio.id, but=but)}
    names = [f"{colour} {bird}" for bird in BIRDS for colour in COLOURS]
    first = names.index(after) + 1 if after in names else 0
    for number in range(1, 100):
        suffix = f" {number}" if number > 1 else ""
        for name in (*names[first:], *names[:first]):
            if naming.sound(name + suffix) not in taken:
                return name + suffix
    raise RuntimeError("every pseudonym is taken: add colours in bot/services/physios/inviting.py")


async def press(
    work: Work, physio: Person, pressed: Press, message_id: int | None, bot_name: str
) -> str | None:
    """A button of the page or of the list; once the link is open only revoking is left."""
    what, value = pressed.argument(0), pressed.argument(1)
    if pressed.subject == physio.id:
        return await _press_list(work, physio, what, bot_name)
    invite = await invites.hers(work.tx, physio.id, pressed.subject)
    if invite is None or invite.role is not Role.RUNNER:
        raise Refusal("refuse-press")
    if what == "open":  # from the list, which stays as it is
        await invite_page.draw(work, physio, invite.id, manner=Manner(fresh=True))
        return None
    if message_id is not None:
        subject = Subject(physio.chat_id, "invite", invite.id)
        await outbox.adopt(work.tx, subject, message_id, at=work.now)
    if what == "again":
        return await _again(work, physio, invite, bot_name)
    if invite.revoked_at is not None or _is_over(work, invite):
        await invite_page.draw(work, physio, invite.id)
        return "toast-invite-over"
    if what == "revoke" and value == "yes":
        await invite_page.revoke(work, physio, invite)
        return None
    if what in invite_page.VIEWS and not value:
        await invite_page.draw(work, physio, invite.id, view=what)
        return None
    return await _fill_in(work, physio, invite, what, value)


def _is_over(work: Work, invite: Invite) -> bool:
    return invite.used_by is None and invite.expires_at <= work.now


async def _press_list(work: Work, physio: Person, what: str, bot_name: str) -> str | None:
    match what:
        case "list":
            await invite_page.draw_list(work, physio, manner=Manner(fresh=True))
        case "new" if physio.joined_at is not None:
            await _make(work, physio, bot_name)
        case _:
            raise Refusal("refuse-press")
    return None


async def _again(work: Work, physio: Person, invite: Invite, bot_name: str) -> str | None:
    """A new link with everything as it was; the old one is worthless from now on."""
    if invite.used_by is not None or not await invites.revoke(work.tx, invite.id, at=work.now):
        return "toast-invite-over"
    await invite_page.draw(work, physio, invite.id)
    await _make(work, physio, bot_name, like=invite)
    return None


async def _fill_in(work: Work, physio: Person, invite: Invite, what: str, value: str) -> str | None:
    changed, view = await _changed(work, physio, invite, what, value)
    if not await invites.fill_in(work.tx, changed):
        await invite_page.draw(work, physio, invite.id)
        return "toast-invite-opened"
    await invite_page.draw(work, physio, invite.id, view=view)
    return None


async def _changed(
    work: Work, physio: Person, invite: Invite, what: str, value: str
) -> tuple[Invite, str]:
    """The invite with this choice, and the view that is shown then."""
    asked = value == ASKED
    match what:
        case "another":
            after = invite.pseudonym or ""
            name = await _free_pseudonym(work, physio, after=after, but=invite.id)
            return replace(invite, pseudonym=name), ""
        case "side" if asked or value in list(Side):
            return replace(invite, side=None if asked else Side(value)), ""
        case "kit" if asked or value in ("none", *data()["lists"]["kit"]):
            kit = (invite.kit or frozenset()) ^ {value}
            fixed = {ASKED: None, "none": frozenset[str]()}
            return replace(invite, kit=fixed.get(value, kit)), "" if value in fixed else "kit"
        case "km" if asked or value in NUMBERS["longest_ok"]:
            return replace(invite, longest_ok_km=None if asked else float(value)), ""
        case "plan" if asked or value in starting_plans():
            return replace(invite, template="" if asked else value), ""
        case "known" if value in MAY_BE_KNOWN:
            return replace(invite, known_signs=invite.known_signs ^ {Sign(value)}), "known"
    raise Refusal("refuse-press")


async def typed(work: Work, physio: Person, page: str, words: str) -> bool:
    """Initials or another pseudonym; False if they cannot be one."""
    invite = await invites.hers(work.tx, physio.id, page.removeprefix(PAGE).strip())
    name = naming.pseudonym(words)
    if invite is None or name is None:
        return False
    taken = await invites.pseudonyms(work.tx, physio.id, but=invite.id)
    if naming.sound(name) in {naming.sound(one) for one in taken}:
        raise Refusal("refuse-pseudonym-taken", name=name)
    if not await invites.fill_in(work.tx, replace(invite, pseudonym=name)):
        raise Refusal("toast-invite-opened")
    await pages.open_page(work.tx, physio.id, None, at=work.now)
    await invite_page.draw(work, physio, invite.id)
    return True


async def ends(work: Work, appointment: Appointment) -> None:
    """Seven days have passed: she hears once that nobody has opened it."""
    invite = await invites.by_id(work.tx, appointment.subject_id)
    if invite is None or invite.used_by is not None or invite.revoked_at is not None:
        return
    physio = await people.by_id(work.tx, PersonId(invite.physio_id or ""))
    await invite_page.draw(work, physio, invite.id, manner=Manner(fresh=True))
