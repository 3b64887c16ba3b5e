"""The closure atlas: each row is what the scenario of that closure gives."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from zorgkaart import Close, Study, run_scenario
from zorgkaart.analyses.atlas.compute import closure_atlas, spare_minutes
from zorgkaart.analyses.validation.figures import compare_closures
from zorgkaart.errors import ChangeError


@pytest.fixture(scope="module")
def singles(province: Study) -> pd.DataFrame:
    return closure_atlas(province, "seh")


@pytest.mark.parametrize("pairs", [False, True])
def test_every_row_is_what_its_scenario_gives(province: Study, singles: pd.DataFrame, pairs: bool) -> None:
    table = closure_atlas(province, "seh", pairs=True) if pairs else singles
    for row in table.head(3).to_dict("records"):
        closed = [Close(name, ("seh",)) for name in row["gesloten_id"].split(" + ")]
        scenario = run_scenario(province, closed)
        total = scenario.totals().set_index("soort").loc["seh"]
        assert row["inwoners_buiten_erbij"] == pytest.approx(total["inwoners_buiten_verschil"], abs=1e-6)
        for age in (65, 75, 85):
            newly = row[f"{age}plus_buiten_erbij"]
            assert newly == pytest.approx(total[f"{age}plus_buiten_verschil"], abs=1e-6)
        assert 0 <= newly <= row["inwoners_buiten_erbij"]
        moves = scenario.moves()
        assert row["inwoners_gebruikers"] == pytest.approx(moves["inwoners"].sum(), abs=1e-6)
        assert row["persoonminuten"] == pytest.approx((moves["inwoners"] * moves["extra_min"]).sum(), abs=1e-3)
        assert row["naar"] == moves.groupby("naar")["inwoners"].sum().idxmax()


def test_the_province_hangs_on_scheemda_and_on_emmen_across_its_border(singles: pd.DataFrame) -> None:
    """The city has two hospitals, of which each can do without the other; the east has none but these."""
    more = singles.set_index("gesloten_id")["inwoners_buiten_erbij"]
    far = ["seh-ommelander-scheemda", "seh-scheper-emmen"]
    assert set(singles["gesloten_id"].head(2)) == set(far)
    assert more[far].min() >= 10 * max(more["seh-umcg"], more["seh-martini"])
    assert singles.set_index("gesloten_id")["gevoelig"][far].all()


def test_rows_stand_by_people_outside_the_norm_then_by_person_minutes(province: Study, singles: pd.DataFrame) -> None:
    assert singles["inwoners_buiten_erbij"].is_monotonic_decreasing
    practices = closure_atlas(province, "huisarts")
    assert practices["persoonminuten"].is_monotonic_decreasing
    assert practices["gevoelig"].isna().all()
    assert practices["inwoners_buiten_erbij"].isna().all()


def test_two_practices_in_one_building_cost_nothing_one_by_one(province: Study) -> None:
    practices = closure_atlas(province, "huisarts").set_index("gesloten_id")
    places = province.facilities.table.query("soort == 'huisarts'").groupby(["lat", "lon"])["id"].transform("size")
    twins = set(province.facilities.table.loc[places.index[places > 1], "id"]) & set(practices.index)
    assert twins
    assert practices.loc[sorted(twins), "persoonminuten"].max() == pytest.approx(0, abs=1e-6)


def test_every_practice_of_the_province_is_in_the_atlas(province: Study) -> None:
    practices = closure_atlas(province, "huisarts").set_index("gesloten_id")
    table = province.facilities.table.iloc[province.rows("huisarts")]
    here = table.loc[table["provincie"] == "Groningen", "id"]
    assert set(here) <= set(practices.index)
    reachable = ~np.isnan(province.travel["huisarts"].minutes)
    everybody = np.nan_to_num(province.residents.weight)[reachable].sum()
    assert practices["inwoners_gebruikers"].sum() == pytest.approx(everybody), "each resident is a user once"
    unused = practices[practices["inwoners_gebruikers"] == 0]
    assert set(unused.index) <= set(here)
    assert (unused["persoonminuten"] == 0).all()


def test_closing_the_last_site_leaves_people_without_one(province: Study) -> None:
    table = province.facilities.table.copy()
    rows = province.facilities.rows("grz")
    table.loc[rows[1:], "status"] = "gesloten"
    one = province.variant(facilities=replace(province.facilities, table=table))
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


@pytest.mark.parametrize(
    ("kind", "pairs"),
    [
        ("acute_verloskunde", False),
        *((kind, p) for kind in ("seh", "huisarts", "huisartsenpost") for p in (False, True)),
    ],
)
def test_small_rows_are_what_their_scenarios_give(small: Study, kind: str, pairs: bool) -> None:
    for row in closure_atlas(small, kind, pairs=pairs).to_dict("records"):
        closed = [Close(name) for name in row["gesloten_id"].split(" + ")]
        total = run_scenario(small, closed).totals().set_index("soort").loc[kind]
        for name in ("inwoners_zonder", "extra_min"):
            if not np.isnan(row[name]):
                assert row[name] == pytest.approx(total[name], abs=1e-6), name
        more = total.get("inwoners_buiten_verschil", np.nan)
        assert row["inwoners_buiten_erbij"] == pytest.approx(more, nan_ok=True)


def of_points(province: Study, kind: str, ids: str) -> pd.Series:
    """The row of closing stations, from the chains of all resident points before and after."""
    after = run_scenario(province, [Close(name, (kind,)) for name in ids.split(" + ")]).after
    people, newly = np.nan_to_num(province.residents.weight), {}
    for name, chain in province.chains.items():
        if kind in chain.norm.kinds:
            newly[name] = after.chains[name].outside & ~chain.outside
    extra = after.chains["seh"].minutes - province.chains["seh"].minutes
    station = province.chains["seh"].approach.site
    moved = station != after.chains["seh"].approach.site
    return pd.Series(
        {
            **{f"{name}_buiten_erbij": people @ more for name, more in newly.items()},
            "inwoners_buiten_erbij": people @ np.any(list(newly.values()), axis=0),
            "persoonminuten": np.nansum(people * extra),
            "inwoners_gebruikers": people @ moved,
            "inwoners_verder": people @ (extra > 5),
        }
    )


def test_stations_rank_by_who_falls_outside_each_norm(province: Study) -> None:
    table = closure_atlas(province, "ambulancepost")
    assert table["inwoners_buiten_erbij"].is_monotonic_decreasing
    assert table["rang"].tolist() == list(range(1, len(table) + 1))
    for row in table.iloc[[0, 1, 2, 7, -1]].to_dict("records"):
        expected = of_points(province, "ambulancepost", row["gesloten_id"])
        assert pd.Series(row)[expected.index].astype(float).to_numpy() == pytest.approx(expected.to_numpy(), abs=1e-3)
    assert table["naar"].str.startswith("Ambulancepost").all()


def test_stations_of_the_small_project_add_up_by_hand(small: Study) -> None:
    """Two stations are always open, (5,0) and (35,0); an ambulance takes half a minute per kilometre."""
    for row in closure_atlas(small, "ambulancepost").to_dict("records"):
        expected = of_points(small, "ambulancepost", row["gesloten_id"])
        assert pd.Series(row)[expected.index].astype(float).to_numpy() == pytest.approx(expected.to_numpy(), abs=1e-6)


@pytest.mark.parametrize("kind", ["seh", "ambulancepost"])
def test_a_pair_is_set_beside_the_sum_of_its_two_sites(province: Study, kind: str) -> None:
    alone = closure_atlas(province, kind).set_index("gesloten_id")
    pairs = closure_atlas(province, kind, pairs=True)
    assert len(pairs) == len(alone) * (len(alone) - 1) // 2
    for row in pairs.to_dict("records"):
        sums = alone.loc[row["gesloten_id"].split(" + ")].sum()
        more = row["inwoners_buiten_erbij"] - sums["inwoners_buiten_erbij"]
        assert row["samen_meer_buiten"] == pytest.approx(more, abs=1e-5)
        minutes = row["persoonminuten"] - sums["persoonminuten"]
        assert row["samen_meer_persoonminuten"] == pytest.approx(minutes, abs=1e-5)
        assert row["gevoelig"] == (row["samen_meer_buiten"] >= 0.5)
    assert pairs["inwoners_zonder"].sum() == 0
    assert pairs["samen_meer_buiten"].is_monotonic_decreasing, "ranked by what a pair adds"
    assert pairs["samen_meer_persoonminuten"].min() >= 0, "who loses both goes at least as far as who loses one"


def test_umcg_and_martini_together_are_far_more_than_their_sum(province: Study, singles: pd.DataFrame) -> None:
    pair = closure_atlas(province, "seh", pairs=True).iloc[0]
    assert set(pair["gesloten"].split(" + ")) == {
        "Martini Ziekenhuis Groningen",
        "Universitair Medisch Centrum Groningen",
    }
    assert pair["inwoners_buiten_erbij"] > 10 * singles.set_index("gesloten_id")["inwoners_buiten_erbij"]["seh-umcg"]
    assert pair["samen_meer_buiten"] > 0


@pytest.mark.parametrize("kind", ["seh", "acute_verloskunde"])
def test_published_figures_stand_beside_the_closure_they_are_about(province: Study, kind: str) -> None:
    table = closure_atlas(province, kind).set_index("gesloten_id")
    figure = province.published.set_index("gesloten").loc[f"{kind}-ommelander-scheemda"]
    row = table.loc[f"{kind}-ommelander-scheemda"]
    assert row["gepubliceerd"] == figure["waarde"]
    assert row["gepubliceerd_bron"] == f"{figure['bron']}, {figure['jaar']}, provincie Groningen"
    assert table["gepubliceerd"].notna().sum() == 1
    (compared,) = compare_closures(province, kind).to_dict("records")
    assert compared["gepubliceerd"] == figure["waarde"]
    assert compared["zorgkaart"] == pytest.approx(row["inwoners_buiten_erbij"])


def test_kinds_that_nothing_is_published_about_have_no_such_column(province: Study) -> None:
    assert "gepubliceerd" not in closure_atlas(province, "huisartsenpost")
    assert compare_closures(province, "huisartsenpost").empty


def test_spare_minutes_are_never_negative(province: Study) -> None:
    spare = spare_minutes(province, "huisartsenpost")
    assert np.nanmin(spare) >= 0
    assert np.isnan(spare).sum() == np.isnan(province.travel["huisartsenpost"].minutes).sum()


def test_a_kind_that_nothing_depends_on_is_refused(province: Study) -> None:
    with pytest.raises(ChangeError, match=r"Choose from .*huisarts.*ambulancepost"):
        closure_atlas(province, "brandweer")
    with pytest.raises(ChangeError, match="too many"):
        closure_atlas(province, "huisarts", pairs=True)


def test_a_kind_with_too_few_sites_is_refused(small: Study) -> None:
    with pytest.raises(ChangeError, match=r"acute_verloskunde has 1 site to close. Leave out --pairs"):
        closure_atlas(small, "acute_verloskunde", pairs=True)
    table = small.facilities.table.copy()
    table.loc[small.rows("acute_verloskunde"), "status"] = "gesloten"
    with pytest.raises(ChangeError, match=r"has 0 sites to close. Look at its status"):
        closure_atlas(small.variant(facilities=replace(small.facilities, table=table)), "acute_verloskunde")
