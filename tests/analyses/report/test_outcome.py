"""The outcome in a few sentences: losses, gains, what no norm says, and why nothing changes."""

from __future__ import annotations

import re

import pytest
from support.study_samples import degrees

from zorgkaart.analyses.report.outcome import outcome
from zorgkaart.project.moments import parse_moment
from zorgkaart.scenarios.changes import Change, Close, Hours, Open
from zorgkaart.scenarios.scenario import run_scenario
from zorgkaart.study.study import Study

CASES: dict[str, tuple[list[Change], str | None, str]] = {
    "loss": ([Close("seh-west")], None, "langer"),
    "gain": ([Open("acute_verloskunde", *degrees(30, 0), "Nieuw")], None, "korter"),
    "a trip where there was none": (
        [Open("huisarts", *degrees(30, 0), "Nieuw")],
        "zo 03:00",
        "nu geen locatie en straks",
    ),
    "too far for anybody": ([Open("huisarts", *degrees(7, 0), "Nieuw")], None, "ligt voor niemand dichterbij"),
    "shut at the moment": ([Hours("post-avond", "Mo-Fr 18:00-20:00")], "zo 03:00", "dan niet open (zondag 03:00)"),
    "no norm": ([Close("huisarts-lint")], None, "geen norm"),
    "nothing": ([Close("post-avond")], "zo 03:00", "er verandert niets"),
    "the last": ([Close("verloskunde-west")], None, "geen locatie of ambulancepost meer over"),
}


@pytest.mark.parametrize("case", CASES)
def test_the_outcome_says_what_happens(study: Study, case: str) -> None:
    changes, at, expected = CASES[case]
    texts = outcome(run_scenario(study, changes, moment=parse_moment(at) if at else None))
    text = " ".join(texts).replace("\N{NO-BREAK SPACE}", " ")
    assert expected in text
    assert not re.search(r"\b(nan|none)\b|(?<![\d.,])1 (inwoners|minuten|buurten) |\.\.|tussen 0 en 0", text)
    assert all(line.endswith(".") for line in texts)
