"""The page of questions says what the program says: its answers are computed again, from the commands on the page."""

from __future__ import annotations

import re

import pytest

from docs.questions import ANSWER, ANSWERS, COMMAND, PAGE, page
from zorgkaart.scenarios.changes import Close
from zorgkaart.scenarios.scenario import run_scenario
from zorgkaart.study.study import Study
from zorgkaart.words.numbers import number

SAME = "Dezelfde opdracht als bij vraag "
TEXT = PAGE.read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^## (\d+)\. .+?\n(.*?)(?=^## )", TEXT, re.S | re.M))


def test_there_are_nineteen_questions_each_with_a_command() -> None:
    assert list(SECTIONS) == [str(count) for count in range(1, 20)]
    assert [place for place, text in SECTIONS.items() if not (COMMAND.search(text) or SAME in text)] == []


def test_every_answer_is_computed_from_the_command_above_it() -> None:
    """And every question has one, but for those of which a file is the answer."""
    names = {place: ANSWER.findall(text) for place, text in SECTIONS.items()}
    assert [place for place, found in names.items() if not found] == ["13", "14", "15"]
    for found in names.values():
        for name, text in found:
            assert name in ANSWERS
            assert text.strip()


def test_what_the_program_cannot_answer_is_named() -> None:
    later = TEXT.partition("## Nog niet in dit programma")[2].lower()
    for word in ("nieuwe post", "geen auto", "wachttijden"):
        assert word in later
    for word in ("pensioen", "2040", "per 10.000"):
        assert word not in later


@pytest.mark.slow
def test_answers_are_those_of_now(groningen: Study) -> None:
    assert page(groningen, TEXT) == TEXT, "docs/vragen.md is old: run python -m docs.questions"


@pytest.mark.slow
def test_answers_are_those_of_the_results(groningen: Study) -> None:
    """Some of them, without the sentences of the program."""
    outside = groningen.results["gemeenten"]["seh_75plus_buiten_norm"].sum()
    assert f" {number(outside)} 75-plussers" in SECTIONS["2"].replace("\N{NO-BREAK SPACE}", " ")
    village = groningen.results["buurten"].set_index("buurtnaam").loc["Vlagtwedde"]
    assert f"| Vlagtwedde | {village['seh_aanrij_naam']} |" in SECTIONS["4"]
    scenario = run_scenario(groningen, [Close("ambulancepost-appingedam")])
    more = scenario.totals().set_index("soort")["inwoners_buiten_verschil"]
    assert number(more["seh"]) in SECTIONS["8"]
