"""What a comparison gives: tables, a workbook, a GeoPackage and a map of every side and of the differences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path

import folium
from geopandas import GeoDataFrame

from zorgkaart.analyses.compare.compute import Comparison, compare
from zorgkaart.analyses.compare.paragraphs import cautions, paragraphs, side_lines
from zorgkaart.analyses.compare.side_views import TEXT, side_areas, side_columns, side_sites, side_views, with_texts
from zorgkaart.analyses.compare.sides import read_sides
from zorgkaart.analyses.compare.supply_sides import supply_paragraphs, supply_totals
from zorgkaart.analyses.compare.task import CompareTask
from zorgkaart.analyses.study_product import StudyProduct
from zorgkaart.outputs.meaning import presentation
from zorgkaart.outputs.meaning.columns import Column
from zorgkaart.outputs.meaning.frames import Layer
from zorgkaart.outputs.meaning.layers import flag_share, level_borders, site_layer
from zorgkaart.outputs.meaning.print_text import ProjectText, print_text
from zorgkaart.outputs.meaning.views import Remark, View
from zorgkaart.outputs.product import Origin, Tables
from zorgkaart.outputs.styles.qgis_styles import Classes
from zorgkaart.project.model import Project
from zorgkaart.study.study import Report
from zorgkaart.words.sentences import listing


class CompareProduct(StudyProduct):
    """What a comparison gives; sources and settings are those of its first side.

    Parameters
    ----------
    comparison : Comparison
        All sides.
    texts : sequence of str
        The sides as they were typed, if all of them are of the project; what is recorded, to compute it again.
    """

    stem = "vergelijking"
    room = Path(__file__).parent
    formats = ("map", "geopackage", "workbook", "csv", "provenance")

    def __init__(self, comparison: Comparison, texts: Sequence[str] = ()) -> None:
        super().__init__(comparison.sides[0].study)
        self.comparison = comparison
        self.texts = tuple(texts)

    @property
    def task(self) -> CompareTask | None:
        """None if a side is a file, as a record may not say which files are opened."""
        if not self.texts:
            return None
        return CompareTask(kanten=self.texts, drempel_min=self.comparison.threshold_min)

    def origin(self, command: str) -> Origin:
        """What the first side was made from, and all sides in words.

        Parameters
        ----------
        command : str
            What was typed, or the call that was made.

        Returns
        -------
        mapping
            As of a run, with ``kanten``, a Dutch text each, and ``verschillende_instellingen``.
        """
        comparison = self.comparison
        return {
            **super().origin(command),
            "kanten": side_lines(comparison),
            "verschillende_instellingen": list(comparison.differing),
        }

    @cached_property
    def columns(self) -> Mapping[str, Column]:
        """The data dictionary, with the columns of every side."""
        known = super().columns
        return {**known, **side_columns(self.comparison, known)}

    @cached_property
    def tables(self) -> Tables:
        """Totals, who goes where, norms with a share, and per area who gains and who loses."""
        comparison = self.comparison
        levels = [level for level in ("gemeenten", "buurten") if comparison.codes(level)]
        shares, supply = comparison.norm_shares(), supply_totals(comparison)
        return {
            "vergelijking_totalen": comparison.totals(),
            "vergelijking_verschuiving": comparison.moves(),
            **({"vergelijking_normen": shares} if len(shares) else {}),
            **({"vergelijking_aanbod": supply} if len(supply) else {}),
            **{f"vergelijking_{level}": comparison.areas(level) for level in levels},
            **{f"{level}_naast_elkaar": side_areas(comparison, level) for level in levels},
        }

    @property
    def sheets(self) -> Tables:
        """The tables with names beside ids, and the sources."""
        return self.with_names({**self.tables, "bronnen": self.source_sheet})

    @property
    def heading(self) -> str:
        """The sides."""
        return f"Vergelijking: {listing([side.words for side in self.comparison.sides])}"

    @property
    def conclusions(self) -> Sequence[str]:
        """What each side is, and what differs."""
        return [*(f"{line}." for line in side_lines(self.comparison)), *self._outcome]

    @cached_property
    def _outcome(self) -> list[str]:
        return [*paragraphs(self.comparison), *supply_paragraphs(self.comparison), *cautions(self.comparison)]

    @cached_property
    def views(self) -> list[View]:
        """The layers of the map."""
        return side_views(self.comparison)

    @property
    def classes(self) -> Sequence[Classes]:
        """Those of the map."""
        return self.classes_of(self.views)

    @cached_property
    def layers(self) -> Sequence[Layer]:
        """The areas with every side and the differences, and the sites."""
        share = flag_share(self.project)
        layers = []
        for level, name in (("buurten", "buurtnaam"), ("gemeenten", "gemeentenaam")):
            frame = self.tables.get(f"{level}_naast_elkaar")
            if isinstance(frame, GeoDataFrame):
                styles = presentation.area_styles(self.views, name_column=name, share=share) + level_borders(level)
                text = f"{level.capitalize()} met de cijfers van elke kant en het verschil."
                layers.append(Layer(f"{level}_naast_elkaar", frame, text, tuple(styles)))
        sites = side_sites(self.comparison)
        sites = GeoDataFrame(sites[[name for name in sites.columns if name in {*self.columns, "geometry"}]])
        return [*layers, site_layer(self.project, sites)]

    @property
    def print_text(self) -> ProjectText:
        """The page to print."""
        return print_text(self.project, "buurten_naast_elkaar", self.heading, " ".join(self.conclusions))

    def map(self, origin: Origin | None = None) -> folium.Map:
        """The map: the differences, and every side as layers of its own.

        Parameters
        ----------
        origin : mapping, optional
            What it was made from; stands in the page.

        Returns
        -------
        folium.Map
            To show in a notebook, or to add layers to.
        """
        comparison = self.comparison
        return self.map_of(
            with_texts(comparison, side_areas(comparison, "buurten")),
            sites=side_sites(comparison),
            views=self.views,
            title=self.heading,
            subtitle=" ".join(f"{line}." for line in side_lines(comparison)),
            notes=self._outcome,
            remarks=[Remark(TEXT, "Gemiddeld, per kant")],
            origin=origin,
        )


def product_of(task: CompareTask, project: Project, *, report: Report | None = None) -> CompareProduct:
    """Compute a recorded comparison again.

    Parameters
    ----------
    task : CompareTask
        What is recorded; a side that is a file is refused.
    project : Project
        With the settings of then.
    report : callable, optional
        Called with a Dutch sentence when a stage begins that takes more than a moment.

    Returns
    -------
    CompareProduct
        Of the recorded sides.
    """
    sides = read_sides(project, task.kanten, files=False, report=report)
    return CompareProduct(compare(sides, threshold_min=task.drempel_min), task.kanten)
