"""The house keeps its own promises: documents, sizes, doors, schema. Nothing here knows a knee."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from telegram.ext import CommandHandler

from bot.__main__ import _parser
from bot.app import App, build
from bot.clock import SystemClock
from bot.settings import Settings
from bot.store.upgrade import bring_to_head

ROOT = Path(__file__).parents[1]
BOT = ROOT / "bot"
SOURCES = sorted(BOT.rglob("*.py"))
OURS = sorted(
    file
    for folder in (BOT, ROOT / "tests", ROOT / "migrations", ROOT / "benchmarks", ROOT / "docs")
    for file in folder.rglob("*")
    if file.suffix in {".py", ".toml", ".sql", ".ftl", ".md", ".html", ".js", ".css"}
) + sorted(ROOT.glob("*.md"))

LONGEST_FILE = 300
LONGEST_FUNCTION = 40
LONGER_WITH_REASON: dict[str, str] = {}
"""Files that may be longer, each with why it is not split."""

WORDS_ALLOWED: dict[str, str] = {
    "bot/rules/describe.py": "prints the rule book for clinicians; it is the document",
    "bot/rules/describe_cases.py": "a part of that document",
    "bot/rules/describe_rules.py": "a part of that document",
    "bot/rules/describe_tables.py": "a part of that document",
}
"""Files of rules and services that may hold sentences, each with why."""

RULES_MAY_IMPORT = frozenset(
    {
        *("__future__", "bisect", "collections", "dataclasses", "datetime", "enum", "functools"),
        *("hashlib", "itertools", "json", "math", "operator", "pathlib", "re", "statistics"),
        *("string", "tomllib", "typing", "unicodedata", "zoneinfo"),
    }
)


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def section(document: str, title: str) -> str:
    """The part of a Markdown document under a heading, up to the next of its level."""
    match = re.search(
        rf"^## {re.escape(title)}$(.*?)(?=^## |\Z)", read(document), re.MULTILINE | re.DOTALL
    )
    assert match is not None, f"{document} has no section {title!r}"
    return match.group(1)


def first_cells(table: str) -> set[str]:
    """The words in `code` in the first column of every row."""
    rows = re.findall(r"^\|([^|]*)\|", table, re.MULTILINE)
    return {word for row in rows for word in re.findall(r"`([^`]+)`", row)}


def parsed(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"), str(file))


def short(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


# Documents


def test_settings_are_documented_and_no_others() -> None:
    settings = {name.upper() for name in Settings.model_fields}
    assert first_cells(section("README.md", "Settings")) == settings


def test_the_example_names_every_setting_a_person_sets() -> None:
    named = set(re.findall(r"^#?([A-Z_]+)=", read(".env.example"), re.MULTILINE))
    assert named == {name.upper() for name in Settings.model_fields} - {"DYNO"}


def test_commands_of_the_program_are_documented_and_no_others() -> None:
    choices = next(a for a in _parser()._actions if a.choices).choices
    assert choices is not None
    documented = {cell.split()[0] for cell in first_cells(section("README.md", "Commands"))}
    assert documented == set(choices)


def test_commands_in_the_chat_are_documented_and_no_others(app: App) -> None:
    commands = {
        f"/{name}"
        for group in app.telegram.handlers.values()
        for handler in group
        if isinstance(handler, CommandHandler)
        for name in handler.commands
    }
    assert first_cells(section("README.md", "In the chat")) == commands


def test_every_room_is_on_the_map() -> None:
    rooms = {
        f"bot/{path.stem}"
        for path in BOT.iterdir()
        if (path.is_dir() and (path / "__init__.py").exists()) or path.suffix == ".py"
    } - {"bot/__init__"}
    rooms |= {name for name in ("migrations", "tests", "benchmarks") if (ROOT / name).is_dir()}
    assert first_cells(section("README.md", "The map")) == rooms


def test_every_noun_is_in_the_glossary() -> None:
    glossary = set(re.findall(r"`([A-Za-z]+)`", read("GLOSSARY.md")))
    nouns = {
        node.name
        for file in (BOT / "model").glob("*.py")
        for node in parsed(file).body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    }
    assert not nouns - glossary


def test_documents_named_in_the_code_exist() -> None:
    here = {file.name for file in ROOT.rglob("*.md") if ".venv" not in file.parts}
    missing = {
        f"{short(file)}: {name}"
        for file in (*SOURCES, *(ROOT / "migrations").rglob("*.py"))
        for name in re.findall(r"\b([A-Za-z-]+\.md)\b", file.read_text(encoding="utf-8"))
        if name not in here
    }
    assert not missing


def test_links_of_the_documents_lead_somewhere() -> None:
    broken = [
        f"{short(file)}: {link}"
        for file in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"))
        for link in re.findall(r"\]\(([^)#]+)[^)]*\)", file.read_text(encoding="utf-8"))
        if "://" not in link and not (file.parent / link).exists()
    ]
    assert not broken


@pytest.mark.parametrize("document", ["docs/hazards.md", "docs/threats.md"])
def test_what_the_logs_of_dangers_name_is_tested(document: str) -> None:
    log = read(document)
    mine = Path(__file__).parent
    code = "".join(file.read_text(encoding="utf-8") for file in mine.rglob("test_*.py"))
    told = "".join(file.read_text(encoding="utf-8") for file in mine.rglob("rules/*/*.toml"))
    tests, cases = re.findall(r"`(test_\w+)`", log), re.findall(r'"([^"]+\.)"', log)
    assert len(tests) > 20
    assert not [name for name in tests if f"def {name}(" not in code]
    assert not [name for name in cases if f'"{name}"' not in told]


# Sizes and words


def test_files_stay_short() -> None:
    long = {
        short(file): lines
        for file in SOURCES
        if (lines := len(file.read_text(encoding="utf-8").splitlines())) > LONGEST_FILE
        and short(file) not in LONGER_WITH_REASON
    }
    assert not long


def test_functions_stay_short() -> None:
    long = [
        f"{short(file)}:{node.lineno} {node.name}: {(node.end_lineno or 0) - node.lineno + 1} lines"
        for file in SOURCES
        for node in ast.walk(parsed(file))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno + 1 > LONGEST_FUNCTION
    ]
    assert not long


def sentences(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """String constants with a space, but for docstrings, what is raised, and log events."""
    match tree:
        case ast.Expr(value=ast.Constant()) | ast.Raise() | ast.Assert():
            return
        case ast.Call(func=ast.Attribute(value=ast.Name(id="logs" | "LOG"))):
            return
        case ast.Constant(value=str(words), lineno=line):
            if re.search(r"[A-Za-z]{2,} +[A-Za-z]{2,}", words):
                yield line, words
    for child in ast.iter_child_nodes(tree):
        yield from sentences(child)


@pytest.mark.parametrize("room", ["rules", "services"])
def test_texts_speak_and_nobody_else(room: str) -> None:
    found = [
        f"{short(file)}:{line} {words!r}"
        for file in sorted((BOT / room).rglob("*.py"))
        if short(file) not in WORDS_ALLOWED
        for line, words in sentences(parsed(file))
    ]
    assert not found


def test_rules_know_nothing_but_nouns_and_arithmetic() -> None:
    found = []
    for file in sorted((BOT / "rules").rglob("*.py")):
        for node in ast.walk(parsed(file)):
            match node:
                case ast.Import(names=aliases):
                    names = [alias.name for alias in aliases]
                case ast.ImportFrom(module=str(name)):
                    names = [name]
                case _:
                    continue
            found += [
                f"{short(file)}: {name}"
                for name in names
                if not name.startswith(("bot.model", "bot.rules"))
                and name.partition(".")[0] not in RULES_MAY_IMPORT
            ]
    assert not found


def test_nothing_is_left_for_later() -> None:
    left = re.compile("|".join(("TO" + "DO", "FIX" + "ME", "NotImplemented" + "Error")))
    found = [short(file) for file in OURS if left.search(file.read_text(encoding="utf-8"))]
    assert not found


def test_no_secret_is_kept_here() -> None:
    secret = re.compile(
        r"\b\d{8,12}:[A-Za-z0-9_-]{35}\b"  # a bot's token
        r"|-----BEGIN [A-Z ]*PRIVATE KEY|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{36}\b"
    )
    found = [short(file) for file in OURS if secret.search(file.read_text(encoding="utf-8"))]
    assert not found


# Doors


@pytest.fixture
async def app(tmp_path: Path) -> AsyncIterator[App]:
    path = tmp_path / "kneecheck.db"
    bring_to_head(path)
    settings = Settings.model_construct(
        telegram_bot_token="123456:not-a-token",
        telegram_api_url="http://127.0.0.1:9",
        database_url=str(path),
    )
    built = await build(settings, SystemClock())
    yield built
    await built.database.close()


def test_every_handler_is_behind_the_doorway(app: App) -> None:
    handlers = [h for group in app.telegram.handlers.values() for h in group]
    assert len(handlers) > 10
    bare = [h for h in handlers if not getattr(h.callback, "doorway", False)]
    assert not bare
    assert all(h.block for h in handlers), "a handler that does not block loses its transaction"
    assert not app.telegram.error_handlers


def test_nothing_but_the_beat_is_scheduled(app: App) -> None:
    users = [
        short(file)
        for file in SOURCES
        if re.search(r"\.run_(repeating|daily|once|monthly|custom)\(|add_job\(", file.read_text())
    ]
    assert users == ["bot/app/__init__.py"]
