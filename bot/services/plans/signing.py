"""The rule book's signature: which version is in force, who answers for it in this clinic.

A signature is for one version and one clinic. Without it every card says so; the bot runs on, as in
the sandbox. A version that nobody has signed asks for it once.
"""

from __future__ import annotations

import json
from functools import cache

from bot.errors import Refusal
from bot.model.people import Person, PersonId
from bot.model.press import Press
from bot.model.telling import Attached, Attachment, Keyboard, Message, Params, text
from bot.rules.describe_cases import CASES, CaseFile, read_cases
from bot.services.plans import rule_book
from bot.services.work import Work, button, when
from bot.store import outbox, pages, people, signatures
from bot.store.outbox import Manner, Subject
from bot.store.signatures import Signature

VERB = "book"
NAME, NUMBER, READY = "sign_name", "sign_number", "sign_ready"
LONGEST_NAME, LONGEST_NUMBER = 60, 30


async def is_signed(work: Work, physio_id: PersonId | None) -> bool:
    """Whether the version in force is signed for the clinic of this physiotherapist."""
    if physio_id is None:
        return False
    return await signatures.of_book(work.tx, physio_id, work.book.version) is not None


async def show(work: Work, physio: Person) -> None:
    """`/rules`: the version, what it is, who has signed it."""
    if physio.joined_at is None:
        raise Refusal("not-joined-yet")
    await pages.open_page(work.tx, physio.id, None, at=work.now)
    await _draw(work, physio, await _face(work, physio), fresh=True)


async def _draw(work: Work, physio: Person, message: Message, *, fresh: bool = False) -> None:
    subject = Subject(physio.chat_id, "rules", physio.id)
    manner = Manner(fresh=fresh)
    await outbox.draw(work.tx, subject, message, at=work.now, manner=manner)


def _keys(physio: Person, *acts: str) -> Keyboard:
    return tuple((button(f"label-book-{act}", Press(VERB, physio.id, (act,))),) for act in acts)


async def _face(work: Work, physio: Person) -> Message:
    signed = await signatures.of_book(work.tx, physio.id, work.book.version)
    latest = await signatures.latest(work.tx, physio.id)
    params = {
        "book": work.book.version,
        "numbers": len(work.book.parameters),
        "signs": len(work.book.signs),
        "exercises": len(work.book.exercises),
        "signature": _signature(signed, latest),
    }
    acts = ("read",) if signed is not None else ("read", "sign")
    return Message("rules", params, _keys(physio, *acts))


def _signature(signed: Signature | None, latest: Signature | None) -> Params:
    if signed is not None:
        return text("rules-signed", **_by(signed))
    if latest is not None:
        return text("rules-signed-other", book=latest.book, **_by(latest))
    return text("rules-unsigned")


def _by(signature: Signature) -> Params:
    return {
        "name": signature.name,
        "number": signature.registration,
        "at": {"day": signature.signed_at.isoformat()},
    }


async def press(work: Work, physio: Person, pressed: Press, message_id: int | None) -> str | None:
    """Read it, sign it, or leave it."""
    if pressed.subject != physio.id:
        raise Refusal("refuse-press")
    subject = Subject(physio.chat_id, "rules", physio.id)
    if message_id is not None:
        await outbox.adopt(work.tx, subject, message_id, at=work.now)
    match pressed.argument(0):
        case "read":
            await _hand_over(work, physio)
            return None
        case "sign":
            await _ask(work, physio, NAME, Message("sign-name", {"book": work.book.version}))
            return None
        case "leave":
            await pages.open_page(work.tx, physio.id, None, at=work.now)
            await _draw(work, physio, await _face(work, physio))
            return None
        case "confirm":
            return await _sign(work, physio)
    raise Refusal("refuse-press")


async def _hand_over(work: Work, physio: Person) -> None:
    """The whole book as a document, once an hour at most."""
    book = work.book
    said = rule_book.document(book, _cases(), physio.language)
    file = Attachment(Attached.DOCUMENT, f"rule-book-{book.version}.md", said.encode())
    message = Message("rules-document", {"book": book.version})
    key = f"rules:{physio.id}:{book.version}:{work.now:%Y-%m-%dT%H}"
    manner = Manner(protect=False)
    await outbox.say(
        work.tx, physio.chat_id, message, at=work.now, dedup_key=key, manner=manner,
        attachment=file,
    )  # fmt: skip


@cache
def _cases() -> tuple[CaseFile, ...]:
    """They do not change while the program runs, and reading them takes a while."""
    return read_cases(CASES)


async def _ask(work: Work, physio: Person, page: str, message: Message) -> None:
    await pages.open_page(work.tx, physio.id, page, at=work.now)
    keys = (*message.keyboard, *_keys(physio, "leave"))
    await _draw(work, physio, Message(message.key, message.params, keys))


async def typed(work: Work, physio: Person, page: str, words: str) -> bool:
    """Her name, then her registration number; kept with the page until she confirms."""
    said = " ".join(words.split())
    what, _, name = page.partition(" ")
    if not _is_usable(said, LONGEST_NAME if what == NAME else LONGEST_NUMBER):
        return False
    if what == NAME:
        message = Message("sign-number", {"name": said})
        await _ask(work, physio, f"{NUMBER} {said}", message)
        return True
    kept = json.dumps([work.book.version, name, said])
    params = {"name": name, "number": said, "book": work.book.version}
    message = Message("sign-confirm", params, _keys(physio, "confirm"))
    await _ask(work, physio, f"{READY} {kept}", message)
    return True


def _is_usable(said: str, longest: int) -> bool:
    return 2 <= len(said) <= longest and said.isprintable() and not said.startswith("/")


async def _sign(work: Work, physio: Person) -> str:
    """She has read back what she typed: this version is signed for her clinic."""
    page = await pages.page_of(work.tx, physio.id)
    what, _, kept = page.name.partition(" ") if page is not None else ("", "", "")
    if what != READY:
        raise Refusal("refuse-sign-again")
    version, name, number = json.loads(kept)
    if version != work.book.version:
        raise Refusal("refuse-sign-other")
    clinic = await people.clinic_of(work.tx, physio.id)
    signature = Signature(version, name, number, work.now)
    await signatures.add(work.tx, physio.id, clinic, signature)
    await people.record_act(
        work.tx, "sign", actor_id=physio.id, subject_type="book", subject_id=version, at=work.now
    )
    await pages.open_page(work.tx, physio.id, None, at=work.now)
    await _draw(work, physio, await _face(work, physio))
    return "toast-signed"


async def ask_once(work: Work, physio: Person) -> None:
    """On a working morning: a version that nobody in her clinic has signed is named, once."""
    if await is_signed(work, physio.id):
        return
    latest = await signatures.latest(work.tx, physio.id)
    key = "rules-new" if latest is not None else "rules-please-sign"
    params = {"book": work.book.version, "at": when(work.now)}
    message = Message(key, params, _keys(physio, "read", "sign"))
    dedup_key = f"book:{physio.id}:{work.book.version}"
    manner = Manner(silent=True)
    await outbox.say(
        work.tx, physio.chat_id, message, at=work.now, dedup_key=dedup_key, manner=manner
    )
