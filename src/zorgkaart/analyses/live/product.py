"""The live map: one HTML file in which a planner closes and opens sites with a click.

It computes in the page itself, from the labels that travel in it (:mod:`zorgkaart.analyses.live.labels`), and
gives for any combination what :func:`zorgkaart.scenarios.scenario.run_scenario` gives per buurt.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from pathlib import Path

import folium
import numpy as np
import pandas as pd
from geopandas import GeoDataFrame

from zorgkaart.access.catalogue import norms_of
from zorgkaart.access.measures import VERDICT
from zorgkaart.analyses.live.label_tables import Labels
from zorgkaart.analyses.live.labels import labels_of
from zorgkaart.analyses.live.page_data import CHANGED, live_columns, live_data
from zorgkaart.analyses.live.roads import roads_data
from zorgkaart.analyses.study_product import StudyProduct, area_levels
from zorgkaart.outputs.formats import write
from zorgkaart.outputs.meaning import presentation
from zorgkaart.outputs.meaning.outcomes import outcome_rows
from zorgkaart.outputs.meaning.views import PopupRow, View
from zorgkaart.outputs.product import Origin, Tables
from zorgkaart.project.model import Project
from zorgkaart.scenarios.shown_sites import site_table
from zorgkaart.study.study import Report, Study

LIVE_FILE = "wat-als.html"
SUBTITLE = "Klik op een locatie en sluit of open haar. De kaart rekent meteen uit wat dat betekent."
NEW_SITES = (
    "Van een nieuwe locatie en van andere openingstijden zoekt de kaart de weg naar elk adres, over de wegen van het "
    "model in en tot 10 km om het gebied. De plek wordt op ongeveer een meter afgerond: een reistijd wijkt enkele "
    "seconden af van die van zorgkaart scenario, en wie op die seconden na op de grens van een norm woont, kan anders "
    "meetellen."
)
NO_NEW_SITES = (
    "Nieuwe locaties en andere openingstijden kan deze kaart niet uitrekenen, omdat er in dit gebied wegen zijn voor "
    "bestemmingsverkeer die een kortere weg konden zijn. Reken dat door met zorgkaart scenario."
)
NOTES = (
    "Deze kaart rekent zelf: voor elke buurt weet zij welke locaties voor welke inwoners de dichtstbijzijnde zijn, in "
    "volgorde. Sluit een locatie, dan gaan haar inwoners naar de volgende die open is; zijn er twee even dichtbij, dan "
    "verdelen zij zich gelijk. De uitkomst is per buurt gelijk aan die van een scenario in zorgkaart.",
    "Bij soorten met veel locaties kent de kaart van elk adres alleen de dichtstbijzijnde. Zijn die allemaal dicht, "
    "dan staat de buurt als onbekend op de kaart; reken dat door met zorgkaart scenario.",
)


class LiveProduct(StudyProduct):
    """The live map.

    Parameters
    ----------
    study : Study
        Without a moment; the reader chooses one in the map.
    labels : Labels, optional
        If they were made before; see :func:`zorgkaart.analyses.live.labels.labels_of`.
    name : str
        File name of the page.
    """

    formats = ("map",)

    def __init__(self, study: Study, *, labels: Labels | None = None, name: str = LIVE_FILE) -> None:
        super().__init__(study.without_moments())
        self.map_name = name
        self._labels = labels

    @cached_property
    def labels(self) -> Labels:
        """Per buurt the nearest sites in order, with the inhabitants who have them."""
        return self._labels if self._labels is not None else labels_of(self.study)

    @property
    def compared(self) -> Tables:
        """Nothing: what the page computes hangs on what its reader clicks."""
        return {}

    def map(self, origin: Origin | None = None) -> folium.Map:
        """The map in which sites close and open."""
        roads = roads_data(self.study, self.labels.norms)
        return self.map_of(
            _areas(self.study, self.labels),
            sites=site_table(self.study),
            views=_views(self.project),
            title=f"Wat als? {self.title}",
            subtitle=SUBTITLE,
            popup=_popup(self.project),
            notes=(*NOTES, NEW_SITES if roads else NO_NEW_SITES),
            levels=area_levels(self.study.results),
            outcomes=outcome_rows(self.project, self.study.ages, touched=self.project.kinds),
            live=live_data(self.labels, self.study) | {"roads": roads},
            origin=origin,
        )


def live_map(study: Study, *, labels: Labels | None = None, origin: Origin | None = None) -> folium.Map:
    """The folium map in which sites close and open; see :class:`LiveProduct`."""
    return LiveProduct(study, labels=labels).map(origin)


def write_live(study: Study, path: Path, *, command: str, report: Report | None = None) -> Path:
    """Write the live map to one HTML file, whole or not at all, and return its path.

    Parameters
    ----------
    study : Study
        Without a moment; the reader chooses one in the map.
    path : Path
        The file to make or to replace.
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
    write(LiveProduct(study, name=path.name), path.parent, command=command)
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
    norms = {norm.stem: norm for norm in norms_of(project).values()}
    kinds = tuple(dict.fromkeys([*(norm.kind for norm in norms.values()), *project.travel_kinds]))
    views = []
    for view in presentation.scenario_views(project, kinds):
        if view.moment == "verschil" and view.verdict:
            view = replace(
                view,
                verdict=f"{norms[view.theme].name}_{CHANGED}",
                outside=None,
                flag="buiten de norm geworden",
                explanation=f"{view.explanation} Gearceerd is wat door de wijziging buiten de norm valt.",
            )
        views.append(view)
    return views


def _popup(project: Project) -> list[PopupRow]:
    """The lines of an area's popup; what the page does not compute is left out: kilometres and where rides begin."""
    return [_computed(row) for row in presentation.popup_rows(project, touched=project.kinds)]


def _computed(row: PopupRow) -> PopupRow:
    chain = row.chain and replace(row.chain, ends=())
    return replace(row, km=None, chain=chain, before=row.before and _computed(row.before))
