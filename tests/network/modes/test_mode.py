"""The modes of the tables, and that tags are read by the rules that are asked for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from zorgkaart.network import tags
from zorgkaart.network.modes.mode import Mode
from zorgkaart.network.modes.tag_rules import tag_rules
from zorgkaart.project.defaults import AMBULANCE, TRAVEL


def test_the_modes_of_a_project_are_in_the_table() -> None:
    car, ambulance = Mode.named(TRAVEL), Mode.named(AMBULANCE)
    assert (car.by, car.column) == ("met de auto", "")
    assert (ambulance.by, ambulance.column) == ("met de ambulance", "ambulance")
    assert (car.rules.name, ambulance.rules.name) == ("motor", "emergency")
    assert car.rules.classes == ambulance.rules.classes  # one network serves both


def test_a_mode_of_ones_own_drives_where_a_car_may() -> None:
    assert Mode.named("kar") == Mode("kar", "met kar", "kar", tag_rules())


def test_rules_that_are_not_in_the_table_are_no_rules() -> None:
    with pytest.raises(KeyError, match="zweven"):
        tag_rules("zweven")


def test_tags_are_read_by_the_rules_that_are_asked_for() -> None:
    """Cyclists may ride both ways in a street that is one-way for cars, and where no car may."""
    bicycle = replace(tag_rules(), access_keys=("bicycle", "access"), oneway_keys=("oneway:bicycle", "oneway"))
    street = {"highway": "residential", "oneway": "yes", "oneway:bicycle": "no"}
    car, other = tags.road(street), tags.road(street, rules=bicycle)
    assert car is not None
    assert other is not None
    assert (car.direction, other.direction) == (1, 0)
    lane = {"highway": "residential", "motor_vehicle": "no"}
    assert tags.road(lane) is None
    assert tags.road(lane, rules=bicycle) is not None
    gate = {"barrier": "gate", "motor_vehicle": "no"}
    assert tags.barrier_blocks(gate)
    assert not tags.barrier_blocks(gate, rules=bicycle)
    ferry = {"route": "ferry", "bicycle": "yes"}
    assert tags.road(ferry, ferries=True) is None
    assert tags.road(ferry, rules=bicycle, ferries=True) is not None
