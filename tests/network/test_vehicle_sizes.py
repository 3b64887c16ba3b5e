"""Lengths and weights as they are tagged, and what is too narrow or too low for whom."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zorgkaart.network.modes.tag_rules import every_rules
from zorgkaart.network.tag_tables import rows
from zorgkaart.network.vehicle_sizes import fits, measure, size_keys, sizes

NAN = math.nan


@pytest.mark.parametrize(
    ("value", "metres"),
    [
        ("2.3", 2.3),
        ("2,3", 2.3),
        (" 2.3 m ", 2.3),
        ("2.3m", 2.3),
        ("230 cm", 2.3),
        ("6'", 1.8288),
        ("6'3\"", 1.905),
        ("6'3", 1.905),
        ("6 ft", 1.8288),
        ("6 ft 3 in", 1.905),
        ("default", NAN),
        ("none", NAN),
        ("no_sign", NAN),
        ("below_default", NAN),
        ("narrow", NAN),
        ("2.3 t", NAN),
        ("0", NAN),
        ("-1", NAN),
        ("", NAN),
        ("2.3;2.5", NAN),
    ],
)
def test_lengths(value: str, metres: float) -> None:
    assert measure(value, "m") == pytest.approx(metres, nan_ok=True)


@pytest.mark.parametrize(
    ("value", "tonnes"),
    [("3.5", 3.5), ("3.5 t", 3.5), ("1500 kg", 1.5), ("4000 lbs", 1.81436948), ("3 st", 2.72155422), ("2 m", NAN)],
)
def test_weights(value: str, tonnes: float) -> None:
    assert measure(value, "t") == pytest.approx(tonnes, nan_ok=True)


@given(st.text(max_size=12))
def test_no_text_is_a_size_below_nothing(value: str) -> None:
    for unit in ("m", "t"):
        assert not measure(value, unit) <= 0


@pytest.mark.parametrize("row", rows("vehicle_sizes"), ids=lambda row: f"{row['rules']} {row['keys']}")
def test_every_vehicle_fits_by_each_of_its_keys(row: dict[str, str]) -> None:
    size, exact = float(row["vehicle"]), row["exact"] == "yes"
    assert row["source"]
    for key in row["keys"].split():
        for unit in ("", f" {row['unit']}"):
            assert not fits({key: f"{size - 0.01:.2f}{unit}"}, row["rules"])
            assert fits({key: f"{size}{unit}"}, row["rules"]) == exact
            assert fits({key: f"{size + 0.01:.2f}{unit}"}, row["rules"])
        assert not fits({f"{key}:forward": "0.5"}, row["rules"], "forward")
        assert fits({f"{key}:forward": "0.5"}, row["rules"], "backward")
        assert not fits({key: "9", f"{key}:backward": "0.5"}, row["rules"], "backward")
        assert fits({key: "unsigned"}, row["rules"])
        assert key in size_keys()


def test_what_is_measured_on_the_spot_goes_before_the_sign() -> None:
    assert fits({"maxwidth:physical": "3", "width": "1"}, "motor")
    assert not fits({"maxheight:physical": "1.5", "maxheight": "3"}, "motor")
    assert fits({"maxheight:physical": "unknown", "maxheight": "3"}, "motor")


def test_an_ambulance_is_the_larger_vehicle() -> None:
    car, ambulance = ({size.keys: size.vehicle for size in sizes(rules.name)} for rules in every_rules())
    assert car.keys() == ambulance.keys()
    assert all(ambulance[keys] > car[keys] for keys in car)
    assert [fits({"maxheight": "2.5"}, rules.name) for rules in every_rules()] == [True, False]
