"""`python -m bot` and `kneecheck`: the commands of the program.

Exit 0 done, 1 failed with one sentence on stderr, 2 wrong usage.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence

from bot import logs
from bot.commands import copies, physios, rules, running
from bot.errors import KneecheckError

Command = Callable[[argparse.Namespace], int]
Add = Callable[[str, Command, str], argparse.ArgumentParser]

WAIT_FOR_LOCK = 30.0


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit code."""
    os.umask(0o077)
    parsed = _parser().parse_args(arguments)
    command: Command = parsed.command
    try:
        return command(parsed)
    except KneecheckError as error:
        print(f"kneecheck: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except Exception as error:  # the last resort: a traceback would hold what was in hand
        print(
            f"kneecheck: an error nobody expected ({type(error).__name__} at "
            f"{logs.places(error)}): please report it with this line, without anybody's data.",
            file=sys.stderr,
        )
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="kneecheck", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def add(name: str, command: Command, does: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=does, description=does)
        sub.set_defaults(command=command)
        return sub

    _bot(add)
    _rules(add)
    _physios(add)
    _copies(add)
    return parser


def _bot(add: Add) -> None:
    run = add("run", running.run, "run the bot until it is told to stop")
    waits = "seconds to wait for another Kneecheck on the same database to end (default: 30)"
    run.add_argument("--wait", type=float, default=WAIT_FOR_LOCK, help=waits)
    shows = "show the bot without a Telegram account, on a throw-away database"
    demo = add("demo", running.demo, shows)
    demo.add_argument("--story", help="play this story in the terminal instead of the page")
    demo.add_argument("--port", type=int, default=0, help="of the page (default: a free one)")
    demo.add_argument("--no-open", action="store_true", help="only print the address")
    add("migrate", running.migrate, "bring the database to this program's schema")
    add("check", running.check, "are settings, rule book, texts and schema valid?")


def _rules(add: Add) -> None:
    book = add("describe", rules.describe, "the rule book for clinicians, as Markdown")
    book.add_argument("--cases", help="folder of the case files (default: those beside the source)")
    plays = "play check-in logs through the rules; one object a row"
    replay = add("replay", rules.replay, plays)
    replay.add_argument("files", nargs="+", metavar="FILE", help="a check-in log, CSV in UTF-8")
    until = "run the clock on to this instant: ISO 8601 with an offset"
    replay.add_argument("--until", type=rules.instant, metavar="T", help=until)
    replay.add_argument("--format", choices=("json", "table"), default="json")
    replay.add_argument("--summary", action="store_true", help="one line a file")


def _physios(add: Add) -> None:
    invite = add("invite-physio", physios.invite, "print a one-time link for a physiotherapist")
    invite.add_argument("--name", default=None, help="what her runners will call her")
    clinic = "the clinic she joins, by its name (default: a new one, which she names)"
    invite.add_argument("--clinic", default=None, help=clinic)
    out = "put a physiotherapist out; her runners go to her deputy or keep diaries, and are told"
    remove = add("remove-physio", physios.remove, out)
    remove.add_argument("who", metavar="NAME", help="her name or her id")


def _copies(add: Add) -> None:
    backup = add("backup", copies.backup, "copy the database, also while the bot runs; verified")
    backup.add_argument("file", metavar="FILE", help="the copy; must not exist yet")
    back = "put a verified copy in the place of the database; the bot must not run"
    restore = add("restore", copies.restore, back)
    restore.add_argument("file", metavar="FILE", help="a copy that `backup` or Litestream made")


if __name__ == "__main__":
    sys.exit(main())
