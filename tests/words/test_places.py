"""Places are called what people call them."""

from __future__ import annotations

import pytest

from zorgkaart.words.places import place_name


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Haren Gn", "Haren"), ("Lageland GN", "Lageland"), ("Groningen", "Groningen"), ("Den Ham", "Den Ham")],
)
def test_a_province_behind_a_name_is_left_out(name: str, expected: str) -> None:
    assert place_name(name) == expected
