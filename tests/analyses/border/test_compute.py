"""What sites abroad change: sums by hand on the small project, and the real border."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from support.paths import ROOT
from support.study_samples import PROJECT, write_sample
from typer.testing import CliRunner

from zorgkaart.analyses.border.compute import BorderDifference, border_difference
from zorgkaart.analyses.quality.page import quality_report, quality_tables
from zorgkaart.cli.app import app
from zorgkaart.outputs.documents.html import html_page
from zorgkaart.outputs.meaning.columns import undocumented
from zorgkaart.outputs.meaning.presentation import dictionary
from zorgkaart.project.model import Project
from zorgkaart.provenance.record import provenance
from zorgkaart.study.study import Study

PAGE_TABLES = ("kwaliteit", "enkele_wegen", "onzekere_locaties", "ouderdom", "grens", "grens_locaties", "grens_buurten")


@pytest.fixture(scope="module")
def border(study: Study) -> BorderDifference:
    return border_difference(study)


def test_minutes_and_people_within_the_norm_are_those_one_counts_by_hand(border: BorderDifference) -> None:
    (row,) = border.totals().to_dict("records")
    assert row["soort"] == "seh"
    # (12,0), (18,0), (22,0), (24,0) and (26,0), 100 people each, save 10, 10, 10, 10 and 6 minutes to (25,0).
    assert row["inwoners_korter"] == pytest.approx(500)
    assert row["korter_min"] == pytest.approx(9.2)
    saved = row["zonder_gemiddeld_min"] - row["met_gemiddeld_min"]
    assert saved == pytest.approx(500 * 9.2 / 1290)  # of the 1400, 60 + 40 + 10 have no road
    # From (24,0) eastwards the chain to the hospital in the west is longer than 27.75 minutes.
    assert (row["zonder_buiten_norm"], row["met_buiten_norm"]) == (pytest.approx(450), 0)
    assert row["minder_buiten_norm"] == pytest.approx(450)


def test_areas_that_get_another_verdict(border: BorderDifference) -> None:
    found = border.areas()
    assert found[["buurtnaam", "zonder_oordeel", "met_oordeel"]].to_numpy().tolist() == [
        ["Lint", "deels buiten", "binnen"],
        ["Kom", "buiten", "binnen"],
    ]
    assert found["zonder_buiten_norm"].round(6).tolist() == [400, 50]
    assert border.areas("gemeenten")["gemeentenaam"].tolist() == ["Beta"]


def test_sites_that_would_be_used_and_what_is_left_without_each(border: BorderDifference) -> None:
    (row,) = border.sites().to_dict("records")
    assert (row["id"], row["status"], row["volcontinu"]) == ("seh-de", "onbekend", "onbekend")
    assert (row["inwoners_betrokken"], row["inwoners_keten"]) == (pytest.approx(500), pytest.approx(750))
    assert row["zonder_deze_minder_buiten_norm"] == 0


def test_it_does_not_matter_which_of_the_two_the_project_asks_for(study: Study, border: BorderDifference) -> None:
    abroad = study.variant(facilities=replace(study.facilities, abroad=True))
    other = border_difference(abroad)
    assert other.including is abroad
    pd.testing.assert_frame_equal(other.totals(), border.totals())
    pd.testing.assert_frame_equal(other.areas(), border.areas())
    own = Study(study.project.with_changes(facilities={"abroad": True}))
    pd.testing.assert_frame_equal(border_difference(own).totals(), border.totals())


def test_without_sites_abroad_there_is_nothing_to_compare(study: Study) -> None:
    table = study.facilities.table
    home = study.variant(facilities=replace(study.facilities, table=table.assign(land="NL")))
    assert border_difference(home).kinds == []
    assert "grens" not in quality_tables(home)


def test_the_command_line_shows_and_writes_the_difference(tmp_path: Path) -> None:
    path = write_sample(tmp_path)
    result = CliRunner().invoke(app, ["border", str(path), "--output", str(tmp_path / "grens"), "--quiet"])
    assert result.exit_code == 0, result.output
    assert "Krankenhaus" in result.output
    assert "450" in result.output
    assert (tmp_path / "grens" / "grens_buurten.csv").is_file()


def page(study: Study) -> str:
    origin = provenance(study.project, command="proef", network=study.network.source)
    return html_page(quality_report(study, quality_tables(study), origin))


def test_every_column_of_the_tables_is_explained(study: Study) -> None:
    tables = quality_tables(study)
    assert tuple(tables) == PAGE_TABLES
    for table in tables.values():
        assert undocumented(table.columns, dictionary(study.project)) == []


def test_the_page_shows_the_figures_and_runs_nothing(study: Study) -> None:
    text = page(study)
    words = re.sub(r"<[^>]+>|\s|&nbsp;", " ", text)
    assert "Wat deze berekening niet kon zien" in words
    assert "1.090" in words  # residents who hang on one road
    assert "Praktijk Dorp" in words
    assert "Van de 450 inwoners die zo binnen de norm komen, hangen er 450 alleen van Krankenhaus af." in words
    assert "default-src 'none'" in html.unescape(text)
    assert re.findall(r"<script(?! type=\"application/json\")", text) == []
    assert not re.search(r"(src|href)=\"(?!data:|#)", text)


def test_names_on_the_page_are_never_markup(study: Study) -> None:
    table = study.facilities.table.copy()
    table["naam"] = "<img src=x onerror=alert(1)>"
    text = page(study.variant(facilities=replace(study.facilities, table=table)))
    assert "<img src=x" not in text
    assert "&lt;img src=x" in text


def test_a_project_without_norm_places_or_old_data_has_a_page_too(tmp_path: Path) -> None:
    bare = re.sub(r"\[norms\.\w+\][^\[]*", "", PROJECT).replace('plaatsen = "gegevens/plaatsen.csv"', "")
    study = Study(Project.load(write_sample(tmp_path, project=bare)))
    origin = provenance(study.project, command="proef", network=study.network.source)
    text = html_page(quality_report(study, quality_tables(study), origin))
    assert "Van geen soort is bekend dat locaties ontbreken" in text


def test_the_german_border_matters_in_the_east_only(groningen: Study) -> None:
    border = border_difference(groningen)
    (row,) = border.totals().to_dict("records")
    assert 0 < row["minder_buiten_norm"] < row["zonder_buiten_norm"]
    assert set(border.areas()["gemeentenaam"]) <= {"Westerwolde", "Oldambt"}
    sites = border.sites()
    assert set(sites["land"]) == {"DE"}
    # Bad Nieuweschans lies a few kilometres from Weener.
    assert "Krankenhaus Rheiderland" in set(sites["naam"])
    assert (sites["zonder_deze_minder_buiten_norm"] <= row["minder_buiten_norm"] + 1e-6).all()


def test_the_project_with_germany_differs_in_nothing_else() -> None:
    default, abroad = (Project.load(ROOT / "projects" / f"groningen{name}.toml") for name in ("", "-met-duitsland"))
    assert abroad.facilities.abroad
    assert not default.facilities.abroad
    same = {"facilities": {"abroad": False}, "project": default.project.model_dump()}
    exclude = {"path", "base"}
    assert abroad.with_changes(**same).model_dump(exclude=exclude) == default.model_dump(exclude=exclude)
