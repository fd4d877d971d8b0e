"""Bring a file to the head revision. Loaded by bot/store/upgrade.py when a file is behind."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, event


def to_head(path: Path) -> None:
    """All missing steps in one transaction: a killed migration leaves the file as it was."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    engine = create_engine(f"sqlite:///{path}")

    # SQLite's driver would otherwise begin too late to put the DDL into the transaction.
    @event.listens_for(engine, "connect")
    def _no_implicit_begin(connection, _record):  # type: ignore[no-untyped-def]
        connection.isolation_level = None

    @event.listens_for(engine, "begin")
    def _begin(connection):  # type: ignore[no-untyped-def]
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    try:
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    finally:
        engine.dispose()
