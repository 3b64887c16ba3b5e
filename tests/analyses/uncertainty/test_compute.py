"""An ensemble is the same whatever the machine, and both sides of a scenario have the same draw."""

from __future__ import annotations

import tomllib
from pathlib import Path

import distributed
import numpy as np
import pytest
from support.study_samples import PROJECT, write_sample
from support.uncertainty_samples import EVERYTHING, FACTOR, ON_SCENE, STATION, project_with

from zorgkaart.analyses.uncertainty.compute import Ensemble, run_ensemble
from zorgkaart.analyses.uncertainty.intervals import total_intervals
from zorgkaart.errors import ProjectError, TaskError
from zorgkaart.project.model import Project
from zorgkaart.scenarios.changes import Close
from zorgkaart.study.study import Study


def same(one: Ensemble, other: Ensemble) -> bool:
    arrays = all(
        np.array_equal(values, other.areas[level][name], equal_nan=True)
        for level, columns in one.areas.items()
        for name, values in columns.items()
    )
    return arrays and one.totals.equals(other.totals) and one.drawn.equals(other.drawn)


def test_the_outcome_without_draws_is_that_of_the_project(tmp_path: Path) -> None:
    ensemble = run_ensemble(project_with(tmp_path, EVERYTHING), draws=5, changes=[Close("seh-west")])
    study = Study(ensemble.study.project)
    assert ensemble.central["seh_inwoners_buiten_norm_voor"] == pytest.approx(
        study.chains["seh"].count_outside(np.nan_to_num(study.residents.weight))
    )
    verdicts = ensemble.judged["buurten"]["seh_voor"]
    assert list(verdicts) == study.results["buurten"]["seh_oordeel"].tolist()


@pytest.mark.slow
def test_every_age_of_the_project_is_drawn_as_all_people_are(tmp_path: Path) -> None:
    """All of 75 and over in every buurt are half of those of 65, and those of 85 none: so in every draw."""
    project = project_with(tmp_path, ON_SCENE)
    buurten = Study(project).areas.buurten
    half = (buurten["inwoners_65plus"] // 2).fillna(0).astype(int)
    rows = [f"{code},{aged},0" for code, aged in zip(buurten["buurtcode"], half, strict=True)]
    table = tmp_path / "leeftijden.csv"
    table.write_text("\n".join(["buurtcode,inwoners_75plus,inwoners_85plus", *rows]) + "\n", encoding="utf-8")
    ensemble = run_ensemble(project.with_changes(areas={"ages": table}), draws=6)
    assert "75plus_buiten_norm" not in run_ensemble(project, draws=2).measures
    for index, row in ensemble.drawn.iterrows():
        minutes = float(row.iloc[-1])
        study = Study(project.with_changes(norms={"seh": {"on_scene_min": minutes}}))
        share = (half / buurten["inwoners"]).to_numpy()[study.residents.area]
        outside = np.nan_to_num(study.residents.weight * share)[study.chains["seh"].outside].sum()
        assert ensemble.totals.loc[index, "seh_75plus_buiten_norm"] == pytest.approx(outside)
    intervals = total_intervals(ensemble).set_index(["soort", "maat"]).loc["seh"]
    assert intervals.loc["75plus_buiten_norm", "hoog"] > 0
    assert (intervals.loc["85plus_buiten_norm", ["uitkomst", "laag", "hoog"]] == 0).all()


def test_an_unknown_site_is_named(tmp_path: Path) -> None:
    project = project_with(tmp_path, STATION.replace("ambulance-oost", "nergens"))
    with pytest.raises(TaskError, match=r"assumptions\.post: there is no site nergens"):
        run_ensemble(project, draws=2)


def test_without_a_norm_there_is_nothing_to_be_sure_of(tmp_path: Path) -> None:
    raw = PROJECT[: PROJECT.index("[norms.seh]")] + PROJECT[PROJECT.index("[kinds.seh]") :]
    assert "norms" not in tomllib.loads(raw)
    project = Project.load(write_sample(tmp_path, project=raw + FACTOR))
    with pytest.raises(ProjectError, match="there is no norm to be sure of"):
        run_ensemble(project)


def test_both_sides_of_a_scenario_have_the_same_draw(closure: Ensemble) -> None:
    totals = closure.totals
    for kind in ("seh", "acute_verloskunde"):
        outside = [totals[f"{kind}_inwoners_buiten_norm_{moment}"] for moment in ("voor", "na", "verschil")]
        known = outside[1].notna()
        assert (outside[2][known] == (outside[1] - outside[0])[known]).all()
        assert (outside[2][known] >= 0).all()  # closing never takes anyone back within the norm
    assert totals["acute_verloskunde_inwoners_buiten_norm_verschil"].nunique() > 3


@pytest.mark.slow
def test_the_same_seed_gives_the_same_on_one_process_and_two(tmp_path: Path) -> None:
    project = project_with(tmp_path, EVERYTHING)
    one = run_ensemble(project, draws=8, changes=[Close("seh-west")], workers=1)
    assert same(one, run_ensemble(project, draws=8, changes=[Close("seh-west")], workers=1))
    assert same(one, run_ensemble(project, draws=8, changes=[Close("seh-west")], workers=2))
    assert not same(one, run_ensemble(project, draws=8, changes=[Close("seh-west")], seed=9))


@pytest.mark.slow
def test_the_same_seed_gives_the_same_on_a_cluster(tmp_path: Path) -> None:
    project = project_with(tmp_path, EVERYTHING)
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, host="127.0.0.1", silence_logs=False
    ) as found:
        on_cluster = run_ensemble(project, draws=6, scheduler=found.scheduler_address)
    assert same(run_ensemble(project, draws=6), on_cluster)
