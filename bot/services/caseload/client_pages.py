"""Pages in the place of a runner's card: notes about her, and the alerts there were."""

from __future__ import annotations

from collections.abc import Sequence

from bot.errors import Refusal
from bot.model.people import Episode, Person
from bot.model.press import Press
from bot.model.telling import Keyboard, Message, Params, text
from bot.services.alerting.card_facts import ended, listed
from bot.services.work import Work, button, slug, when
from bot.store import notes, pages, weeks
from bot.store.notes import Note
from bot.store.weeks import Alert

PAGE = "note"
LONGEST, SHOWN = 500, 5
"""Characters of a note; notes on their page: together they fit into one message."""
ALERTS = 20


def press_of(episode: Episode, *said: str) -> Press:
    """What a button of a runner's card says."""
    return Press("client", episode.id, said)


def _back(episode: Episode) -> Keyboard:
    return ((button("label-back", press_of(episode, "back")),),)


async def note_page(work: Work, physio: Person, episode: Episode) -> Message:
    """The last notes; her next typed words are a new one. What she wrote she can take back."""
    await pages.open_page(work.tx, physio.id, f"{PAGE} {episode.id}", at=work.now)
    latest = await notes.latest(work.tx, episode.id, at_most=SHOWN)
    delete = tuple(
        (button("label-delete-note", press_of(episode, "delete", str(one.id)), at=when(one.at)),)
        for one in latest
        if one.author_id == physio.id
    )
    params = {
        "name": episode.pseudonym,
        "lines": note_lines(latest) or [text("notes-none")],
        "more": max(0, await notes.count(work.tx, episode.id) - SHOWN),
    }
    return Message("notes", params, (*delete, *_back(episode)))


def note_lines(latest: Sequence[Note], at_most: int = LONGEST) -> list[Params]:
    """Each with its author and day, the newest first; on a card only how it begins."""
    return [
        text(
            "note-line",
            by=one.by_name,
            day={"day": one.at.isoformat()},
            words=one.words if len(one.words) <= at_most else f"{one.words[: at_most - 1]}…",
        )
        for one in latest
    ]


async def keep_note(work: Work, physio: Person, episode: Episode, words: str) -> None:
    """Kept with author and time, or refused when it is too long to be read on a phone."""
    kept = words.strip()
    if len(kept) > LONGEST:
        raise Refusal("refuse-note-long", most=LONGEST, got=len(kept))
    await notes.add(work.tx, episode.id, physio.id, kept, at=work.now)


async def history(work: Work, episode: Episode) -> Message:
    """Every closed alert, the latest first."""
    found = await weeks.alerts(work.tx, episode.id, at_most=ALERTS)
    lines = alert_lines(found) or [text("alerts-none")]
    return Message("alert-history", {"name": episode.pseudonym, "lines": lines}, _back(episode))


def alert_lines(found: Sequence[Alert]) -> list[Params]:
    """When, what about, how it ended, and whether it was of use."""
    return [
        text(
            "alert-line",
            day={"day": one.opened_at.isoformat()},
            urgency=one.urgency,
            what=listed([text(f"rule-{slug(rule)}") for rule in one.rules]),
            ended=ended(one.outcome),
            by=one.closed_by or "none",
            verdict=one.verdict or "none",
        )
        for one in found
    ]
