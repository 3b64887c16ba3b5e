"""Which keys a norm takes by what it measures; that a file with them is told of is in test_project_file."""

from __future__ import annotations

import pytest

from zorgkaart.project.norm_keys import LACKING, kinds_of_norm, mode_of_norm, wrong_norms, wrong_verdict

KINDS = {"school": {}, "seh": {}, "ambulancepost": {}}


@pytest.mark.parametrize(
    ("name", "norm", "kinds", "mode"),
    [
        ("seh", {}, ("seh", "ambulancepost"), "ambulance"),
        ("seh", {"stations": "post"}, ("seh", "post"), "ambulance"),
        ("aanrijtijd", {"measure": "aanrij", "kind": "ambulancepost"}, ("ambulancepost",), "ambulance"),
        ("school", {"measure": "reis", "mode": ""}, ("school",), "auto"),
        ("school_2", {"measure": "reis", "kind": "school", "mode": "fiets"}, ("school",), "fiets"),
    ],
)
def test_the_kinds_and_the_mode_follow_from_the_measure(
    name: str, norm: dict[str, str], kinds: tuple[str, ...], mode: str
) -> None:
    assert kinds_of_norm(name, norm) == kinds
    assert mode_of_norm(norm) == mode


@pytest.mark.parametrize(
    ("norm", "wrong"),
    [
        ({"limit_min": 45, "turnout_min": 3, "on_scene_min": 5}, []),
        ({"limit_min": 45, "turnout_min": 3}, ["on_scene_min"]),
        ({"measure": "aanrij", "limit_min": 15, "turnout_min": 3}, []),
        ({"measure": "aanrij", "limit_min": 15, "turnout_min": 3, "on_scene_min": 5}, ["on_scene_min"]),
        ({"measure": "reis", "limit_min": 15, "mode": "auto", "at": "nacht"}, []),
        ({"measure": "reis"}, ["limit_min"]),
        ({"measure": "reis", "limit_min": 15, "stations": "ambulancepost"}, ["stations"]),
        ({"measure": "reis", "limit_min": 15, "per": "wijk"}, ["per"]),
        ({"measure": "reis", "limit_min": 15, "share": 0.9, "per": "wijk"}, []),
        ({"limit_min": 45, "turnout_min": 3, "on_scene_min": 5, "mode": "auto", "at": "nacht"}, ["mode", "at"]),
    ],
)
def test_a_measure_has_its_own_keys_and_refuses_the_others(norm: dict[str, object], wrong: list[str]) -> None:
    found = wrong_norms({"seh": norm}, KINDS)
    assert [key[-1] for key, _ in found] == wrong
    lacking = {"on_scene_min"} if norm.get("measure") is None else {"limit_min"}
    assert {key[-1] for key, text in found if text == LACKING} <= lacking


def test_no_minutes_are_not_the_same_as_nothing_said() -> None:
    assert wrong_norms({"seh": {"limit_min": 45, "turnout_min": 0, "on_scene_min": 0.0}}, KINDS) == []


@pytest.mark.parametrize(
    ("verdict", "texts"),
    [
        ({}, []),
        ({"newly_outside": 5000, "over_min": 30, "kinds": ["seh"]}, []),
        ({"newly_outside": 5000, "kinds": ["seh", "ambulancepost"]}, []),
        ({"newly_outside": 5000, "over_min": 30, "kinds": ["tandarts"]}, ["there is no [kinds.tandarts]"]),
        ({"newly_outside": 5000, "over_min": 30, "kinds": ["ambulancepost"]}, ["travel = false"]),
        ({"newly_outside": 5000, "kinds": ["school", "tandarts"]}, ["part of no norm", "there is no"]),
    ],
)
def test_a_rule_on_people_is_about_what_is_computed(verdict: dict[str, object], texts: list[str]) -> None:
    kinds = {**KINDS, "ambulancepost": {"travel": False}}
    norms = {"seh": {"limit_min": 45, "turnout_min": 3, "on_scene_min": 5}}
    found = wrong_verdict(verdict, norms, kinds)
    assert len(found) == len(texts)
    assert all(text in said for text, (_, said) in zip(texts, found, strict=True))
