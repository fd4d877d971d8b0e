"""`python -m bot` and `kneecheck`: the commands of the program.

Exit 0 done, 1 failed with one sentence on stderr, 2 wrong usage.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import sys
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING

from bot.clock import SystemClock
from bot.errors import KneecheckError
from bot.settings import Settings, read_settings

if TYPE_CHECKING:
    from bot.rules.book import RuleBook
    from bot.store.database import Tx

WAIT_FOR_LOCK = 30.0
INVITE_LASTS = timedelta(days=7)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit code."""
    os.umask(0o077)
    parsed = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = parsed.command
    try:
        return command(parsed)
    except KneecheckError as error:
        print(f"kneecheck: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="kneecheck", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def add(
        name: str, command: Callable[[argparse.Namespace], int], does: str
    ) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=does, description=does)
        sub.set_defaults(command=command)
        return sub

    run = add("run", _run, "run the bot until it is told to stop")
    waits = "seconds to wait for another Kneecheck on the same database to end (default: 30)"
    run.add_argument("--wait", type=float, default=WAIT_FOR_LOCK, help=waits)
    demo = add("demo", _demo, "show the bot without a Telegram account, on a throw-away database")
    demo.add_argument("--story", help="play this story in the terminal instead of the page")
    demo.add_argument("--port", type=int, default=0, help="of the page (default: a free one)")
    demo.add_argument("--no-open", action="store_true", help="only print the address")
    add("migrate", _migrate, "bring the database to this program's schema")
    add("check", _check, "are settings, rule book, texts and schema valid?")
    book = add("describe", _describe, "the rule book for clinicians, as Markdown")
    book.add_argument("--cases", help="folder of the case files (default: those beside the source)")
    replay = add("replay", _replay, "play check-in logs through the rules; one object a row")
    replay.add_argument("files", nargs="+", metavar="FILE", help="a check-in log, CSV in UTF-8")
    until = "run the clock on to this instant: ISO 8601 with an offset"
    replay.add_argument("--until", type=_instant, metavar="T", help=until)
    replay.add_argument("--format", choices=("json", "table"), default="json")
    replay.add_argument("--summary", action="store_true", help="one line a file")
    invite = add("invite-physio", _invite_physio, "print a one-time link for a physiotherapist")
    invite.add_argument("--name", default=None, help="what her runners will call her")
    clinic = "the clinic she joins, by its name (default: a new one, which she names)"
    invite.add_argument("--clinic", default=None, help=clinic)
    out = "put a physiotherapist out; her runners go to her deputy or keep diaries, and are told"
    remove = add("remove-physio", _remove_physio, out)
    remove.add_argument("who", metavar="NAME", help="her name or her id")
    return parser


def _settings() -> Settings:
    from bot.logs import set_up

    settings = read_settings()
    set_up(settings.log_level, settings.log_format)
    return settings


def _run(parsed: argparse.Namespace) -> int:
    from bot.store.database import only_process
    from bot.store.upgrade import bring_to_head

    settings = _settings()
    settings.require_token()
    settings.require_lasting_disk()
    with only_process(settings.database_path, wait=parsed.wait) as alone:
        if not alone:
            raise KneecheckError(
                f"another Kneecheck runs on {settings.database_path}: stop it first, or set "
                "DATABASE_URL to another file."
            )
        bring_to_head(settings.database_path)
        return asyncio.run(_live(settings))


async def _live(settings: Settings) -> int:
    from bot.app import build

    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    app = await build(settings, SystemClock())
    try:
        await app.run(stop)
    finally:
        await app.close()
    return 0


def _demo(parsed: argparse.Namespace) -> int:
    from bot.sandbox.demo import demo
    from bot.sandbox.stories import play

    if parsed.story is not None:
        return asyncio.run(play(parsed.story, sys.stdout))
    return asyncio.run(demo(sys.stdout, port=parsed.port, open_browser=not parsed.no_open))


def _migrate(_: argparse.Namespace) -> int:
    from bot.store.database import only_process
    from bot.store.upgrade import HEAD, bring_to_head

    settings = _settings()
    settings.require_lasting_disk()
    with only_process(settings.database_path) as alone:
        if not alone:
            raise KneecheckError(
                f"a running Kneecheck uses {settings.database_path}: stop it before migrating."
            )
        done = bring_to_head(settings.database_path)
    print(f"{settings.database_path}: {done}, schema {HEAD}")
    return 0


def _check(_: argparse.Namespace) -> int:
    from bot.store.upgrade import require_head
    from bot.texts.catalogue import LANGUAGES, catalogue

    settings = _settings()
    book = _book()
    for language in LANGUAGES:
        print(f"texts {language}: {len(catalogue(language).keys)} keys")
    print(f"rule book: version {book.version}")
    if settings.database_path.exists():
        require_head(settings.database_path)
        print(f"database {settings.database_path}: at this program's schema")
    else:
        print(f"database {settings.database_path}: not made yet; `run` makes it")
    print(f"token: {'set' if settings.telegram_bot_token else 'not set'}")
    return 0


def _book() -> RuleBook:
    """The rule book; a mistake in its files is one sentence with the place."""
    from bot.rules.book import RuleBookError, load_book

    try:
        return load_book()
    except RuleBookError as error:
        raise KneecheckError(str(error)) from error


def _describe(parsed: argparse.Namespace) -> int:
    from bot.rules.book import RuleBookError
    from bot.rules.describe_cases import CASES, read_cases
    from bot.services.rule_book import document

    try:
        cases = read_cases(Path(parsed.cases) if parsed.cases else CASES)
    except RuleBookError as error:
        raise KneecheckError(str(error)) from error
    print(document(_book(), cases))
    return 0


def _instant(text: str) -> datetime:
    from bot.checkin_log.columns import AN_INSTANT, instant

    try:
        return instant(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not {AN_INSTANT}") from error


def _replay(parsed: argparse.Namespace) -> int:
    from bot.replaying.replay import Progress, Wanted, replay

    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    table = parsed.format == "table"
    wanted = Wanted(table=table, summary=parsed.summary, until=parsed.until)
    watched = sys.stderr.isatty() and (parsed.summary or not sys.stdout.isatty())
    uptime = SystemClock().uptime
    progress = Progress(sys.stderr, len(parsed.files), uptime, on=watched)
    try:
        bad = replay(
            parsed.files, _book(), wanted, out=sys.stdout, err=sys.stderr, progress=progress
        )
        sys.stdout.flush()
    except BrokenPipeError:  # whoever read has read enough (| head)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        raise KneecheckError(f"the replay stopped: {error.strerror or error}.") from error
    return bad


def _invite_physio(parsed: argparse.Namespace) -> int:
    print(asyncio.run(_new_invite(_at_head(), parsed.name, parsed.clinic)))
    return 0


def _at_head() -> Settings:
    from bot.store.upgrade import bring_to_head, require_head

    settings = _settings()
    if settings.database_path.exists():
        require_head(settings.database_path)
    else:
        bring_to_head(settings.database_path)
    return settings


async def _new_invite(settings: Settings, name: str | None, clinic: str | None) -> str:
    """One short transaction beside a running bot; the link, or what to type without a name."""
    from bot.handlers.physios import BOT_NAME
    from bot.model.people import Role
    from bot.store import invites, people
    from bot.store.database import beside

    now = SystemClock().now()
    async with beside(settings.database_path) as tx:
        clinic_id = await _clinic_named(tx, clinic) if clinic is not None else None
        _, code = await invites.add(
            tx, role=Role.PHYSIO, at=now, expires_at=now + INVITE_LASTS, name=name,
            clinic_id=clinic_id,
        )  # fmt: skip
        bot_name = await people.mark(tx, BOT_NAME)
    if bot_name is None:
        return f"The bot has not run yet. Once it runs, write to it: /start {code}"
    return f"https://t.me/{bot_name}?start={code}"


async def _clinic_named(tx: Tx, name: str) -> str:
    from bot.store import clinics

    found = await clinics.named(tx, name)
    if not found:
        known = ", ".join(await clinics.names(tx)) or "none"
        raise KneecheckError(
            f"there is no clinic {name!r} (known: {known}); without --clinic a new one is made."
        )
    if len(found) > 1:
        ids = ", ".join(clinic.id for clinic in found)
        raise KneecheckError(f"several clinics are called {name!r}: name one by its id ({ids}).")
    return found[0].id


def _remove_physio(parsed: argparse.Namespace) -> int:
    print(asyncio.run(_put_out(_at_head(), parsed.who)))
    return 0


async def _put_out(settings: Settings, who: str) -> str:
    """Beside a running bot, which says what follows from it at its next beat."""
    from bot.services import physio_leaving
    from bot.services.work import Work
    from bot.store import people
    from bot.store.database import beside

    async with beside(settings.database_path) as tx:
        found = await people.physios_named(tx, who)
        if len(found) != 1:
            ids = f"; name one by her id ({', '.join(one.id for one in found)})" if found else ""
            raise KneecheckError(f"{len(found)} physiotherapists are called {who!r}{ids}.")
        count = await physio_leaving.put_out(Work(tx, SystemClock().now(), _book()), found[0])
    return f"{found[0].id} has left; runners told: {count}"


if __name__ == "__main__":
    sys.exit(main())
