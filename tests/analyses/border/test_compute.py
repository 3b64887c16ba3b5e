"""What sites abroad change: sums by hand on the small project, and the real border."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from support.paths import ROOT

from zorgkaart.analyses.border.compute import BorderDifference, border_difference
from zorgkaart.project.model import Project
from zorgkaart.study.study import Study


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


def test_home_is_the_country_of_the_project(study: Study, border: BorderDifference) -> None:
    """The same place in Liechtenstein: its own sites are not abroad there."""
    table = study.facilities.table.copy()
    table["land"] = table["land"].replace("NL", "LI")
    assert set(table["land"]) == {"LI", "DE"}
    own = Study(study.project.with_changes(project={"land": "LI"}))
    there = border_difference(own.variant(facilities=replace(study.facilities, table=table, home="LI")))
    assert there.kinds == border.kinds == ["seh"]
    pd.testing.assert_frame_equal(there.totals(), border.totals())
    pd.testing.assert_frame_equal(there.sites(), border.sites())
    assert there.sites()["id"].tolist() == ["seh-de"]
