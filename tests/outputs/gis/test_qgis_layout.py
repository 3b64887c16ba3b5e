"""Texts of the page to print are as large as their boxes allow."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from zorgkaart.outputs.gis.qgis_layout import LEAST_PT, fitting_size


def test_a_short_text_keeps_its_size() -> None:
    assert fitting_size("kort", 279.0, 11.0, size_pt=9.5) == 9.5


def test_what_needs_more_lines_than_there_are_becomes_smaller() -> None:
    """In 9.5 points a line of 279 mm has some 130 letters, and a box of 11 mm two lines."""
    assert fitting_size("woorden " * 30, 279.0, 11.0, size_pt=9.5) == 9.5
    assert LEAST_PT < fitting_size("woorden " * 70, 279.0, 11.0, size_pt=9.5) < 9.5


@given(st.integers(0, 150), st.integers(1, 150))
def test_a_longer_text_is_never_larger(words: int, more: int) -> None:
    sizes = [fitting_size("woord " * number, 279.0, 16.0, size_pt=6.5) for number in (words, words + more)]
    assert LEAST_PT <= sizes[1] <= sizes[0] <= 6.5
