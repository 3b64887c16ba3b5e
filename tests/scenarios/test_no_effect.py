"""A change that changes nothing says why."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.study_samples import PROJECT, degrees, write_sample

from zorgkaart.project.model import Project
from zorgkaart.project.moments import parse_moment
from zorgkaart.scenarios.changes import Close, Open
from zorgkaart.scenarios.no_effect import why_nobody_travels_otherwise, why_nothing
from zorgkaart.scenarios.scenario import run_scenario
from zorgkaart.study.study import Study


def test_a_site_that_did_not_count_at_the_moment(study: Study) -> None:
    scenario = run_scenario(study, [Close("post-avond")], moment=parse_moment("zo 03:00"))
    (text,) = why_nothing(scenario, "huisartsenpost")
    assert "telt voor en na de wijziging niet mee (dan niet open (zondag 03:00))" in text


def test_what_does_change_has_no_reason(study: Study) -> None:
    assert why_nothing(run_scenario(study, [Close("oost")]), "seh") == []


def test_a_station_that_no_norm_counts_is_the_reason(study: Study) -> None:
    scenario = run_scenario(study, [Close("ambulance-oost")])
    (text,) = why_nothing(scenario, "seh")
    assert text == "Ambulancepost Oost telt voor en na de wijziging niet mee (niet dag en nacht open)"


def test_a_new_site_that_is_nobodys_nearest_says_that_the_others_are_nearer(study: Study) -> None:
    """The new practice is in the same building as one that is there."""
    scenario = run_scenario(study, [Open("huisarts", *degrees(7, 0), "Nieuw")])
    assert why_nothing(scenario, "huisarts") == ["Nieuw ligt voor niemand dichterbij dan de locaties die er al zijn"]


def test_of_a_kind_with_moments_each_trip_has_its_own_reason(tmp_path: Path) -> None:
    """Closed at night already; whatever the hours it is missed."""
    path = write_sample(
        tmp_path, project=PROJECT.replace("[kinds.huisartsenpost]", '[kinds.huisartsenpost]\nmoments = ["nacht"]')
    )
    scenario = run_scenario(Study(Project.load(path)), [Close("post-avond")])
    assert why_nobody_travels_otherwise(scenario, "huisartsenpost") == []
    (text,) = why_nobody_travels_otherwise(scenario, "huisartsenpost", "nacht")
    assert text.startswith("Post Avond telt voor en na de wijziging niet mee (dan niet open")


@pytest.mark.parametrize("kind", ["seh", "acute_verloskunde"])
def test_where_no_site_of_the_kind_changes_there_is_no_reason(study: Study, kind: str) -> None:
    assert why_nobody_travels_otherwise(run_scenario(study, [Close("ambulance-west")]), kind) == []
