"""Larger areas that a map can show in the place of its own: wijken and gemeenten.

The page makes their shapes from those of the areas in them, so that a level costs its figures alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from geopandas import GeoDataFrame

from zorgkaart.errors import InputError
from zorgkaart.outputs.map_geometry import encode_points, inner_points, to_degrees
from zorgkaart.outputs.meaning.outcomes import Outcome
from zorgkaart.outputs.meaning.views import Chain, PopupRow, View
from zorgkaart.outputs.web.encoding import DECIMALS, VERDICTS, number_column, position_column, text_column

WORDS = {
    "buurtcode": ("buurt", "buurten"),
    "wijkcode": ("wijk", "wijken"),
    "gemeentecode": ("gemeente", "gemeenten"),
}


@dataclass(frozen=True)
class AreaLevel:
    """Areas that those of a map lie in, each wholly in one.

    Attributes
    ----------
    code, name : str
        Columns that identify an area and name it; the areas of the map have the first one too.
    areas : GeoDataFrame
        In the CRS of the map; the columns of the views, popups and outcomes as far as there are any.
    """

    code: str
    name: str
    areas: GeoDataFrame


def area_words(code: str) -> tuple[str, str]:
    """What areas are called that a column identifies, one and more."""
    return WORDS.get(code, ("gebied", "gebieden"))


def level_data(
    level: AreaLevel,
    areas: GeoDataFrame,
    views: Sequence[View],
    popup: Sequence[PopupRow],
    outcomes: Sequence[Outcome],
    *,
    people: str,
) -> dict[str, Any]:
    """What the page needs of a level; see :func:`zorgkaart.outputs.web.map_data.map_data` for the parameters.

    Raises
    ------
    InputError
        If the areas of the map do not say in which of these they lie.
    """
    frame, code = level.areas, level.code
    place = {str(value): number for number, value in enumerate(frame[code])}
    inside = [place.get(value) for value in text_column(areas[code])] if code in areas else []
    if not inside or None in inside:
        raise InputError(f"areas: some lie in no area of {code}. Give each the code of the one that it lies in.")
    points = encode_points(to_degrees(inner_points(frame.geometry.to_numpy()), frame.crs))
    return {
        "words": area_words(code),
        "code": text_column(frame[code]),
        "name": text_column(frame[level.name]),
        "gemeente": text_column(frame["gemeentenaam"]) if "gemeentenaam" in frame else [""] * len(frame),
        "point": points,
        "inside": inside,
        "columns": value_columns(frame, views, popup, outcomes, people=people),
    }


def value_columns(
    areas: GeoDataFrame,
    views: Sequence[View],
    popup: Sequence[PopupRow],
    outcomes: Sequence[Outcome] = (),
    *,
    people: str,
) -> dict[str, list[Any]]:
    """The numbers and the verdicts of areas, by their columns, as far as the areas have them."""
    verdicts = {v.verdict for v in views if v.verdict} | {c.verdict for c in _chains(popup) if c.verdict}
    verdicts |= {c for outcome in outcomes for c in outcome.verdicts()}
    numeric = _named(views) | _named(popup) | _named(outcomes) | {people}
    bounds = {c: sorted({b for v in views if v.column == c for b in v.classes}) for c in numeric}
    decimals = {c: max([DECIMALS, *(v.decimals for v in views if v.column == c)]) for c in numeric}
    columns = {
        c: number_column(areas[c], bounds=bounds[c], decimals=decimals[c])
        for c in sorted(numeric - verdicts)
        if c in areas
    }
    return columns | {c: position_column(areas[c], VERDICTS, c) for c in sorted(verdicts) if c in areas}


def _named(items: Iterable[View | PopupRow | Outcome]) -> set[str]:
    return {column for item in items for column in item.columns()}


def _chains(popup: Sequence[PopupRow]) -> list[Chain]:
    rows = [*popup, *(row.before for row in popup if row.before)]
    return [row.chain for row in rows if row.chain]
