"""The option ``--to``: a database that the layers go to as well."""

from __future__ import annotations

import typer
from rich.markup import escape

from zorgkaart.outputs.postgis.address import Database
from zorgkaart.terminal.console import say


def asked_database(to: str | None, schema: str | None, usual: str) -> Database | None:
    """Where else the layers go; an error now, before anything is computed, if they cannot.

    Raises
    ------
    DatabaseError
        If the database cannot be reached or written to.
    """
    if to is None:
        if schema is not None:
            raise typer.BadParameter("hoort bij --to", param_hint="--schema")
        return None
    from zorgkaart.outputs.postgis.database import check_database

    database = Database(to, schema or usual)
    check_database(database)
    return database


def say_stored(database: Database | None) -> None:
    """Say where the layers are too."""
    if database is not None:
        text = f"De lagen staan ook in {escape(str(database))}, schema {escape(database.schema)}."
        say(text)
