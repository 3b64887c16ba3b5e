"""Numbers as people write them into tags."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zorgkaart.fetch.tag_numbers import tag_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("31250", 31250),
        ("31250.0", 31250),
        ("31250,00", 31250),
        ("31.250", 31250),
        ("31,250", 31250),
        ("31 250", 31250),
        ("31\N{NARROW NO-BREAK SPACE}250", 31250),
        ("31'250", 31250),
        ("2.031.250", 2031250),
        ("2.031.250,5", 2031250.5),
        ("2,031,250.5", 2031250.5),
        ("17.5", 17.5),
        ("0.250", 0.25),
        ("0", 0),
        (" 640 ", 640),
    ],
)
def test_points_part_thousands_or_decimals(text: str, number: float) -> None:
    assert tag_number(text) == number


@pytest.mark.parametrize(
    "text", [None, "", "veel", "~900", "900 (2019)", "-4", "1e5", "٣", "12.34.567", "12345678901", "3;4"]
)
def test_what_is_no_number_is_none(text: str | None) -> None:
    assert math.isnan(tag_number(text))


@given(st.integers(0, 10**9 - 1), st.sampled_from([",", ".", " ", "'"]), st.sampled_from(["", ".0", ",00"]))
def test_every_way_of_writing_is_the_same_number(number: int, mark: str, end: str) -> None:
    grouped = f"{number:,}".replace(",", mark)
    if end[:1] != mark:
        assert tag_number(grouped + end) == number
    assert tag_number(f"{number}{end}") == number
