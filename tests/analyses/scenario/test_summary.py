"""What the terminal says of a scenario: gains beside losses, and why nothing changes."""

from __future__ import annotations

import pytest
from support.study_samples import degrees

from zorgkaart.analyses.scenario.summary import scenario_summary
from zorgkaart.project.moments import parse_moment
from zorgkaart.scenarios.changes import Change, Close, Open
from zorgkaart.scenarios.scenario import run_scenario
from zorgkaart.study.study import Study


def said(study: Study, change: Change, at: str) -> str:
    lines = scenario_summary(run_scenario(study, [change], moment=parse_moment(at)))
    return " ".join(line for line in lines if isinstance(line, str)).replace("\N{NO-BREAK SPACE}", " ")


def test_a_new_night_post_tells_who_gains(study: Study) -> None:
    """At night only the post at km 1 is open; one at km 30 is nearer for Lint and Kom, and Eenrichting beyond km 10."""
    text = said(study, Open("huisartsenpost", *degrees(30, 0), "Post Nieuw"), "zo 03:00")
    assert "inwoners reizen korter, gemiddeld" in text
    assert "0 inwoners reizen langer" not in text
    assert "niemand" not in text


@pytest.mark.parametrize(
    ("change", "at", "why"),
    [
        (Close("post-avond"), "zo 03:00", "dan niet open (zondag 03:00)"),
        (Open("huisartsenpost", *degrees(27, 0), "Post Dag", hours="Mo-Fr 08:00-17:00"), "zo 03:00", "dan niet open"),
        (Open("huisartsenpost", *degrees(1, 0), "Post Naast"), "zo 03:00", "voor niemand dichterbij"),
    ],
)
def test_what_changes_nothing_says_why(study: Study, change: Change, at: str, why: str) -> None:
    text = said(study, change, at)
    assert "er verandert niets" in text
    assert why in text
