"""What planners read of equity: figures as they are told, and what must be known of them."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from zorgkaart.analyses.equity.compute import Equity
from zorgkaart.analyses.equity.sentences import CAUTION, Told, about, limits, unchanged

NAN = float("nan")


@pytest.mark.parametrize(
    ("told", "text"),
    [
        (Told((24.61,), 1), "24,6"),
        (Told((24.61, 24.62), 1), "24,6"),
        (Told((24.6, 26.5), 1), "24,6 (na de wijziging 26,5)"),
        (Told((24.6, 26.5), 1, (24.7, 28.1)), "24,6 (na de wijziging 26,5, tussen 24,7 en 28,1)"),
        (Told((0.187,), 2, (0.18, 0.2)), "0,19 (tussen 0,18 en 0,20)"),
    ],
)
def test_a_figure_is_told_with_what_it_becomes_and_its_margin(told: Told, text: str) -> None:
    assert str(told) == text


def test_a_share_is_told_in_percent() -> None:
    assert str(Told((0.004, 0.031), 1, percents=True)).replace("\N{NO-BREAK SPACE}", " ") == (
        "0,4 % (na de wijziging 3,1 %)"
    )


def test_a_figure_that_is_not_there_or_not_on_all_sides_is_not_known() -> None:
    assert not Told((), 1).known
    assert not Told((1.0, NAN), 1).known
    assert Told((1.0, 2.0), 1).known


def test_what_must_be_known_comes_first_and_counts_the_areas(present: Equity) -> None:
    texts = limits(present)
    assert texts[0] == CAUTION
    # Of the nine buurten the worth is known of eight: of Kom it is not. Of Stil there are no inhabitants known.
    assert "Die is bekend van 8 van de 9 buurten, met 96" in texts[1]  # 1,350 of 1,400 inhabitants


def test_every_sentence_is_whole(present: Equity, closure: Equity) -> None:
    for result in (present, closure):
        for quantity in result.quantities:
            for text in about(result, quantity):
                assert re.fullmatch(r"[A-Z0-9].*\.", text), text
                assert not re.search(r"\bnan\b|None|\{|\}|onbekend", text), text


def test_only_kinds_that_stay_as_they_are_are_named(present: Equity, closure: Equity) -> None:
    assert unchanged(present) == ""
    assert unchanged(closure) == "Dit verandert niet: Huisarts."


def test_a_margin_in_which_the_speed_of_cars_was_not_drawn_is_said_to_be_narrow(closure: Equity) -> None:
    words = "marges van wat over reizen met de auto gaat, zijn te smal"
    assert any(words in text for text in limits(closure))
    chains = tuple(quantity for quantity in closure.quantities if quantity.name.startswith("seh_norm"))
    assert chains
    assert not any(words in text for text in limits(replace(closure, quantities=chains)))
