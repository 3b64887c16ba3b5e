"""The live map: one HTML file in which a planner closes and opens sites with a click.

It computes in the page itself, from the labels that travel in it (:mod:`zorgkaart.analyses.live.labels`), and
gives for any combination what :func:`zorgkaart.scenarios.scenario.run_scenario` gives per buurt.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import folium
import numpy as np
import pandas as pd
from geopandas import GeoDataFrame

from zorgkaart.access.measures import VERDICT
from zorgkaart.analyses.live.label_tables import Labels
from zorgkaart.analyses.live.labels import labels_of
from zorgkaart.analyses.live.page_data import CHANGED, live_columns, live_data
from zorgkaart.analyses.shared import provenance_of
from zorgkaart.outputs.meaning import presentation
from zorgkaart.outputs.meaning.views import PopupRow, View
from zorgkaart.outputs.web.folium_map import build_map, write_map
from zorgkaart.project.model import Project
from zorgkaart.scenarios.tables import site_table
from zorgkaart.study.study import Report, Study

LIVE_FILE = "wat-als.html"
SUBTITLE = "Klik op een locatie en sluit of open haar. De kaart rekent meteen uit wat dat betekent."
NOTES = (
    "Deze kaart rekent zelf: voor elke buurt weet zij welke locaties voor welke inwoners de dichtstbijzijnde zijn, in "
    "volgorde. Sluit een locatie, dan gaan haar inwoners naar de volgende die open is; zijn er twee even dichtbij, dan "
    "verdelen zij zich gelijk. De uitkomst is per buurt gelijk aan die van een scenario in zorgkaart.",
    "Bij soorten met veel locaties kent de kaart van elk adres alleen de dichtstbijzijnde. Zijn die allemaal dicht, "
    "dan staat de buurt als onbekend op de kaart; reken dat door met zorgkaart scenario.",
)


def live_map(study: Study, *, labels: Labels | None = None, origin: Mapping[str, Any] | None = None) -> folium.Map:
    """The folium map in which sites close and open.

    Parameters
    ----------
    study : Study
        Without a moment; the reader chooses one in the map.
    labels : Labels, optional
        If they were made before; see :func:`zorgkaart.analyses.live.labels.labels_of`.
    origin : mapping, optional
        What the map was made from; stands in the page.
    """
    project = study.project
    labels = labels if labels is not None else labels_of(study)
    return build_map(
        _areas(study, labels),
        gemeenten=study.areas.surroundings,
        plaatsen=study.inputs.places,
        sites=site_table(study),
        views=_views(project),
        labels=presentation.labels(project),
        popup=_popup(project),
        title=f"Wat als? {project.project.title}",
        subtitle=SUBTITLE,
        notes=[*NOTES, *presentation.notes(project)],
        sources=project.project.sources,
        settings=project.map,
        date=datetime.date.today(),
        remarks=presentation.REMARKS,
        live=live_data(labels, study),
        origin=origin,
    )


def write_live(study: Study, path: Path, *, command: str, report: Report | None = None) -> Path:
    """Write the live map to one HTML file, whole or not at all, and return its path.

    Parameters
    ----------
    command : str
        What was typed, or the call that was made.
    report : callable, optional
        Called with a Dutch sentence when a stage begins that takes more than a moment.

    Raises
    ------
    OutputError
        If the file cannot be written.
    """
    study.results  # noqa: B018 -- computed here, so that progress shows in the right order
    if report is not None:
        report("Per buurt de dichtstbijzijnde locaties op volgorde zetten")
    labels = labels_of(study)
    write_map(live_map(study, labels=labels, origin=provenance_of(study, command)), path)
    return path


def _areas(study: Study, labels: Labels) -> GeoDataFrame:
    """The areas with the columns that the page computes, still empty."""
    areas = study.results["buurten"]
    columns = live_columns(labels)
    empty = pd.DataFrame(np.nan, index=areas.index, columns=columns)
    texts = [name for name in columns if VERDICT in name or "_id_" in name]
    empty[texts] = empty[texts].astype(object).where(lambda values: values.notna(), None)
    return GeoDataFrame(pd.concat([areas, empty], axis=1), geometry="geometry", crs=areas.crs)


def _views(project: Project) -> list[View]:
    """Every norm and travel time before, after and as a difference; there, what is newly outside is marked."""
    kinds = tuple(dict.fromkeys([*project.norms, *project.travel_kinds]))
    views = []
    for view in presentation.scenario_views(project, kinds):
        if view.moment == "verschil" and view.verdict:
            kind = view.kinds[0]
            view = replace(
                view,
                verdict=f"{kind}_{CHANGED}",
                share=None,
                flag="buiten de norm geworden",
                explanation=f"{view.explanation} Gearceerd is wat door de wijziging buiten de norm valt.",
            )
        views.append(view)
    return views


def _popup(project: Project) -> list[PopupRow]:
    """The lines of an area's popup; kilometres are left out, as the labels have none."""
    rows = presentation.popup_rows(project, touched=project.travel_kinds)
    return [replace(row, km=None, before=row.before and replace(row.before, km=None)) for row in rows]
