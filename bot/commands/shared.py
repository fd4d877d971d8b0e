"""What several commands need: the settings, the rule book, a database at the head schema."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.errors import KneecheckError
from bot.settings import Settings, read_settings

if TYPE_CHECKING:
    from bot.rules.book import RuleBook


def settings() -> Settings:
    from bot.logs import set_up

    found = read_settings()
    set_up(found.log_level, found.log_format)
    return found


def book() -> RuleBook:
    """The rule book; a mistake in its files is one sentence with the place."""
    from bot.rules.book import RuleBookError, load_book

    try:
        return load_book()
    except RuleBookError as error:
        raise KneecheckError(str(error)) from error


def at_head() -> Settings:
    from bot.store.upgrade import bring_to_head, require_head

    found = settings()
    if found.database_path.exists():
        require_head(found.database_path)
    else:
        bring_to_head(found.database_path)
    return found
