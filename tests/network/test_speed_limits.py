"""Speed limits in the forms of many countries, and what zones say of built-up areas."""

from __future__ import annotations

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zorgkaart.network.modes.tag_rules import tag_rules
from zorgkaart.network.speed_limits import built_up, maxspeeds, speed_keys, speed_kmh
from zorgkaart.network.tag_tables import rows

NAN = math.nan


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("50", 50),
        (" 50 ", 50),
        ("50 km/h", 50),
        ("50 kmh", 50),
        ("50kph", 50),
        ("30 mph", 48.28032),
        ("30mph", 48.28032),
        ("7.5", 7.5),
        ("NL:urban", 50),
        ("NL:rural", 80),
        ("NL:motorway", 100),
        ("DE:urban", 50),
        ("NL:zone30", 30),
        ("NL:zone:30", 30),
        ("NL:30", 30),
        ("DE:zone:30", 30),
        ("DE:30", 30),
        ("walk", 6),
        ("50;70", 50),
        ("70; NL:urban", 50),
        ("50|70", 50),
        ("7,5", 7.5),
        ("10 knots", 18.52),
        ("50 Km/h", 50),
        ("30 mp/h", 48.28032),
        ("RO:urban", 50),
        ("ro:rural", 90),
        ("RU:urban", 60),
        ("BE-VLG:rural", 70),
        ("FR:zone30", 30),
        ("IT:zone:30", 30),
        ("CH:zone:20", 20),
        ("DE:zone:40", 40),
        ("AT:30", 30),
        ("GB:nsl_single", 96.56),
        ("GB:zone20", 32.19),
        ("PL:expressway", 120),
        ("implicit", NAN),
        ("default", NAN),
        ("DE:bicycle_road", NAN),
        ("none", NAN),
        ("signals", NAN),
        ("variable", NAN),
        ("sign", NAN),
        ("XX:urban", NAN),
        ("0", NAN),
        ("-5", NAN),
        ("", NAN),
        ("50 furlongs", NAN),
        ("vijftig", NAN),
        (None, NAN),
    ],
)
def test_speed(value: str | None, expected: float) -> None:
    assert speed_kmh(value) == pytest.approx(expected, nan_ok=True)


@given(st.text(max_size=20))
def test_no_text_is_a_speed_below_nothing(value: str) -> None:
    kmh = speed_kmh(value)
    assert math.isnan(kmh) or kmh > 0


@pytest.mark.parametrize(
    ("given_tags", "forward", "backward"),
    [
        ({}, NAN, NAN),
        ({"maxspeed": "50"}, 50, 50),
        ({"maxspeed": "50", "maxspeed:forward": "30"}, 30, 50),
        ({"maxspeed:backward": "30"}, NAN, 30),
        ({"maxspeed": "none", "maxspeed:forward": "30", "maxspeed:backward": "60"}, 30, 60),
        ({"maxspeed:type": "NL:urban"}, 50, 50),
        ({"source:maxspeed": "DE:rural"}, 100, 100),
        ({"zone:maxspeed": "DE:30"}, 30, 30),
        ({"zone:traffic": "NL:urban"}, 50, 50),
        ({"maxspeed": "70", "zone:traffic": "NL:urban"}, 70, 70),
        ({"maxspeed": "signals", "maxspeed:type": "NL:rural"}, 80, 80),
        ({"maxspeed:type": "sign"}, NAN, NAN),
        ({"maxspeed": "50", "maxspeed:motorcar": "30"}, 30, 30),
        ({"maxspeed": "50", "maxspeed:motor_vehicle:backward": "40"}, 50, 40),
        ({"maxspeed": "50", "maxspeed:vehicle": "sign"}, 50, 50),
        ({"maxspeed": "50", "maxspeed:hgv": "30"}, 50, 50),
        ({"maxspeed": "50", "maxspeed:conditional": "30 @ (22:00-06:00)"}, 50, 50),
        ({"maxspeed": "50", "maxspeed:wet": "30", "maxspeed:advisory": "20"}, 50, 50),
    ],
)
def test_limits_by_direction(given_tags: dict[str, str], forward: float, backward: float) -> None:
    assert maxspeeds(given_tags, tag_rules()) == pytest.approx((forward, backward), nan_ok=True)


@pytest.mark.parametrize(
    ("given_tags", "expected"),
    [
        ({}, None),
        ({"maxspeed": "50"}, None),  # a number says nothing about where
        ({"zone:traffic": "NL:urban"}, True),
        ({"zone:traffic": "NL:rural"}, False),
        ({"maxspeed": "NL:urban"}, True),
        ({"maxspeed:type": "NL:rural"}, False),
        ({"maxspeed:type": "NL:zone30"}, True),
        ({"maxspeed:type": "NL:zone60"}, False),
        ({"source:maxspeed": "DE:urban"}, True),
        ({"zone:traffic": "NL:rural", "maxspeed:type": "NL:zone30"}, False),
        ({"maxspeed": "walk"}, None),
        ({"maxspeed:type": "sign"}, None),
        ({"maxspeed": "RO:urban"}, True),
        ({"zone:traffic": "XX:rural"}, False),  # a country without a row
        ({"zone:maxspeed": "FR:zone30"}, True),
        ({"zone:maxspeed": "IT:70"}, None),
    ],
)
def test_built_up(given_tags: dict[str, str], expected: bool | None) -> None:
    assert built_up(given_tags) is expected


@pytest.mark.parametrize("row", rows("maxspeed_zones"), ids=lambda row: row["zone"])
def test_every_row_of_the_zones_is_kept(row: dict[str, str]) -> None:
    """In each key in which zones are tagged, in capitals or not; `*` stands for a country without a row."""
    zone = row["zone"].replace("*", "XX")
    assert row["source"]
    for value in (zone, zone.lower(), f" {zone} "):
        assert speed_kmh(value) == pytest.approx(float(row["kmh"] or "nan"), nan_ok=True)
        assert built_up({"zone:traffic": value}) is {"yes": True, "no": False, "": None}[row["built_up"]]


@pytest.mark.parametrize("row", rows("maxspeed_zones"), ids=lambda row: row["zone"])
def test_a_zone_of_a_number_is_that_number(row: dict[str, str]) -> None:
    number = re.search(r"\d+$", row["zone"])
    if number is not None:
        miles = row["source"].endswith("mph")
        assert float(row["kmh"]) == pytest.approx(int(number[0]) * (1.609344 if miles else 1), abs=0.01)


def test_every_key_is_told_to_downloads() -> None:
    keys = speed_keys(tag_rules())
    assert {"maxspeed", "maxspeed:forward", "maxspeed:motorcar:backward", "zone:traffic", "maxspeed:type"} <= set(keys)
    assert len(keys) == len(set(keys))
