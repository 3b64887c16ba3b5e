"""A figure is as sharp as what is known of it."""

from __future__ import annotations

import math

import pytest

from zorgkaart.words.estimates import estimate

PEOPLE = ("inwoner", "inwoners")


@pytest.mark.parametrize(
    ("value", "low", "high", "text"),
    [
        (3631.2, 619.95, 24998.9, "circa 3.600 inwoners (tussen 600 en 25.000)"),
        (20531.9, 8189.7, 50102.1, "circa 20.500 inwoners (tussen 8.200 en 50.100)"),
        (3631.2, math.nan, math.nan, "3.631 inwoners (één berekening, zonder marge)"),
        (1.0, math.nan, math.nan, "1 inwoner (één berekening, zonder marge)"),
        (0.0, 0.0, 0.0, "0 inwoners (in alle trekkingen gelijk)"),
        (2.0, 1.0, 4.0, "circa 2 inwoners (tussen 1 en 4)"),
        (math.nan, 1.0, 4.0, "onbekend"),
    ],
)
def test_an_estimate_is_rounded_to_its_interval(value: float, low: float, high: float, text: str) -> None:
    assert estimate(value, low, high, unit=PEOPLE).replace("\N{NO-BREAK SPACE}", " ") == text


def test_an_interval_at_one_speed_says_so() -> None:
    text = estimate(70366, 69404, 72739, unit=PEOPLE, fixed_speed=True).replace("\N{NO-BREAK SPACE}", " ")
    assert text == "circa 70.370 inwoners (tussen 69.400 en 72.740, bij vaste rijsnelheden)"
    assert estimate(0, 0, 0, fixed_speed=True) == "0 (in alle trekkingen gelijk, bij vaste rijsnelheden)"
    assert "vaste" not in estimate(1, fixed_speed=True)
