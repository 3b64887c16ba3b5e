"""The distances per buurt that are published officially: of which kinds of care, and in which column of the areas."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from zorgkaart.study.study import Study

TABLE = Path(__file__).parent / "tables" / "official_distances.csv"


@dataclass(frozen=True)
class OfficialDistance:
    """A distance that CBS publishes per buurt.

    Attributes
    ----------
    kind : str
        The kind of a project that it is about.
    column : str
        Of the buurten, in km.
    to : str
        What the distance is to, with its article: ``de huisarts``.
    site, sites : str
        What CBS calls one such site, and what several are called.
    """

    kind: str
    column: str
    to: str
    site: str
    sites: str


@cache
def official_distances() -> tuple[OfficialDistance, ...]:
    """All that are known (``tables/official_distances.csv``)."""
    rows = csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines())
    return tuple(
        OfficialDistance(row["soort"], row["kolom"], row["naar"], row["locatie"], row["locaties"]) for row in rows
    )


def distances_to_compare(study: Study) -> list[OfficialDistance]:
    """Those of kinds to which the study has distances, in the order of the table."""
    kinds, columns = study.project.travel_kinds, study.areas.buurten.columns
    return [official for official in official_distances() if official.kind in kinds and official.column in columns]


def main_distance(study: Study) -> OfficialDistance:
    """The distance that a validation is about: the first that can be compared, or else the first that is known."""
    return next(iter(distances_to_compare(study)), official_distances()[0])
