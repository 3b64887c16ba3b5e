"""Variants of a project and several projects: the same to the last bit wherever they are computed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from support.command_line import zorgkaart
from support.study_samples import write_sample

from zorgkaart.analyses.dictionary import dictionary
from zorgkaart.analyses.uncertainty.variants import (
    Variant,
    VariantSites,
    nested,
    run_projects,
    run_variants,
    scenario_sides,
    speed_variants,
    with_differences,
)
from zorgkaart.errors import InputError, ProjectError, TaskError
from zorgkaart.outputs.sheets.sheet_files import read_csv
from zorgkaart.project.model import Project
from zorgkaart.scenarios.changes import Close
from zorgkaart.scenarios.scenario import run_scenario
from zorgkaart.study.study import Study

FACTORS = (0.7, 1.0, 1.3)


# Variants of a project.


@pytest.fixture(scope="module")
def in_one_process(sample: Path) -> pd.DataFrame:
    return run_variants(Project.load(sample), speed_variants(FACTORS), changes=[Close("seh-west")])


@pytest.mark.slow
def test_variants_are_the_same_to_the_last_bit(
    sample: Path, elsewhere: dict[str, Any], in_one_process: pd.DataFrame
) -> None:
    project = Project.load(sample)
    found = run_variants(project, speed_variants(FACTORS), changes=[Close("seh-west")], **elsewhere)
    pd.testing.assert_frame_equal(found, in_one_process, check_exact=True)


def test_variants_are_what_separate_runs_give(sample: Path, in_one_process: pd.DataFrame) -> None:
    rows = in_one_process.set_index("variant")
    assert list(rows.index) == ["ambulance × 0,7", "ambulance × 1", "ambulance × 1,3"]  # noqa: RUF001
    for name, factor in zip(rows.index, FACTORS, strict=True):
        project = Project.load(sample).with_changes(speeds={"ambulance": {"factor": factor}})
        scenario = run_scenario(Study(project), [Close("seh-west")])
        totals = scenario.totals().set_index("soort").loc["seh"]
        for moment in ("voor", "na", "verschil"):
            assert rows.loc[name, f"seh_inwoners_buiten_norm_{moment}"] == pytest.approx(
                totals[f"inwoners_buiten_{moment}"], nan_ok=True
            )
        assert rows.loc[name, "huisarts_min_verschil"] == 0


def test_faster_ambulances_bring_fewer_outside(sample: Path) -> None:
    found = run_variants(Project.load(sample), speed_variants([0.5, 1.0, 2.0, 1.0]))
    assert len(found) == 3
    outside = found["seh_inwoners_buiten_norm"]
    assert outside.is_monotonic_decreasing
    assert outside.iloc[0] > outside.iloc[-1]
    assert found["seh_norm_min"].is_monotonic_decreasing
    assert found["seh_min"].nunique() == 1


def test_variants_of_norms_and_inputs(sample: Path) -> None:
    variants = [
        Variant("zoals het is", {}),
        Variant("strenger", {"norms": {"seh": {"limit_min": 15.0}}}),
        Variant("over de grens", {"facilities": {"abroad": True}}),
    ]
    found = run_variants(Project.load(sample), variants).set_index("variant")
    outside = found["seh_inwoners_buiten_norm"]
    assert outside["strenger"] > outside["zoals het is"]
    assert found.loc["over de grens", "seh_min"] < found.loc["zoals het is", "seh_min"]


def test_variants_that_cannot_be(sample: Path) -> None:
    project = Project.load(sample)
    with pytest.raises(ProjectError, match="same name: a"):
        run_variants(project, [Variant("a", {}), Variant("b", {}), Variant("a", {})])
    with pytest.raises(ProjectError, match=r"speeds\.ambulance\.factor"):
        run_variants(project, speed_variants([-1.0]))
    with pytest.raises(TaskError, match=r"^ambulance × 2: no open site is called 'nergens'"):  # noqa: RUF001
        run_variants(project, speed_variants([2.0]), changes=[Close("nergens")])


def test_a_missing_table_is_no_error_of_a_variant(tmp_path: Path) -> None:
    path = write_sample(tmp_path)
    (tmp_path / "gegevens" / "seh.csv").unlink()
    with pytest.raises(InputError, match=r"^seh\.csv"):
        run_variants(Project.load(path), speed_variants([1.0]))


@pytest.mark.slow
def test_the_project_says_where(sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[int, str | None]] = []

    def noted(tasks: Any, function: Any, shared: Any, *, workers: int, scheduler: str | None, **_: Any) -> list[Any]:
        asked.append((workers, scheduler))
        return [{"": {}} for _ in tasks]

    monkeypatch.setattr("zorgkaart.analyses.uncertainty.variants.run_all", noted)
    project, address = Project.load(sample), "tcp://rekenserver:8786"
    on_cluster, on_three = project.with_changes(runs={"scheduler": address}), project.with_changes(runs={"workers": 3})
    for settings, given in [
        (project, {}),
        (on_three, {}),
        (on_cluster, {}),
        (on_cluster, {"workers": 1}),
        (on_cluster, {"workers": 2}),
        (on_three, {"scheduler": address}),
    ]:
        run_variants(settings, speed_variants([1.0]), **given)
    assert asked == [(1, None), (3, None), (1, address), (1, None), (2, None), (1, address)]


# Several projects.


def test_projects_are_rows(sample: Path, scheduler: str, tmp_path: Path) -> None:
    other = write_sample(tmp_path)
    text = other.read_text(encoding="utf-8").replace('name = "proef"', 'name = "elders"')
    other.write_text(text.replace("limit_min = 27.75", "limit_min = 15", 1), encoding="utf-8")
    found = run_projects([other, sample])
    assert list(found["project"]) == ["elders", "proef"]
    assert found["seh_inwoners_buiten_norm"].is_monotonic_decreasing
    row = run_variants(Project.load(sample), [Variant("x", {})]).drop(columns="variant").iloc[0]
    pd.testing.assert_series_equal(found.iloc[1].drop("project").astype(float), row, check_names=False)
    pd.testing.assert_frame_equal(run_projects([other, sample], scheduler=scheduler), found, check_exact=True)


def test_a_project_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(TaskError, match=r"weg\.toml: .*no such project file"):
        run_projects([tmp_path / "weg.toml"])


# What a variant is.


def test_keys_by_their_path() -> None:
    values = {("speeds", "auto", "factor"): 0.9, ("speeds", "auto", "adjust"): {}, ("residents", "seed"): 3}
    assert nested(values) == {"speeds": {"auto": {"factor": 0.9, "adjust": {}}}, "residents": {"seed": 3}}
    assert nested({}) == {}


def test_before_after_and_the_difference() -> None:
    sides = {"_voor": {"a": 1.0, "b": 5.0}, "_na": {"a": 4.0, "b": 3.0}}
    row = with_differences(sides)
    assert row == {"a_voor": 1, "a_na": 4, "a_verschil": 3, "b_voor": 5, "b_na": 3, "b_verschil": -2}
    assert list(row) == ["a_voor", "a_na", "a_verschil", "b_voor", "b_na", "b_verschil"]
    assert with_differences({"": {"a": 1.0}}) == {"a": 1}
    arrays = with_differences({"_voor": {"a": np.array([1.0, np.nan])}, "_na": {"a": np.array([3.0, 2.0])}})
    np.testing.assert_array_equal(arrays["a_verschil"], [2, np.nan])


def test_sides_of_a_study_and_of_a_scenario(study: Study) -> None:
    assert scenario_sides(study, []) == {"": study}
    sides = scenario_sides(study, [Close("seh-west", ("seh",))])
    assert list(sides) == ["_voor", "_na"]
    assert sides["_voor"] is study


def test_a_variant_shares_what_it_does_not_change(study: Study) -> None:
    slower = Variant("trager", {"speeds": {"ambulance": {"factor": 0.5}}}).study(study)
    assert slower.project.speeds["ambulance"].factor == 0.5
    assert slower.network is study.network
    assert slower.snapped is study.snapped
    assert slower.facilities is study.facilities
    assert slower.graph("auto") is study.graph("auto")
    assert slower.graph("ambulance") is not study.graph("ambulance")


def test_sites_of_a_variant_count_day_and_night_or_not(study: Study) -> None:
    for always in (True, False):
        other = Variant("post", {}, (VariantSites(("ambulance-oost",), always, "assumptions.post"),)).study(study)
        rows = other.rows("ambulancepost", only_24_7=True)
        assert ("ambulance-oost" in set(other.facilities.table["id"].iloc[rows])) is always
    with pytest.raises(ProjectError, match=r"assumptions\.post: there is no site nergens\. Correct"):
        Variant("post", {}, (VariantSites(("nergens",), True, "assumptions.post"),)).study(study)


# The command line.


def run(*words: object) -> tuple[int, str]:
    result = zorgkaart("variants", *words)
    return result.exit_code, result.output


def test_the_command_prints_a_table_and_writes_it(sample: Path, tmp_path: Path, in_one_process: pd.DataFrame) -> None:
    file = tmp_path / "uit" / "varianten.csv"
    factors = [f"--factor={factor}" for factor in FACTORS]
    code, text = run(sample, *factors, "--close", "seh-west", "-o", file)
    assert code == 0, text
    assert "Proefnorm: hoeveel hangt van de snelheid van de ambulance af" in text
    assert all(word in text for word in ("ambulance × 0,7", "buiten voor", "buiten na", "erbij"))  # noqa: RUF001
    found = read_csv(file, columns=dictionary(Project.load(sample)))
    assert list(found.columns) == list(in_one_process.columns)
    pd.testing.assert_frame_equal(found.astype(in_one_process.dtypes), in_one_process, rtol=0, atol=1e-6)


def test_the_command_without_a_closure(sample: Path) -> None:
    code, text = run(sample, "--factor", 0.5, "--factor", 2)
    assert code == 0, text
    assert "Tussen " in text
    assert " inwoners buiten de norm." in text
    assert "erbij" not in text


def test_the_command_names_what_is_wrong(sample: Path, tmp_path: Path) -> None:
    assert run(sample)[0] == 2
    code, text = run(sample, "--factor", 1, "--scheduler", "rekenserver")
    assert (code, "Error: 'rekenserver' is not the address of a scheduler." in text) == (1, True)
    path = write_sample(tmp_path)
    bare = path.read_text(encoding="utf-8")
    begin, end = bare.index("[norms.seh]"), bare.index("[kinds.seh]")
    path.write_text(bare[:begin] + bare[end:], encoding="utf-8")
    code, text = run(path, "--factor", 1)
    assert (code, "Add a norm" in text) == (1, True)
