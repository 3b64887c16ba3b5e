"""What `uncertainty --close` gives is about the scenario: its title, its sites, its texts and its popups."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import openpyxl
import pytest
from support.pages import Page

from zorgkaart.analyses.uncertainty.compute import Ensemble
from zorgkaart.analyses.uncertainty.product import UncertaintyProduct, write_uncertainty


@pytest.fixture(scope="module")
def closed(closure: Ensemble) -> tuple[str, str]:
    """The id and the name of a site that the draws close."""
    assert closure.scenario is not None
    table, rows = closure.scenario.after.facilities.table, closure.scenario.applied.closed
    return str(table["id"].iloc[rows[0]]), str(table["naam"].iloc[rows[0]])


@pytest.fixture(scope="module")
def page(closure: Ensemble) -> Page:
    return Page(UncertaintyProduct(closure).map().get_root().render())


def test_title_and_text_name_the_scenario(page: Page, closed: tuple[str, str]) -> None:
    text = " ".join(page.texts)
    title = text[: text.index("dicht (")]
    assert "Hoe zeker: " in title
    assert closed[1] in title
    assert f"{closed[1]} dicht (" in text
    assert "erbij buiten de norm" in text
    assert "tussen 0 en 0" not in text


def test_the_closed_site_is_drawn_closed_and_counts_for_nothing(page: Page, closed: tuple[str, str]) -> None:
    sites = page.data["sites"]
    at = sites["id"].index(closed[0])
    assert sites["telt"][at] == 0
    status = sites["sites_status"]
    text = status["values"][status["index"][at]] if isinstance(status, dict) else status[at]
    assert text == "gesloten in dit scenario"


def test_layers_say_before_after_or_difference_and_the_situation_after_is_first(page: Page) -> None:
    moments = [view["moment"] for view in page.data["views"]]
    assert moments[0] == "na"
    assert set(moments) == {"voor", "na", "verschil"}


def test_files_are_about_the_scenario_too(closure: Ensemble, closed: tuple[str, str], tmp_path: Path) -> None:
    write_uncertainty(closure, tmp_path, command="zorgkaart uncertainty --close")
    sites = gpd.read_file(tmp_path / "onzekerheid.gpkg", layer="voorzieningen").set_index("id")
    assert sites.loc[closed[0], "sites_status"] == "gesloten in dit scenario"
    rows = dict(openpyxl.load_workbook(tmp_path / "onzekerheid.xlsx")["toelichting"].iter_rows(values_only=True))
    assert closed[1] in str(rows["Titel"])
    assert closed[1] in str(rows["Uitkomst"])
