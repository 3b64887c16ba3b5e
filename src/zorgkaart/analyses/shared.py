"""What the files of a run and of a scenario have in common."""

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
from zorgkaart.analyses.tasks import Task
from zorgkaart.files import atomic_path
from zorgkaart.outputs.gis.rasters import write_surface
from zorgkaart.outputs.meaning import presentation
from zorgkaart.outputs.meaning.columns import Column
from zorgkaart.outputs.meaning.frames import Layer, provenance_json
from zorgkaart.outputs.meaning.views import PopupRow, View
from zorgkaart.outputs.sheets.sheet_files import write_csv, write_geoparquet, write_workbook
from zorgkaart.outputs.web.folium_map import build_map
from zorgkaart.provenance.fingerprints import fingerprints
from zorgkaart.provenance.record import provenance
from zorgkaart.study.study import Study
from zorgkaart.study.tables import cell_table, point_table, summary_table
from zorgkaart.words.numbers import number, short

log = logging.getLogger(__name__)


PICTURES = "afbeeldingen"


def result_map(
    study: Study,
    areas: GeoDataFrame,
    sites: GeoDataFrame,
    views: list[View],
    isochrones: Mapping[str, Isochrones],
    popup: list[PopupRow],
    title: str,
    subtitle: str,
    extra: list[str],
    origin: Mapping[str, Any] | None,
) -> folium.Map:
    """The map of a study with what differs between a run and a scenario."""
    project = study.project
    return build_map(
        areas,
        gemeenten=study.areas.surroundings,
        plaatsen=study.inputs.places,
        sites=sites,
        views=views,
        labels=presentation.labels(project),
        popup=popup,
        title=title,
        subtitle=subtitle,
        notes=[*extra, *presentation.notes(project)],
        sources=project.project.sources,
        settings=project.map,
        date=datetime.date.today(),
        remarks=presentation.REMARKS,
        origin=origin,
        isochrones={view.key: isochrones[view.column] for view in views if view.column in isochrones},
    )


def subtitle_of(study: Study) -> str:
    """Who is outside each norm, in a sentence."""
    buurten = study.results["buurten"]
    parts = []
    for kind, norm in study.project.norms.items():
        outside = float(buurten[f"{kind}_inwoners_buiten_norm"].sum(min_count=1))
        people = "onbekend hoeveel" if math.isnan(outside) else number(outside)
        parts.append(
            f"{study.project.kinds[kind].label}: {people} inwoners buiten de norm van {short(norm.limit_min)} minuten"
        )
    unknown = int(buurten["inwoners"].isna().sum())
    if unknown:
        parts.append(f"in {unknown} buurten is het aantal inwoners niet gepubliceerd")
    return "; ".join(parts) + "." if parts else ""


def provenance_of(
    study: Study,
    command: str,
    *,
    task: Task | None = None,
    tables: Mapping[str, pd.DataFrame] | None = None,
    surfaces: Mapping[str, Surface] | None = None,
) -> dict[str, Any]:
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


def write_tables(
    study: Study,
    tables: Mapping[str, pd.DataFrame],
    book: Path,
    folder: Path,
    columns: Mapping[str, Column],
    views: list[View],
    origin: Mapping[str, Any],
) -> list[Path]:
    """Write tables as a workbook and as CSV and return the CSV files."""
    classes = [presentation.classes_of(view) for view in views]
    summary = summary_table(study)
    write_workbook(
        book,
        {"samenvatting": summary, **tables, "bronnen": _sources(study)},
        columns=columns,
        classes=classes,
        title=study.project.project.title,
        provenance=origin,
    )
    files: list[Path] = []
    for name, table in tables.items():
        files += write_csv(folder / f"{name}.csv", table, columns=columns, provenance=origin)
    return files


def write_parquet(
    layers: Sequence[Layer], folder: Path, columns: Mapping[str, Column], origin: Mapping[str, Any]
) -> list[Path]:
    """Write layers as GeoParquet and return the files."""
    files = [folder / f"{layer.name}.parquet" for layer in layers]
    for path, layer in zip(files, layers, strict=True):
        write_geoparquet(path, layer.frame, columns=columns, provenance=origin)
    return files


def _sources(study: Study) -> pd.DataFrame:
    texts = [*study.project.project.sources, *presentation.notes(study.project)]
    return pd.DataFrame({"bronnen_en_toelichting": texts})


def write_rasters(
    study: Study, surfaces: Mapping[str, Surface], folder: Path, views: list[View], origin: Mapping[str, Any]
) -> list[Path]:
    """Write the surfaces that have a view and return the files."""
    files: list[Path] = []
    for view in views:
        if view.column in surfaces:
            files += write_surface(
                folder / f"{view.column}.tif",
                surfaces[view.column],
                presentation.classes_of(view),
                description=f"{view.label}, {view.moment}" if view.moment else view.label,
                tags={"betekenis_cel": presentation.cell_note(study.project, view)},
                provenance=origin,
            )
    return files


def write_json(path: Path, content: Mapping[str, Any]) -> Path:
    """Write readable JSON, whole or not at all, and return the path."""
    with atomic_path(path) as temporary:
        temporary.write_text(provenance_json(content) + "\n", encoding="utf-8")
    return path


def isochrones_of(study: Study, *kinds: str) -> list[Isochrones]:
    """The isochrones of a study, of these kinds or of all; norms first."""
    return [study.surfaces.isochrones(*key) for key in study.surfaces.measures(*kinds)]
