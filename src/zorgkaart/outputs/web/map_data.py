"""The data of a map as one JSON text: geometry once, every attribute as a compact array.

The page reads this with ``JSON.parse`` and makes texts with ``textContent`` only, so no name in it is
ever markup. :func:`to_json` moreover leaves no character that could end the block it stands in.
"""

from __future__ import annotations

import dataclasses
import json
import logging
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import shapely
from geopandas import GeoDataFrame

from zorgkaart.access.isochrones import Isochrones
from zorgkaart.errors import CrsError, InputError
from zorgkaart.outputs.map_geometry import (
    PER_DEGREE,
    encode_lines,
    encode_points,
    encode_polygons,
    inner_points,
    loose_borders_km,
    simplify,
    to_degrees,
)
from zorgkaart.outputs.meaning.classes import UNKNOWN, view_classes
from zorgkaart.outputs.meaning.outcomes import Outcome
from zorgkaart.outputs.meaning.presentation import INCOMPLETE_WORDS
from zorgkaart.outputs.meaning.site_data import data_sentence
from zorgkaart.outputs.meaning.symbols import symbols_for
from zorgkaart.outputs.meaning.views import PopupRow, Remark, View, check_views
from zorgkaart.outputs.web.area_levels import AreaLevel, area_words, level_data, value_columns
from zorgkaart.outputs.web.encoding import (
    VERDICTS,
    coded_column,
    number_column,
    position_column,
    remark_column,
    text_column,
)
from zorgkaart.words.dates import written_dates
from zorgkaart.words.places import place_name

logger = logging.getLogger(__name__)

_SITE_TEXTS = (
    "id",
    "soort",
    "naam",
    "adres",
    "postcode",
    "plaats",
    "gemeente",
    "land",
    "volcontinu",
    "openingstijden",
    "precisie",
    "status",
    "status_toelichting",
    "bron",
    "peildatum",
    "sites_status",
    "telt_voor",
    "telt_niet_voor",
    "opmerking",
)


def map_data(
    areas: GeoDataFrame,
    *,
    gemeenten: GeoDataFrame,
    plaatsen: pd.DataFrame | None,
    sites: GeoDataFrame,
    views: Sequence[View],
    labels: Mapping[str, str],
    popup: Sequence[PopupRow],
    remarks: Sequence[Remark],
    people: str,
    code: str,
    name: str,
    simplify_m: float,
    levels: Sequence[AreaLevel] = (),
    outcomes: Sequence[Outcome] = (),
) -> dict[str, Any]:
    """Gather everything the page needs; see :func:`zorgkaart.outputs.web.folium_map.build_map` for the parameters.

    Raises
    ------
    InputError
        If a column, a kind or a site that a view or popup names does not exist; all are listed.
    CrsError
        If the layers are not in one projected CRS.
    """
    check_views(views)
    for what, layer in (("areas", areas), ("gemeenten", gemeenten), ("sites", sites)):
        if layer.crs is None or layer.crs != areas.crs or not layer.crs.is_projected:
            raise CrsError(
                f"{what}: the map needs all layers in one CRS in metres, not {layer.crs}. Reproject them and run again."
            )
    _check_columns(areas, sites, views, labels, popup, remarks, (code, name))
    loose_km = loose_borders_km(areas.geometry.to_numpy())
    if loose_km:
        logger.warning("areas overlap or do not quite meet, along borders of %.1f km in all", loose_km)
    context = _context(areas, gemeenten)
    drawn = np.concatenate([areas.geometry.to_numpy(), context.geometry.to_numpy()])
    shapes = to_degrees(simplify(drawn, simplify_m), areas.crs)
    ids = list(sites["id"])
    columns = value_columns(areas, views, popup, people=people)
    columns |= {c: position_column(areas[c], ids, c) for c in sorted({c for row in popup for c in row.site_columns()})}
    told = {r.column: areas[r.column] for r in remarks if r.column in areas}
    texts = {c for c, values in told.items() if not pd.api.types.is_numeric_dtype(values)}  # flags are numeric too
    columns |= {c: remark_column(values) for c, values in told.items() if c not in texts}
    return {
        "unit": PER_DEGREE,
        "words": area_words(code),
        "verdicts": VERDICTS,
        "people": people if people in areas else None,
        "areas": {
            "code": text_column(areas[code]),
            "name": text_column(areas[name]),
            "point": encode_points(to_degrees(inner_points(areas.geometry.to_numpy()), areas.crs)),
            "shape": encode_polygons(shapes[: len(areas)]),
            **{
                key: coded_column(areas[column])
                for key, column in (("wijk", "wijknaam"), ("gemeente", "gemeentenaam"))
                if column in areas and column != name
            },
        },
        "columns": columns,
        "texts": {c: coded_column(told[c].map(written_dates, na_action="ignore")) for c in sorted(texts)},
        "context": {"name": text_column(context["gemeentenaam"]), "shape": encode_polygons(shapes[len(areas) :])},
        "sites": _sites(sites, [view.counting for view in views]),
        "places": _places(plaatsen, areas.crs),
        "kinds": {kind: labels[kind] for kind in labels if kind in set(sites["soort"])},
        "symbols": {kind: dataclasses.asdict(symbol) for kind, symbol in symbols_for(labels).items()},
        "unknown": UNKNOWN,
        "incomplete": INCOMPLETE_WORDS,
        "views": [_view(view, sites, labels) for view in views],
        "popup": [dataclasses.asdict(row) for row in popup],
        "remarks": [dataclasses.asdict(remark) for remark in remarks if remark.column in areas],
        "levels": [level_data(level, areas, views, popup, outcomes, people=people) for level in levels],
        "outcomes": [dataclasses.asdict(outcome) for outcome in outcomes],
    }


def isochrone_data(isochrones: Mapping[str, Isochrones]) -> dict[str, Any]:
    """The lines of isochrones, by the key of the view that they go with; without those that reach nowhere."""
    return {
        key: [
            {"minutes": minutes, "lines": encode_lines(line)}
            for minutes, line in zip(
                item.minutes, to_degrees(np.array(item.lines, dtype=object), item.crs), strict=True
            )
        ]
        for key, item in isochrones.items()
        if item.minutes
    }


def to_json(data: Mapping[str, Any]) -> str:
    """Return compact JSON that is safe inside a script block: it has no ``<``, ``>``, ``&`` or line separators."""
    return inert(json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":")))


def inert(text: str) -> str:
    """Return JSON without the characters that could end the block of a page that it stands in."""
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _view(view: View, sites: GeoDataFrame, labels: Mapping[str, str]) -> dict[str, Any]:
    stand = data_sentence(sites, view.kinds, labels)
    return {
        **dataclasses.asdict(view),
        "stand": stand,
        "items": [dataclasses.asdict(item) for item in view_classes(view)],
    }


def _check_columns(
    areas: GeoDataFrame,
    sites: GeoDataFrame,
    views: Sequence[View],
    labels: Mapping[str, str],
    popup: Sequence[PopupRow],
    remarks: Sequence[Remark],
    names: tuple[str, str],
) -> None:
    """Raise one error that lists everything that is named and does not exist."""
    wrong: list[str] = []
    needed = [(f"view {v.key}", c) for v in views for c in v.columns()]
    needed += [(f"popup {r.kind}", c) for r in popup for c in (*r.columns(), *r.site_columns())]
    needed += [("areas", c) for c in names]
    wrong += [f"{where}: the areas have no column {c}" for where, c in dict.fromkeys(needed) if c not in areas]
    wrong += [f"sites: there is no column {c}" for c in ("id", "soort", "naam", "telt") if c not in sites]
    kinds = [(f"view {v.key}", kind) for v in views for kind in v.kinds]
    wrong += [f"{where}: the kind {kind} has no label" for where, kind in kinds if kind not in labels]
    wrong += [f"popup: the kind {row.kind} has no label" for row in popup if row.kind not in labels]
    if "soort" in sites:
        unlabelled = sorted(set(sites["soort"]) - set(labels))
        wrong += [f"sites: the kind {kind} has no label" for kind in unlabelled]
    if "id" in sites and sites["id"].duplicated().any():
        wrong.append(f"sites: ids occur twice ({', '.join(sites['id'][sites['id'].duplicated()].astype(str))})")
    if sites.geometry.is_empty.any() or sites.geometry.isna().any():
        wrong.append("sites: some have no place on the map; leave them out")
    if names[0] in areas and areas[names[0]].duplicated().any():
        wrong.append(f"areas: {names[0]} is not unique")
    if wrong:
        raise InputError("\n".join(wrong) + "\nCorrect the views or the tables; nothing was drawn.")


def _context(areas: GeoDataFrame, gemeenten: GeoDataFrame) -> GeoDataFrame:
    """Return the gemeenten around the areas. Those of the areas themselves the page finds from the areas."""
    if "gemeentecode" not in areas:
        return gemeenten
    return gemeenten[~gemeenten["gemeentecode"].isin(set(areas["gemeentecode"]))]


def _sites(sites: GeoDataFrame, counting: Sequence[str]) -> dict[str, Any]:
    """Encode the sites; `counting` are the columns that say which of them count in a view."""
    x, y = encode_points(to_degrees(sites.geometry.to_numpy(), sites.crs))
    texts = {
        column: coded_column(sites[column].map(written_dates, na_action="ignore"))
        for column in _SITE_TEXTS
        if column in sites and column not in ("id", "naam")
    }
    return {
        "x": x,
        "y": y,
        "id": text_column(sites["id"]),
        "naam": text_column(sites["naam"]),
        "telt": _bits(sites["telt"]),
        "telt_in": {name: _bits(sites[name]) for name in sorted(set(counting)) if name in sites},
        **texts,
    }


def _bits(values: pd.Series[Any]) -> list[int]:
    return [int(bool(value)) for value in values]


def _places(plaatsen: pd.DataFrame | None, crs: Any) -> dict[str, Any]:
    """Encode the places, the largest first."""
    if plaatsen is None or plaatsen.empty:
        return {"x": [], "y": [], "name": [], "gemeente": coded_column(pd.Series(dtype=object)), "size": []}
    table = plaatsen.sort_values("adressen", ascending=False, kind="stable")
    x, y = encode_points(to_degrees(shapely.points(table["x"], table["y"]), crs))
    return {
        "x": x,
        "y": y,
        "name": [place_name(name) for name in text_column(table["plaats"])],
        "gemeente": coded_column(table["gemeente"]),
        "size": number_column(table["adressen"]),
    }
