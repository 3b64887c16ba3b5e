"""An interval in which no speed was drawn is said to be so."""

from __future__ import annotations

from support.paths import ROOT

from zorgkaart.analyses.uncertainty.fixed_speeds import has_fixed_speed
from zorgkaart.project.model import Project

PROJECT = Project.load(ROOT / "projects" / "groningen.toml")


def test_no_assumption_is_about_cars_so_norms_by_car_have_a_fixed_speed() -> None:
    assert {name for name in PROJECT.norms if has_fixed_speed(PROJECT, name)} == {
        "hap_overdag",
        "hap_avond",
        "hap_nacht",
    }


def test_an_assumption_on_any_key_of_a_profile_or_on_all_of_them_varies_it() -> None:
    assumption = PROJECT.assumptions["ambulance_factor"].model_dump()
    for keys in (["speeds.auto.factor"], ["speeds.*.factor"], ["speeds.auto.adjust.residential"]):
        varied = PROJECT.with_changes(assumptions={"auto": assumption | {"keys": keys}})
        assert not any(has_fixed_speed(varied, name) for name in varied.norms)
    still = PROJECT.with_changes(assumptions={"auto": assumption | {"keys": ["access.speed_kmh"], "relative": False}})
    assert has_fixed_speed(still, "hap_nacht")
