"""What a validation gives: a page, a workbook, tables and provenance."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

import pandas as pd

from zorgkaart.analyses.study_product import StudyProduct
from zorgkaart.analyses.validation.compute import Validation
from zorgkaart.analyses.validation.validation_page import TITLE, build_page
from zorgkaart.outputs.documents.content import Report
from zorgkaart.outputs.product import Origin, Tables

PAGE = "validatie.html"
FIT_COLUMNS = {
    "ours_km": "km_zorgkaart",
    "cbs_km": "km_cbs",
    "bias_km": "km_verschil",
    "correlation": "correlatie",
    "near_pct": "dichtbij_pct",
}


class ValidationProduct(StudyProduct):
    """What a validation gives.

    Parameters
    ----------
    validation : Validation
    """

    stem = "validatie"
    room = Path(__file__).parent
    formats = ("pages", "workbook", "csv", "provenance")

    def __init__(self, validation: Validation) -> None:
        super().__init__(validation.study)
        self.title = TITLE
        self.validation = validation

    @cached_property
    def tables(self) -> Tables:
        """Published figures, distances beside CBS's, and what drifted."""
        return validation_tables(self.validation)

    def pages(self, origin: Origin) -> Mapping[str, Report]:
        """The page."""
        return {PAGE: build_page(self.validation, origin)}


def validation_tables(validation: Validation) -> dict[str, pd.DataFrame]:
    """The tables of a validation, with the columns of the data dictionary."""
    everyone = pd.DataFrame([{"stedelijkheid": float("nan"), **vars(validation.fit)}])
    urbanity = pd.concat([part for part in (validation.by_urbanity, everyone) if len(part)], ignore_index=True)
    names = ["alle buurten" if place == len(urbanity) - 1 else "" for place in range(len(urbanity))]
    urbanity.insert(0, "gebied", names)
    return {
        "cijfers": validation.published,
        "dekking": validation.coverage.table,
        "niet_vergeleken": validation.uncompared,
        "stedelijkheid": urbanity.rename(columns=FIT_COLUMNS),
        "grootste_verschillen": _plain(validation.worst),
        "buurten": _plain(validation.distances),
        "aanvaard": validation.drift.rename(columns={"id": "cijfer"}),
    }


def _plain(frame: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(frame.drop(columns="geometry"))
