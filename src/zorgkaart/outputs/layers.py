"""The layers of a run and of a scenario, the same for every format: rows, what they are, and their QGIS styles."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping

import pandas as pd
from geopandas import GeoDataFrame

from zorgkaart.access.isochrones import Isochrones
from zorgkaart.outputs import presentation
from zorgkaart.outputs.frames import Layer
from zorgkaart.outputs.qgis_project import ProjectText
from zorgkaart.outputs.styles import Style
from zorgkaart.project import Project
from zorgkaart.scenarios.scenario import Scenario
from zorgkaart.study import Study

MOMENTS = ("verschil", "voor", "na")
NAMES = {"buurten": "buurtnaam", "wijken": "wijknaam", "gemeenten": "gemeentenaam"}
TEXTS = {
    "buurten": "Buurten met reistijden, oordeel over de norm en kwaliteit.",
    "wijken": "Wijken met reistijden en oordeel over de norm.",
    "gemeenten": "Gemeenten met reistijden en oordeel over de norm.",
    "voorzieningen": "Alle locaties, ook die niet meetellen.",
    "buurten_voor": "Buurten zonder de wijzigingen van het scenario.",
    "buurten_na": "Buurten met de wijzigingen van het scenario.",
    "isochronen": "Reistijdvlakken: wat binnen een aantal minuten ligt, met de auto of met de hele keten van een norm.",
    "isochronen_voor": "Reistijdvlakken zonder de wijzigingen van het scenario.",
    "isochronen_na": "Reistijdvlakken met de wijzigingen van het scenario.",
    "verschil": "Buurten met, per soort, de cijfers voor en na de wijziging en het verschil.",
    "gemeenten_verschil": "Gemeenten met, per soort, de cijfers voor en na de wijziging en het verschil.",
}


def run_layers(study: Study, tables: Mapping[str, pd.DataFrame]) -> list[Layer]:
    """The layers of a run, from its tables (:func:`zorgkaart.outputs.results.run_tables`)."""
    project = study.project
    views = [*presentation.run_views(project), presentation.quality_view()]
    share = flag_share(project)
    areas = [
        _layer(level, frame, presentation.area_styles(views, name_column=NAMES[level], share=share) + _borders(level))
        for level, frame in study.results.items()
    ]
    found = isochrone_layers(project, {"isochronen": isochrones_of(study)})
    return [*areas, *found, site_layer(project, tables["voorzieningen"])]


def scenario_layers(scenario: Scenario, tables: Mapping[str, pd.DataFrame]) -> list[Layer]:
    """The layers of a scenario, from its tables (:func:`zorgkaart.outputs.results.scenario_tables`)."""
    project = scenario.after.project
    share = flag_share(project)
    both = presentation.area_styles(presentation.run_views(project), name_column="buurtnaam", share=share)
    views = sorted(presentation.scenario_views(project, scenario.kinds), key=lambda view: MOMENTS.index(view.moment))
    changes = presentation.area_styles(views, name_column="buurtnaam", share=share)
    gemeenten = tables.get("gemeenten_verschil")
    coarse = presentation.area_styles(views, name_column="gemeentenaam", share=share) + _borders("gemeenten")
    return [
        _layer("buurten_voor", scenario.before.results["buurten"], both),
        _layer("buurten_na", scenario.after.results["buurten"], both),
        _layer("verschil", tables["buurten_verschil"], changes),
        *isochrone_layers(
            project,
            {
                "isochronen_voor": isochrones_of(scenario.before, *scenario.kinds),
                "isochronen_na": isochrones_of(scenario.after, *scenario.kinds),
            },
        ),
        *([] if gemeenten is None else [_layer("gemeenten_verschil", gemeenten, coarse)]),
        site_layer(project, tables["voorzieningen"]),
    ]


def site_layer(project: Project, sites: pd.DataFrame) -> Layer:
    """The layer of all sites (:func:`zorgkaart.summaries.site_table`)."""
    return _layer("voorzieningen", sites, presentation.facility_styles(project))


def isochrones_of(study: Study, *kinds: str) -> list[Isochrones]:
    """The isochrones of a study, of these kinds or of all; norms first."""
    return [study.surfaces.isochrones(*key) for key in study.surfaces.measures(*kinds)]


def isochrone_layers(project: Project, named: Mapping[str, Iterable[Isochrones]]) -> list[Layer]:
    """A layer of isochrones for each name; none where nothing lies within a limit."""
    layers = []
    for name, items in named.items():
        found = list(items)
        frame = isochrone_table(found)
        if len(frame):
            styles = [presentation.isochrone_style(project, item.kind, item.measure) for item in found]
            layers.append(_layer(name, frame, styles))
    return layers


def isochrone_table(items: Iterable[Isochrones]) -> GeoDataFrame:
    """One row per limit (`minuten`) with all that lies within it; the largest first, to be drawn below the others."""
    found = list(items)
    rows = [
        {"soort": item.kind, "maat": item.measure, "minuten": limit, "geometry": shape}
        for item in found
        for limit, shape in reversed(list(zip(item.minutes, item.within, strict=True)))
    ]
    columns = ["soort", "maat", "minuten", "geometry"]
    return GeoDataFrame(pd.DataFrame(rows, columns=columns), geometry="geometry", crs=found[0].crs if found else None)


def print_text(project: Project, headline: str, title: str, subtitle: str) -> ProjectText:
    """What the QGIS project says, with the project's sources and assumptions; `headline` is the layer shown first."""
    assumed = f"Aannames: {'; '.join(presentation.assumptions(project))}." if project.norms else ""
    sources = " ".join(["Bronnen:", *project.project.sources, assumed]).strip()
    return ProjectText(headline, title, subtitle, sources, datetime.date.today())


def flag_share(project: Project) -> float:
    """From which share of its inhabitants outside a norm an area is flagged; the least of the norms."""
    return min((norm.flag_share for norm in project.norms.values()), default=0.0)


def _borders(level: str) -> list[Style]:
    """The borders of the larger areas; those of the largest are on the map from the start."""
    if level == "buurten":
        return []
    label = f"Grenzen van {level}"
    return [presentation.border_style(label, name_column=NAMES[level], shown=level == "gemeenten")]


def _layer(name: str, frame: pd.DataFrame, styles: list[Style]) -> Layer:
    assert isinstance(frame, GeoDataFrame)
    return Layer(name, frame, TEXTS[name], tuple(styles))
