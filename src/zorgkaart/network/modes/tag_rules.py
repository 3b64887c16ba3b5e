"""Which keys and tables of OpenStreetMap decide where a mode may go: ``rules.csv`` beside this module, a row each."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

RULES = Path(__file__).parent / "rules.csv"
MOTOR = "motor"


@dataclass(frozen=True)
class TagRules:
    """What is read of the tags of a way or a node.

    Attributes
    ----------
    name : str
        Its key in ``rules.csv``.
    access_keys : tuple of str
        Keys that say who may pass, the most specific one first and the one about everybody last.
    oneway_keys : tuple of str
        Keys that say which way one may go, the most specific one first.
    classes, access, barriers : str
        Tables in ``network/tables``: the classes of roads (`snap`, `oneway`, `access`), the values of the access keys
        and the kinds of barrier (`passable`).
    """

    name: str
    access_keys: tuple[str, ...]
    oneway_keys: tuple[str, ...]
    classes: str
    access: str
    barriers: str

    @property
    def own_keys(self) -> tuple[str, ...]:
        """The access keys without the one about everybody: those that name this kind of traffic."""
        return self.access_keys[:-1]


@cache
def tag_rules(name: str = MOTOR) -> TagRules:
    """The rules of that name.

    Parameters
    ----------
    name : str
        A value of the column ``rules`` in ``rules.csv``.

    Raises
    ------
    KeyError
        If ``rules.csv`` has no such row.
    """
    with RULES.open(encoding="utf-8", newline="") as lines:
        row = {row["rules"]: row for row in csv.DictReader(lines)}[name]
    access, oneway = (tuple(row[key].split()) for key in ("access_keys", "oneway_keys"))
    return TagRules(name, access, oneway, row["classes"], row["access"], row["barriers"])
