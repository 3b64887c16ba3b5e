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

from zorgkaart.analyses.atlas.compute import closure_atlas, next_chains, spare_minutes
from zorgkaart.analyses.atlas.product import AtlasProduct, closure_layer
from zorgkaart.analyses.atlas.ranking import atlas_data, headline
from zorgkaart.analyses.atlas.summary import atlas_summary
from zorgkaart.outputs.formats import write
from zorgkaart.outputs.meaning.columns import undocumented
from zorgkaart.outputs.meaning.presentation import dictionary
from zorgkaart.outputs.sheets.sheet_files import read_csv
from zorgkaart.project.model import Project
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


@pytest.fixture(scope="module")
def small(sample: Path) -> Study:
    return Study(Project.load(sample), k=3)


@pytest.fixture(scope="module")
def province(groningen: Study) -> Study:
    """The default project with three sites per resident."""
    return Study(groningen.project, k=3)


@pytest.mark.parametrize(("kind", "pairs"), CASES)
def test_every_file_holds_the_rows_of_the_table(small: Study, tmp_path: Path, kind: str, pairs: bool) -> None:
    table = closure_atlas(small, kind, pairs=pairs)
    write(AtlasProduct(small, kind, table), tmp_path, command="zorgkaart atlas")
    columns = dictionary(small.project)
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


def test_areas_say_what_is_left_when_the_nearest_closes(province: Study) -> None:
    """In a buurt that uses one hospital only, closing that hospital gives what the layer says of the buurt."""
    chain, sites = next_chains(province, "seh")["seh"], province.chains["seh"].transport.site
    spare = spare_minutes(province, "seh")
    for row in np.unique(sites[sites >= 0]):
        closed = run_scenario(province, [Close(province.facilities.table["id"].iat[row])])
        here = sites == row
        assert chain.minutes[here] == pytest.approx(closed.after.chains["seh"].minutes[here], abs=1e-9)
        here = province.travel["seh"].site == row
        extra = closed.after.travel["seh"].minutes - province.travel["seh"].minutes
        assert spare[here] == pytest.approx(extra[here], abs=1e-9)


def test_with_two_closed_areas_say_what_the_third_site_gives(province: Study) -> None:
    """Who has the two hospitals of the city nearest goes where the scenario without both sends them."""
    city = ["seh-umcg", "seh-martini"]
    ranked = province.site_sweep("seh", "auto")
    assert ranked.ranking is not None
    ids = province.facilities.table["id"].to_numpy()[ranked.rows[ranked.ranking.at.site[:, :2]]]
    here = np.isin(ids, city).all(axis=1)
    assert here.sum() > 1000
    after = run_scenario(province, [Close(name) for name in city]).after.travel["seh"].minutes
    extra = after - province.travel["seh"].minutes
    assert spare_minutes(province, "seh", closed=2)[here] == pytest.approx(extra[here], abs=1e-9)


def test_more_closed_sites_than_the_study_keeps_is_an_error(sample: Path) -> None:
    with pytest.raises(ValueError, match="k=2 or more"):
        spare_minutes(Study(Project.load(sample)), "seh")
    with pytest.raises(ValueError, match="k=3 or more"):
        next_chains(Study(Project.load(sample), k=2), "ambulancepost", closed=2)


def test_the_ranking_on_the_map_is_the_table(province: Study) -> None:
    table = closure_atlas(province, "seh", further_min=7.5)
    data = atlas_data(province, "seh", table, further_min=7.5)
    assert [entry["rank"] for entry in data["entries"]] == list(range(1, len(table) + 1))
    assert data["largest"] == pytest.approx(table["inwoners_buiten_erbij"].max(), abs=0.1)
    for entry, row in zip(data["entries"], table.to_dict("records"), strict=True):
        facts = dict(entry["facts"])
        assert entry["ids"] == [row["gesloten_id"]]
        assert entry["sensitive"] is row["gevoelig"]
        assert number(entry["figure"]) == round(row["inwoners_buiten_erbij"])
        assert number(facts["Erbij buiten de norm"]) == round(row["inwoners_buiten_erbij"])
        assert number(facts["Dichtstbijzijnde voor"]) == round(row["inwoners_gebruikers"])
        assert number(facts["Meer dan 7,5 min langer"]) == round(row["inwoners_verder"])
        assert facts["Meesten gaan naar"] == row["naar"]
    assert "gepubliceerd: 13.200" in data["entries"][0]["note"]
    assert "20.532 inwoners buiten de norm (gepubliceerd: 13.200," in headline(province, "seh", table)


def number(text: str) -> int:
    return int(text.split()[0].replace(".", ""))


def test_of_pairs_only_those_that_add_something_are_drawn(province: Study) -> None:
    table = closure_atlas(province, "seh", pairs=True)
    data = atlas_data(province, "seh", table, further_min=5.0)
    for entry, more in zip(data["entries"], table["samen_meer_buiten"], strict=True):
        assert entry["drawn"] == (more >= 0.5)
        assert ("meer dan de twee apart" in entry["note"]) == (more >= 0.5)
        assert len(entry["ids"]) == 2


def test_unknown_is_said_and_not_zero(small: Study) -> None:
    """Without its only hospital that is always open nobody has a chain: that is grave, and not 0 outside the norm."""
    first = atlas_data(small, "seh", closure_atlas(small, "seh"), further_min=5.0)["entries"][0]
    assert (first["figure"], first["sensitive"]) == ("onbekend", None)
    assert first["size"] == pytest.approx(1290)
    assert first["note"].startswith("geen locatie meer voor 1.290 inwoners")
    assert headline(small, "seh", closure_atlas(small, "seh")).endswith("voor 1.290 inwoners geen locatie meer.")


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
    ranking, *compared = list(atlas_summary(small, kind, table, 5.0))
    headings = [column.header for column in ranking.columns]
    assert ("buiten norm" in headings) == (kind != "huisarts")
    assert ("meer dan apart" in headings) == (pairs and kind != "huisarts")
    assert ranking.row_count == len(table)
    assert bool(compared) == (kind == "seh"), "published figures are about the hospital"
