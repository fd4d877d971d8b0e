"""Alembic's entry: the program hands over a connection; the developers' CLI opens its own."""

from alembic import context
from sqlalchemy import Connection, create_engine


def migrate(connection: Connection) -> None:
    """Run the steps that are missing, each in one transaction."""
    context.configure(connection=connection, transactional_ddl=True)
    with context.begin_transaction():
        context.run_migrations()


handed_over = context.config.attributes.get("connection")
if handed_over is not None:
    migrate(handed_over)
else:
    url = context.config.get_main_option("sqlalchemy.url") or "sqlite:///data/kneecheck.db"
    with create_engine(url).connect() as own:
        migrate(own)
        own.commit()
