"""Whether a scenario passes the rule on people, and that the atlas says the same of every closure."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from support.study_samples import PROJECT, degrees, write_sample

from zorgkaart.analyses.atlas.compute import closure_atlas
from zorgkaart.analyses.atlas.ranking import rule_sentence
from zorgkaart.project.model import Project
from zorgkaart.scenarios.changes import Close, Open
from zorgkaart.scenarios.scenario import Scenario, run_scenario
from zorgkaart.scenarios.verdict import totals_judged, verdict_sentences, verdicts
from zorgkaart.study.study import Study


def study_with(folder: Path, rule: str) -> Study:
    return Study(Project.load(write_sample(folder, project=f"{PROJECT}\n[verdict]\n{rule}")))


@pytest.fixture(scope="module")
def by_car(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return study_with(tmp_path_factory.mktemp("auto"), "newly_outside = 300\nover_min = 30")


@pytest.fixture(scope="module")
def by_norm(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return study_with(tmp_path_factory.mktemp("norm"), "newly_outside = 300")


def beyond(scenario: Scenario, kind: str, limit_min: float) -> float:
    """One resident point after another."""
    before, after = (side.travel[kind].minutes for side in (scenario.before, scenario.after))
    people = np.nan_to_num(scenario.before.residents.weight)
    return sum(
        float(n)
        for n, b, a in zip(people, before, after, strict=True)
        if b <= limit_min and (np.isnan(a) or a > limit_min)
    )


def test_a_closure_worked_out_by_hand(by_car: Study) -> None:
    """Without the hospital at km 30: km 12 goes from 28 to 32 minutes, Lint beyond km 22 too, and Kom."""
    scenario = run_scenario(by_car, [Close("oost")])
    (verdict,) = verdicts(scenario)
    assert verdict.kind == "seh"
    assert verdict.inhabitants == pytest.approx(beyond(scenario, "seh", 30.0))
    assert verdict.inhabitants == pytest.approx(100 + 4 * 100 + 50)
    assert verdict.broken


def test_who_reaches_nothing_any_more_lives_too_far_away(by_car: Study) -> None:
    scenario = run_scenario(by_car, [Close("verloskunde-west")])
    (verdict,) = verdicts(scenario)
    assert verdict.inhabitants == pytest.approx(beyond(scenario, "acute_verloskunde", 30.0)) != 0
    assert verdict.broken
    (text,) = verdict_sentences(scenario)
    assert text.startswith("Acute verloskunde: de wijziging doorstaat de regel niet. De grens is minstens 300")


def test_where_sites_only_open_there_is_nothing_to_pass(by_car: Study) -> None:
    assert verdicts(run_scenario(by_car, [Open("huisarts", *degrees(30, 0), "Nieuw")])) == []


def test_by_the_norms_a_station_counts_for_each(by_norm: Study) -> None:
    """Everybody on a road who was within comes outside: 1290 less the 450 who were outside."""
    found = verdicts(run_scenario(by_norm, [Close("ambulance-west")]))
    assert [verdict.kind for verdict in found] == ["seh", "acute_verloskunde"]
    assert [verdict.inhabitants for verdict in found] == pytest.approx([840, 840])
    assert all(verdict.broken for verdict in found)


@pytest.mark.parametrize("rule", ["by_car", "by_norm"])
@pytest.mark.parametrize("kind", ["seh", "acute_verloskunde", "huisarts"])
@pytest.mark.parametrize("pairs", [False, True])
def test_the_atlas_says_of_every_closure_what_its_scenario_says(
    request: pytest.FixtureRequest, rule: str, kind: str, pairs: bool
) -> None:
    study = request.getfixturevalue(rule)
    if pairs and len(study.rows(kind)) < 2:
        pytest.skip("one site makes no pair")
    table = closure_atlas(study, kind, pairs=pairs)
    if rule == "by_norm" and kind == "huisarts":
        assert "regel_doorstaan" not in table
        assert rule_sentence(study, kind, table) == ""
        return
    for row in table.to_dict("records"):
        scenario = run_scenario(study, [Close(name) for name in row["gesloten_id"].split(" + ")])
        (verdict,) = (one for one in verdicts(scenario) if one.kind == kind)
        assert row["inwoners_te_ver"] == pytest.approx(verdict.inhabitants)
        assert row["regel_doorstaan"] == (not verdict.broken)
        totals = totals_judged(scenario).set_index("soort").loc[kind]
        assert totals["inwoners_te_ver"] == pytest.approx(verdict.inhabitants)
    said = rule_sentence(study, kind, table)
    broken = int((~table["regel_doorstaan"].astype(bool)).sum())
    assert (f"er {broken} de regel niet" if broken else "elk de regel") in said


def test_a_project_without_a_rule_says_nothing(study: Study) -> None:
    scenario = run_scenario(study, [Close("oost")])
    assert verdict_sentences(scenario) == []
    assert "regel_doorstaan" not in totals_judged(scenario)
    assert "regel_doorstaan" not in closure_atlas(study, "seh")
