"""The files of clients for their physiotherapist: CSV logs, everything as JSON, a report to read.

Runners stand in them under their pseudonyms. Values in, files out: no database, so that it can run
in a thread.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.checkin_log.writing import write_log
from bot.model.telling import Attached, Attachment
from bot.services.own import own_files
from bot.services.own.own_files import File, Own

LEFT_OUT = frozenset({"person", "invites", "appointments"})
"""Who she is outside her pseudonym, and what only the program needs."""
STAMP = (2000, 1, 1, 0, 0, 0)
"""The same clients make the same bytes: a zip names no day."""


@dataclass(frozen=True, slots=True)
class Case:
    """One episode: its reader's view, told by the tables of `Own.whole`."""

    pseudonym: str
    own: Own


def of_episode(whole: Mapping[str, Any], episode_id: str) -> dict[str, Any]:
    """Of everything kept of a runner, what belongs to this episode and to her physiotherapist."""
    hers = {name: rows for name, rows in whole.items() if name not in LEFT_OUT}
    ids = {episode_id}
    for name, column in (("checkins", "id"), ("cards", "id"), ("flags", "id")):
        ids |= {row[column] for row in hers[name] if row["episode_id"] == episode_id}
    kept: dict[str, Any] = {}
    for name, rows in hers.items():
        kept[name] = [row for row in rows if _belongs(name, row, ids)]
    return kept


def _belongs(table: str, row: Mapping[str, Any], ids: set[str]) -> bool:
    if table == "consents":
        return True
    if table == "episodes":
        return row["id"] in ids
    for column in ("episode_id", "checkin_id", "card_id", "flag_id", "subject_id"):
        if column in row:
            return row[column] in ids
    return False


def make(form: str, cases: Sequence[Case], at: datetime) -> list[File]:
    """One file of that form; none if there is nothing to put into it."""
    content = {"csv": _csv, "json": _json, "pdf": _pdf}[form](cases, at)
    if content is None:
        return []
    name = _name(form, cases)
    return [File(form, Attachment(Attached.DOCUMENT, name, content))]


def _name(form: str, cases: Sequence[Case]) -> str:
    ending = "zip" if form == "csv" and len(cases) != 1 else form
    who = _safe(cases[0].pseudonym) if len(cases) == 1 else "clients"
    return f"kneecheck_{who}.{ending}"


def _safe(pseudonym: str) -> str:
    return "".join(one if one.isascii() and one.isalnum() else "-" for one in pseudonym.lower())


def _log(case: Case) -> bytes:
    log = io.StringIO(newline="")
    write_log(own_files.told_once(event for _, event in case.own.events), log)
    return log.getvalue().encode()


def _csv(cases: Sequence[Case], _at: datetime) -> bytes | None:
    told = [case for case in cases if case.own.events]
    if not told:
        return None
    if len(cases) == 1:
        return _log(told[0])
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, case in _names(told):
            archive.writestr(zipfile.ZipInfo(name, STAMP), _log(case), zipfile.ZIP_DEFLATED)
    return target.getvalue()


def _names(cases: Iterable[Case]) -> Iterable[tuple[str, Case]]:
    """No two files of an archive have one name."""
    taken: dict[str, int] = {}
    for case in cases:
        name = _safe(case.pseudonym)
        taken[name] = taken.get(name, 0) + 1
        yield f"{name}.csv" if taken[name] == 1 else f"{name}-{taken[name]}.csv", case


def _json(cases: Sequence[Case], at: datetime) -> bytes | None:
    if not cases:
        return None
    clients = [{"pseudonym": case.pseudonym, **case.own.whole} for case in cases]
    whole = {"exported_at": at.isoformat(), "clients": clients}
    return json.dumps(whole, ensure_ascii=False, indent=1).encode()


def _pdf(cases: Sequence[Case], _at: datetime) -> bytes | None:
    if len(cases) != 1 or not cases[0].own.events:
        return None
    from bot.pictures.report import pdf_of  # noqa: PLC0415 - who never asks needs no 40 MB for it

    own = cases[0].own
    title = own_files.say(own, "report-client-title")
    report = replace(own_files.report_of(own), title=title, history_rows=own_files.history(own))
    return pdf_of(report)
