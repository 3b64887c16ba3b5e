"""What a norm says follows from what it measures."""

from __future__ import annotations

import pytest

from zorgkaart.access import norm_words
from zorgkaart.access.measures import Norm, norm_of_section
from zorgkaart.project.sections import NormSection

SCHOOL = norm_of_section("school", NormSection(measure="reis", limit_min=10), label="School")
NIGHT = norm_of_section("hap", NormSection(kind="post", measure="reis", limit_min=30, at="nacht"), label="Post")
ARRIVAL = norm_of_section(
    "vlot", NormSection(kind="ambulancepost", measure="aanrij", limit_min=15, turnout_min=3), label="Ambulancepost"
)
CHAIN = norm_of_section("seh", NormSection(limit_min=45, turnout_min=3, on_scene_min=5), label="SEH")
CARE = ("ambulance", "patiënt", "ziekenhuis", "keten")


def all_words(norm: Norm) -> str:
    said = (
        norm_words.whole,
        norm_words.ends,
        norm_words.none_left,
        norm_words.site_word,
        norm_words.heading,
        norm_words.parts_words,
        norm_words.sum_words,
        norm_words.rule,
        norm_words.no_road,
        norm_words.counting,
    )
    return " ".join([norm.words, norm.caption, *(words(norm) for words in said)]).lower()


@pytest.mark.parametrize("norm", [SCHOOL, NIGHT], ids=lambda norm: norm.name)
def test_a_norm_on_a_trip_speaks_of_no_ambulance(norm: Norm) -> None:
    assert not [word for word in CARE if word in all_words(norm)]


def test_an_arrival_brings_nobody_to_a_hospital() -> None:
    words = all_words(ARRIVAL)
    assert "ambulancepost" in words
    assert "melding en uitruk" in words
    assert not [word for word in ("ziekenhuis", "keten", "ter plaatse") if word in words]


def test_the_chain_names_all_its_parts() -> None:
    assert not [word for word in CARE if word not in all_words(CHAIN)]


def test_a_moment_and_a_share_are_told() -> None:
    section = NormSection(measure="reis", limit_min=10, share=0.9, per="gemeente")
    asked = norm_of_section("school", section, label="School")
    assert "90\N{NO-BREAK SPACE}%" in norm_words.rule(asked)
    assert "inwoners van elke gemeente" in norm_words.rule(asked)
    assert norm_words.asked(SCHOOL) == ""
    assert "op dinsdag 03:00 (nacht) open zijn" in norm_words.rule(NIGHT)
    assert NIGHT.words == "reistijd met de auto 's nachts"
    assert NIGHT.caption == "Post: reistijd met de auto 's nachts, 30 minuten"


def test_minutes_that_the_caption_says_are_not_said_again() -> None:
    assert norm_words.beyond(CHAIN) == "buiten de norm van 45 minuten"
    assert norm_words.beyond(NIGHT) == "buiten de norm"
