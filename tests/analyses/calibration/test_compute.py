"""Fitting in the open: a known truth is found again, and nothing but what may be fitted changes."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.calibration_samples import SECTION, effect, write_truth
from support.study_samples import PROJECT, PUBLISHED, write_sample

from zorgkaart.analyses.calibration.compute import calibrate
from zorgkaart.errors import ProjectError
from zorgkaart.project.model import Project

ONE = 'key = "norms.seh.on_scene_min"\nlow = 0.0\nhigh = 12.0\n'
ON_SCENE = "{key = 'norms.seh.on_scene_min', low = 0.0, high = 12.0}"
ALL_ON_SCENE = "{key = 'norms.*.on_scene_min', low = 0.0, high = 12.0}"
TURNOUT = "{key = 'norms.seh.turnout_min', low = 0.0, high = 8.0}"
BOTH = SECTION.replace('["zonder-oost"]', '["zonder-west", "zonder-oost"]')


def assumed(name: str, key: str, mean: float, sd: float) -> str:
    numbers = f'distribution = "normal"\nmean = {mean}\nsd = {sd}\nsource = "Verzonnen"\n'
    return f'\n[assumptions.{name}]\nkeys = ["{key}"]\n{numbers}'


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return write_truth(tmp_path)


@pytest.mark.slow
def test_a_known_truth_is_found_again(project: Project) -> None:
    found = calibrate(project)
    figures = found.figures.set_index("id")
    assert list(figures.index) == ["zonder-west", "zonder-oost"]
    assert figures["doel"].tolist() == [False, True]
    assert found.numbers[0].own == 4
    assert figures.loc["zonder-oost", "zorgkaart_voor"] == pytest.approx(effect(project, "seh-oost"))
    assert figures.loc["zonder-oost", "zorgkaart_voor"] < figures.loc["zonder-oost", "gepubliceerd"] - 100
    assert figures.loc["zonder-oost", "zorgkaart_na"] == pytest.approx(figures.loc["zonder-oost", "gepubliceerd"])
    assert found.misfit == pytest.approx(0, abs=1e-6)
    assert found.left_out.empty
    # What was not fitted to is computed anew too.
    assert figures.loc["zonder-west", "zorgkaart_na"] == pytest.approx(effect(found.fitted, "seh-west"))


def test_only_the_one_number_differs(project: Project) -> None:
    found = calibrate(project)
    changed = found.fitted.model_dump()
    assert changed["norms"]["seh"].pop("on_scene_min") == pytest.approx(found.after[0])
    original = project.model_dump()
    del original["norms"]["seh"]["on_scene_min"]
    assert changed == original


def test_a_best_value_at_a_bound_is_said(project: Project) -> None:
    found = calibrate(project.with_changes(calibration={"low": 0.0, "high": 1.0}))
    assert found.at_bound == (True,)
    assert found.misfit > 0


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (SECTION, "", "nothing may be fitted. Add a \\[calibration\\] section"),
        ("norms.seh.on_scene_min", "norms.seh.source", "'norms.seh.source' is no number of the project file"),
        ("norms.seh.on_scene_min", "norms.nergens.limit", "'norms.nergens.limit' is no number"),
        ("norms.seh.on_scene_min", "facilities.abroad", "'facilities.abroad' is no number"),
        ('"zonder-oost"', '"elders"', "targets: elders is no published figure"),
        ('"zonder-oost"', '"x"', "targets: x is no published figure"),
        ("low = 0.0", "low = 12.0", "low must lie below high"),
        ('["zonder-oost"]', '["zonder-oost", "zonder-oost"]', "targets: zonder-oost is named twice"),
        ("low = 0.0\n", "", "name key, low and high together, or keys"),
        (ONE, f"{ONE}keys = [{ON_SCENE}]\n", "keys: norms.seh.on_scene_min is named twice"),
        (ONE, "", "name key, low and high together, or keys"),
        (ONE, f"keys = [{ON_SCENE}, {ON_SCENE}]\n", "keys: norms.seh.on_scene_min is named twice"),
        (ONE, f"keys = [{ON_SCENE}, {ALL_ON_SCENE}]\n", "on_scene_min is fitted by 'norms.seh.on_scene_min' and by"),
        (ONE, "keys = [{key = 'norms.*.flag_share', low = 0.1, high = 0.1}]\n", "low must lie below high"),
    ],
)
def test_what_may_not_be_fitted(tmp_path: Path, old: str, new: str, message: str) -> None:
    path = write_sample(tmp_path, project=(PROJECT + SECTION).replace(old, new))
    (tmp_path / "gegevens" / "gepubliceerd.csv").write_text(
        PUBLISHED + "elders,extra_buiten_norm,seh,,,seh-nergens,5,inwoners,2020,Verzonnen,x\n", encoding="utf-8"
    )
    with pytest.raises(ProjectError, match=message):
        calibrate(Project.load(path))


@pytest.mark.slow
def test_two_keys_can_be_fitted_to_one_target_as_the_assumptions_say_which_gives_way(tmp_path: Path) -> None:
    """Only the sum of turn-out and on scene shows in the outcome: the one of which least is known takes it all."""
    section = SECTION.replace(ONE, f"keys = [{ON_SCENE}, {TURNOUT}]\n")
    section += assumed("ter_plaatse", "norms.seh.on_scene_min", 4.0, 2.0)
    section += assumed("uitruk", "norms.seh.turnout_min", 2.0, 0.02)
    found = calibrate(write_truth(tmp_path, section=section))
    on_scene, turnout = found.after
    assert turnout == pytest.approx(2.0, abs=0.1)
    assert found.figures.set_index("id").loc["zonder-oost", "afwijking_sd"] == pytest.approx(0, abs=1e-6)
    assert on_scene > 4.0
    assert found.penalty == pytest.approx(((on_scene - 4) / 2) ** 2 + ((turnout - 2) / 0.02) ** 2)


@pytest.mark.slow
def test_where_the_targets_say_nothing_of_a_number_it_is_what_it_was_thought_to_be(tmp_path: Path) -> None:
    """The norm of acute obstetrics is in no figure, whatever its bounds and its value in the project file."""
    other = "{key = 'norms.acute_verloskunde.on_scene_min', low = 0.0, high = 12.0}"
    section = SECTION.replace(ONE, f"keys = [{ON_SCENE}, {other}]\n")
    section += assumed("verloskunde", "norms.acute_verloskunde.on_scene_min", 6.5, 1.0)
    found = calibrate(write_truth(tmp_path, section=section))
    assert found.after[1] == pytest.approx(6.5, abs=0.01)
    assert found.figures.set_index("id").loc["zonder-oost", "afwijking_sd"] == pytest.approx(0, abs=1e-6)


@pytest.mark.slow
def test_a_published_zero_is_a_target_as_any_other(tmp_path: Path) -> None:
    """Nobody falls outside without either hospital where the chain is short enough."""
    project = write_truth(tmp_path, section=BOTH, on_scene_min=1.0)
    found = calibrate(project)
    assert found.figures["gepubliceerd"].tolist() == [0, 0]
    assert (found.figures["zorgkaart_voor"] > 0).all()
    assert found.figures["zorgkaart_na"].tolist() == [0, 0]
    assert found.misfit == 0


@pytest.mark.slow
def test_each_target_is_left_out_in_turn(tmp_path: Path) -> None:
    """The two figures are of two truths: each alone is met, and the other is then predicted otherwise."""
    section = BOTH.replace("high = 12.0", "high = 14.0")
    project = write_truth(tmp_path, section=section, on_scene_min=12.5)
    other = write_truth(tmp_path / "anders", section=section, on_scene_min=5.5)
    table = tmp_path / "gegevens" / "gepubliceerd.csv"
    mine, theirs = (
        (folder / "gegevens" / "gepubliceerd.csv").read_text(encoding="utf-8").splitlines()
        for folder in (tmp_path, other.path.parent)
    )
    mine[2] = theirs[2]
    table.write_text("\n".join(mine) + "\n", encoding="utf-8")
    found = calibrate(project)
    assert found.left_out["doel"].tolist() == ["zonder-west", "zonder-oost"]
    figures, key = found.figures.set_index("id"), "norms.seh.on_scene_min"
    assert found.left_out[key].nunique() == 2
    for row in found.left_out.to_dict("records"):
        alone = project.with_changes(norms={"seh": {"on_scene_min": row[key]}})
        for name, site in (("zonder-west", "seh-west"), ("zonder-oost", "seh-oost")):
            if name == row["doel"]:
                assert figures.loc[name, "zonder_dit_doel"] == pytest.approx(effect(alone, site))
                assert figures.loc[name, "zonder_dit_doel"] != pytest.approx(figures.loc[name, "gepubliceerd"])
            else:
                assert effect(alone, site) == pytest.approx(figures.loc[name, "gepubliceerd"], abs=1)


def test_a_target_without_an_outcome_is_refused(tmp_path: Path) -> None:
    """Without the only hospital that is open day and night no chain is known, whatever its parts."""
    path = write_sample(tmp_path, project=PROJECT + SECTION.replace("zonder-oost", "zonder-west"))
    with pytest.raises(ProjectError, match="for no value between the bounds there is an outcome"):
        calibrate(Project.load(path))


@pytest.mark.slow
def test_the_same_project_gives_the_same_fit(project: Project) -> None:
    assert calibrate(project).after == calibrate(project).after
