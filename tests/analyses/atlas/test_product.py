"""The files of a closure atlas: what stands in them is the table, for every kind, and nothing in it is markup."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import openpyxl
import pytest
from support.map_samples import HOSTILE
from support.pages import Page

from zorgkaart.analyses.atlas.compute import closure_atlas
from zorgkaart.analyses.atlas.product import AtlasProduct, closure_layer
from zorgkaart.analyses.atlas.summary import atlas_summary
from zorgkaart.outputs.formats import write
from zorgkaart.outputs.meaning.columns import undocumented
from zorgkaart.outputs.sheets.sheet_files import read_csv
from zorgkaart.scenarios.changes import Close
from zorgkaart.scenarios.scenario import run_scenario
from zorgkaart.study.study import Study

CASES = [
    ("seh", False),
    ("seh", True),
    ("ambulancepost", False),
    ("ambulancepost", True),
    ("huisarts", False),
    ("huisarts", True),
    ("acute_verloskunde", False),
]


@pytest.mark.parametrize(("kind", "pairs"), CASES)
def test_every_file_holds_the_rows_of_the_table(small: Study, tmp_path: Path, kind: str, pairs: bool) -> None:
    table = closure_atlas(small, kind, pairs=pairs)
    product = AtlasProduct(small, kind, table)
    write(product, tmp_path, command="zorgkaart atlas")
    columns = product.columns
    assert undocumented(table.columns, columns) == []
    assert len(read_csv(tmp_path / "atlas.csv", columns=columns)) == len(table)
    layer = gpd.read_file(tmp_path / "atlas.gpkg", layer="sluitingen")
    assert len(layer) == len(table)
    assert layer["gesloten_id"].tolist() == table["gesloten_id"].tolist()
    assert set(layer.geom_type) == {"LineString" if pairs else "Point"}
    areas = gpd.read_file(tmp_path / "atlas.gpkg", layer="buurten")
    assert undocumented(areas.columns, columns) == []
    sheets = openpyxl.load_workbook(tmp_path / "atlas.xlsx").sheetnames
    assert {"atlas", "vergelijking"} <= set(sheets)


@pytest.mark.parametrize("kind", ["seh", "ambulancepost", "huisarts"])
def test_the_map_of_pairs_is_that_of_one_pair(small: Study, kind: str) -> None:
    """Every colour is that of a scenario with these two closed: no fill that no pair brings about."""
    table = closure_atlas(small, kind, pairs=True)
    product = AtlasProduct(small, kind, table)
    ids = table["gesloten_id"].iloc[0].split(" + ")
    scenario = run_scenario(small, [Close(site, (kind,)) for site in ids])
    expected = scenario.difference("buurten")
    first = [view for view in product.views if "_paar_1_" in view.column]
    for view in first:
        if view.verdict:
            then = expected[view.column.replace("_paar_1", "") + "_na"]
        else:
            then = expected[f"{kind}_min_verschil"]
        np.testing.assert_allclose(product.areas[view.column].to_numpy(float), then.to_numpy(float), atol=1e-9)
    assert first
    names = table["gesloten"].iloc[0].replace(" + ", " en ")
    assert all(names in view.label for view in first)
    data = Page(product.map().get_root().render()).data
    assert not any("uitwijk" in name for name in data["columns"])


def test_a_pair_is_a_line_between_its_two_sites(small: Study) -> None:
    places = small.facilities.table.set_index("id").geometry
    for row in closure_layer(small, closure_atlas(small, "ambulancepost", pairs=True)).itertuples():
        first, second = row.gesloten_id.split(" + ")
        assert list(row.geometry.coords) == [places[first].coords[0], places[second].coords[0]]


@pytest.mark.parametrize(
    ("pairs", "default"), [(False, "Gevolg van sluiting"), (True, "Meer dan de twee sluitingen apart")]
)
def test_the_layer_of_closures_has_a_style_of_its_own(small: Study, tmp_path: Path, pairs: bool, default: str) -> None:
    table = closure_atlas(small, "ambulancepost", pairs=pairs)
    write(AtlasProduct(small, "ambulancepost", table), tmp_path, command="x")
    with closing(sqlite3.connect(tmp_path / "atlas.gpkg")) as connection:
        rows = connection.execute(
            "SELECT styleName, styleQML, useAsDefault FROM layer_styles WHERE f_table_name = 'sluitingen'"
        ).fetchall()
    ((name, qml),) = [(name, qml) for name, qml, default_one in rows if default_one]
    assert name == default
    assert ("samen_meer_buiten" if pairs else "inwoners_buiten_erbij") in qml
    assert "gevoelig" in qml


def test_names_are_never_markup(small: Study) -> None:
    sites = small.facilities.table.copy()
    sites["naam"] = HOSTILE
    study = small.variant(facilities=replace(small.facilities, table=sites))
    table = closure_atlas(study, "seh")
    page = Page(AtlasProduct(study, "seh", table).map().get_root().render())
    assert page.data["atlas"]["entries"][0]["name"] == HOSTILE
    assert not [tag for tag, _ in page.elements if tag == "img"]
    assert len(page.raw["script"]) == 3


@pytest.mark.parametrize(("kind", "pairs"), CASES)
def test_the_terminal_shows_the_ranking(small: Study, kind: str, pairs: bool) -> None:
    table = closure_atlas(small, kind, pairs=pairs)
    said, ranking, *compared = list(atlas_summary(small, kind, table, 5.0))
    headings = [column.header for column in ranking.columns]
    assert ("buiten norm" in headings) == (kind != "huisarts")
    assert str(said).endswith(".")
    assert ("gevoelig" in headings) == (kind != "huisarts" and not pairs)
    assert ("meer dan apart" in headings) == (pairs and kind != "huisarts")
    assert ranking.row_count == len(table)
    assert bool(compared) == (kind == "seh"), "published figures are about the hospital"
