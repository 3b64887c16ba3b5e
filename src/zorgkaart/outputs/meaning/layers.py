"""Layers, the same for every format: rows, what they are, and their QGIS styles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd
from geopandas import GeoDataFrame

from zorgkaart.access.isochrones import Isochrones
from zorgkaart.outputs.meaning import presentation
from zorgkaart.outputs.meaning.frames import Layer
from zorgkaart.outputs.meaning.views import View
from zorgkaart.outputs.styles.qgis_styles import Style
from zorgkaart.project.model import Project

NAMES = {"buurten": "buurtnaam", "wijken": "wijknaam", "gemeenten": "gemeentenaam"}


TEXTS = {
    "buurten": "Buurten met reistijden, oordeel over de norm en kwaliteit.",
    "wijken": "Wijken met reistijden en oordeel over de norm.",
    "gemeenten": "Gemeenten met reistijden en oordeel over de norm.",
    "voorzieningen": "Alle locaties, ook die niet meetellen.",
    "buurten_voor": "Buurten zonder de wijzigingen van het scenario.",
    "buurten_na": "Buurten met de wijzigingen van het scenario.",
    "isochronen": "Reistijdvlakken: wat binnen een aantal minuten ligt, met de auto of volgens een norm.",
    "isochronen_voor": "Reistijdvlakken zonder de wijzigingen van het scenario.",
    "isochronen_na": "Reistijdvlakken met de wijzigingen van het scenario.",
    "verschil": "Buurten met, per soort, de cijfers voor en na de wijziging en het verschil.",
    "gemeenten_verschil": "Gemeenten met, per soort, de cijfers voor en na de wijziging en het verschil.",
}


def area_layer(
    name: str,
    frame: pd.DataFrame,
    views: Sequence[View],
    *,
    name_column: str,
    share: float,
    level: str = "buurten",
) -> Layer:
    """A layer of areas of a level with a style per view, and of larger areas their borders."""
    styles = presentation.area_styles(views, name_column=name_column, share=share)
    return as_layer(name, frame, styles + level_borders(level))


def site_layer(project: Project, sites: pd.DataFrame) -> Layer:
    """The layer of all sites (:func:`zorgkaart.scenarios.shown_sites.site_table`)."""
    return as_layer("voorzieningen", sites, presentation.facility_styles(project))


def isochrone_layers(project: Project, named: Mapping[str, Iterable[Isochrones]]) -> list[Layer]:
    """A layer of isochrones for each name; none where nothing lies within a limit."""
    layers = []
    for name, items in named.items():
        isochrones = list(items)
        frame = isochrone_table(isochrones)
        if len(frame):
            styles = [presentation.isochrone_style(project, item.measure) for item in isochrones]
            layers.append(as_layer(name, frame, styles))
    return layers


def isochrone_table(items: Iterable[Isochrones]) -> GeoDataFrame:
    """One row per limit (`minuten`) with all that lies within it; the largest first, to be drawn below the others."""
    isochrones = list(items)
    rows = [
        {"soort": item.measure.kind, "maat": item.measure.key, "minuten": limit, "geometry": shape}
        for item in isochrones
        for limit, shape in reversed(list(zip(item.minutes, item.within, strict=True)))
    ]
    columns = ["soort", "maat", "minuten", "geometry"]
    return GeoDataFrame(
        pd.DataFrame(rows, columns=columns), geometry="geometry", crs=isochrones[0].crs if isochrones else None
    )


def flag_share(project: Project) -> float:
    """From which share of its inhabitants outside a norm an area is flagged; the least of the norms."""
    return min((norm.flag_share for norm in project.norms.values()), default=0.0)


def level_borders(level: str) -> list[Style]:
    """The borders of the larger areas; those of the largest are on the map from the start."""
    if level == "buurten":
        return []
    label = f"Grenzen van {level}"
    return [presentation.border_style(label, name_column=NAMES[level], shown=level == "gemeenten")]


def as_layer(name: str, frame: pd.DataFrame, styles: list[Style]) -> Layer:
    """A layer of results by its name."""
    assert isinstance(frame, GeoDataFrame)
    return Layer(name, frame, TEXTS[name], tuple(styles))
