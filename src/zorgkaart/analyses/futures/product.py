"""What years beside each other give: tables, layers, a map with every year, and pictures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path

import folium
from geopandas import GeoDataFrame
from matplotlib.figure import Figure

from zorgkaart.analyses.futures.compute import Years, run_years
from zorgkaart.analyses.futures.sentences import cautions, sentences
from zorgkaart.analyses.futures.tables import (
    area_table,
    norm_table,
    owner_table,
    people_table,
    practice_table,
    supply_table,
)
from zorgkaart.analyses.futures.task import FutureTask
from zorgkaart.analyses.futures.year_pictures import year_pictures
from zorgkaart.analyses.futures.year_views import year_columns, year_views
from zorgkaart.analyses.study_product import StudyProduct
from zorgkaart.outputs.meaning import presentation
from zorgkaart.outputs.meaning.columns import Column
from zorgkaart.outputs.meaning.frames import Layer
from zorgkaart.outputs.meaning.layers import NAMES, level_borders, site_layer
from zorgkaart.outputs.meaning.print_text import ProjectText, print_text
from zorgkaart.outputs.meaning.views import View
from zorgkaart.outputs.product import Origin, Tables
from zorgkaart.outputs.styles.qgis_styles import Classes
from zorgkaart.project.model import Project
from zorgkaart.scenarios.in_words import describe
from zorgkaart.scenarios.scenario import changed
from zorgkaart.scenarios.shown_sites import map_sites, site_table
from zorgkaart.study.study import Report
from zorgkaart.words.sentences import listing


class FutureProduct(StudyProduct):
    """What years beside each other give; its study is the present, with the changes if there are any.

    Parameters
    ----------
    years : Years
        All years.
    pictures : bool
        Whether pictures for documents are written too.
    """

    stem = "toekomst"
    room = Path(__file__).parent
    formats: tuple[str, ...] = ("map", "geopackage", "workbook", "csv", "provenance")

    def __init__(self, years: Years, *, pictures: bool = False) -> None:
        super().__init__(years.present.before)
        self.years = years
        if pictures:
            self.formats = (*self.formats, "pictures")

    @property
    def task(self) -> FutureTask:
        """Which years, the changes, and how often was drawn."""
        years = self.years
        return FutureTask(
            jaren=tuple(year.name for year in years.to_come),
            wijzigingen=years.changes,
            titel=years.title,
            trekkingen=years.draws,
            begin=years.seed,
        )

    @cached_property
    def columns(self) -> Mapping[str, Column]:
        """The data dictionary, with the columns of every year."""
        known = super().columns
        return {**known, **year_columns(self.years, known)}

    @cached_property
    def levels(self) -> Mapping[str, GeoDataFrame]:
        """The areas of each level with the figures of every year."""
        study = self.years.present.study
        return {
            level: area_table(self.years, level)
            for level in ("gemeenten", "buurten")
            if len(getattr(study.areas, level))
        }

    @cached_property
    def tables(self) -> Tables:
        """People, norms, supply, owners, practices, and the areas."""
        years = self.years
        tables = {
            "toekomst": people_table(years),
            "toekomst_normen": norm_table(years),
            "toekomst_aanbod": supply_table(years),
            "toekomst_houders": owner_table(years),
            "toekomst_praktijken": practice_table(years),
        }
        areas = {f"toekomst_{level}": frame for level, frame in self.levels.items()}
        return {**{name: table for name, table in tables.items() if len(table)}, **areas}

    @property
    def sheets(self) -> Tables:
        """The tables with names beside ids, and the sources."""
        return self.with_names({**self.tables, "bronnen": self.source_sheet})

    @property
    def heading(self) -> str:
        """The years."""
        return f"{self.title}: {listing([year.words for year in self.years.years])}"

    @property
    def _changes(self) -> list[str]:
        if not self.years.changes:
            return []
        scenario = changed(self.years.present.before, self.years.changes, title=self.years.title)
        return [f"In alle jaren: {text}." for text in describe(scenario)]

    @cached_property
    def conclusions(self) -> Sequence[str]:
        """The changes, and what the last year brings."""
        return [*self._changes, *sentences(self.years)]

    @property
    def notes(self) -> Sequence[str]:
        """What a reader must know, of the forecast too."""
        futures = self.project.futures
        told = [(year.words, futures[year.name]) for year in self.years.to_come]
        sources = [f"Inwoners in {words}: {future.source}" for words, future in told if future.source]
        owners = [
            f"Praktijkhouders ({self.project.kinds[kind].label}): {section.source}"
            for kind, section in self.project.retirement.items()
        ]
        return [*cautions(self.years), *sources, *owners, *super().notes]

    @cached_property
    def views(self) -> list[View]:
        """The layers of the map, of the last year first."""
        return year_views(self.years)

    @property
    def classes(self) -> Sequence[Classes]:
        """Those of the map."""
        return self.classes_of(self.views)

    @cached_property
    def layers(self) -> Sequence[Layer]:
        """The areas with the figures of every year, and the sites."""
        layers = []
        for level, frame in self.levels.items():
            styles = presentation.area_styles(self.views, name_column=NAMES[level], share=0.0) + level_borders(level)
            layers.append(
                Layer(f"toekomst_{level}", frame, f"{level.capitalize()} met de cijfers van elk jaar.", tuple(styles))
            )
        return [*layers, site_layer(self.project, site_table(self.years.present.study))]

    @property
    def print_text(self) -> ProjectText:
        """The page to print."""
        return print_text(self.project, "toekomst_buurten", self.heading, " ".join(self.conclusions))

    def map(self, origin: Origin | None = None) -> folium.Map:
        """The map: per year to come how people change, who is outside the norms, and the owners that are left.

        Parameters
        ----------
        origin : mapping, optional
            What it was made from; stands in the page.

        Returns
        -------
        folium.Map
            To show in a notebook, or to add layers to.
        """
        return self.map_of(
            self.levels["buurten"].assign(inwoners=self.levels["buurten"]["inwoners_nu"]),
            sites=map_sites(self.years.present.study),
            views=self.views,
            title=self.heading,
            subtitle=" ".join(self.conclusions[:1]),
            notes=self.conclusions,
            remarks=(),
            origin=origin,
        )

    def pictures(self) -> Iterator[tuple[str, Figure]]:
        """A map per layer of the last year, and bars per age.

        Yields
        ------
        tuple of (str, Figure)
            The name of the picture and what is drawn.
        """
        yield from year_pictures(self.years, self.levels["buurten"])


def product_of(task: FutureTask, project: Project, *, report: Report | None = None) -> FutureProduct:
    """Compute recorded years again.

    Parameters
    ----------
    task : FutureTask
        What is recorded.
    project : Project
        With the settings of then.
    report : callable, optional
        Called with a Dutch sentence when a stage begins that takes more than a moment.

    Returns
    -------
    FutureProduct
        Of the recorded years.
    """
    years = run_years(
        project,
        task.jaren,
        changes=task.wijzigingen,
        title=task.titel,
        draws=task.trekkingen,
        seed=task.begin,
        report=report,
    )
    return FutureProduct(years)
