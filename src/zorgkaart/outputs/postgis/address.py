"""Where a database is, and how that is written down without its password."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from zorgkaart.errors import InputError

SCHEMES = ("postgresql://", "postgres://")
MOST_BYTES = 63  # of a name; PostgreSQL cuts off what is longer
HIDDEN = "postgresql://…"
_URL = re.compile(r"(.*?)(postgres(?:ql)?://)(.*)", re.DOTALL | re.IGNORECASE)
_HOST = r"(?:\[[0-9A-Fa-f:.]+\]|[\w.%-]*)(?::[0-9]{1,5})?"
_PLACE = re.compile(rf"{_HOST}(?:,{_HOST})*(?:/[^/@:?#\s]*)?")


@dataclass(frozen=True)
class Database:
    """A database and the schema in it that the tables go to.

    Attributes
    ----------
    url : str
        ``postgresql://user@host/database``, as libpq takes it. A password in it is used and never shown;
        without one, ``PGPASSWORD`` and ``~/.pgpass`` are looked at.
    schema : str
        One set of results: those of one run or one scenario. It is made if it does not exist.

    Raises
    ------
    InputError
        If the address begins otherwise, or the name of the schema is none.
    """

    url: str = field(repr=False)
    schema: str = "zorgkaart"

    def __post_init__(self) -> None:
        if not self.url.startswith(SCHEMES):
            raise InputError("the address of a database must look like postgresql://user@host/database. Correct it.")
        check_name(self.schema, "schema")
        if self.schema.startswith("pg_") or self.schema == "information_schema":
            raise InputError(f"schema {self.schema!r} is the server's own. Choose another name.")

    def __str__(self) -> str:
        return redacted(self.url)


def check_name(name: str, what: str) -> None:
    """Raise an error if a name cannot be that of a schema, table or column.

    Raises
    ------
    InputError
        Naming it; `what` says what it is.
    """
    size = len(name.encode("utf-8", "surrogatepass"))
    if not name or size > MOST_BYTES or not name.isprintable():
        raise InputError(
            f"{what} {name[:MOST_BYTES]!r} cannot have that name in PostgreSQL: it needs 1 to {MOST_BYTES} bytes, "
            f"without control characters, and has {size} bytes. Choose another name."
        )


def redacted(text: str) -> str:
    """A text in which the address of a database is left with host and name: no user, password or options.

    What does not clearly consist of those two is left out altogether.

    Examples
    --------
    >>> redacted("--to=postgresql://anna:geheim@server:5432/zorg?sslmode=require")
    '--to=postgresql://server:5432/zorg'
    """
    match = _URL.fullmatch(text)
    if match is None:
        return text
    before, scheme, rest = match.groups()
    place, _, options = rest.partition("?")
    place = place.rpartition("@")[2]
    if "@" in options or not _PLACE.fullmatch(place):
        return before + HIDDEN
    return f"{before}{scheme}{place}"
