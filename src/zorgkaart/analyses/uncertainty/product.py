"""What draws of the assumptions give: intervals, shares and effects as tables, layers and a map."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path

import folium
from geopandas import GeoDataFrame

from zorgkaart.analyses.study_product import StudyProduct
from zorgkaart.analyses.uncertainty.assumptions import assumption_table, draws_table
from zorgkaart.analyses.uncertainty.compute import Ensemble, run_ensemble
from zorgkaart.analyses.uncertainty.effects import effects
from zorgkaart.analyses.uncertainty.interval_views import sentences, uncertainty_views
from zorgkaart.analyses.uncertainty.intervals import area_intervals, total_intervals
from zorgkaart.analyses.uncertainty.task import UncertaintyTask
from zorgkaart.outputs.formats import write
from zorgkaart.outputs.meaning import presentation
from zorgkaart.outputs.meaning.frames import Layer
from zorgkaart.outputs.meaning.layers import NAMES, site_layer
from zorgkaart.outputs.meaning.site_data import dated_views
from zorgkaart.outputs.product import Origin, Tables
from zorgkaart.project.model import Project
from zorgkaart.scenarios.in_words import describe, headline
from zorgkaart.scenarios.shown_sites import map_sites, site_table
from zorgkaart.study.study import Report, Study

DRAWS = "trekkingen"
LEVEL_TEXT = "Met per norm de onderkant, het midden en de bovenkant van de uitkomsten, en hoe zeker het oordeel is."


class UncertaintyProduct(StudyProduct):
    """What draws of the assumptions give.

    Parameters
    ----------
    ensemble : Ensemble
    """

    stem = "onzekerheid"
    room = Path(__file__).parent
    formats = ("map", "geopackage", "workbook", "csv", "provenance")

    def __init__(self, ensemble: Ensemble) -> None:
        super().__init__(ensemble.study)
        self.ensemble = ensemble

    @property
    def task(self) -> UncertaintyTask:
        """The changes, how often was drawn and from which seed."""
        ensemble = self.ensemble
        return UncertaintyTask(
            wijzigingen=ensemble.changes,
            trekkingen=len(ensemble.drawn),
            begin=ensemble.seed,
            titel=ensemble.title,
        )

    def origin(self, command: str) -> Origin:
        """What it was made from, and the assumptions with their sources."""
        return {
            **super().origin(command),
            "trekkingen": len(self.ensemble.drawn),
            "aannames": assumption_table(self.ensemble).to_dict("records"),
        }

    @property
    def _side(self) -> Study:
        """The project as it is, after the changes if there are any."""
        scenario = self.ensemble.scenario
        return self.ensemble.study if scenario is None else scenario.after

    @cached_property
    def levels(self) -> Mapping[str, GeoDataFrame]:
        """The areas of each level with their intervals."""
        return {level: area_intervals(self.ensemble, level) for level in self.ensemble.areas}

    @cached_property
    def tables(self) -> Tables:
        """Intervals of totals, effects, assumptions, the areas, and every draw."""
        return {
            "intervallen": total_intervals(self.ensemble),
            "invloed": effects(self.ensemble),
            "aannames": assumption_table(self.ensemble),
            **self.levels,
            DRAWS: draws_table(self.ensemble),
        }

    @property
    def sheets(self) -> Tables:
        """All but the draws, with names beside ids."""
        return self.with_names({name: table for name, table in self.tables.items() if name != DRAWS})

    @property
    def heading(self) -> str:
        """How sure the project is, or the scenario."""
        scenario = self.ensemble.scenario
        what = headline(scenario).removeprefix("Wat als: ") if scenario is not None else self.title
        return f"Hoe zeker: {what}"

    @property
    def _changes(self) -> list[str]:
        scenario = self.ensemble.scenario
        return [f"{self.title}, {'; '.join(describe(scenario))}."] if scenario is not None else []

    @property
    def conclusions(self) -> Sequence[str]:
        """What changes, and the outcome with its interval."""
        return [*self._changes, *sentences(self.ensemble)]

    @cached_property
    def layers(self) -> Sequence[Layer]:
        """The areas of each level and the sites."""
        sites = site_table(self._side, changed=self.ensemble.scenario)
        views = dated_views(uncertainty_views(self.ensemble), sites, presentation.labels(self.project))
        return [
            *(
                Layer(
                    level,
                    frame,
                    LEVEL_TEXT,
                    tuple(presentation.area_styles(views, name_column=NAMES[level], share=0.0)),
                )
                for level, frame in self.levels.items()
            ),
            site_layer(self.project, sites),
        ]

    def map(self, origin: Origin | None = None) -> folium.Map:
        """The map: how likely an area is outside the norm, and the middle, low and high of the chain."""
        return self.map_of(
            area_intervals(self.ensemble),
            sites=map_sites(self._side, changed=self.ensemble.scenario),
            views=uncertainty_views(self.ensemble),
            title=self.heading,
            subtitle=" ".join(self.conclusions),
            notes=[
                *(f"Scenario: {change}" for change in self._changes),
                *(
                    f"Aanname {row['aanname']}: {row['verdeling']}. Bron: {row['bron_aanname']}."
                    for row in assumption_table(self.ensemble).to_dict("records")
                ),
            ],
            remarks=(),
            origin=origin,
        )


def product_of(task: UncertaintyTask, project: Project, *, report: Report | None = None) -> UncertaintyProduct:
    """Draw recorded draws again."""
    return UncertaintyProduct(
        run_ensemble(
            project,
            changes=task.wijzigingen,
            title=task.titel,
            draws=task.trekkingen,
            seed=task.begin,
            report=report,
        )
    )


def uncertainty_map(ensemble: Ensemble, *, origin: Origin | None = None) -> folium.Map:
    """The folium map of an ensemble; what it was made from (`origin`) stands in the page."""
    return UncertaintyProduct(ensemble).map(origin)


def write_uncertainty(ensemble: Ensemble, folder: Path, *, command: str) -> list[Path]:
    """Write an ensemble into `folder` and return the files.

    Raises
    ------
    OutputError
        If a file cannot be written; a file is there whole or not at all.
    """
    return write(UncertaintyProduct(ensemble), folder, command=command)
