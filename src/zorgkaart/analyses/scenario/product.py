"""The files of a scenario: map, GeoPackage, tables, rasters and provenance in one folder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import folium
import pandas as pd
from geopandas import GeoDataFrame

from zorgkaart.analyses.run.document_pictures import scenario_pictures, write_pictures
from zorgkaart.analyses.scenario.layers import scenario_layers
from zorgkaart.analyses.shared import (
    PICTURES,
    isochrones_of,
    provenance_of,
    result_map,
    subtitle_of,
    write_json,
    write_parquet,
    write_rasters,
    write_tables,
)
from zorgkaart.analyses.tasks import ScenarioTask
from zorgkaart.analyses.validation.figures import compare_scenario
from zorgkaart.outputs.gis.geopackage import write_geopackage
from zorgkaart.outputs.meaning import presentation
from zorgkaart.outputs.meaning.classes import thousands
from zorgkaart.outputs.meaning.layers import print_text
from zorgkaart.outputs.postgis.address import Database
from zorgkaart.outputs.postgis.database import write_postgis
from zorgkaart.outputs.web.folium_map import write_map
from zorgkaart.scenarios.scenario import Scenario
from zorgkaart.scenarios.tables import describe, headline, old_places, site_table, unknown_hours


def write_scenario(
    scenario: Scenario, folder: Path, *, command: str, database: Database | None = None, pictures: bool = False
) -> list[Path]:
    """Write everything that a scenario gives into `folder` and return the files; see :func:`write_run`."""
    study, project = scenario.after, scenario.after.project
    columns = presentation.dictionary(project)
    tables = scenario_tables(scenario)
    origin = scenario_origin(scenario, command, tables=tables)
    views = presentation.run_views(project)
    layers = scenario_layers(scenario, tables)
    files = [folder / "kaart.html", folder / "scenario.gpkg", folder / "scenario.xlsx"]
    write_map(scenario_map(scenario, origin=origin), files[0])
    text = print_text(
        project, "buurten_na", headline(scenario), f"{'; '.join(describe(scenario))}. {subtitle_of(study)}"
    )
    write_geopackage(files[1], layers, columns=columns, provenance=origin, project=text)
    files += write_parquet(layers, folder / "geoparquet", columns, origin)
    files += write_tables(study, tables, files[2], folder / "tabellen", columns, views, origin)
    views = presentation.scenario_views(project, scenario.kinds)
    files += write_rasters(study, scenario.surfaces(), folder / "rasters", views, origin)
    if pictures:
        files += write_pictures(scenario_pictures(scenario), folder / PICTURES, origin=origin)
    files.append(write_json(folder / "provenance.json", origin))
    if database is not None:
        write_postgis(database, layers, columns=columns, provenance=origin)
    return files


def scenario_tables(scenario: Scenario) -> dict[str, GeoDataFrame | pd.DataFrame]:
    """The tables of a scenario, by the names of their files."""
    gemeenten = "gemeenten" in scenario.after.results
    return {
        "totalen": scenario.totals(),
        "verschuiving": scenario.moves(),
        "belasting": scenario.load(),
        "verschuiving_per_buurt": scenario.moves_by_area("buurten"),
        "erbij_buiten_de_norm": scenario.newly_outside(),
        "vergelijking": compare_scenario(scenario),
        **({"gemeenten_verschil": scenario.difference("gemeenten")} if gemeenten else {}),
        "buurten_verschil": scenario.difference("buurten"),
        "voorzieningen": site_table(scenario.after, changed=scenario),
    }


def scenario_task(scenario: Scenario) -> ScenarioTask | None:
    """What a scenario computed; None if that cannot be told from it."""
    applied = scenario.applied
    if not scenario.before.has_own_sites or (applied.rows and not applied.changes):
        return None
    return ScenarioTask(
        wijzigingen=applied.changes, moment=scenario.after.moment, titel=scenario.title, buren=scenario.before.k
    )


def scenario_origin(
    scenario: Scenario, command: str, *, tables: Mapping[str, pd.DataFrame] | None = None
) -> dict[str, Any]:
    """What the results of a scenario were made from; with its `tables` if they are there already."""
    tables = tables if tables is not None else scenario_tables(scenario)
    origin = provenance_of(
        scenario.after, command, task=scenario_task(scenario), tables=tables, surfaces=scenario.surfaces()
    )
    return {**origin, "scenario": describe(scenario)}


def scenario_map(scenario: Scenario, *, origin: Mapping[str, Any] | None = None) -> folium.Map:
    """The folium map of a scenario: before, after and difference; `origin` as in :func:`run_map`."""
    study, project = scenario.after, scenario.after.project
    after = study.results["buurten"]
    difference = scenario.difference("buurten")
    fresh = [name for name in difference.columns if name not in after.columns]
    areas = GeoDataFrame(pd.concat([after, difference[fresh]], axis=1), geometry="geometry", crs=after.crs)
    texts = [*(f"Scenario: {line}." for line in describe(scenario)), *unknown_hours(scenario)]
    texts += [
        f"Ter vergelijking: {row['onderwerp']} ({row['gebied']}): gepubliceerd {thousands(row['gepubliceerd'])}, "
        f"zorgkaart {thousands(row['zorgkaart'])}. Bron: {row['bron']}."
        for row in compare_scenario(scenario).to_dict("records")
    ]
    sites = site_table(study, changed=scenario)
    sites = GeoDataFrame(pd.concat([sites, old_places(scenario)], ignore_index=True), crs=sites.crs)
    isochrones = {f"{item.name}_voor": item for item in isochrones_of(scenario.before, *scenario.kinds)}
    for item in isochrones_of(study, *scenario.kinds):
        isochrones |= {f"{item.name}_na": item, f"{item.name}_verschil": item}
    return result_map(
        study,
        areas,
        sites,
        presentation.scenario_views(project, scenario.kinds),
        isochrones,
        presentation.popup_rows(project, touched=scenario.kinds),
        headline(scenario),
        f"{project.project.title}. {'; '.join(describe(scenario))}.",
        texts,
        origin,
    )
