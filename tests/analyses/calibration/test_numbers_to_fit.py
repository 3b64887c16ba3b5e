"""What may be fitted, and what was thought of it before."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from support.study_samples import PROJECT, write_sample

from zorgkaart.analyses.calibration.numbers_to_fit import NO_ASSUMPTION, Fitted, numbers_to_fit, variant_of
from zorgkaart.errors import ProjectError
from zorgkaart.project.model import Project

ASSUMED = """
[assumptions.snelheid]
keys = ["speeds.ambulance.factor"]
distribution = "triangular"
low = 0.9
mode = 1.0
high = 1.2
source = "Iemand"

[assumptions.wegen]
keys = ["speeds.ambulance.adjust.primary_outside", "speeds.ambulance.adjust.trunk"]
distribution = "normal"
mean = 1.1
sd = 0.05
relative = true
source = "Iemand anders"

[assumptions.grens]
keys = ["norms.*.limit_min"]
distribution = "choice"
values = [20, 40]
source = "Verzonnen"

[assumptions.vast]
keys = ["norms.*.turnout_min"]
distribution = "choice"
values = [3]
source = "Verzonnen"
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project.load(write_sample(tmp_path, project=PROJECT + ASSUMED))


def fitted(project: Project, *keys: str) -> list[Fitted]:
    changed = project.with_changes(
        calibration={"keys": [{"key": key, "low": 0.5, "high": 60.5} for key in keys], "targets": ["zonder-west"]}
    )
    assert changed.calibration is not None
    return numbers_to_fit(changed, changed.calibration)


def test_the_prior_is_the_mean_and_spread_of_the_assumption(project: Project) -> None:
    speed, road, limit = fitted(
        project, "speeds.ambulance.factor", "speeds.ambulance.adjust.trunk", "norms.*.limit_min"
    )
    assert speed.prior.mean == pytest.approx((0.9 + 1.0 + 1.2) / 3)
    spread = (0.9**2 + 1.0**2 + 1.2**2 - 0.9 * 1.0 - 0.9 * 1.2 - 1.0 * 1.2) / 18
    assert speed.prior.sd == pytest.approx(math.sqrt(spread))
    assert speed.prior.source == "Iemand"
    assert (road.own, road.prior.mean, road.prior.sd) == pytest.approx((1.0, 1.1, 0.05))
    assert (limit.own, limit.prior.mean, limit.prior.sd) == pytest.approx((27.75, 30.0, 10.0))
    assert set(limit.paths) == {("norms", "seh", "limit_min"), ("norms", "acute_verloskunde", "limit_min")}


def test_without_an_assumption_the_bounds_say_how_wide_and_it_is_said(project: Project) -> None:
    (number,) = fitted(project, "norms.seh.on_scene_min")
    assert (number.prior.mean, number.prior.sd) == pytest.approx((4.0, 60 / math.sqrt(12)))
    assert number.prior.source == NO_ASSUMPTION


def test_a_part_of_the_range_and_its_value_are_each_others_inverse(project: Project) -> None:
    (number,) = fitted(project, "norms.seh.on_scene_min")
    assert [number.at(part) for part in (0, 0.5, 1)] == [0.5, 30.5, 60.5]
    assert [number.part(value) for value in (-5, 0.5, 30.5, 99)] == [0, 0, 0.5, 1]


def test_a_value_goes_to_every_key_that_is_meant(project: Project) -> None:
    numbers = fitted(project, "norms.*.limit_min", "speeds.ambulance.adjust.trunk")
    changed = variant_of(numbers, [33.0, 1.2]).project(project)
    assert {norm.limit_min for norm in changed.norms.values()} == {33.0}
    assert changed.speeds["ambulance"].adjust == {"trunk": 1.2}


@pytest.mark.parametrize(
    ("key", "what"),
    [
        ("norms.*.turnout_min", "has one value only"),
        ("norms.*.only_24_7", "is no number of the project file"),
        ("norms.*.nergens", "is no number of the project file"),
    ],
)
def test_what_cannot_be_fitted_is_named(project: Project, key: str, what: str) -> None:
    with pytest.raises(ProjectError, match=what):
        fitted(project, key)


def test_numbers_that_differ_do_not_get_one_value(project: Project) -> None:
    other = project.with_changes(norms={"seh": {"on_scene_min": 5.0}})
    with pytest.raises(ProjectError, match="means numbers that differ"):
        fitted(other, "norms.*.on_scene_min")
