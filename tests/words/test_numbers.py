"""Numbers in Dutch, held against a formatter that knows nothing of Babel."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zorgkaart.words.numbers import (
    MINUS,
    count,
    duration,
    minutes,
    number,
    people,
    percent,
    share_of,
    short,
    signed,
    significant,
)

VALUES = st.floats(min_value=-1e15, max_value=1e15) | st.integers(-(10**9), 10**9).map(lambda eighths: eighths / 8)


def by_hand(value: float, decimals: int) -> str:
    """Python's own rounding, the marks changed, and no sign before a zero."""
    digits = f"{abs(value):.{decimals}f}"
    whole, _, fraction = digits.partition(".")
    groups = [whole[max(end - 3, 0) : end] for end in range(len(whole), 0, -3)]
    text = ".".join(reversed(groups)) + (f",{fraction}" if fraction else "")
    return MINUS + text if value < 0 and float(digits) else text


@given(VALUES, st.integers(0, 5))
def test_a_number_is_rounded_and_grouped_as_by_hand(value: float, decimals: int) -> None:
    assert number(value, decimals) == by_hand(value, decimals)


@given(VALUES, st.integers(1, 4))
def test_a_short_number_is_the_number_without_its_last_zeros(value: float, decimals: int) -> None:
    text = by_hand(value, decimals).rstrip("0").rstrip(",")
    text = "0" if text in ("", MINUS) else text
    assert short(value, decimals) == text
    assert short(value, decimals, grouped=False) == text.replace(".", "")


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (0.5, 0, "0"),
        (1.5, 0, "2"),
        (2.5, 0, "2"),
        (0.125, 2, "0,12"),
        (0.375, 2, "0,38"),
        (2.675, 2, "2,67"),  # the nearest float lies below
        (1.005, 2, "1,00"),
        (-0.0, 1, "0,0"),
        (-0.04, 1, "0,0"),
        (-0.06, 1, f"{MINUS}0,1"),
        (999.9996, 3, "1.000,000"),
        (1234567, 0, "1.234.567"),
        (np.float32(1.1), 1, "1,1"),
        (np.int64(12345), 0, "12.345"),
    ],
)
def test_half_way_goes_to_even_and_zero_has_no_sign(value: float, decimals: int, text: str) -> None:
    assert number(value, decimals) == text


@pytest.mark.parametrize(("value", "text"), [(10.0, "10"), (0.5, "0,5"), (-2.25, "-2,25"), (100.0, "100"), (0.0, "0")])
def test_short_numbers(value: float, text: str) -> None:
    assert short(value) == text.replace("-", MINUS)


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [(12.0, 0, "+12"), (-12.0, 0, f"{MINUS}12"), (0.0, 0, "0"), (0.4, 0, "0"), (-0.4, 0, "0"), (0.4, 1, "+0,4")],
)
def test_a_difference_carries_its_sign_unless_it_is_zero(value: float, decimals: int, text: str) -> None:
    assert signed(value, decimals) == text


def test_unknown_is_never_a_number() -> None:
    for text in (number(math.nan), signed(math.nan), short(math.nan), percent(math.nan), significant(math.nan, 3)):
        assert text == "onbekend"


def test_a_noun_follows_the_number_that_is_shown() -> None:
    assert [count(n, "locatie", "locaties") for n in (0, 1, 2, 1500)] == [
        "0 locaties",
        "1 locatie",
        "2 locaties",
        "1.500 locaties",
    ]
    assert [people(n) for n in (0.6, 1.4, 1.6)] == ["1\xa0inwoner", "1\xa0inwoner", "2\xa0inwoners"]
    assert [minutes(n, 0) for n in (1.0, 45.0)] == ["1\xa0minuut", "45\xa0minuten"]
    assert minutes(1.0) == "1,0\xa0minuten"
    assert [duration(n) for n in (1.0, 7.5)] == ["1\xa0minuut", "7,5\xa0minuten"]


def test_a_share_is_shown_in_percent() -> None:
    assert [percent(0.125), percent(0.07, 0), percent(-0.5, 0)] == ["12,5\xa0%", "7\xa0%", f"{MINUS}50\xa0%"]
    assert [percent(share, 0, sign=True) for share in (0.5, 0.0, -0.5)] == ["+50\xa0%", "0\xa0%", f"{MINUS}50\xa0%"]


def test_a_share_stands_on_its_own_side_of_what_is_asked_and_of_all() -> None:
    shown = {(0.99961, 0.9): "99,96", (1.0, 0.9): "100,0", (0.8997, 0.9): "89,97", (0.9, 0.9): "90,0"}
    assert {pair: share_of(*pair).removesuffix("\xa0%") for pair in shown} == shown
    assert share_of(float("nan"), 0.9) == percent(float("nan"))


def test_very_small_differences_keep_the_digits_that_count() -> None:
    assert [significant(value, 3) for value in (0.0, 0.012345, 12.5, -3e-9)] == [
        "0",
        "0,0123",
        "12,5",
        f"{MINUS}3e{MINUS}09",
    ]
