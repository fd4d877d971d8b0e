"""Bring a file to the head revision. Loaded by bot/store/upgrade.py when a file is behind."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import URL, create_engine, event
from sqlalchemy.exc import DBAPIError


def to_head(path: Path) -> None:
    """All missing steps in one transaction: a killed migration leaves the file as it was.

    Raises what SQLite itself says, so that the caller can put it into a sentence.
    """
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    engine = create_engine(URL.create("sqlite", database=str(path)))

    # SQLite's driver would otherwise begin too late to put the DDL into the transaction.
    @event.listens_for(engine, "connect")
    def _no_implicit_begin(connection: Any, _record: Any) -> None:
        connection.isolation_level = None

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    try:
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except DBAPIError as error:
        raise error.orig or error from error
    finally:
        engine.dispose()
