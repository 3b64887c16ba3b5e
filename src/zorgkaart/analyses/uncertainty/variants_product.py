"""What a set of variants gives: one table."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

import pandas as pd

from zorgkaart.analyses.study_product import StudyProduct
from zorgkaart.analyses.uncertainty.variants import run_variants, speed_variants
from zorgkaart.analyses.uncertainty.variants_task import VariantsTask
from zorgkaart.outputs.formats import write
from zorgkaart.outputs.product import Tables
from zorgkaart.project.model import Project
from zorgkaart.scenarios.changes import Change
from zorgkaart.study.study import Report, Study

NAME = "varianten"
FILE = f"{NAME}.csv"


class VariantsProduct(StudyProduct):
    """What variants of the ambulance's speed give.

    Parameters
    ----------
    project : Project
    table : DataFrame
        As :func:`zorgkaart.analyses.uncertainty.variants.run_variants` gives it for these factors and changes.
    name : str
        File name of the table.
    """

    tables_folder = ""
    formats = ("csv",)

    def __init__(
        self,
        project: Project,
        table: pd.DataFrame,
        *,
        factors: Sequence[float],
        changes: Sequence[Change] = (),
        name: str = FILE,
    ) -> None:
        super().__init__(Study(project))
        self.table = table
        self.factors = tuple(factors)
        self.changes = tuple(changes)
        self.name = name

    @property
    def task(self) -> VariantsTask:
        """The factors and the changes."""
        return VariantsTask(factoren=self.factors, wijzigingen=self.changes)

    @cached_property
    def tables(self) -> Tables:
        """One row per variant."""
        return {NAME: self.table}

    @property
    def csv(self) -> Tables:
        """The same, under the name that was asked for."""
        return {self.name: self.table}


def product_of(task: VariantsTask, project: Project, *, report: Report | None = None) -> VariantsProduct:
    """Compute recorded variants again."""
    table = run_variants(project, speed_variants(task.factoren), changes=task.wijzigingen, report=report)
    return VariantsProduct(project, table, factors=task.factoren, changes=task.wijzigingen)


def write_variants(
    project: Project,
    table: pd.DataFrame,
    path: Path,
    *,
    factors: Sequence[float],
    changes: Sequence[Change],
    command: str,
) -> list[Path]:
    """Write variants of the ambulance's speed as CSV and return the files.

    Parameters
    ----------
    table : DataFrame
        As :func:`zorgkaart.analyses.uncertainty.variants.run_variants` gives it for these factors and changes.
    command : str
        What was typed, or the call that was made.

    Raises
    ------
    OutputError
        If a file cannot be written.
    """
    product = VariantsProduct(project, table, factors=factors, changes=changes, name=path.name)
    return write(product, path.parent, command=command)
