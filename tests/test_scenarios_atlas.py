"""The closure atlas: each row is what the scenario of that closure gives."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from zorgkaart import Close, Project, Study, run_scenario
from zorgkaart.cli import app
from zorgkaart.errors import ChangeError
from zorgkaart.scenarios.atlas import closure_atlas, spare_minutes

pytest_plugins = ["study_fixtures"]

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def study() -> Study:
    return Study(Project.load(ROOT / "projects" / "groningen.toml"), k=3)


@pytest.fixture(scope="module")
def small(sample: Path) -> Study:
    return Study(Project.load(sample), k=3)


@pytest.fixture(scope="module")
def singles(study: Study) -> pd.DataFrame:
    return closure_atlas(study, "seh")


@pytest.mark.parametrize("pairs", [False, True])
def test_every_row_is_what_its_scenario_gives(study: Study, singles: pd.DataFrame, pairs: bool) -> None:
    table = closure_atlas(study, "seh", pairs=True) if pairs else singles
    for row in table.head(3).to_dict("records"):
        closed = [Close(name, ("seh",)) for name in row["gesloten_id"].split(" + ")]
        scenario = run_scenario(study, closed)
        total = scenario.totals().set_index("soort").loc["seh"]
        assert row["inwoners_buiten_erbij"] == pytest.approx(total["inwoners_buiten_verschil"], abs=1e-6)
        assert row["65plus_buiten_erbij"] == pytest.approx(total["65plus_buiten_verschil"], abs=1e-6)
        moves = scenario.moves()
        assert row["inwoners_gebruikers"] == pytest.approx(moves["inwoners"].sum(), abs=1e-6)
        assert row["persoonminuten"] == pytest.approx((moves["inwoners"] * moves["extra_min"]).sum(), abs=1e-3)
        assert row["naar"] == moves.groupby("naar")["inwoners"].sum().idxmax()


def test_the_ommelander_is_by_far_the_most_sensitive_seh_of_the_province(singles: pd.DataFrame) -> None:
    more = singles.set_index("gesloten_id")["inwoners_buiten_erbij"]
    assert singles["gesloten_id"].iat[0] == "seh-ommelander-scheemda"
    assert more["seh-ommelander-scheemda"] >= 10 * max(more["seh-umcg"], more["seh-martini"])
    assert singles.set_index("gesloten_id")["gevoelig"]["seh-ommelander-scheemda"]


def test_rows_stand_by_people_outside_the_norm_then_by_person_minutes(study: Study, singles: pd.DataFrame) -> None:
    assert singles["inwoners_buiten_erbij"].is_monotonic_decreasing
    practices = closure_atlas(study, "huisarts")
    assert practices["persoonminuten"].is_monotonic_decreasing
    assert practices["gevoelig"].isna().all()
    assert practices["inwoners_buiten_erbij"].isna().all()


def test_two_practices_in_one_building_cost_nothing_one_by_one(study: Study) -> None:
    practices = closure_atlas(study, "huisarts").set_index("gesloten_id")
    places = study.facilities.table.query("soort == 'huisarts'").groupby(["lat", "lon"])["id"].transform("size")
    twins = set(study.facilities.table.loc[places.index[places > 1], "id"]) & set(practices.index)
    assert twins
    assert practices.loc[sorted(twins), "persoonminuten"].max() == pytest.approx(0, abs=1e-6)


def test_closing_the_last_site_leaves_people_without_one(study: Study) -> None:
    table = study.facilities.table.copy()
    rows = study.facilities.rows("grz")
    table.loc[rows[1:], "status"] = "gesloten"
    one = study.variant(facilities=replace(study.facilities, table=table))
    (row,) = closure_atlas(one, "grz").to_dict("records")
    reachable = ~np.isnan(one.travel["grz"].minutes)
    assert row["inwoners_zonder"] == pytest.approx(np.nan_to_num(one.residents.weight)[reachable].sum())
    assert row["persoonminuten"] == 0
    assert row["naar"] == ""


def test_a_closure_that_leaves_no_chain_comes_first_and_is_unknown(small: Study) -> None:
    """Only the hospital in the west is always open; the one in the east takes its car drivers, and no ambulance."""
    assert closure_atlas(small, "seh")["gesloten_id"].tolist() == ["seh-west", "seh-oost"]
    west, east = closure_atlas(small, "seh").to_dict("records")
    assert (west["inwoners_zonder"], west["inwoners_gebruikers"]) == pytest.approx((1290, 540))
    assert np.isnan(west["inwoners_buiten_erbij"])
    assert pd.isna(west["gevoelig"])
    assert west["naar"] == "Ziekenhuis Oost"
    # The other way round 750 people drive to the west, and ambulances went there already.
    assert (east["inwoners_zonder"], east["inwoners_buiten_erbij"], east["gevoelig"]) == (0, 0, False)
    assert east["inwoners_gebruikers"] == pytest.approx(750)
    assert east["extra_min"] == pytest.approx((200 * 4 + 500 * 27.2 + 50 * 44) / 750, abs=1e-4)
    assert east["inwoners_verder"] == pytest.approx(550)
    assert east["persoonminuten"] == pytest.approx(750 * east["extra_min"])


def test_the_only_site_of_a_kind_is_not_said_to_be_harmless(small: Study) -> None:
    (row,) = closure_atlas(small, "acute_verloskunde").to_dict("records")
    assert row["inwoners_zonder"] == pytest.approx(1290)
    assert np.isnan(row["inwoners_buiten_erbij"])
    assert pd.isna(row["gevoelig"])
    assert row["naar"] == ""


@pytest.mark.parametrize("kind", ["seh", "acute_verloskunde", "huisarts", "huisartsenpost"])
@pytest.mark.parametrize("pairs", [False, True])
def test_small_rows_are_what_their_scenarios_give(small: Study, kind: str, pairs: bool) -> None:
    for row in closure_atlas(small, kind, pairs=pairs).to_dict("records"):
        closed = [Close(name) for name in row["gesloten_id"].split(" + ")]
        total = run_scenario(small, closed).totals().set_index("soort").loc[kind]
        for name in ("inwoners_zonder", "extra_min"):
            if not np.isnan(row[name]):
                assert row[name] == pytest.approx(total[name], abs=1e-6), name
        more = total.get("inwoners_buiten_verschil", np.nan)
        assert row["inwoners_buiten_erbij"] == pytest.approx(more, nan_ok=True)


def test_spare_minutes_are_never_negative(study: Study) -> None:
    spare = spare_minutes(study, "huisartsenpost")
    assert np.nanmin(spare) >= 0
    assert np.isnan(spare).sum() == np.isnan(study.travel["huisartsenpost"].minutes).sum()


def test_a_kind_without_travel_times_is_refused(study: Study) -> None:
    with pytest.raises(ChangeError, match="huisarts"):
        closure_atlas(study, "ambulancepost")
    with pytest.raises(ChangeError, match="too many"):
        closure_atlas(study, "huisarts", pairs=True)


def test_the_command_writes_table_map_and_layers(tmp_path: Path) -> None:
    project = str(ROOT / "projects" / "groningen.toml")
    result = CliRunner().invoke(app, ["atlas", project, "--soort", "grz", "-o", str(tmp_path / "uit"), "--quiet"])
    assert result.exit_code == 0, result.output
    assert {path.name for path in (tmp_path / "uit").iterdir()} == {
        "kaart.html", "atlas.gpkg", "atlas.xlsx", "atlas.csv", "provenance.json",
    }  # fmt: skip
