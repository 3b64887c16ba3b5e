"""The files of a closure atlas: the ranked table, its map with how vulnerable each area is, and both as layers."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import folium
import pandas as pd
import shapely
from geopandas import GeoDataFrame

from zorgkaart.access.indicators import norm_columns
from zorgkaart.analyses.atlas.compute import next_chains, spare_minutes
from zorgkaart.analyses.atlas.ranking import atlas_data, closed_ids, headline, is_judged, is_of_pairs
from zorgkaart.analyses.atlas.style import closure_style
from zorgkaart.analyses.shared import provenance_of, write_json
from zorgkaart.analyses.tasks import AtlasTask
from zorgkaart.analyses.validation.figures import compare_closures
from zorgkaart.outputs.gis.geopackage import write_geopackage
from zorgkaart.outputs.meaning import presentation
from zorgkaart.outputs.meaning.classes import dutch
from zorgkaart.outputs.meaning.frames import Layer
from zorgkaart.outputs.meaning.layers import flag_share, site_layer
from zorgkaart.outputs.meaning.views import View
from zorgkaart.outputs.sheets.sheet_files import write_csv, write_workbook
from zorgkaart.outputs.web.folium_map import build_map, write_map
from zorgkaart.scenarios.tables import site_table
from zorgkaart.study.study import Study

CLASSES_MIN = (1.0, 2.0, 5.0, 10.0, 15.0, 20.0)
CLOSURES = "Elke locatie met wat er gebeurt als zij sluit, de zwaarste gevolgen eerst."
AREAS = "Buurten met de extra reistijd als de dichtstbijzijnde locatie sluit."
PAIRS = "Elke twee locaties met wat er gebeurt als beide sluiten, als lijn ertussen, de zwaarste gevolgen eerst."
# By whether there is a norm: what ranks closures, and what a pair does beyond its two sites.
MEASURES = {
    True: ("inwoners_buiten_erbij", "samen_meer_buiten"),
    False: ("persoonminuten", "samen_meer_persoonminuten"),
}
NEXT = ("norm_min", "inwoners_buiten_norm", "aandeel_buiten_norm", "oordeel")


def write_atlas(
    study: Study, kind: str, table: pd.DataFrame, folder: Path, *, command: str, further_min: float = 5.0
) -> list[Path]:
    """Write an atlas into `folder` and return the files.

    Parameters
    ----------
    table : DataFrame
        As :func:`zorgkaart.analyses.atlas.compute.closure_atlas` gives it, with the same `further_min`.

    Raises
    ------
    OutputError
        If a file cannot be written.
    """
    project = study.project
    columns = presentation.dictionary(project)
    pairs = is_of_pairs(table)
    views = _views(study, kind, pairs=pairs)
    closures = closure_layer(study, table)
    files = [folder / "kaart.html", folder / "atlas.gpkg", folder / "atlas.xlsx", folder / "atlas.csv"]
    origin = provenance_of(
        study,
        command,
        tables=atlas_tables(study, kind, table),
        task=AtlasTask(soort=kind, paren=pairs, verder_min=further_min, buren=study.k) if study.has_own_sites else None,
    )
    write_map(atlas_map(study, kind, table, further_min=further_min, origin=origin), files[0])
    measure, together = MEASURES[is_judged(study, kind)]
    styles = [closure_style("Gevolg van sluiting", columns[measure], lines=pairs)]
    if pairs:
        styles.insert(0, closure_style("Meer dan de twee sluitingen apart", columns[together], lines=True))
    areas = presentation.area_styles(views, name_column="buurtnaam", share=flag_share(project))
    layers = [
        Layer("sluitingen", closures, PAIRS if pairs else CLOSURES, tuple(styles)),
        Layer("buurten", _areas(study, kind, pairs=pairs), AREAS, tuple(areas)),
        site_layer(project, site_table(study)),
    ]
    write_geopackage(files[1], layers, columns=columns, provenance=origin)
    tables = {"atlas": table, "vergelijking": compare_closures(study, kind)}
    write_workbook(files[2], tables, columns=columns, title=project.project.title, provenance=origin)
    described = write_csv(files.pop(), table, columns=columns, provenance=origin)
    return [*files, *described, write_json(folder / "provenance.json", origin)]


def atlas_tables(study: Study, kind: str, table: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """What an atlas gives, to compare with that of another day."""
    areas = _areas(study, kind, pairs=is_of_pairs(table))
    return {"atlas": table, "buurten": areas, "vergelijking": compare_closures(study, kind)}


def closure_layer(study: Study, table: pd.DataFrame) -> GeoDataFrame:
    """The rows of an atlas with the place of the site, or of a pair the line between its two sites."""
    sites = study.facilities.table.set_index("id").geometry
    places = [[sites[site] for site in closed] for closed in closed_ids(study, table)]
    shapes = [points[0] if len(points) == 1 else shapely.LineString(points) for points in places]
    return GeoDataFrame(table, geometry=shapes, crs=sites.crs)


def atlas_map(
    study: Study, kind: str, table: pd.DataFrame, *, further_min: float = 5.0, origin: Mapping[str, Any] | None = None
) -> folium.Map:
    """The folium map of an atlas: the closures by rank, and areas by what happens if their nearest site closes."""
    project, pairs = study.project, is_of_pairs(table)
    views = [
        *_views(study, kind, pairs=pairs),
        *(view for view in presentation.run_views(project) if kind in view.kinds),
    ]
    about = {kind, *_norms(study, kind)}
    title = "Als twee locaties sluiten" if pairs else "Als een locatie sluit"
    return build_map(
        _areas(study, kind, pairs=pairs),
        gemeenten=study.areas.surroundings,
        plaatsen=study.inputs.places,
        sites=site_table(study),
        views=views,
        labels=presentation.labels(project),
        popup=[row for row in presentation.popup_rows(project) if row.kind in about],
        title=f"{title}: {project.kinds[kind].label}",
        subtitle=" ".join(filter(None, (headline(study, kind, table), f"{project.project.title}."))),
        notes=[*_notes(study, kind, pairs=pairs), *presentation.notes(project)],
        sources=project.project.sources,
        settings=project.map,
        date=datetime.date.today(),
        remarks=presentation.REMARKS,
        atlas=atlas_data(study, kind, table, further_min=further_min),
        origin=origin,
    )


def _norms(study: Study, kind: str) -> list[str]:
    """The norms that sites of a kind are part of, by their kind."""
    return [name for name, norm in study.project.norms.items() if kind in (name, norm.stations)]


def _notes(study: Study, kind: str, *, pairs: bool) -> list[str]:
    what = "elke twee locaties is doorgerekend wat er gebeurt als alleen zij sluiten"
    if not pairs:
        what = "elke locatie is doorgerekend wat er gebeurt als alleen zij sluit"
    texts = [
        f"Sluitingen: van {what} en iedereen naar de volgende gaat. De oppervlakte van een cirkel volgt het gevolg; de "
        "kleinste zijn groter getekend."
    ]
    if pairs:
        texts.append(
            "Een lijn verbindt twee locaties die samen meer doen dan de twee sluitingen apart bij elkaar opgeteld; van "
            "de andere paren staan de gevolgen alleen in de lijst."
        )
    if _norms(study, kind):
        texts.append(
            "Een locatie is gevoelig als door haar sluiting meer inwoners buiten de norm komen, hoe weinig ook: het "
            "aantal staat erbij."
        )
    return texts


def _areas(study: Study, kind: str, *, pairs: bool) -> GeoDataFrame:
    areas, groups, closed = study.results["buurten"].copy(), study.groups("buurten"), 2 if pairs else 1
    areas[f"{kind}_uitwijk_min"] = groups.mean(spare_minutes(study, kind, closed=closed))
    for name, chain in next_chains(study, kind, closed=closed).items():
        found = norm_columns(name, chain, groups, study.elderly)
        for column in NEXT:
            areas[f"{name}_uitwijk_{column}"] = found[f"{name}_{column}"]
    return areas


def _views(study: Study, kind: str, *, pairs: bool) -> list[View]:
    """The layers of an atlas: the norms and the trip if the nearest site closes, or the two nearest."""
    project, label = study.project, study.project.kinds[kind].label
    travel = kind in project.travel_kinds
    nearest = "de twee dichtstbijzijnde" if pairs else "de dichtstbijzijnde"
    nearest += "" if travel else " posten" if pairs else " post"
    nearest += " sluiten" if pairs else " sluit"
    norms = [(name, project.kinds[name].label, project.norms[name]) for name in _norms(study, kind)]
    views = [
        View(
            key=f"{name}_uitwijk_norm",
            group="Kwetsbaarheid",
            label=f"{text}: hele keten als {nearest} (norm {dutch(norm.limit_min)} min)",
            column=f"{name}_uitwijk_norm_min",
            classes=norm.classes,
            limit=norm.limit_min,
            verdict=f"{name}_uitwijk_oordeel",
            share=f"{name}_uitwijk_aandeel_buiten_norm",
            kinds=tuple(dict.fromkeys((kind, name, norm.stations))),
            flag="dan buiten de norm",
            explanation=f"Voor elk adres apart: {nearest} vanaf dat adres. Zo is te zien waar inwoners van "
            f"{'twee locaties' if pairs else 'een locatie'} afhangen.",
        )
        for name, text, norm in norms
    ]
    by = "de rit met de auto naar" if travel else "de rit van de ambulance vanaf"
    after = "de derde locatie" if pairs else "de op een na dichtstbijzijnde locatie"
    trip = View(
        key=f"{kind}_uitwijk",
        label=f"{label}: extra reistijd als {nearest}",
        group="Kwetsbaarheid",
        column=f"{kind}_uitwijk_min",
        classes=CLASSES_MIN,
        kinds=(kind,),
        explanation=f"Gemiddeld over de inwoners: {by} {after}, min die van de dichtstbijzijnde.",
    )
    return [*views, trip]
