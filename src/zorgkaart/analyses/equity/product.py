"""What an analysis of equity gives: tables, a workbook, a page, and pictures of the curves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path

import pandas as pd
from matplotlib.figure import Figure

from zorgkaart.analyses.equity.compute import Equity, equity
from zorgkaart.analyses.equity.curve_pictures import curve_figures
from zorgkaart.analyses.equity.page import FILES, TITLE, build_page
from zorgkaart.analyses.equity.sentences import about, changed, limits, measure_rows, unchanged
from zorgkaart.analyses.equity.task import EquityTask
from zorgkaart.analyses.study_product import StudyProduct
from zorgkaart.outputs.documents.content import Report
from zorgkaart.outputs.product import Origin, Tables
from zorgkaart.project.model import Project
from zorgkaart.scenarios.in_words import describe, headline
from zorgkaart.study.study import Report as Progress


class EquityProduct(StudyProduct):
    """What an analysis of equity gives.

    Parameters
    ----------
    result : Equity
        What came out.
    """

    stem = "gelijkheid"
    room = Path(__file__).parent
    formats = ("pages", "workbook", "csv", "pictures", "provenance")

    def __init__(self, result: Equity) -> None:
        super().__init__(result.study)
        self.result = result

    @property
    def task(self) -> EquityTask | None:
        """None if it cannot be told from the scenario what changed."""
        result, scenario = self.result, self.result.scenario
        applied = scenario.applied if scenario is not None else None
        if not self.study.has_own_sites or (applied is not None and applied.rows and not applied.changes):
            return None
        last = list(result.sides.values())[-1]
        return EquityTask(
            namen=result.names,
            wijzigingen=applied.changes if applied is not None else (),
            moment=last.moment,
            titel=scenario.title if scenario is not None else "",
            trekkingen=len(result.drawn) or None,
            begin=result.seed,
        )

    def origin(self, command: str) -> Origin:
        """What it was made from, the changes in words, and what a reader must know.

        Parameters
        ----------
        command : str
            What was typed, or the call that was made.

        Returns
        -------
        mapping
            As of a run, with ``let_op`` and, of a scenario, ``scenario``: Dutch texts.
        """
        scenario = self.result.scenario
        changes = {"scenario": describe(scenario)} if scenario is not None else {}
        return {**super().origin(command), **changes, "let_op": limits(self.result)}

    @cached_property
    def tables(self) -> Tables:
        """The figures, what each measure means, and the points of the curves."""
        return {
            "gelijkheid": self.result.table,
            "maatstaven": pd.DataFrame(measure_rows()),
            "krommen": self.result.curves,
        }

    @property
    def sheets(self) -> Tables:
        """The tables and the sources."""
        return {**self.tables, "bronnen": self.source_sheet}

    @property
    def notes(self) -> Sequence[str]:
        """What a reader must know, of equity first."""
        return [*limits(self.result), *super().notes]

    @property
    def heading(self) -> str:
        """The project, or the scenario."""
        scenario = self.result.scenario
        return f"{TITLE}: {headline(scenario) if scenario is not None else self.title}"

    @property
    def conclusions(self) -> Sequence[str]:
        """What a reader must know, and what came out of each quantity."""
        result = self.result
        told = (quantity for quantity in result.quantities if changed(result, quantity))
        return [
            *limits(result),
            *(f"{quantity.label}. {' '.join(about(result, quantity))}" for quantity in told),
            *filter(None, [unchanged(result)]),
        ]

    def pages(self, origin: Origin) -> Mapping[str, Report]:
        """The page, to read and to print.

        Parameters
        ----------
        origin : mapping
            What it was made from; stands in the page.

        Returns
        -------
        mapping of str to Report
            ``gelijkheid.html`` and ``gelijkheid.pdf``, of the same content.
        """
        page = build_page(self.result, origin, heading=self.heading.removeprefix(f"{TITLE}: "))
        return dict.fromkeys(FILES, page)

    def pictures(self) -> Iterator[tuple[str, Figure]]:
        """The curves of each quantity.

        Yields
        ------
        tuple of (str, Figure)
            The name of the picture and what is drawn.
        """
        yield from curve_figures(self.result)


def product_of(task: EquityTask, project: Project, *, report: Progress | None = None) -> EquityProduct:
    """Compute a recorded analysis of equity again.

    Parameters
    ----------
    task : EquityTask
        What is recorded.
    project : Project
        With the settings of then.
    report : callable, optional
        Called with a Dutch sentence when a stage begins that takes more than a moment.

    Returns
    -------
    EquityProduct
        Of the recorded changes and draws.
    """
    return EquityProduct(
        equity(
            project,
            task.namen,
            changes=task.wijzigingen,
            moment=task.moment.moment if task.moment is not None else None,
            title=task.titel,
            draws=task.trekkingen,
            seed=task.begin,
            report=report,
        )
    )
