"""A connection to a database with PostGIS, and one clear sentence where there is none."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from zorgkaart.errors import DatabaseError, InputError, MissingExtraError, ZorgkaartError
from zorgkaart.outputs.postgis.address import Database

if TYPE_CHECKING:
    from psycopg import Connection

log = logging.getLogger(__name__)

CONNECT_S = 10
LOCK_S = 60  # how long to wait for who has a table open
OLDEST = 12  # PostgreSQL
_PLACE = {
    "host": re.compile(r"[^@:]*|[0-9A-Fa-f:,.]+"),
    "port": re.compile(r"[0-9,]*"),
    "dbname": re.compile(r"[^@/]*"),
}
# What the server or libpq says, and what to do about it. Other languages get the general advice.
_ADVICE = {
    "password authentication failed": "Check the user, and the password in PGPASSWORD or ~/.pgpass.",
    "no password supplied": "Set PGPASSWORD, or put the password in ~/.pgpass.",
    "database ": "Check the name of the database behind the last slash.",
    "role ": "Check the user in front of the @.",
    "Connection refused": "Check host and port, and that the server runs and may be reached from here.",
    "timeout expired": "Check host and port, and that the server may be reached from here.",
    "translate host name": "Check the name of the host.",
    "resolve host": "Check the name of the host.",
    "pg_hba.conf": "Ask the manager of the server to let this computer and user in.",
}


@contextmanager
def connected(database: Database) -> Iterator[Connection[Any]]:
    """Give a connection in a transaction that is committed at the end and rolled back if anything fails.

    Ctrl-C cancels what the server is doing and rolls back too.

    Raises
    ------
    MissingExtraError
        If psycopg is not installed.
    DatabaseError
        If there is no server, no database, no access or no PostgreSQL that is new enough, and for
        everything that the server refuses in the block.
    """
    try:
        import psycopg
    except ImportError as error:
        raise MissingExtraError(
            f"{database}: a database needs psycopg ({error}). Install it with: pip install 'zorgkaart[postgis]'"
        ) from error
    connection = _connect(database)
    try:
        with connection:
            if connection.info.server_version < OLDEST * 10_000:
                version = connection.info.parameter_status("server_version")
                raise DatabaseError(f"{database}: PostgreSQL {version} is too old. Use {OLDEST} or newer.")
            connection.execute("SELECT set_config('lock_timeout', %s, true)", (f"{LOCK_S}s",))
            yield connection
    except psycopg.Error as error:
        raise _refused(database, error) from error


def _connect(database: Database) -> Connection[Any]:
    import psycopg
    from psycopg.conninfo import conninfo_to_dict

    try:
        settings = conninfo_to_dict(database.url)
    except psycopg.Error:
        settings = None
    # Part of a password with an @, : or / would be taken for a host, a port or a database, and be shown as such.
    if settings is None or not all(pattern.fullmatch(str(settings.get(key, ""))) for key, pattern in _PLACE.items()):
        raise InputError(
            f"{database}: this is no valid address. It looks like postgresql://user@host:5432/database; "
            "write special characters in it as %40 for @, %2F for / and %3A for :."
        )
    defaults: dict[str, Any] = {"connect_timeout": CONNECT_S, "application_name": "zorgkaart"}
    arguments: dict[str, Any] = {**defaults, **settings, "client_encoding": "UTF8"}
    try:
        return psycopg.connect(**arguments)
    except psycopg.Error as error:
        reason = _first_line(error, secret=str(settings.get("password") or ""))
        advice = next((todo for words, todo in _ADVICE.items() if words in reason), "Check the address.")
        raise DatabaseError(f"{database}: no connection: {reason}. {advice}") from None


def _first_line(error: Exception, *, secret: str) -> str:
    """What is wrong, in the words of the server, but for the password if it should be in it."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    line = lines[0] if lines else type(error).__name__
    if secret:
        line = line.replace(secret, "…")
    return line.rpartition("FATAL: ")[2].strip().removeprefix("connection failed: ").rstrip(".")


def _refused(database: Database, error: Any) -> ZorgkaartError:
    """The error for what a server refuses; its first line says what, the class of the error what to do."""
    from psycopg import errors

    what = (error.diag.message_primary or _first_line(error, secret="")).rstrip(".")
    if error.diag.message_detail:
        what = f"{what} ({'; '.join(error.diag.message_detail.splitlines())})"
    todo = "Nothing was changed. Correct it and run again."
    if isinstance(error, errors.InsufficientPrivilege):
        todo = "Nothing was changed. Ask the manager of the database for the rights, or choose another --schema."
    elif isinstance(error, errors.LockNotAvailable):
        what = f"a table is in use by another program for more than {LOCK_S} s"
        todo = "Nothing was changed. Close that program's transaction and run again."
    elif isinstance(error, errors.DependentObjectsStillExist):
        todo = (
            "Nothing was changed. The table gets other columns than it had: drop what hangs on it and make it again "
            "afterwards, or choose another --schema."
        )
    elif isinstance(error, errors.OperationalError):
        todo = "Nothing was changed. Check that the server still runs and run again."
    log.debug("the database refused", exc_info=error)
    return DatabaseError(f"{database}: {what}. {todo}")
