"""The files of a run and of a scenario: map, GeoPackage, tables, rasters and provenance in one folder."""

from __future__ import annotations

import datetime
import logging
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import folium
import pandas as pd
from geopandas import GeoDataFrame

from zorgkaart.access.isochrones import Isochrones
from zorgkaart.access.surface import Surface
from zorgkaart.comparison import compare_run, compare_scenario
from zorgkaart.files import atomic_path
from zorgkaart.fingerprints import fingerprints
from zorgkaart.outputs import presentation
from zorgkaart.outputs.classes import dutch, thousands
from zorgkaart.outputs.columns import Column
from zorgkaart.outputs.frames import Layer, provenance_json
from zorgkaart.outputs.geopackage import write_geopackage
from zorgkaart.outputs.layers import isochrones_of, print_text, run_layers, scenario_layers
from zorgkaart.outputs.maps import build_map, write_map
from zorgkaart.outputs.pictures.documents import run_pictures, scenario_pictures, write_pictures
from zorgkaart.outputs.postgis.address import Database
from zorgkaart.outputs.postgis.writing import write_postgis
from zorgkaart.outputs.quality_page import quality_tables, write_quality_page
from zorgkaart.outputs.rasters import write_surface
from zorgkaart.outputs.tables import write_csv, write_geoparquet, write_workbook
from zorgkaart.outputs.views import PopupRow, View
from zorgkaart.provenance import provenance
from zorgkaart.scenarios.scenario import Scenario
from zorgkaart.study import Study
from zorgkaart.summaries import (
    cell_table,
    describe,
    flagged_table,
    headline,
    old_places,
    point_table,
    site_table,
    summary_table,
    unknown_hours,
)
from zorgkaart.tasks import RunTask, ScenarioTask, Task

log = logging.getLogger(__name__)

PICTURES = "afbeeldingen"


def write_run(
    study: Study, folder: Path, *, command: str, database: Database | None = None, pictures: bool = False
) -> list[Path]:
    """Write everything that a run gives into `folder` and return the files.

    Parameters
    ----------
    command : str
        What was asked for, for the provenance.
    database : Database, optional
        Where the layers go too, after all files.
    pictures : bool
        Also draw maps and charts for documents, which takes longer than all the rest.

    Raises
    ------
    OutputError
        If a file cannot be written; a file is there whole or not at all.
    """
    project = study.project
    columns = presentation.dictionary(project)
    tables = run_tables(study)
    surfaces = study.surfaces.named()
    origin = provenance_of(study, command, task=run_task(study), tables=tables, surfaces=surfaces)
    views = presentation.run_views(project)
    layers = run_layers(study, tables)
    files = [folder / "kaart.html", folder / "zorgkaart.gpkg", folder / "zorgkaart.xlsx"]
    write_map(run_map(study, origin=origin), files[0])
    text = print_text(project, "buurten", project.project.title, _subtitle(study))
    write_geopackage(files[1], layers, columns=columns, provenance=origin, project=text)
    files += _write_parquet(layers, folder / "geoparquet", columns, origin)
    files += _write_tables(study, tables, files[2], folder / "tabellen", columns, views, origin)
    files += _write_rasters(study, surfaces, folder / "rasters", views, origin)
    if pictures:
        files += write_pictures(run_pictures(study), folder / PICTURES, origin=origin)
    files.append(folder / "kwaliteit.html")
    write_quality_page(study, tables, files[-1], origin=origin)
    files.append(write_json(folder / "provenance.json", origin))
    if database is not None:
        write_postgis(database, layers, columns=columns, provenance=origin)
    return files


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
    text = print_text(project, "buurten_na", headline(scenario), f"{'; '.join(describe(scenario))}. {_subtitle(study)}")
    write_geopackage(files[1], layers, columns=columns, provenance=origin, project=text)
    files += _write_parquet(layers, folder / "geoparquet", columns, origin)
    files += _write_tables(study, tables, files[2], folder / "tabellen", columns, views, origin)
    views = presentation.scenario_views(project, scenario.kinds)
    files += _write_rasters(study, scenario.surfaces(), folder / "rasters", views, origin)
    if pictures:
        files += write_pictures(scenario_pictures(scenario), folder / PICTURES, origin=origin)
    files.append(write_json(folder / "provenance.json", origin))
    if database is not None:
        write_postgis(database, layers, columns=columns, provenance=origin)
    return files


def run_tables(study: Study) -> dict[str, GeoDataFrame | pd.DataFrame]:
    """The tables of a run, by the names of their files."""
    return {
        **study.results, "buiten_de_norm": flagged_table(study), "voorzieningen": site_table(study),
        "vergelijking": compare_run(study), **quality_tables(study),
    }  # fmt: skip


def scenario_tables(scenario: Scenario) -> dict[str, GeoDataFrame | pd.DataFrame]:
    """The tables of a scenario, by the names of their files."""
    gemeenten = "gemeenten" in scenario.after.results
    return {
        "totalen": scenario.totals(), "verschuiving": scenario.moves(), "belasting": scenario.load(),
        "verschuiving_per_buurt": scenario.moves_by_area("buurten"),
        "erbij_buiten_de_norm": scenario.newly_outside(),
        "vergelijking": compare_scenario(scenario),
        **({"gemeenten_verschil": scenario.difference("gemeenten")} if gemeenten else {}),
        "buurten_verschil": scenario.difference("buurten"),
        "voorzieningen": site_table(scenario.after, changed=scenario),
    }  # fmt: skip


def run_task(study: Study) -> RunTask | None:
    """What a run computed; None if its sites are others than those of the project, as nothing says how."""
    return RunTask(moment=study.moment, buren=study.k) if study.has_own_sites else None


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


def run_map(study: Study, *, origin: Mapping[str, Any] | None = None) -> folium.Map:
    """The folium map of a run; what it was made from (`origin`) stands in the page."""
    isochrones = {item.name: item for item in isochrones_of(study)}
    return _map(
        study, study.results["buurten"], site_table(study),
        [*presentation.run_views(study.project), presentation.quality_view()], isochrones,
        presentation.popup_rows(study.project), study.project.project.title, _subtitle(study), [], origin,
    )  # fmt: skip


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
    return _map(
        study, areas, sites, presentation.scenario_views(project, scenario.kinds), isochrones,
        presentation.popup_rows(project, touched=scenario.kinds), headline(scenario),
        f"{project.project.title}. {'; '.join(describe(scenario))}.", texts, origin,
    )  # fmt: skip


def _map(
    study: Study, areas: GeoDataFrame, sites: GeoDataFrame, views: list[View],
    isochrones: Mapping[str, Isochrones], popup: list[PopupRow],
    title: str, subtitle: str, extra: list[str], origin: Mapping[str, Any] | None,
) -> folium.Map:  # fmt: skip
    project = study.project
    return build_map(
        areas, gemeenten=study.areas.surroundings, plaatsen=study.inputs.places, sites=sites, views=views,
        labels=presentation.labels(project), popup=popup, title=title, subtitle=subtitle,
        notes=[*extra, *presentation.notes(project)], sources=project.project.sources, settings=project.map,
        date=datetime.date.today(), remarks=presentation.REMARKS, origin=origin,
        isochrones={view.key: isochrones[view.column] for view in views if view.column in isochrones},
    )  # fmt: skip


def _subtitle(study: Study) -> str:
    buurten = study.results["buurten"]
    parts = []
    for kind, norm in study.project.norms.items():
        outside = float(buurten[f"{kind}_inwoners_buiten_norm"].sum(min_count=1))
        people = "onbekend hoeveel" if math.isnan(outside) else thousands(outside)
        parts.append(
            f"{study.project.kinds[kind].label}: {people} inwoners buiten de norm van {dutch(norm.limit_min)} minuten"
        )
    unknown = int(buurten["inwoners"].isna().sum())
    if unknown:
        parts.append(f"in {unknown} buurten is het aantal inwoners niet gepubliceerd")
    return "; ".join(parts) + "." if parts else ""


def provenance_of(
    study: Study, command: str, *, task: Task | None = None, tables: Mapping[str, pd.DataFrame] | None = None,
    surfaces: Mapping[str, Surface] | None = None,
) -> dict[str, Any]:  # fmt: skip
    """What the results of a study were made from.

    Parameters
    ----------
    task : Task, optional
        What was computed, to compute it again.
    tables : mapping, optional
        What came out; with the summary and the minutes of every address, their fingerprints are in it.
    surfaces : mapping, optional
        The surfaces that came out, if there are.
    """
    results = fingerprints(compared(study, tables, surfaces)) if tables is not None else None
    return provenance(
        study.project, command=command, network=study.network.source, remarks=study.remarks, task=task, results=results
    )


def compared(
    study: Study, tables: Mapping[str, pd.DataFrame], surfaces: Mapping[str, Surface] | None = None
) -> dict[str, pd.DataFrame]:
    """The tables of which fingerprints are taken: those of the files, the summary, and the minutes of every address.

    With `surfaces`, those of every cell too: from them the rasters and the isochrones are made.
    """
    result = {**tables, "samenvatting": summary_table(study), "adressen": point_table(study)}
    return {**result, "rastercellen": cell_table(surfaces)} if surfaces else result


def _write_tables(
    study: Study, tables: Mapping[str, pd.DataFrame], book: Path, folder: Path,
    columns: Mapping[str, Column], views: list[View], origin: Mapping[str, Any],
) -> list[Path]:  # fmt: skip
    classes = [presentation.classes_of(view) for view in views]
    summary = summary_table(study)
    write_workbook(
        book, {"samenvatting": summary, **tables, "bronnen": _sources(study)}, columns=columns, classes=classes,
        title=study.project.project.title, provenance=origin,
    )  # fmt: skip
    files: list[Path] = []
    for name, table in tables.items():
        files += write_csv(folder / f"{name}.csv", table, columns=columns, provenance=origin)
    return files


def _write_parquet(
    layers: Sequence[Layer], folder: Path, columns: Mapping[str, Column], origin: Mapping[str, Any]
) -> list[Path]:
    files = [folder / f"{layer.name}.parquet" for layer in layers]
    for path, layer in zip(files, layers, strict=True):
        write_geoparquet(path, layer.frame, columns=columns, provenance=origin)
    return files


def _sources(study: Study) -> pd.DataFrame:
    texts = [*study.project.project.sources, *presentation.notes(study.project)]
    return pd.DataFrame({"bronnen_en_toelichting": texts})


def _write_rasters(
    study: Study, surfaces: Mapping[str, Surface], folder: Path, views: list[View], origin: Mapping[str, Any]
) -> list[Path]:
    files: list[Path] = []
    for view in views:
        if view.column in surfaces:
            files += write_surface(
                folder / f"{view.column}.tif", surfaces[view.column], presentation.classes_of(view),
                description=f"{view.label}, {view.moment}" if view.moment else view.label,
                tags={"betekenis_cel": presentation.cell_note(study.project, view)}, provenance=origin,
            )  # fmt: skip
    return files


def write_json(path: Path, content: Mapping[str, Any]) -> Path:
    """Write readable JSON, whole or not at all, and return the path."""
    with atomic_path(path) as temporary:
        temporary.write_text(provenance_json(content) + "\n", encoding="utf-8")
    return path
