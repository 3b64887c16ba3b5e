"""What tags mean for a car, case by case."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

import pytest

from zorgkaart.network import tags

NAN = math.nan


def read(**more: str) -> tags.Road | None:
    return tags.road({"highway": "residential", **{key.replace("__", ":"): value for key, value in more.items()}})


@pytest.mark.parametrize(
    ("given_tags", "expected"),
    [
        ({}, 0),
        ({"oneway": "yes"}, 1),
        ({"oneway": "true"}, 1),
        ({"oneway": "1"}, 1),
        ({"oneway": "-1"}, -1),
        ({"oneway": "reverse"}, -1),
        ({"oneway": "no"}, 0),
        ({"oneway": "alternating"}, 0),
        ({"junction": "roundabout"}, 1),
        ({"junction": "circular"}, 1),
        ({"junction": "roundabout", "oneway": "-1"}, -1),
        ({"junction": "roundabout", "oneway": "no"}, 0),
        ({"junction": "yes"}, 0),
        ({"highway": "motorway"}, 1),
        ({"highway": "motorway_link"}, 0),
        ({"highway": "motorway", "oneway": "no"}, 0),
        ({"highway": "motorway", "oneway": "-1"}, -1),
        ({"highway": "trunk"}, 0),
        ({"oneway": "yes", "oneway:motor_vehicle": "no"}, 0),
        ({"oneway:motor_vehicle": "yes"}, 1),
        ({"oneway": "yes", "oneway:bicycle": "no"}, 1),
    ],
)
def test_direction(given_tags: dict[str, str], expected: int) -> None:
    road = tags.road({"highway": "residential", **given_tags})
    assert road is not None
    assert road.direction == expected


@pytest.mark.parametrize(
    ("given_tags", "allowed"),
    [
        ({}, True),
        ({"access": "private"}, True),  # people live there
        ({"access": "destination"}, True),
        ({"access": "customers"}, True),
        ({"access": "permissive"}, True),
        ({"motor_vehicle": "private"}, True),
        ({"access": "no"}, False),
        ({"access": "agricultural"}, False),
        ({"access": "agricultural;forestry"}, False),
        ({"access": "emergency"}, False),
        ({"access": "military"}, False),
        ({"vehicle": "no"}, False),
        ({"motor_vehicle": "no"}, False),
        ({"motorcar": "no"}, False),
        # The most specific key that is set decides: motorcar, motor_vehicle, vehicle, access.
        ({"access": "no", "vehicle": "yes"}, True),
        ({"access": "no", "motor_vehicle": "yes"}, True),
        ({"access": "no", "motorcar": "yes"}, True),
        ({"access": "yes", "vehicle": "no"}, False),
        ({"vehicle": "no", "motor_vehicle": "destination"}, True),
        ({"vehicle": "yes", "motor_vehicle": "no"}, False),
        ({"motor_vehicle": "yes", "motorcar": "no"}, False),
        ({"motor_vehicle": "no", "motorcar": "private"}, True),
        ({"access": "no", "bicycle": "yes", "foot": "yes"}, False),
        ({"bicycle": "no"}, True),
        ({"highway": "busway"}, False),
        ({"highway": "busway", "motor_vehicle": "yes"}, True),
        ({"highway": "service"}, True),
        ({"highway": "service", "service": "driveway"}, True),
        ({"highway": "service", "access": "private"}, True),
        ({"highway": "track"}, False),
        ({"highway": "footway"}, False),
        ({"highway": "cycleway"}, False),
        ({"highway": "pedestrian"}, False),
        ({"highway": "construction"}, False),
        ({"highway": "proposed"}, False),
        ({"highway": "pedestrian", "area": "yes"}, False),
        ({"highway": "service", "area": "yes"}, False),
    ],
)
def test_access(given_tags: dict[str, str], allowed: bool) -> None:
    assert (tags.road({"highway": "residential", **given_tags}) is not None) == allowed


@pytest.mark.parametrize(
    ("given_tags", "blocks"),
    [
        ({}, False),
        ({"barrier": "bollard"}, True),
        ({"barrier": "bollard", "bollard": "removable"}, True),
        ({"barrier": "block"}, True),
        ({"barrier": "cycle_barrier"}, True),
        ({"barrier": "gate"}, False),
        ({"barrier": "lift_gate"}, False),
        ({"barrier": "toll_booth"}, False),
        ({"barrier": "kerb"}, False),
        ({"barrier": "something new"}, True),
        ({"barrier": "gate", "locked": "yes"}, True),
        ({"barrier": "gate", "access": "no"}, True),
        ({"barrier": "gate", "access": "private"}, False),
        ({"barrier": "gate", "motor_vehicle": "no"}, True),
        ({"barrier": "gate", "access": "no", "motor_vehicle": "yes"}, False),
        ({"barrier": "bollard", "motor_vehicle": "yes"}, False),
        ({"barrier": "bollard", "access": "destination"}, False),
        ({"barrier": "bollard", "bicycle": "yes"}, True),
        ({"access": "no"}, True),  # no barrier is needed to forbid it
        ({"access": "private"}, False),
    ],
)
def test_barriers(given_tags: dict[str, str], blocks: bool) -> None:
    assert tags.barrier_blocks(given_tags) == blocks


@pytest.mark.parametrize(
    ("given_tags", "ferries", "highway"),
    [
        ({"route": "ferry", "motor_vehicle": "yes"}, True, "ferry"),
        ({"route": "ferry", "motorcar": "designated"}, True, "ferry"),
        ({"route": "ferry", "motor_vehicle": "yes"}, False, None),
        ({"route": "ferry"}, True, None),
        ({"route": "ferry", "motor_vehicle": "no"}, True, None),
        ({"route": "ferry", "foot": "yes"}, True, None),
        ({"route": "bus"}, True, None),
    ],
)
def test_ferries_are_roads_only_where_asked_for(given_tags: dict[str, str], ferries: bool, highway: str | None) -> None:
    road = tags.road(given_tags, ferries=ferries)
    assert (None if road is None else tags.road_classes()[road.code]) == highway


def test_a_ferry_goes_both_ways() -> None:
    road = tags.road({"route": "ferry", "motor_vehicle": "yes"}, ferries=True)
    assert road is not None
    assert road.direction == 0


def test_every_class_has_its_rules() -> None:
    assert tags.road_classes()[tags.class_codes()["motorway"]] == "motorway"
    assert len(tags.snap_classes()) == len(tags.road_classes())
    joined = {name for name, snap in zip(tags.road_classes(), tags.snap_classes(), strict=True) if snap}
    assert "residential" in joined
    assert "service" in joined
    assert not joined & {"motorway", "motorway_link", "trunk", "trunk_link", "ferry", "busway"}


class _Asked(Mapping[str, str]):
    """Tags that note which keys were asked for."""

    def __init__(self, **values: str) -> None:
        self.values_ = values
        self.asked: set[str] = set()

    def __getitem__(self, key: str) -> str:
        self.asked.add(key)
        return self.values_[key]

    def __contains__(self, key: object) -> bool:
        self.asked.add(str(key))
        return key in self.values_

    def __iter__(self) -> Iterator[str]:
        return iter(self.values_)

    def __len__(self) -> int:
        return len(self.values_)


@pytest.mark.parametrize(
    "values", [{"highway": "residential"}, {"highway": "busway", "access": "yes"}, {"route": "ferry"}]
)
def test_downloads_bring_every_key_that_is_read(values: dict[str, str]) -> None:
    way, node = _Asked(**values), _Asked(barrier="gate")
    tags.road(way, ferries=True)
    tags.barrier_blocks(node)
    assert way.asked <= set(tags.WAY_KEYS)
    assert node.asked <= set(tags.NODE_KEYS)
