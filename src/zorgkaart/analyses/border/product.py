"""What a look over the border gives: tables without and with sites abroad."""

from __future__ import annotations

from functools import cached_property

from zorgkaart.analyses.border.compute import BorderDifference, border_difference
from zorgkaart.analyses.border.task import BorderTask
from zorgkaart.analyses.study_product import StudyProduct
from zorgkaart.outputs.product import Tables
from zorgkaart.project.model import Project
from zorgkaart.study.study import Report, Study


class BorderProduct(StudyProduct):
    """What a look over the border gives; its study is the side that is as the project asks for."""

    tables_folder = ""
    formats = ("csv",)

    def __init__(self, difference: BorderDifference) -> None:
        including, without = difference.including, difference.without
        super().__init__(including if including.has_own_sites else without)
        self.difference = difference

    @property
    def task(self) -> BorderTask | None:
        """None if the sites are others than those of the project, as nothing says how."""
        return BorderTask(buren=self.study.k) if self.study.has_own_sites else None

    @cached_property
    def tables(self) -> Tables:
        """Totals per kind, the sites abroad, and the buurten with another verdict."""
        difference = self.difference
        return {
            "grens": difference.totals(),
            "grens_locaties": difference.sites(),
            "grens_buurten": difference.areas(),
        }


def product_of(task: BorderTask, project: Project, *, report: Report | None = None) -> BorderProduct:
    """Compute a recorded look over the border again."""
    return BorderProduct(border_difference(Study(project, k=task.buren, report=report)))
