"""The keys of ``[capacity.KIND]``: which go together, and what follows from them."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from zorgkaart.project.capacity_keys import CapacitySection, wrong_capacities

DECAYS = {"decay_per_min": 0.3, "decay_low": 0.1, "decay_high": 0.6}
WHOLE = {"per_server_per_year": 1000.0, "source": "Verzonnen", **DECAYS}


def section(**keys: Any) -> CapacitySection:
    return CapacitySection.model_validate({**WHOLE, **keys})


@pytest.mark.parametrize(
    ("keys", "per_year", "minutes"),
    [
        ({}, 1000.0, None),
        ({"service_min": 12.0}, 1000.0, 12.0),
        ({"hours_per_year": 500.0}, 1000.0, 30.0),
        ({"per_server_per_year": None, "service_min": 12.0, "hours_per_year": 500.0}, 2500.0, 12.0),
    ],
)
def test_the_third_of_three_follows_from_two(keys: dict[str, Any], per_year: float, minutes: float | None) -> None:
    found = section(**keys)
    assert found.per_server == pytest.approx(per_year)
    assert found.minutes_of_service == (None if minutes is None else pytest.approx(minutes))


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ({"per_server_per_year": None}, "per_server_per_year alone"),
        ({"per_server_per_year": None, "service_min": 10}, "per_server_per_year alone"),
        ({"service_min": 10, "hours_per_year": 100}, "per_server_per_year alone"),
        ({"decay_low": None}, "either flows"),
        ({"flows": "stromen.csv"}, "either flows"),
        (dict.fromkeys(DECAYS), "either flows"),
        ({"decay_low": 0.4}, "decay_low must not lie above"),
        ({"decay_high": 0.2}, "decay_low must not lie above"),
        ({"each": 0}, "greater than 0"),
        ({"each": -1}, "greater than 0"),
        ({"source": ""}, "at least 1"),
        ({"nearest": 0}, "greater than or equal to 1"),
    ],
)
def test_what_does_not_go_together_is_refused(keys: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        section(**keys)


def test_flows_take_the_place_of_the_decays() -> None:
    assert section(**dict.fromkeys(DECAYS), flows="stromen.csv").flows is not None


def test_a_capacity_of_no_kind_is_named() -> None:
    assert wrong_capacities(["seh"], ["seh", "huisarts"]) == []
    ((key, text),) = wrong_capacities(["tandarts"], ["seh"])
    assert key == ("capacity", "tandarts")
    assert "[kinds.tandarts]" in text
