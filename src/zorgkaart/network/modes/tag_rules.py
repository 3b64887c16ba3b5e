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
    speed_keys : tuple of str
        Keys of speed limits, the most specific one first.
    classes, access, barriers : str
        Tables in ``network/tables``: the classes of roads (`snap`, `oneway`, `access`), the values of the access keys
        (a column per rules) and the kinds of barrier that may be passed.
    """

    name: str
    access_keys: tuple[str, ...]
    oneway_keys: tuple[str, ...]
    speed_keys: tuple[str, ...]
    classes: str
    access: str
    barriers: str

    @property
    def own_keys(self) -> tuple[str, ...]:
        """The access keys without the one about everybody: those that name this kind of traffic."""
        return self.access_keys[:-1]


@cache
def _rules() -> dict[str, TagRules]:
    with RULES.open(encoding="utf-8", newline="") as lines:
        return {row["rules"]: _read(row) for row in csv.DictReader(lines)}


def _read(row: dict[str, str]) -> TagRules:
    access, oneway, speed = (tuple(row[key].split()) for key in ("access_keys", "oneway_keys", "speed_keys"))
    return TagRules(row["rules"], access, oneway, speed, row["classes"], row["access"], row["barriers"])


def tag_rules(name: str = MOTOR) -> TagRules:
    """The rules of that name.

    Parameters
    ----------
    name : str
        A value of the column ``rules`` in ``rules.csv``.

    Returns
    -------
    TagRules
        As the row says.

    Raises
    ------
    KeyError
        If ``rules.csv`` has no such row.
    """
    return _rules()[name]


def every_rules() -> tuple[TagRules, ...]:
    """All rules of the table.

    Returns
    -------
    tuple of TagRules
        That of the car first.
    """
    return tuple(_rules().values())
