"""A change that changes nothing says why."""

from __future__ import annotations

from zorgkaart.project.moments import parse_moment
from zorgkaart.scenarios.changes import Close
from zorgkaart.scenarios.no_effect import why_nothing
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
