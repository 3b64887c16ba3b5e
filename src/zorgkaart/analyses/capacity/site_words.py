"""The sites on the map and in QGIS: what each can do and what is asked of it, in words, circles and colours."""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import folium
import pandas as pd
from geopandas import GeoDataFrame

from zorgkaart.outputs.meaning.classes import UNKNOWN
from zorgkaart.outputs.styles.qgis_styles import Style
from zorgkaart.outputs.styles.qml import (
    NameLabels,
    Rule,
    Symbol,
    SymbolLayer,
    identifier,
    point_options,
    vector_document,
)
from zorgkaart.project.defaults import WGS84
from zorgkaart.words.numbers import minutes, number, percent, short

# Upper bounds of how full a site is, with the colour of each class and of the last, and their sizes: fuller is larger.
BOUNDS = (0.8, 1.0, 1.25)
COLOURS = ("#2f78b0", "#a8d6cb", "#d98b34", "#741a0e")
SIZES_MM = (2.4, 3.2, 4.4, 5.8)
RADII = (6, 8, 11, 15)
# Where there are no more sites than this, they have larger signs, and circles are as much wider.
FEW, WIDER = 40, 7
WORDS = ("blauw: tot 80 %", "groen: 80 tot 100 %", "oranje: 100 tot 125 %", "donkerrood: meer dan 125 %")
LEGEND = (
    "Een cirkel om een locatie zegt hoe vol zij is: wat er wordt gevraagd, als deel van haar capaciteit "
    f"(opgegeven of aangenomen); hoe groter, hoe voller ({', '.join(WORDS)}; grijs: niet bekend)."
)


def class_of(full: float) -> int | None:
    """The number of the class of a site; None where it is not known how full it is.

    Parameters
    ----------
    full : float
        Asked over capacity.
    """
    return None if math.isnan(full) else sum(full > bound for bound in BOUNDS)


def told(row: Mapping[str, Any]) -> str:
    """What a popup says of a site.

    Parameters
    ----------
    row : mapping
        Of :meth:`~zorgkaart.analyses.capacity.change.Situations.sites`.
    """
    if row.get("over_capaciteit") == "gesloten":
        return ""
    if math.isnan(row["bezetting"]):
        return f"capaciteit niet bekend; gevraagd per jaar: {number(row['gevraagd_per_jaar'])}"
    between = sorted((row["bezetting"], row["bezetting_laag"], row["bezetting_hoog"]))
    parts = [f"bezetting {percent(row['bezetting'], 0)} ({percent(between[0], 0)} tot {percent(between[-1], 0)})"]
    if not math.isnan(row["wachttijd_min"]):
        parts.append(f"wachten {minutes(row['wachttijd_min'])}")
    if "bezetting_voor" in row and not math.isnan(row["bezetting_voor"]):
        parts.append(f"nu {percent(row['bezetting_voor'], 0)}")
    parts.append(f"capaciteit {row['capaciteit_bekend']}: {short(row['capaciteit'])} {row['eenheid']}".strip())
    return "; ".join(parts)


def with_remarks(sites: GeoDataFrame, figures: GeoDataFrame) -> GeoDataFrame:
    """The sites of a map, with what is known of their capacity among their remarks.

    Parameters
    ----------
    sites : GeoDataFrame
        Of :func:`~zorgkaart.scenarios.shown_sites.map_sites`.
    figures : GeoDataFrame
        Of the sites of the kind.
    """
    texts = {row["id"]: told(row) for row in figures.drop(columns="geometry").to_dict("records")}
    mine = sites["id"].map(texts).fillna("")
    joined = [". ".join(filter(None, pair)) for pair in zip(mine, sites["opmerking"].fillna(""), strict=True)]
    return GeoDataFrame(sites.assign(opmerking=joined), geometry="geometry", crs=sites.crs)


def draw_circles(map_: folium.Map, figures: GeoDataFrame) -> None:
    """Draw a circle around each site: larger and of another colour the fuller it is.

    Parameters
    ----------
    map_ : folium.Map
        The map to draw on.
    figures : GeoDataFrame
        Of the sites of the kind.
    """
    points, wider = figures.geometry.to_crs(WGS84), WIDER if len(figures) <= FEW else 0
    for full, point in zip(figures["bezetting"], points, strict=True):
        number_of = class_of(float(full))
        colour = UNKNOWN if number_of is None else COLOURS[number_of]
        size = 2 * ((RADII[0] if number_of is None else RADII[number_of]) + wider)
        disk = (
            f'<div style="width:{size}px;height:{size}px;border-radius:50%;background:{colour};'
            'border:1px solid #202020;opacity:0.8;box-sizing:border-box" aria-hidden="true"></div>'
        )
        icon = folium.DivIcon(disk, icon_size=(size, size), icon_anchor=(size // 2, size // 2), class_name="zk-full")
        # Below the sites, and not in the way of clicks on these or on areas.
        folium.Marker([point.y, point.x], icon=icon, pane="shadowPane", interactive=False, keyboard=False).add_to(map_)


def fullness_style(kind: str) -> Style:
    """The QGIS style of the layer of sites by how full they are.

    Parameters
    ----------
    kind : str
        The kind, for which the style is.
    """
    column = identifier("bezetting")
    rules = []
    for (low, high), colour, size in zip(pairwise([None, *BOUNDS, None]), COLOURS, SIZES_MM, strict=True):
        tests = [f"{column} > {low:g}" if low is not None else "", f"{column} <= {high:g}" if high is not None else ""]
        above = f"meer dan {percent(low or 0, 0)}"
        label = above if high is None else f"{number(100 * (low or 0))}\N{EN DASH}{percent(high, 0)}"
        rules.append(Rule(label, " AND ".join(filter(None, tests)) or "TRUE", _symbol(colour, size)))
    rules.append(Rule("onbekend", "ELSE", _symbol(UNKNOWN, SIZES_MM[0])))
    group = Rule("Bezetting: gevraagd als deel van de capaciteit, opgegeven of aangenomen", children=tuple(rules))
    names = NameLabels("naam", scale=100_000)
    text = "Hoe vol elke locatie is als mensen kiezen zoals het model aanneemt."
    return Style("Bezetting van locaties", vector_document([group], names, geometry=0), text, kinds=(kind,))


def _symbol(colour: str, size_mm: float) -> Symbol:
    options = point_options("circle", size_mm, fill=colour, line="#202020", width_mm=0.3)
    return ("marker", (SymbolLayer("SimpleMarker", options),))


def area_texts(areas: pd.DataFrame, kind: str) -> list[str]:
    """A line for the popup of each area.

    Parameters
    ----------
    areas : DataFrame
        Of :meth:`~zorgkaart.analyses.capacity.change.Situations.areas`.
    kind : str
        The kind.
    """
    lines = []
    for row in areas[[f"{kind}_min_gekozen", f"{kind}_min_met_wacht", f"{kind}_bezetting_pct"]].to_numpy():
        travel, waited, full = map(float, row)
        parts = [] if math.isnan(travel) else [f"reis naar de gekozen locaties {minutes(travel)}"]
        parts += [] if math.isnan(waited) else [f"met wachten {minutes(waited)}"]
        parts += [] if math.isnan(full) else [f"die locaties zijn gemiddeld {number(full)} % bezet"]
        lines.append("; ".join(parts))
    return lines
