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
from zorgkaart.outputs.meaning.presentation import INCOMPLETE_WORDS
from zorgkaart.outputs.meaning.site_data import data_sentence
from zorgkaart.outputs.meaning.symbols import symbols_for
from zorgkaart.outputs.meaning.views import PopupRow, Remark, View, check_views
from zorgkaart.words.dates import written_dates
from zorgkaart.words.places import place_name

logger = logging.getLogger(__name__)

VERDICTS = ("binnen", "deels buiten", "buiten", "onbekend", "onzeker")
_PLURALS = {
    "buurtcode": ("buurt", "buurten"),
    "wijkcode": ("wijk", "wijken"),
    "gemeentecode": ("gemeente", "gemeenten"),
}
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
_DECIMALS = 2


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
    verdicts = {v.verdict for v in views if v.verdict} | {c.verdict for c in _chains(popup) if c.verdict}
    numeric = {c for v in views for c in v.columns()} | {c for row in popup for c in row.columns()} | {people}
    bounds = {c: sorted({b for v in views if v.column == c for b in v.classes}) for c in numeric}
    columns: dict[str, list[Any]] = {
        c: _numbers(areas[c], bounds=bounds[c]) for c in sorted(numeric - verdicts) if c in areas
    }
    columns |= {c: _positions(areas[c], VERDICTS, c) for c in sorted(verdicts)}
    ids = list(sites["id"])
    columns |= {c: _positions(areas[c], ids, c) for c in sorted({c for row in popup for c in row.site_columns()})}
    columns |= {r.column: _loose(areas[r.column]) for r in remarks if r.column in areas}
    return {
        "unit": PER_DEGREE,
        "words": _PLURALS.get(code, ("gebied", "gebieden")),
        "verdicts": VERDICTS,
        "people": people if people in areas else None,
        "areas": {
            "code": _texts(areas[code]),
            "name": _texts(areas[name]),
            "point": encode_points(to_degrees(inner_points(areas.geometry.to_numpy()), areas.crs)),
            "shape": encode_polygons(shapes[: len(areas)]),
            **{
                key: _coded(areas[column])
                for key, column in (("wijk", "wijknaam"), ("gemeente", "gemeentenaam"))
                if column in areas and column != name
            },
        },
        "columns": columns,
        "context": {"name": _texts(context["gemeentenaam"]), "shape": encode_polygons(shapes[len(areas) :])},
        "sites": _sites(sites, [view.counting for view in views]),
        "places": _places(plaatsen, areas.crs),
        "kinds": {kind: labels[kind] for kind in labels if kind in set(sites["soort"])},
        "symbols": {kind: dataclasses.asdict(symbol) for kind, symbol in symbols_for(labels).items()},
        "unknown": UNKNOWN,
        "incomplete": INCOMPLETE_WORDS,
        "views": [_view(view, sites, labels) for view in views],
        "popup": [dataclasses.asdict(row) for row in popup],
        "remarks": [dataclasses.asdict(remark) for remark in remarks if remark.column in areas],
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


def _chains(popup: Sequence[PopupRow]) -> list[Any]:
    rows = [*popup, *(row.before for row in popup if row.before)]
    return [row.chain for row in rows if row.chain]


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
        column: _coded(sites[column].map(written_dates, na_action="ignore"))
        for column in _SITE_TEXTS
        if column in sites and column not in ("id", "naam")
    }
    return {
        "x": x,
        "y": y,
        "id": _texts(sites["id"]),
        "naam": _texts(sites["naam"]),
        "telt": _bits(sites["telt"]),
        "telt_in": {name: _bits(sites[name]) for name in sorted(set(counting)) if name in sites},
        **texts,
    }


def _bits(values: pd.Series[Any]) -> list[int]:
    return [int(bool(value)) for value in values]


def _places(plaatsen: pd.DataFrame | None, crs: Any) -> dict[str, Any]:
    """Encode the places, the largest first."""
    if plaatsen is None or plaatsen.empty:
        return {"x": [], "y": [], "name": [], "gemeente": _coded(pd.Series(dtype=object)), "size": []}
    table = plaatsen.sort_values("adressen", ascending=False, kind="stable")
    x, y = encode_points(to_degrees(shapely.points(table["x"], table["y"]), crs))
    return {
        "x": x,
        "y": y,
        "name": [place_name(name) for name in _texts(table["plaats"])],
        "gemeente": _coded(table["gemeente"]),
        "size": _numbers(table["adressen"]),
    }


def _numbers(values: pd.Series[Any], *, bounds: Sequence[float] = ()) -> list[float | int | None]:
    """Return numbers rounded to two decimals, whole ones as integers; None for what is not finite.

    A number that rounding would move into another class stays as it is.
    """
    numbers = pd.to_numeric(values).to_numpy(dtype=np.float64, na_value=np.nan)
    rounded = np.round(numbers, _DECIMALS)
    moved = np.searchsorted(bounds, rounded) != np.searchsorted(bounds, numbers)
    return [_number(v) for v in np.where(moved, numbers, rounded).tolist()]


def _number(value: float) -> float | int | None:
    if not np.isfinite(value):
        return None
    return int(value) if value == int(value) else value


def _texts(values: pd.Series[Any]) -> list[str]:
    return ["" if pd.isna(value) else str(value) for value in values]


def _coded(values: pd.Series[Any]) -> dict[str, list[Any]]:
    """Return texts that repeat as the list of distinct texts and a position in it for each row."""
    texts = _texts(values)
    position = {text: number for number, text in enumerate(dict.fromkeys(texts))}
    return {"values": list(position), "index": [position[text] for text in texts]}


def _positions(values: pd.Series[Any], allowed: Sequence[str], column: str) -> list[int | None]:
    """Return each value as its position in `allowed`; None where it is empty."""
    position = {text: number for number, text in enumerate(allowed)}
    unknown = sorted({str(v) for v in values if not pd.isna(v) and v not in position})
    if unknown:
        raise InputError(f"areas: {column} has values that do not occur: {', '.join(unknown[:5])}. Correct the table.")
    return [None if pd.isna(v) else position[v] for v in values]


def _loose(values: pd.Series[Any]) -> list[Any]:
    """Return the values of a remark's column: true, a number, a text, or None for nothing to say."""
    if pd.api.types.is_bool_dtype(values):
        return [int(bool(v)) if not pd.isna(v) else None for v in values]
    if pd.api.types.is_numeric_dtype(values):
        return _numbers(values)
    return [None if pd.isna(v) or v == "" else written_dates(str(v)) for v in values]
