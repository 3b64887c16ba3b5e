"""The files of a run: map, GeoPackage, tables, rasters and provenance in one folder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import folium
import pandas as pd
from geopandas import GeoDataFrame

from zorgkaart.analyses.quality.product import quality_tables, write_quality_page
from zorgkaart.analyses.run.document_pictures import run_pictures, write_pictures
from zorgkaart.analyses.run.layers import run_layers
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
from zorgkaart.analyses.tasks import RunTask
from zorgkaart.analyses.validation.figures import compare_run
from zorgkaart.outputs.gis.geopackage import write_geopackage
from zorgkaart.outputs.meaning import presentation
from zorgkaart.outputs.meaning.layers import print_text
from zorgkaart.outputs.postgis.address import Database
from zorgkaart.outputs.postgis.database import write_postgis
from zorgkaart.outputs.web.folium_map import write_map
from zorgkaart.scenarios.tables import site_table
from zorgkaart.study.study import Study
from zorgkaart.study.tables import flagged_table


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
    text = print_text(project, "buurten", project.project.title, subtitle_of(study))
    write_geopackage(files[1], layers, columns=columns, provenance=origin, project=text)
    files += write_parquet(layers, folder / "geoparquet", columns, origin)
    files += write_tables(study, tables, files[2], folder / "tabellen", columns, views, origin)
    files += write_rasters(study, surfaces, folder / "rasters", views, origin)
    if pictures:
        files += write_pictures(run_pictures(study), folder / PICTURES, origin=origin)
    files.append(folder / "kwaliteit.html")
    write_quality_page(study, tables, files[-1], origin=origin)
    files.append(write_json(folder / "provenance.json", origin))
    if database is not None:
        write_postgis(database, layers, columns=columns, provenance=origin)
    return files


def run_tables(study: Study) -> dict[str, GeoDataFrame | pd.DataFrame]:
    """The tables of a run, by the names of their files."""
    return {
        **study.results,
        "buiten_de_norm": flagged_table(study),
        "voorzieningen": site_table(study),
        "vergelijking": compare_run(study),
        **quality_tables(study),
    }


def run_task(study: Study) -> RunTask | None:
    """What a run computed; None if its sites are others than those of the project, as nothing says how."""
    return RunTask(moment=study.moment, buren=study.k) if study.has_own_sites else None


def run_map(study: Study, *, origin: Mapping[str, Any] | None = None) -> folium.Map:
    """The folium map of a run; what it was made from (`origin`) stands in the page."""
    isochrones = {item.name: item for item in isochrones_of(study)}
    return result_map(
        study,
        study.results["buurten"],
        site_table(study),
        [*presentation.run_views(study.project), presentation.quality_view()],
        isochrones,
        presentation.popup_rows(study.project),
        study.project.project.title,
        subtitle_of(study),
        [],
        origin,
    )
