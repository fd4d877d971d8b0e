"""A thousand prompts due at one instant, at the pace Telegram allows: who loses how many.

The stand-in refuses with 429 what comes faster than 30 messages a second in all, or one a second
to a chat. JobQueue has the machine to itself, for its burst takes all the CPU there is; the others
keep a pace and are measured side by side, each with a bot process and a stand-in of its own.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from benchmarks import history
from benchmarks.load import Sizes
from benchmarks.sides import take, tell

OVERALL = 30.0
LIMIT = (1.0, 3.0, OVERALL)
"""Messages a second to a chat, at once to a chat, a second in all."""
AIM = 1.05
"""Of the bound, at most."""
OURS = "Kneecheck"
JOB_QUEUE, QUIET = "PTB JobQueue", "PTB JobQueue, quiet for 5 s"
LIMITER, RETRYING = "PTB AIORateLimiter", "PTB AIORateLimiter, 5 retries"

NOTES = """\
the stand-in answers 429 to what is faster than 30/s in all (30 at once) or 1/s to a chat (3 at
once); last delivered: from the due instant until it accepted the last one. ours: the whole App,
whose own beat opens {prompts} post-run appointments of as many runners ({days} days of past each),
SEND_RATE 30. JobQueue: a run_once job for each, default misfire grace, default client, no limiter;
once having used its client a second before, once not for longer than httpx keeps a connection.
AIORateLimiter: asyncio.gather, 30/s; no retries is its default. Measured once: JobQueue alone, the
paced ones side by side, each bot with a stand-in of its own, all in processes of their own."""


@dataclass(frozen=True, slots=True)
class Side:
    """What became of one side's prompts.

    `last` is seconds from when they were due until the last arrived, None if none did.
    """

    name: str
    lost: int
    doubled: int
    refused: int
    last: float | None
    errors: dict[str, int]


def measured(sizes: Sizes, folder: Path, screen: dict[str, Any]) -> list[Side]:
    """Every side once: a minute at a fixed pace needs no median."""
    database = folder / "prompts.db"
    job = history.due_together(database, sizes)
    job |= {"database": str(database), "screen": screen, "sizes": asdict(sizes)}
    taken = []
    for name in (JOB_QUEUE, QUIET):
        tell(f"{sizes.prompts} prompts at once: {name}")
        taken.append(_one(job | {"side": name}))
    tell(f"{sizes.prompts} prompts at once: the others, side by side")
    with ThreadPoolExecutor() as pool:
        taken += pool.map(_one, [job | {"side": name} for name in _paced()])
    said = {_question(text) for side in taken for text in side["texts"]}
    if said != {_question(screen["text"])}:
        raise RuntimeError("the sides were to say the same, but said different things")
    lines = [Side(**{name: side[name] for name in Side.__dataclass_fields__}) for side in taken]
    return sorted(lines, key=lambda side: side.name != OURS)


def _question(text: str) -> str:
    """Whose knee does well has a row of quick answers below the same question."""
    return text.partition("\n")[0]


def _paced() -> tuple[str, ...]:
    """Ours, and AIORateLimiter if the library it needs is there."""
    if find_spec("aiolimiter") is None:
        tell("aiolimiter is not installed: without AIORateLimiter")
        return (OURS,)
    return OURS, LIMITER, RETRYING


def _one(job: dict[str, Any]) -> dict[str, Any]:
    ours = job["side"] == OURS
    taken = take("benchmarks.prompts_ours" if ours else "benchmarks.prompts_ptb", job)
    return taken | {"name": job["side"]}


def require_each_once(lines: list[Side]) -> None:
    """Each prompt of ours came, once, and none was refused; else the run has failed."""
    ours = next(line for line in lines if line.name == OURS)
    if ours.lost or ours.doubled or ours.refused:
        raise SystemExit(f"prompts: {ours.lost} lost, {ours.doubled} doubled, {ours.refused} 429s")


def table(lines: list[Side], sizes: Sizes) -> str:
    """As Markdown; the last line but one is the bound, the last one the aim for ours."""
    head = (f"{sizes.prompts} prompts at one instant", "lost", "doubled", "429s", "last delivered")
    rows = [(s.name, str(s.lost), str(s.doubled), str(s.refused), _seconds(s.last)) for s in lines]
    bound = (f"the bound, at {OVERALL:g}/s", "0", "0", "0", _seconds(sizes.prompts / OVERALL))
    every = (head, *rows, bound, _aim(lines, sizes))
    widths = [max(len(row[column]) for row in every) for column in range(len(head))]
    text = [" | ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)) for row in every]
    return "\n".join((text[0], "-|-".join("-" * width for width in widths), *text[1:]))


def _aim(lines: list[Side], sizes: Sizes) -> tuple[str, str, str, str, str]:
    """Of the bound, for ours."""
    last = next(line for line in lines if line.name == OURS).last
    bound = sizes.prompts / OVERALL
    met = "met" if last is not None and last <= AIM * bound else "MISSED"
    return "the aim", "0", "0", "0", f"≤ {_seconds(AIM * bound)} {met}"


def _seconds(value: float | None) -> str:
    return "–" if value is None else f"{value:.1f} s"


def notes(sizes: Sizes) -> str:
    """How it was measured."""
    return NOTES.format(prompts=sizes.prompts, days=sizes.prompt_days)
