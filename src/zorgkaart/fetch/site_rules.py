"""The tables that say what tags make of an object, and how each kind of site is called and shown."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

TABLES = Path(__file__).parent / "tables"
KEYS = ("amenity", "healthcare", "emergency", "social_facility")


@dataclass(frozen=True)
class Rule:
    """What tags say of one kind: that an object is such a site, or that it is not (status ``""``)."""

    kind: str
    tags: tuple[tuple[str, tuple[str, ...]], ...]
    name: re.Pattern[str] | None
    status: str
    explanation: str

    def fits(self, tags: Mapping[str, str]) -> bool:
        """Whether all conditions hold."""
        for key, values in self.tags:
            present = {part.strip() for part in tags.get(key, "").split(";")} - {""}
            if not present or ("*" not in values and not present & set(values)):
                return False
        return self.name is None or bool(self.name.search(tags.get("name", "")))


@dataclass(frozen=True)
class Kind:
    """How a kind of site is called and shown."""

    label: str
    travel: bool
    shortest_km: bool
    classes_min: tuple[int, ...]
    nameless: str
    moments: tuple[str, ...]


@cache
def rules() -> tuple[Rule, ...]:
    """The rules of ``tables/sites.csv``; of each kind the first that fits an object decides."""
    return tuple(
        Rule(
            row["soort"],
            tuple((key, tuple(values.split("|"))) for key, values in _pairs(row["tags"])),
            re.compile(row["naam"], re.IGNORECASE) if row["naam"] else None,
            row["status"],
            row["status_toelichting"],
        )
        for row in _rows("sites")
    )


@cache
def kinds() -> dict[str, Kind]:
    """The kinds that OpenStreetMap may have, in the order in which they are shown."""
    return {
        row["soort"]: Kind(
            row["label"],
            row["reistijd"] == "ja",
            row["kortste_km"] == "ja",
            tuple(map(int, row["klassen_min"].split())),
            row["naamloos"],
            tuple(row["tijdstippen"].split()),
        )
        for row in _rows("kinds")
    }


def rules_that_fit(tags: Mapping[str, str]) -> list[Rule]:
    """Return a rule for each kind of site that an object is; one object may be of several.

    Examples
    --------
    >>> [rule.kind for rule in rules_that_fit({"healthcare": "pharmacy", "amenity": "doctors"})]
    ['huisarts', 'apotheek']
    """
    first: dict[str, Rule] = {}
    for rule in rules():
        if rule.kind not in first and rule.fits(tags):
            first[rule.kind] = rule
    return [rule for rule in first.values() if rule.status]


def _rows(name: str) -> list[dict[str, str]]:
    with (TABLES / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _pairs(text: str) -> list[tuple[str, str]]:
    return [(key, values) for key, _, values in (part.partition("=") for part in text.split(";"))]
