"""The map: one HTML file that opens without a server and without the internet.

:func:`build_map` makes a folium map of areas coloured by travel time, with the sites of care, a legend,
a popup per area and a search box; :func:`write_map` writes it to a file. What a layer shows is a
:class:`~zorgkaart.outputs.meaning.views.View`.

Limits: about 2,500 areas (all buurten of three provinces) pan without delay on an office laptop; above
5,000, show wijken or fewer provinces.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import folium
import pandas as pd
from geopandas import GeoDataFrame

from zorgkaart.access.isochrones import Isochrones
from zorgkaart.files import atomic_path
from zorgkaart.outputs.meaning.frames import provenance_json
from zorgkaart.outputs.meaning.outcomes import Outcome
from zorgkaart.outputs.meaning.views import PopupRow, Remark, View
from zorgkaart.outputs.web.area_levels import AreaLevel
from zorgkaart.outputs.web.map_data import inert, isochrone_data, map_data, to_json
from zorgkaart.outputs.web.map_page import CareApp, CareMap
from zorgkaart.project.sections import MapSection
from zorgkaart.provenance.record import summary_lines
from zorgkaart.words.dates import dutch_date


def build_map(
    areas: GeoDataFrame,
    *,
    gemeenten: GeoDataFrame,
    plaatsen: pd.DataFrame | None,
    sites: GeoDataFrame,
    views: Sequence[View],
    labels: Mapping[str, str],
    popup: Sequence[PopupRow],
    title: str,
    subtitle: str,
    notes: Sequence[str],
    sources: Sequence[str],
    settings: MapSection,
    date: datetime.date | None = None,
    remarks: Sequence[Remark] = (),
    atlas: Mapping[str, Any] | None = None,
    people: str = "inwoners",
    code: str = "buurtcode",
    name: str = "buurtnaam",
    live: Mapping[str, Any] | None = None,
    origin: Mapping[str, Any] | None = None,
    isochrones: Mapping[str, Isochrones] | None = None,
    how: Sequence[tuple[str, Sequence[str]]] = (),
    points: Sequence[str] = (),
    levels: Sequence[AreaLevel] = (),
    outcomes: Sequence[Outcome] = (),
) -> folium.Map:
    """Make a map of areas with their travel times and the sites of care.

    Parameters
    ----------
    areas : GeoDataFrame
        In a CRS in metres, as all layers.
        One row per area: `code`, `name`, `people`, every column that `views`, `popup` and `remarks` name,
        and where it has them ``wijknaam``, ``gemeentenaam`` and ``gemeentecode``.
    gemeenten : GeoDataFrame
        Municipalities to show around the areas: ``gemeentecode``, ``gemeentenaam``.
    plaatsen : DataFrame, optional
        Places to name on the map and to search: ``plaats``, ``gemeente``, ``x``, ``y`` (metres),
        ``adressen`` (for their importance).
    sites : GeoDataFrame of points
        Sites in the project's own schema, with ``telt`` (whether the site counts) and, for a scenario,
        ``sites_status``: a Dutch text that begins with "gesloten" for a site that the scenario closes
        (crossed out on the map), with "nieuw" for one it opens or "verplaatst" for the new place of one it
        moves (both ringed, and not there in the view of before), and is empty for the others.
    views : sequence of View
        The layers; the first one shows when the map opens.
    labels : mapping
        The kinds of site and their Dutch labels, in the order of the panel.
    popup : sequence of PopupRow
        The lines of the popup of an area.
    title, subtitle : str
        Dutch texts at the top.
    notes, sources : sequence of str
        Paragraphs under "Bronnen en toelichting".
    settings : MapSection
        Background tiles and how far to simplify the borders.
    date : date, optional
        When the figures were computed; stands under the subtitle.
    remarks : sequence of Remark
        Warnings in the popups; those whose column the areas do not have are left out.
    atlas : mapping, optional
        Closures to rank on the map and in the panel; see :func:`zorgkaart.analyses.atlas.ranking.atlas_data`.
    people : str
        Column with the inhabitants; empty values are shown as not published.
    code, name : str
        Columns that identify an area and name it.
    live : mapping, optional
        Makes the map live: what :func:`zorgkaart.analyses.live.page_data.live_data` gives. The page itself then
        computes the columns that it names, and needs them in `areas` only to know that they exist.
    origin : mapping, optional
        What the map was made from; stands in the page as a block that does nothing.
    isochrones : mapping, optional
        By the key of a view, isochrones of which the reader can have the lines shown over it.
    how : sequence of (heading, steps), optional
        How the figures are computed, for under "Hoe is dit gerekend?".

    points : sequence of str, optional
        Dutch sentences that belong to the subtitle, in a list below it that opens.
    levels : sequence of AreaLevel, optional
        Larger areas that the reader can have shown in the place of these.
    outcomes : sequence of Outcome, optional
        The norms in the panel of such an area.

    Returns
    -------
    folium.Map
        To show in a notebook, to add layers to, or to give to :func:`write_map`.

    Raises
    ------
    InputError
        If something that a view, a popup row or a site names does not exist; all are listed.
    CrsError
        If the layers are not in one CRS in metres.
    """
    data = map_data(
        areas,
        gemeenten=gemeenten,
        plaatsen=plaatsen,
        sites=sites,
        views=views,
        labels=labels,
        popup=popup,
        remarks=remarks,
        people=people,
        code=code,
        name=name,
        simplify_m=settings.simplify_m,
        levels=levels,
        outcomes=outcomes,
    )
    if atlas is not None:
        data["atlas"] = atlas
    if isochrones:
        data["isochrones"] = isochrone_data(isochrones)
    if live is not None:
        kept = {column: values for column, values in data["columns"].items() if column not in live["columns"]}
        data |= {"live": live, "columns": kept}
    map_ = CareMap(
        title=title,
        tiles=settings.tiles,
        attribution=settings.attribution,
        live=live is not None,
        location=_middle(data),
    )
    texts = {
        "title": title,
        "subtitle": subtitle,
        "points": points,
        "date": dutch_date(date) if date else "",
        "notes": notes,
        "sources": sources,
        "how": how,
    }
    texts["origin"] = summary_lines(origin) if origin is not None else []
    provenance = inert(provenance_json(origin)) if origin is not None else ""
    map_.add_child(CareApp(data=to_json(data), texts=texts, live=live is not None, provenance=provenance))
    return map_


def write_map(map_: folium.Map, path: Path) -> None:
    """Write a map to one HTML file, whole or not at all.

    Parameters
    ----------
    map_ : folium.Map
        Of :func:`build_map`, perhaps with layers added.
    path : Path
        The file to make or to replace.

    Raises
    ------
    OutputError
        If the file cannot be written.
    """
    with atomic_path(path) as scratch:
        scratch.write_text(map_.get_root().render(), encoding="utf-8", newline="\n")


def _middle(data: Mapping[str, Any]) -> tuple[float, float]:
    """Where the map begins, in degrees, until the page has found room for all areas."""
    x, y = data["areas"]["point"]
    count = max(len(x), 1) * data["unit"]
    return sum(y) / count, sum(x) / count
