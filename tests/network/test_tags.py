"""What tags mean for a car, case by case."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

import pytest

from zorgkaart.network import tags
from zorgkaart.network.modes.tag_rules import tag_rules
from zorgkaart.network.tag_tables import rows
from zorgkaart.network.tags import Passage

NAN = math.nan
AMBULANCE = tag_rules("emergency")


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
        ({"route": "ferry", "vehicle": "yes", "motorcar": "no"}, True, None),
        ({"route": "ferry", "vehicle": "yes"}, True, "ferry"),
        ({"route": "ferry", "access": "yes"}, True, None),
        ({"highway": "primary", "route": "ferry"}, True, "ferry"),
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
    "values",
    [
        {"highway": "residential"},
        {"highway": "busway", "access": "yes"},
        {"highway": "track"},
        {"route": "ferry", "vehicle": "yes"},
        {"highway": "primary", "route": "ferry"},
    ],
)
def test_downloads_bring_every_key_that_is_read(values: dict[str, str]) -> None:
    way = _Asked(**values)
    tags.roads(way, ferries=True)
    assert way.asked <= set(tags.WAY_KEYS)
    assert len(set(tags.WAY_KEYS)) == len(tags.WAY_KEYS)
    for barrier in ({}, {"barrier": "gate"}, {"barrier": "kerb"}, {"barrier": "fence"}, {"barrier": "wall"}):
        node = _Asked(**barrier)
        for rules in (tag_rules(), AMBULANCE):
            tags.barrier_blocks(node, rules=rules)
        assert node.asked <= set(tags.NODE_KEYS)
        assert barrier or node.asked <= set(tags.BARRIER_KEYS)


@pytest.mark.parametrize("row", rows("other_ways"), ids=lambda row: row["highway"])
def test_every_other_way_drives_as_its_row_says_where_a_tag_lets_one_on(row: dict[str, str]) -> None:
    way = {"highway": "runway" if row["highway"] == "*" else row["highway"]}
    assert tags.road(way) is None
    for key in ("motorcar", "motor_vehicle", "vehicle", "access"):
        road = tags.road({**way, key: "yes"})
        if row["drives_as"] and (key != "access" or row["access_counts"] == "yes"):
            assert road is not None
            assert tags.road_classes()[road.code] == row["drives_as"]
            assert (road.along, road.against) == (Passage.OPEN, Passage.OPEN)
        else:
            assert road is None
    here = tags.road({**way, "motor_vehicle:forward": "destination"})
    assert (None if here is None else here.along) == (Passage.ENDS_ONLY if row["drives_as"] else None)
    assert tags.road({**way, "motor_vehicle": "agricultural"}) is None
    assert (tags.road({**way, "emergency": "yes"}, rules=AMBULANCE) is not None) == bool(row["drives_as"])
    assert tags.road({**way, "emergency": "yes"}) is None


@pytest.mark.parametrize("row", rows("road_classes"), ids=lambda row: row["highway"])
def test_every_class_of_the_table_is_as_it_says(row: dict[str, str]) -> None:
    """In an exported network a ferry is a class as well (`highway=ferry`); on OpenStreetMap it is told by its route."""
    road = tags.road({"highway": row["highway"]})
    assert (road is not None) == (row["access"] == "yes")
    if road is not None:
        assert road.direction == (1 if row["oneway"] == "yes" else 0)
    assert tags.road({"highway": row["highway"], "access": "yes"}) is not None


@pytest.mark.parametrize("row", rows("barriers"), ids=lambda row: " ".join(row.values())[:40])
def test_every_row_of_the_barriers_holds(row: dict[str, str]) -> None:
    kinds = ["gate", "bollard"] if row["barrier"] == "*" else [row["barrier"]]
    for kind in kinds:
        node = {"barrier": kind} | ({row["key"]: row["value"]} if row["key"] else {})
        for rules in (tag_rules(), AMBULANCE):
            assert tags.barrier_blocks(node, rules=rules) == (row["passable"] == "no")
            assert tags.barrier_blocks({**node, "access": "no"}, rules=rules)
            assert not tags.barrier_blocks({**node, "access": "no", "motor_vehicle": "yes"}, rules=rules)
        if row["barrier"] != "*":
            assert tags.barrier_blocks({**node, "maxheight": "1.2"})


def test_an_ambulance_passes_barriers_that_are_opened_to_it() -> None:
    for node in ({"barrier": "bollard", "emergency": "yes"}, {"barrier": "gate", "access": "no", "emergency": "yes"}):
        assert tags.barrier_blocks(node)
        assert not tags.barrier_blocks(node, rules=AMBULANCE)
    low = {"barrier": "height_restrictor", "maxheight": "2.3"}
    assert not tags.barrier_blocks(low)
    assert tags.barrier_blocks(low, rules=AMBULANCE)
    assert not tags.barrier_blocks({"emergency": "fire_hydrant"}, rules=AMBULANCE)


@pytest.mark.parametrize(
    ("given_tags", "along", "against"),
    [
        ({"maxheight": "1.5"}, None, None),
        ({"maxheight:forward": "1.5"}, Passage.CLOSED, Passage.OPEN),
        ({"maxwidth": "1.5", "motorcar": "yes"}, None, None),
        ({"access:forward": "private"}, Passage.ENDS_ONLY, Passage.OPEN),
        ({"oneway": "-1", "access": "private"}, Passage.CLOSED, Passage.ENDS_ONLY),
    ],
)
def test_passage_per_direction(given_tags: dict[str, str], along: Passage | None, against: Passage | None) -> None:
    road = tags.road({"highway": "residential", **given_tags})
    assert (road and road.along, road and road.against) == (along, against)
    if road is not None:
        turned = road.turned()
        assert (turned.along, turned.against, turned.direction) == (road.against, road.along, -road.direction)


@pytest.mark.parametrize(
    ("given_tags", "seconds"),
    [
        ({"route": "ferry", "motor_vehicle": "yes", "duration": "00:45"}, 2700),
        ({"route": "ferry", "motor_vehicle": "yes", "duration": "PT45M"}, 2700),
        ({"route": "ferry", "motor_vehicle": "yes"}, NAN),
        ({"highway": "primary", "route": "ferry", "duration": "10"}, 600),
        ({"highway": "primary", "duration": "10"}, NAN),  # no crossing: its length and class tell
    ],
)
def test_a_duration_is_the_time_of_a_crossing(given_tags: dict[str, str], seconds: float) -> None:
    road = tags.road(given_tags, ferries=True)
    assert road is not None
    assert road.seconds == pytest.approx(seconds, nan_ok=True)


def test_a_road_that_is_a_ferry_is_no_road_where_ferries_are_none() -> None:
    assert tags.road({"highway": "primary", "route": "ferry"}) is None
    assert tags.road({"highway": "primary", "route": "ferry", "motor_vehicle": "no"}, ferries=True) is None
    assert tags.road({"highway": "footway", "route": "ferry"}, ferries=True) is None
    assert tags.road({"highway": "footway", "route": "ferry", "vehicle": "yes"}, ferries=True) is not None


def test_every_kind_of_traffic_is_read_at_once() -> None:
    ways = tags.roads({"highway": "service", "service": "emergency_access"})
    assert list(ways) == ["motor", "emergency"]
    assert ways["motor"] is None
    assert ways["emergency"] is not None
