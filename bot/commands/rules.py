"""`describe` and `replay`: the rules without a bot."""

from __future__ import annotations

import argparse
import os
import sys
from datetime import datetime
from io import TextIOWrapper
from pathlib import Path

from bot.clock import SystemClock
from bot.commands import shared
from bot.errors import KneecheckError


def describe(parsed: argparse.Namespace) -> int:
    from bot.rules.book import RuleBookError
    from bot.rules.describe_cases import CASES, read_cases
    from bot.services.plans.rule_book import document

    try:
        cases = read_cases(Path(parsed.cases) if parsed.cases else CASES)
    except RuleBookError as error:
        raise KneecheckError(str(error)) from error
    print(document(shared.book(), cases))
    return 0


def instant(text: str) -> datetime:
    from bot.checkin_log.columns import AN_INSTANT, instant

    try:
        return instant(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not {AN_INSTANT}") from error


def replay(parsed: argparse.Namespace) -> int:
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
            parsed.files, shared.book(), wanted, out=sys.stdout, err=sys.stderr, progress=progress
        )
        sys.stdout.flush()
    except BrokenPipeError:  # whoever read has read enough (| head)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        raise KneecheckError(f"the replay stopped: {error.strerror or error}.") from error
    return bad
