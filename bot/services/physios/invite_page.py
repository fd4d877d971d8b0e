"""How invites look: the page of one, edited in place, and the list of those that are open."""

from __future__ import annotations

from bot.model.asking import CheckInKind, CheckInState
from bot.model.measures import Side, Sign
from bot.model.people import Invite, Person
from bot.model.press import Press
from bot.model.telling import Button, Keyboard, Message, Params, text
from bot.rules.questions import data, starting_plans
from bot.services.physios import taking_back
from bot.services.screens import NUMBERS
from bot.services.work import Work, button, slug, when
from bot.store import checkins, episodes, invites, outbox, pages, people, shown
from bot.store.invites import Waiting
from bot.store.outbox import Manner, Subject

VERB, PAGE = "inv", "initials"
MAY_BE_KNOWN = (Sign.PUFFY, Sign.CATCHES, Sign.GAVE_WAY, Sign.NIGHT_PAIN)
"""Signs that wait for an examination; what is urgent is never known beforehand."""
CHOICES = ("initials", "side", "kit", "km", "plan", "known")
VIEWS = ("show", *CHOICES, "revoke")
BUTTONS = 10
LINES = 30


async def draw(
    work: Work, physio: Person, invite_id: str, *, view: str = "", manner: Manner | None = None
) -> None:
    """The invite as it stands, or one of its views, in place."""
    invite = await invites.by_id(work.tx, invite_id)
    assert invite is not None
    page = f"{PAGE} {invite.id}" if view == "initials" else None
    await pages.open_page(work.tx, physio.id, page, at=work.now)
    message = await _face(work, physio, invite, view)
    subject = Subject(physio.chat_id, "invite", invite.id)
    await outbox.draw(work.tx, subject, message, at=work.now, manner=manner or Manner())


async def redraw(work: Work, invite_id: str) -> None:
    """On her physiotherapist's phone, where the page is still there: the link has been opened."""
    invite = await invites.by_id(work.tx, invite_id)
    if invite is None or invite.physio_id is None:
        return
    physio = await people.by_id(work.tx, invite.physio_id)
    subject = Subject(physio.chat_id, "invite", invite.id)
    if await shown.message_of(work.tx, subject) is not None:
        message = await _face(work, physio, invite, "")
        await outbox.draw(work.tx, subject, message, at=work.now)


async def _face(work: Work, physio: Person, invite: Invite, view: str) -> Message:
    name = {"name": invite.pseudonym or ""}
    if invite.revoked_at is not None:
        return Message("invite-revoked", name)
    if view == "revoke":
        return Message("invite-revoke", name, _sure(invite))
    if invite.used_by is not None:
        return Message("invite-opened", name, ((_key(invite, "label-revoke", "revoke"),),))
    if invite.expires_at <= work.now:
        return Message("invite-ended", name, ((_key(invite, "label-new-link", "again"),),))
    if view in CHOICES:
        back = (_key(invite, "label-back", "show"),)
        return Message(f"invite-{view}", name, (*_choices(invite, view), back))
    others = len(await invites.waiting(work.tx, physio.id, now=work.now)) - 1
    params = {**name, "until": when(invite.expires_at)}
    return Message("invite-made", params, _menu(physio, invite, others))


def _choices(invite: Invite, view: str) -> Keyboard:
    """What can be filled in on a page of its own; initials are typed."""
    match view:
        case "side":
            sides = tuple(_key(invite, f"choice-side.{side}", "side", side) for side in Side)
            return sides, (_ask(invite, "side"),)
        case "kit":
            return _kit(invite)
        case "km":
            kms = [_km(invite, km) for km in NUMBERS["longest_ok"]]
            return tuple(kms[:5]), tuple(kms[5:]), (_ask(invite, "km"),)
        case "plan":
            plans = [(_key(invite, f"plan-{slug(one)}", "plan", one),) for one in starting_plans()]
            return *plans, (_ask(invite, "plan"),)
        case "known":
            return _known(invite)
    return ()


def _key(invite: Invite, key: str, /, *arguments: str, **params: object) -> Button:
    return button(key, Press(VERB, invite.id, arguments), **params)


def _ask(invite: Invite, what: str) -> Button:
    return _key(invite, "label-ask-runner", what, "ask")


def _sure(invite: Invite) -> Keyboard:
    yes = _key(invite, "label-revoke-yes", "revoke", "yes")
    return ((yes, _key(invite, "label-back", "show")),)


def _menu(physio: Person, invite: Invite, others: int) -> Keyboard:
    """What is filled in stands on the buttons."""
    plan = text(f"plan-{slug(invite.template)}") if invite.template else text("label-ask-her")
    km = text("label-ask-her")
    if invite.longest_ok_km is not None:
        km = text("label-km", km=invite.longest_ok_km)
    side = text(f"choice-side.{invite.side}") if invite.side else text("label-ask-her")
    listed = button("label-open-links", Press(VERB, physio.id, ("list",)), count=others)
    return (
        (_key(invite, "label-another", "another"), _key(invite, "label-initials", "initials")),
        (_key(invite, "label-invite-side", "side", value=side),
         _key(invite, "label-invite-kit", "kit", value=_kit_words(invite))),
        (_key(invite, "label-invite-km", "km", value=km),
         _key(invite, "label-invite-plan", "plan", value=plan)),
        (_key(invite, "label-invite-known", "known", count=len(invite.known_signs)),),
        (*((listed,) if others > 0 else ()), _key(invite, "label-revoke", "revoke")),
    )  # fmt: skip


def _kit_words(invite: Invite) -> Params:
    if invite.kit is None:
        return text("label-ask-her")
    return text("kit-count", count=len(invite.kit))


def _kit(invite: Invite) -> Keyboard:
    kit = invite.kit or frozenset()
    marks = tuple(
        _key(
            invite,
            "label-ticked" if one in kit else "label-open",
            "kit",
            one,
            label=text(f"mark-kit.{slug(one)}"),
        )
        for one in data()["lists"]["kit"]
    )
    none = _key(invite, "label-none", "kit", "none")
    return marks, (none, _ask(invite, "kit"))


def _km(invite: Invite, km: str) -> Button:
    return _key(invite, "label-km", "km", km, km=float(km))


def _known(invite: Invite) -> Keyboard:
    keys = [
        _key(
            invite,
            "label-ticked" if sign in invite.known_signs else "label-open",
            "known",
            str(sign),
            label=text(f"mark-known.{slug(sign)}"),
        )
        for sign in MAY_BE_KNOWN
    ]
    return tuple(keys[:2]), tuple(keys[2:])


async def draw_list(work: Work, physio: Person, *, manner: Manner) -> None:
    """The open links: who, until when, whether opened; each opens its page."""
    open_ones = await invites.waiting(work.tx, physio.id, now=work.now)
    lines = [_line(one) for one in open_ones[:LINES]]
    rows = tuple(
        (_key(one.invite, "label-person", "open", name=one.invite.pseudonym or ""),)
        for one in open_ones[:BUTTONS]
    )
    new = (button("label-new-link", Press(VERB, physio.id, ("new",))),)
    params = {"count": len(open_ones), "lines": lines or [text("nothing")]}
    message = Message("invites", params, (*rows, new))
    subject = Subject(physio.chat_id, "invites", physio.id)
    await outbox.draw(work.tx, subject, message, at=work.now, manner=manner)


def _line(one: Waiting) -> Params:
    name = one.invite.pseudonym or ""
    if one.opened:
        return text("invite-line-opened", name=name)
    return text("invite-line", name=name, until=when(one.invite.expires_at))


async def revoke(work: Work, physio: Person, invite: Invite) -> None:
    """Worthless from now on; whoever is just joining by it is told that it is over."""
    await invites.revoke(work.tx, invite.id, at=work.now)
    begun = await checkins.of_subject(work.tx, CheckInKind.JOIN, invite.id)
    if begun is not None and begun.state is CheckInState.OPEN and begun.episode_id is not None:
        episode = await episodes.by_id(work.tx, begun.episode_id)
        runner = await people.by_id(work.tx, begun.person_id)
        await taking_back.while_joining(work, runner, episode, begun)
    await draw(work, physio, invite.id)
