"""The tables beside this module (`tables/`): what values of tags mean, a row each with its reason or source."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

TABLES = Path(__file__).parent / "tables"
# In a table: any other value.
ANY = "*"


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a table in their order.

    Parameters
    ----------
    name : str
        The file in `tables/`, without its ending.
    """
    with (TABLES / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(csv.DictReader(lines))


@cache
def table(name: str) -> dict[str, dict[str, str]]:
    """The rows of a table by their first column.

    Parameters
    ----------
    name : str
        The file in `tables/`, without its ending.
    """
    return {next(iter(row.values())): row for row in rows(name)}
