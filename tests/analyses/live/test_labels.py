"""Labels against the full computation: random closures and openings on the small project and on the real one."""

from __future__ import annotations

import random
from collections.abc import Collection
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.live_oracle import LiveResult, Situation, evaluate
from support.stage_values import with_stages

from zorgkaart.analyses.live.label_tables import Labels
from zorgkaart.analyses.live.labels import ANY_MOMENT, MOMENTS, labels_of
from zorgkaart.errors import ChangeError
from zorgkaart.project.moments import PRESETS, parse_moment
from zorgkaart.scenarios.changes import Change, Close, Reopen
from zorgkaart.scenarios.load import site_load
from zorgkaart.scenarios.scenario import Scenario, run_scenario
from zorgkaart.study.study import Study

CLOSE_MIN = 1e-4
TOTALS = (
    "inwoners_buiten_voor",
    "inwoners_buiten_na",
    "inwoners_buiten_verschil",
    "65plus_buiten_voor",
    "65plus_buiten_na",
    "65plus_buiten_verschil",
    "inwoners_langer",
    "extra_min",
    "inwoners_korter",
)


def changes_for(closed: Collection[str], opened: Collection[str]) -> list[Change]:
    return [*(Close(site) for site in sorted(closed)), *(Reopen(site) for site in sorted(opened))]


def full_run(study: Study, closed: Collection[str], opened: Collection[str], moment: str) -> Scenario | None:
    """The same scenario by the full computation; None where it says that nothing can differ."""
    at = parse_moment(moment) if moment else None
    try:
        return run_scenario(study, changes_for(closed, opened), moment=at)
    except ChangeError as error:
        if "nothing that is computed can differ" in str(error):
            return None
        raise


def assert_same(result: LiveResult, scenario: Scenario) -> None:
    for side, study in ((result.before, scenario.before), (result.after, scenario.after)):
        assert_same_areas(side, study)
        for kind in set(scenario.kinds) & set(side.trips):
            expected = site_load(study, kind)[side.trips[kind].at.labels.sites.rows]
            np.testing.assert_allclose(side.trips[kind].visitors(), expected, atol=1e-6, err_msg=kind)
    totals = result.totals().set_index("soort")
    expected = scenario.totals().set_index("soort")
    for kind in scenario.kinds:
        norm = scenario.norm_of_row(kind, "")
        row = {**totals.loc[kind].drop("inwoners_zonder_keten", errors="ignore"), **result.norm(norm and norm.name)}
        for name in set(TOTALS) & set(expected.columns):
            if norm is not None or "_buiten_" not in name:
                np.testing.assert_allclose(
                    row[name], expected.at[kind, name], rtol=1e-6, atol=1e-3, err_msg=f"{kind} {name}"
                )
        lost = pd.Series(row).reindex(["inwoners_zonder_auto", "inwoners_zonder_keten"]).max()
        assert lost == pytest.approx(expected.at[kind, "inwoners_zonder"], abs=1e-3)


def assert_same_areas(side: Situation, study: Study) -> None:
    expected = study.results["buurten"]
    ids = study.facilities.table["id"].to_numpy()
    for name, values in side.columns().items():
        if name.endswith("_id"):
            mine = [ids[row] if row >= 0 else None for row in values]
            same = [a == b or (a is None and pd.isna(b)) for a, b in zip(mine, expected[name], strict=True)]
            # Sites at one place are equally near, and either may be named.
            minutes = expected[name.removesuffix("_id") + "_min"]
            assert sum(same) >= len(same) * 0.97, name
            assert all(ok or not pd.isna(m) for ok, m in zip(same, minutes, strict=True))
        elif values.dtype == object:
            assert list(values) == list(expected[name]), name
        else:
            np.testing.assert_allclose(values, expected[name], rtol=1e-9, atol=CLOSE_MIN, err_msg=name)


def ids_of(labels: Labels) -> tuple[list[str], list[str]]:
    """Ids of sites that can close, and of those that can open."""
    rows: set[int] = set()
    for at in labels.trips.values():
        rows |= set(at.labels.sites.rows.tolist())
    for chain in labels.chains.values():
        rows |= set(chain.labels.sites.rows.tolist()) | set(chain.labels.stations.rows.tolist())
    both: tuple[list[str], list[str]] = ([], [])
    for row in sorted(rows):
        both[int(labels.candidates[row])].append(labels.ids[row])
    return both


@pytest.mark.slow
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_changes_equal_the_full_computation(study: Study, labels: Labels, data: st.DataObject) -> None:
    there, not_there = ids_of(labels)
    closed = data.draw(st.sets(st.sampled_from(there)))
    opened = data.draw(st.sets(st.sampled_from(not_there)))
    moment = data.draw(st.sampled_from(MOMENTS))
    scenario = full_run(study, closed, opened, moment) if closed | opened else None
    result = evaluate(labels, closed=closed, opened=opened, moment=moment)
    if scenario is not None:
        assert_same(result, scenario)
    else:
        before, after = result.before.columns(), result.after.columns()
        for name in before:
            np.testing.assert_array_equal(before[name], after[name])


NAMED: tuple[tuple[list[str], list[str], str], ...] = (
    (["seh-ommelander-scheemda", "acute_verloskunde-ommelander-scheemda"], [], ANY_MOMENT),
    (["seh-umcg", "seh-martini"], ["seh-delfzicht-delfzijl"], "nacht"),
    (["huisartsenpost-hap-groningen"], ["huisartsenpost-hap-winsum"], "nacht"),
)


@pytest.mark.parametrize("case", [*NAMED, *range(3)])
def test_changes_in_the_province_equal_the_full_computation(
    groningen: Study, real_labels: Labels, case: tuple[list[str], list[str], str] | int
) -> None:
    if isinstance(case, int):
        rng = random.Random(case)
        there, not_there = ids_of(real_labels)
        closed, opened = set(rng.sample(there, 12)), set(rng.sample(not_there, min(2, len(not_there))))
        closed |= set(rng.sample([site for site in there if site.startswith("ambulancepost")], 4))
        moment = rng.choice(MOMENTS)
    else:
        closed, opened, moment = set(case[0]), set(case[1]), case[2]
    scenario = full_run(groningen, closed, opened, moment)
    assert scenario is not None
    assert_same(evaluate(real_labels, closed=closed, opened=opened, moment=moment), scenario)


def test_ommelander_is_felt(real_labels: Labels) -> None:
    totals = evaluate(real_labels, closed=["seh-ommelander-scheemda"]).totals().set_index("soort")
    assert totals.at["seh", "inwoners_buiten_verschil"] > 10 * max(
        evaluate(real_labels, closed=[site]).totals().set_index("soort").at["seh", "inwoners_buiten_verschil"]
        for site in ("seh-umcg", "seh-martini")
    )


def test_visitors_are_all_residents_and_go_to_open_sites(study: Study, labels: Labels) -> None:
    people = np.nan_to_num(study.residents.weight)
    for kind in study.project.travel_kinds:
        result = evaluate(labels, closed=["seh-west", "huisarts-heem"])
        trips = result.after.trips[kind]
        reached = people @ (study.travel[kind].site >= 0)
        assert trips.visitors().sum() == pytest.approx(reached if trips.open.any() else 0)
        assert not trips.visitors()[~trips.open].any()


def test_a_list_that_is_cut_off_is_unknown_and_never_a_guess(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zorgkaart.analyses.live.labels.ALL_SITES", 1)
    short = labels_of(study, most=1, stations=1)
    result = evaluate(short, closed=["huisarts-heem", "ambulance-kom"])
    expected = full_run(study, ["huisarts-heem", "ambulance-kom"], [], ANY_MOMENT)
    assert expected is not None
    trips, chain = result.after.trips["huisarts"], result.after.chains["seh"]
    assert trips.unknown().any()
    assert chain.unknown().any()
    assert np.isnan(result.totals().set_index("soort").at["huisarts", "inwoners_langer"])
    assert np.isnan(result.totals().set_index("soort").at["seh", "inwoners_buiten_na"])
    for name, values in result.after.columns().items():
        if name.endswith("_min"):
            full = expected.after.results["buurten"][name].to_numpy()
            said = ~np.isnan(values)
            np.testing.assert_allclose(values[said], full[said], atol=CLOSE_MIN)
    # With no site left anywhere there is nothing to guess: nobody has one.
    nothing = evaluate(short, closed=["huisarts-heem", "huisarts-lint"]).after.trips["huisarts"]
    assert not nothing.unknown().any()
    assert np.isnan(nothing.columns("huisarts")["huisarts_min"]).all()


def test_sites_at_one_place_share_their_residents(study: Study) -> None:
    table = study.facilities.table
    twin = table[table["id"] == "huisarts-heem"].assign(id="huisarts-aaa", naam="Praktijk ernaast")
    both = pd.concat([table, twin], ignore_index=True)
    variant = study.variant(facilities=replace(study.facilities, table=both))
    trips = evaluate(labels_of(variant)).after.trips["huisarts"]
    people = dict(zip(both["id"].iloc[trips.at.labels.sites.rows], trips.visitors(), strict=True))
    alone = evaluate(labels_of(study)).after.trips["huisarts"]
    before = dict(zip(table["id"].iloc[alone.at.labels.sites.rows], alone.visitors(), strict=True))
    assert people["huisarts-heem"] == pytest.approx(before["huisarts-heem"] / 2)
    assert people["huisarts-aaa"] == people["huisarts-heem"]


def test_points_of_unequal_weight_keep_their_own(study: Study) -> None:
    """As in a project with a population raster."""
    weight = study.residents.weight * np.linspace(0.5, 1.5, len(study.residents.weight))
    unequal = with_stages(Study(study.project), residents=replace(study.residents, weight=weight))
    scenario = full_run(unequal, ["seh-west"], ["seh-dicht"], ANY_MOMENT)
    assert scenario is not None
    assert_same(evaluate(labels_of(unequal), closed=["seh-west"], opened=["seh-dicht"]), scenario)


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_norm_in_which_all_that_is_open_counts(study: Study, moment: str) -> None:
    project = study.project.with_changes(norms={"seh": {"only_24_7": False}})
    variant = study.with_project(project)
    closed, opened = ["ambulance-kom", "seh-west"], ["seh-dicht"]
    scenario = full_run(variant, closed, opened, moment)
    assert scenario is not None
    assert_same(evaluate(labels_of(variant), closed=closed, opened=opened, moment=moment), scenario)


def test_an_unknown_id_is_refused(labels: Labels) -> None:
    with pytest.raises(ChangeError, match="no site has the id bestaat-niet"):
        evaluate(labels, closed=["bestaat-niet"])


def test_moments_share_labels_where_they_can(real_labels: Labels) -> None:
    assert all(real_labels.chains["seh", m].labels is real_labels.chains["seh", ""].labels for m in PRESETS)
    assert real_labels.trips["huisarts", "werkdag"].labels is real_labels.trips["huisarts", ""].labels
    posts = real_labels.trips["huisartsenpost", "nacht"]
    assert posts.labels is real_labels.trips["huisartsenpost", ""].labels
    assert posts.counts.sum() < len(posts.counts)
