"""The files of a closure atlas: the ranked table, a map of how vulnerable each area is, and both as layers."""

from __future__ import annotations

import datetime
from pathlib import Path

import folium
import pandas as pd
from geopandas import GeoDataFrame

from zorgkaart.outputs import presentation
from zorgkaart.outputs.geopackage import write_geopackage
from zorgkaart.outputs.maps import build_map, write_map
from zorgkaart.outputs.results import provenance_of, write_json
from zorgkaart.outputs.tables import write_csv, write_workbook
from zorgkaart.outputs.views import View
from zorgkaart.scenarios.atlas import spare_minutes
from zorgkaart.study import Study
from zorgkaart.summaries import site_table

CLASSES_MIN = (1.0, 2.0, 5.0, 10.0, 15.0, 20.0)
LAYERS = {
    "sluitingen": "Elke locatie met wat er gebeurt als zij sluit, de zwaarste gevolgen eerst.",
    "buurten": "Buurten met de extra reistijd als de dichtstbijzijnde locatie sluit.",
    "voorzieningen": "Alle locaties, ook die niet meetellen.",
}


def write_atlas(study: Study, kind: str, table: pd.DataFrame, folder: Path, *, command: str) -> list[Path]:
    """Write an atlas into `folder` and return the files.

    A table of pairs has no place on a map, so the layer ``sluitingen`` is left out for it.

    Raises
    ------
    OutputError
        If a file cannot be written.
    """
    project = study.project
    columns = presentation.dictionary(project)
    areas = _areas(study, kind)
    view = _view(study, kind)
    layers = {"buurten": areas, "voorzieningen": site_table(study)}
    places = study.facilities.table.set_index("id").geometry
    if table["gesloten_id"].isin(places.index).all():
        points = places.reindex(table["gesloten_id"]).reset_index(drop=True)
        layers = {"sluitingen": GeoDataFrame(table, geometry=points, crs=places.crs), **layers}
    files = [folder / "kaart.html", folder / "atlas.gpkg", folder / "atlas.xlsx", folder / "atlas.csv"]
    write_map(atlas_map(study, kind), files[0])
    origin = provenance_of(study, command)
    share = min((norm.flag_share for norm in project.norms.values()), default=0.0)
    write_geopackage(
        files[1], layers, descriptions=LAYERS, columns=columns, provenance=origin,
        styles={
            "buurten": presentation.area_styles([view], name_column="buurtnaam", share=share),
            "voorzieningen": presentation.facility_styles(project),
        },
    )  # fmt: skip
    write_workbook(files[2], {"atlas": table}, columns=columns, title=project.project.title)
    write_csv(files[3], table, columns=columns)
    return [*files, write_json(folder / "provenance.json", origin)]


def atlas_map(study: Study, kind: str) -> folium.Map:
    """The folium map of an atlas: areas by the extra minutes if their nearest site closes, and travel times."""
    project = study.project
    views = [_view(study, kind), *(view for view in presentation.run_views(project) if view.kinds[0] == kind)]
    return build_map(
        _areas(study, kind), gemeenten=study.areas.surroundings, plaatsen=study.inputs.places,
        sites=site_table(study), views=views, labels=presentation.labels(project),
        popup=[row for row in presentation.popup_rows(project) if row.kind == kind],
        title=f"Als de dichtstbijzijnde sluit: {project.kinds[kind].label}", subtitle=project.project.title,
        notes=presentation.notes(project), sources=project.project.sources, settings=project.map,
        date=datetime.date.today(), remarks=presentation.REMARKS,
    )  # fmt: skip


def _areas(study: Study, kind: str) -> GeoDataFrame:
    areas = study.results["buurten"].copy()
    areas[f"{kind}_uitwijk_min"] = study.groups("buurten").mean(spare_minutes(study, kind))
    return areas


def _view(study: Study, kind: str) -> View:
    label = study.project.kinds[kind].label
    return View(
        key=f"{kind}_uitwijk", label=f"{label}: extra reistijd als de dichtstbijzijnde sluit",
        group="Kwetsbaarheid", column=f"{kind}_uitwijk_min", classes=CLASSES_MIN, kinds=(kind,),
        explanation="Gemiddeld over de inwoners: de rit met de auto naar de op een na dichtstbijzijnde locatie, min "
        "die naar de dichtstbijzijnde.",
    )  # fmt: skip
