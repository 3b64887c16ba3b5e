"""Places are called what people call them."""

from __future__ import annotations

import pytest

from zorgkaart.words.places import coordinates, place_name


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Haren Gn", "Haren"), ("Lageland GN", "Lageland"), ("Groningen", "Groningen"), ("Den Ham", "Den Ham")],
)
def test_a_province_behind_a_name_is_left_out(name: str, expected: str) -> None:
    assert place_name(name) == expected


@pytest.mark.parametrize(
    ("lat", "lon", "expected"),
    [
        (53.2194, 6.56651, "53,2194 NB, 6,5665 OL"),
        (-30.0754, -51.2, "30,0754 ZB, 51,2000 WL"),
        (-17.8, 178.0, "17,8000 ZB, 178,0000 OL"),
        (51.5, -0.1, "51,5000 NB, 0,1000 WL"),
        (0.0, 0.0, "0,0000 NB, 0,0000 OL"),
    ],
)
def test_degrees_have_no_minus(lat: float, lon: float, expected: str) -> None:
    assert coordinates(lat, lon) == expected
