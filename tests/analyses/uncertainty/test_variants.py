"""Variants: other keys and sites, shared with the study that they come from, and the figures of both sides."""

from __future__ import annotations

import numpy as np
import pytest

from zorgkaart.analyses.uncertainty.variants import Variant, VariantSites, nested, scenario_sides, with_differences
from zorgkaart.errors import ProjectError
from zorgkaart.scenarios.changes import Close
from zorgkaart.study.study import Study


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
