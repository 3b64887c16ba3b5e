"""What the products of a study have in common: its columns, its provenance and its map."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import folium
import numpy as np
import pandas as pd
from geopandas import GeoDataFrame

from zorgkaart.access.catalogue import norms_of
from zorgkaart.access.isochrones import Isochrones
from zorgkaart.access.measures import Trip
from zorgkaart.access.norm_words import beyond
from zorgkaart.access.supply import ShownSupply, sharing_words
from zorgkaart.access.surface import Surface
from zorgkaart.analyses.dictionary import dictionary
from zorgkaart.analyses.sheet_titles import sheet_titles
from zorgkaart.analyses.tasks import Task
from zorgkaart.outputs.meaning import presentation
from zorgkaart.outputs.meaning.columns import Column
from zorgkaart.outputs.meaning.day import day_facts, day_notes, day_sentence
from zorgkaart.outputs.meaning.explanation import explanations
from zorgkaart.outputs.meaning.layers import NAMES
from zorgkaart.outputs.meaning.site_data import data_sentence
from zorgkaart.outputs.meaning.supply_views import supply_remarks
from zorgkaart.outputs.meaning.views import PopupRow, Remark, View
from zorgkaart.outputs.product import Origin, Product, RasterFile, Tables
from zorgkaart.outputs.sheets.site_names import with_names
from zorgkaart.outputs.styles.qgis_styles import Classes
from zorgkaart.outputs.web.area_levels import AreaLevel
from zorgkaart.outputs.web.folium_map import build_map
from zorgkaart.project.model import Project
from zorgkaart.provenance.fingerprints import fingerprints
from zorgkaart.provenance.record import provenance
from zorgkaart.study.study import LEVELS, Study
from zorgkaart.study.study_tables import cell_table, point_table, summary_table, worst_moments
from zorgkaart.words.dates import dutch_date
from zorgkaart.words.no_road import no_road_words
from zorgkaart.words.numbers import count
from zorgkaart.words.sentences import in_sentence


class StudyProduct(Product):
    """A product whose figures are those of one study.

    Parameters
    ----------
    study : Study
        Whose project, sources and settings stand in the files.
    """

    # The folder of the room, with the words about its sheets; None where it has no workbook.
    room: Path | None = None

    def __init__(self, study: Study) -> None:
        self.study = study
        self.title = study.project.title

    @property
    def project(self) -> Project:
        """The project of the study."""
        return self.study.project

    @property
    def task(self) -> Task | None:
        """What was computed, to compute it again; None if nothing says how."""
        return None

    @cached_property
    def worst(self) -> Sequence[Trip]:
        """Of each kind that names moments the trip at the worst of them: its first layer on the map."""
        return tuple(worst_moments(self.study).values())

    @property
    def run_views(self) -> list[View]:
        """The layers of a run."""
        return presentation.run_views(self.project, first=self.worst)

    @property
    def supplies(self) -> Sequence[ShownSupply]:
        """The supplies that it shows, with the classes of their layers."""
        return ()

    @property
    def minutes(self) -> Mapping[str, Surface]:
        """The surfaces, by the names of the columns that have the same for areas."""
        return {}

    @cached_property
    def columns(self) -> Mapping[str, Column]:
        """The data dictionary of the project."""
        return dictionary(self.project)

    @cached_property
    def compared(self) -> Tables:
        """The tables, the summary and the minutes of every address; of every cell too, where there are surfaces.

        From the cells the rasters and the isochrones are made.
        """
        tables = {**self.tables, "samenvatting": summary_table(self.study), "adressen": point_table(self.study)}
        return {**tables, "rastercellen": cell_table(self.minutes)} if self.minutes else tables

    def origin(self, command: str) -> Origin:
        """What it was made from, with fingerprints of what came out."""
        return provenance(
            self.project,
            command=command,
            network=self.study.network.source,
            remarks=self.study.remarks,
            task=self.task,
            results=fingerprints(self.compared),
        )

    @property
    def source_sheet(self) -> pd.DataFrame:
        """The sources and the notes, a row each."""
        texts = [*self.project.project.sources, *self.notes]
        return pd.DataFrame({"bronnen_en_toelichting": texts})

    @property
    def notes(self) -> Sequence[str]:
        """What a reader must know of the figures, and of the day of the sites, in Dutch."""
        shared = [f"Aanbod ({in_sentence(item.supply.label)}): {sharing_words(item)}" for item in self.supplies]
        return [*day_notes(self.project, self.study.facilities.table), *presentation.notes(self.project), *shared]

    @property
    def day(self) -> str:
        """That the sites are those of a day; empty where they are those of now."""
        return day_sentence(self.project)

    @property
    def heading(self) -> str:
        """What the workbook is about."""
        return self.title

    @property
    def conclusions(self) -> Sequence[str]:
        """What came out, with intervals, in Dutch sentences."""
        return ()

    @property
    def sheet_titles(self) -> Mapping[str, str]:
        """Those of the room, and the sheets that several have."""
        return sheet_titles(*([self.room] if self.room else []))

    @property
    def explanation(self) -> Sequence[tuple[str, str]]:
        """Title, outcome, dates and sources."""
        project, facilities = self.project, self.study.facilities
        here = facilities.table[facilities.table["land"] == facilities.home]
        dates = [data_sentence(here, list(project.kinds), presentation.labels(project))]
        if project.network.date is not None:
            dates.append(f"Stand van de wegen: {dutch_date(project.network.date)}.")
        return [
            ("Titel", self.heading),
            *(("Uitkomst", text) for text in self.conclusions),
            *day_facts(project),
            ("Berekend op", dutch_date(datetime.date.today())),
            *(("Gegevens", text) for text in dates if text),
            *(("Bron", text) for text in project.project.sources),
        ]

    def with_names(self, tables: Tables) -> Tables:
        """Tables for the workbook: with the names of sites and kinds beside their ids.

        Parameters
        ----------
        tables : mapping of str to DataFrame
            By the names of their sheets.
        """
        sites = dict(self.study.facilities.table[["id", "naam"]].itertuples(index=False, name=None))
        kinds = presentation.labels(self.project)
        return {name: with_names(table, sites, kinds) for name, table in tables.items()}

    def classes_of(self, views: Sequence[View]) -> list[Classes]:
        """The classes of views, for QGIS, rasters and the workbook."""
        return [presentation.classes_of(view) for view in views]

    def raster_files(self, views: Sequence[View]) -> list[RasterFile]:
        """The rasters of the surfaces that have a view."""
        return [
            RasterFile(
                view.column,
                self.minutes[view.column],
                presentation.classes_of(view),
                description=f"{view.label}, {view.moment}" if view.moment else view.label,
                note=presentation.cell_note(self.project, view),
            )
            for view in views
            if view.column in self.minutes
        ]

    def map_of(
        self,
        areas: GeoDataFrame,
        *,
        sites: GeoDataFrame,
        views: Sequence[View],
        title: str,
        subtitle: str,
        popup: Sequence[PopupRow] = (),
        notes: Sequence[str] = (),
        remarks: Sequence[Remark] | None = None,
        isochrones: Mapping[str, Isochrones] | None = None,
        origin: Origin | None = None,
        **more: Any,
    ) -> folium.Map:
        """A map of these areas with what all maps of the project have; see :func:`build_map`.

        Parameters
        ----------
        isochrones : mapping, optional
            By the columns of the views that they are shown over.
        """
        lines = isochrones or {}
        return build_map(
            areas,
            gemeenten=self.study.areas.surroundings,
            plaatsen=self.study.inputs.places,
            sites=sites,
            views=views,
            labels=presentation.labels(self.project),
            popup=popup,
            title=title,
            subtitle=subtitle,
            notes=[*notes, *self.notes],
            sources=self.project.project.sources,
            how=explanations(self.project),
            settings=self.project.map,
            date=datetime.date.today(),
            remarks=[*presentation.REMARKS, *supply_remarks(self.supplies)] if remarks is None else remarks,
            origin=origin,
            isochrones={view.key: lines[view.column] for view in views if view.column in lines},
            **more,
        )


def area_levels(results: Mapping[str, GeoDataFrame]) -> list[AreaLevel]:
    """The larger areas of results by level, for a map of the buurten.

    Parameters
    ----------
    results : mapping of str to GeoDataFrame
        ``buurten``, and ``wijken`` and ``gemeenten`` as far as there are any; a level that some buurt lies outside is
        left out.
    """
    levels = (
        AreaLevel(LEVELS[name], NAMES[name], results[name]) for name in ("wijken", "gemeenten") if name in results
    )
    buurten = results["buurten"]
    return [item for item in levels if item.code in buurten and buurten[item.code].isin(item.areas[item.code]).all()]


def outside_sentence(study: Study, estimates: Mapping[str, str]) -> str:
    """Who is outside each norm, and of how many buurten that is not known; a Dutch sentence.

    Parameters
    ----------
    study : Study
        What was computed.
    estimates : mapping of str to str
        By norm, the inhabitants with their interval in words.
    """
    parts = outside_parts(study, estimates)
    return "; ".join(parts) + "." if parts else ""


def outside_parts(study: Study, estimates: Mapping[str, str]) -> list[str]:
    """Who is outside each norm, a part of a sentence each, and last of how many buurten that is not known.

    Parameters
    ----------
    study : Study
        What was computed.
    estimates : mapping of str to str
        By norm, the inhabitants with their interval in words.
    """
    parts = [
        f"{norm.caption}: {estimates[name]} {beyond(norm)}"
        + no_road_words(study.chains[name].count_no_road(np.nan_to_num(study.residents.weight)))
        for name, norm in norms_of(study.project).items()
    ]
    unknown = int(study.results["buurten"]["inwoners"].isna().sum())
    if unknown:
        parts.append(f"in {count(unknown, 'buurt', 'buurten')} is het aantal inwoners niet gepubliceerd")
    return parts


def isochrones_of(study: Study, *kinds: str) -> list[Isochrones]:
    """The isochrones of a study, of these kinds or of all; norms first."""
    return [study.surfaces.isochrones(item.kind, item.key) for item in study.surfaces.measures(*kinds)]
