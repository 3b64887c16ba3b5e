"""``[supply.KIND]``: what may stand there, and what it says that cannot be."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from zorgkaart.project.supply_keys import SupplySection, wrong_supplies

STEPS = ((5.0, 1.0), (10.0, 0.3))


@pytest.mark.parametrize(
    ("keys", "limit"),
    [
        ({"steps": STEPS}, 10.0),
        ({"steps": STEPS, "catchment_min": 8.0}, 8.0),
        ({"steps": STEPS, "catchment_min": 30.0}, 10.0),
        ({"catchment_min": 15.0, "gaussian_min": 5.0}, 15.0),
    ],
)
def test_how_far_people_go(keys: dict[str, Any], limit: float) -> None:
    assert SupplySection(**keys).limit_min == limit


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        ({}, "it says nowhere how far people go"),
        ({"gaussian_min": 5.0}, "it says nowhere how far people go"),
        ({"steps": STEPS, "gaussian_min": 5.0}, "name either steps or gaussian_min"),
        ({"steps": STEPS[::-1]}, "the minutes of steps must ascend"),
        ({"method": "apl", "catchment_min": 10.0}, "method apl counts by steps"),
        ({"steps": STEPS, "classes": (2.0, 1.0)}, "classes must ascend"),
        ({"steps": STEPS, "at": "ooit"}, "moment 'ooit'"),
        ({"steps": ((5.0, -1.0),)}, "greater than 0"),
        ({"catchment_min": 0.0}, "greater than 0"),
    ],
)
def test_what_cannot_be_is_refused(keys: dict[str, Any], text: str) -> None:
    with pytest.raises(ValidationError, match=text):
        SupplySection(**keys)


def test_loose_ends_name_the_kind_and_the_mode() -> None:
    supplies = {"elf": {}, "huisarts": {"mode": "step"}}
    wrong = dict(wrong_supplies(supplies, ["huisarts"], ["auto"]))
    assert wrong == {
        ("supply", "elf"): "there is no [kinds.elf]; add it, or give it the name of a kind",
        ("supply", "huisarts", "mode"): "there are no speeds of 'step'; use auto, or add [speeds.step]",
    }


def test_modes_are_not_judged_where_speeds_could_not_be_read() -> None:
    assert wrong_supplies({"huisarts": {"mode": "step"}}, ["huisarts"], []) == []
