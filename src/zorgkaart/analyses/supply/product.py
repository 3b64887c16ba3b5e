"""What a look at supply gives: tables of areas, sites and gemeenten, and the check on what is kept."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from zorgkaart.access.supply import sharing_words
from zorgkaart.analyses.study_product import StudyProduct
from zorgkaart.analyses.supply.compute import SupplyOverview
from zorgkaart.analyses.supply.paragraph import paragraph
from zorgkaart.analyses.supply.task import SupplyTask
from zorgkaart.outputs.product import Tables
from zorgkaart.project.model import Project
from zorgkaart.study.study import LEVELS, Report, Study


class SupplyProduct(StudyProduct):
    """What a look at supply gives.

    Parameters
    ----------
    overview : SupplyOverview
        The kind and the study.
    """

    stem = "aanbod"
    room = Path(__file__).parent
    formats = ("workbook", "csv", "provenance")

    def __init__(self, overview: SupplyOverview) -> None:
        super().__init__(overview.study)
        self.overview = overview

    @property
    def task(self) -> SupplyTask | None:
        """None if the sites are others than those of the project, as nothing says how."""
        study = self.study
        return SupplyTask(soort=self.overview.kind, buren=study.k) if study.has_own_sites else None

    @cached_property
    def tables(self) -> Tables:
        """The methods per area of each level, what sites share, plain counts, and what is kept."""
        overview, study = self.overview, self.study
        levels = [level for level in reversed(LEVELS) if len(getattr(study.areas, level))]
        return {
            **{f"aanbod_{level}": overview.areas(level) for level in levels},
            "aanbod_locaties": overview.sites(),
            "aanbod_per_gemeente": overview.gemeenten(),
            "aanbod_controle": overview.balance(),
        }

    @property
    def heading(self) -> str:
        """The kind, and what is counted."""
        shown = self.overview.shown
        return f"Aanbod: {shown.supply.label}, {shown.per}"

    @property
    def conclusions(self) -> Sequence[str]:
        """What came out, and how it is counted."""
        return [paragraph(self.overview), sharing_words(self.overview.shown)]


def product_of(task: SupplyTask, project: Project, *, report: Report | None = None) -> SupplyProduct:
    """Compute a recorded look at supply again.

    Parameters
    ----------
    task : SupplyTask
        What is recorded of it.
    project : Project
        With the settings of then.
    report : callable, optional
        Called with a Dutch sentence when a stage begins that takes more than a moment.

    Returns
    -------
    SupplyProduct
        Of the same kind.
    """
    return SupplyProduct(SupplyOverview(Study(project, k=task.buren, report=report), task.soort))
