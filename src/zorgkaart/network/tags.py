"""What OpenStreetMap tags mean for a car: class, direction, access, speed limit, built-up or not.

The values that matter stand in CSV tables beside this module (`tables/`), with their reasons.
"""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

TABLES = Path(__file__).parent / "tables"
MPH_KMH = 1.609344
_NUMBER = re.compile(r"^\s*(\d+(?:\.\d+)?)\s*(km/h|kmh|kph|mph|)\s*$")
_CAR_KEYS = ("motorcar", "motor_vehicle", "vehicle", "access")
# Every key that is read here, for downloads that must be told which tags to bring.
WAY_KEYS = (
    "highway",
    "route",
    "area",
    "junction",
    "oneway",
    "oneway:motor_vehicle",
    *_CAR_KEYS,
    "maxspeed",
    "maxspeed:forward",
    "maxspeed:backward",
    "maxspeed:type",
    "source:maxspeed",
    "zone:maxspeed",
    "zone:traffic",
)
NODE_KEYS = ("barrier", "locked", *_CAR_KEYS)


@cache
def _table(name: str) -> dict[str, dict[str, str]]:
    with (TABLES / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.reader(lines))
    return {row[0]: dict(zip(rows[0][1:], row[1:], strict=True)) for row in rows[1:]}


@cache
def road_classes() -> tuple[str, ...]:
    """The classes that zorgkaart knows, in the order of their codes."""
    return tuple(_table("road_classes"))


@cache
def class_codes() -> dict[str, int]:
    """Class name to its code, the row number in `road_classes.csv`."""
    return {name: code for code, name in enumerate(road_classes())}


@cache
def snap_classes() -> tuple[bool, ...]:
    """Per class code, whether a point may be joined to a road of this class."""
    return tuple(row["snap"] == "yes" for row in _table("road_classes").values())


@dataclass(frozen=True)
class Road:
    """One way as a car sees it.

    `direction` is 1 (along the way), -1 (against it) or 0 (both). Speed limits are km/h, NaN where
    there is none. `built_up` is True, False, or None where the tags do not say.
    """

    code: int
    direction: int
    maxspeed_forward_kmh: float
    maxspeed_backward_kmh: float
    built_up: bool | None


def road(tags: Mapping[str, str], *, ferries: bool = False) -> Road | None:
    """Read the tags of one way; None if a car may not use it or it is no road."""
    highway = tags.get("highway")
    if highway is None and ferries and tags.get("route") == "ferry" and _ferry_takes_cars(tags):
        highway = "ferry"
    if highway is None:
        return None
    code = class_codes().get(highway)
    if code is None or tags.get("area") == "yes":
        return None
    if not car_allowed(tags, default=highway != "busway"):
        return None
    forward, backward = maxspeeds(tags)
    return Road(code, direction(tags, highway), forward, backward, built_up(tags))


def car_allowed(tags: Mapping[str, str], *, default: bool = True) -> bool:
    """Whether a car may drive here; the most specific key that is set decides.

    `private`, `destination`, `customers` and the like are allowed: people live there, and the trip
    begins or ends at their door. What is not allowed stands in `access_values.csv`.
    """
    for key in _CAR_KEYS:
        value = tags.get(key)
        if value is not None:
            return _table("access_values").get(value, {}).get("passable") != "no"
    return default


def direction(tags: Mapping[str, str], highway: str) -> int:
    """1, -1 or 0 (both ways); roundabouts and motorways are one-way unless tagged otherwise."""
    value = tags.get("oneway:motor_vehicle", tags.get("oneway"))
    if value in ("yes", "true", "1"):
        return 1
    if value in ("-1", "reverse"):
        return -1
    if value in ("no", "false", "0"):
        return 0
    if tags.get("junction") in ("roundabout", "circular"):
        return 1
    return 1 if _table("road_classes")[highway]["oneway"] == "yes" else 0


def maxspeeds(tags: Mapping[str, str]) -> tuple[float, float]:
    """Speed limits along and against the way in km/h; NaN where the tags give none."""
    base = speed_kmh(tags.get("maxspeed"))
    if math.isnan(base):
        base = next(
            (
                kmh
                for key in ("maxspeed:type", "source:maxspeed", "zone:maxspeed", "zone:traffic")
                if not math.isnan(kmh := speed_kmh(tags.get(key)))
            ),
            math.nan,
        )
    forward, backward = (speed_kmh(tags.get(f"maxspeed:{side}")) for side in ("forward", "backward"))
    return (base if math.isnan(forward) else forward), (base if math.isnan(backward) else backward)


def speed_kmh(value: str | None) -> float:
    """A speed tag in km/h; of several (`50;70`) the lowest; NaN if it is not a speed."""
    if value is None:
        return math.nan
    speeds = []
    for part in value.split(";"):
        zone = _table("maxspeed_zones").get(part.strip())
        if zone is not None:
            speeds.append(float(zone["kmh"]))
        elif match := _NUMBER.match(part):
            speeds.append(float(match[1]) * (MPH_KMH if match[2] == "mph" else 1.0))
    speeds = [kmh for kmh in speeds if kmh > 0]
    return min(speeds) if speeds else math.nan


def built_up(tags: Mapping[str, str]) -> bool | None:
    """Inside a built-up area by the zone tags; None where they do not say."""
    for key in ("zone:traffic", "maxspeed:type", "source:maxspeed", "zone:maxspeed", "maxspeed"):
        zone = _table("maxspeed_zones").get(tags.get(key, ""))
        if zone is not None and zone["built_up"]:
            return zone["built_up"] == "yes"
    return None


def barrier_blocks(tags: Mapping[str, str]) -> bool:
    """Whether a node with a barrier stops a car. A gate does not, unless it is locked or closed to cars."""
    kind = tags.get("barrier")
    if kind is None:
        return False
    if any(key in tags for key in _CAR_KEYS):
        return not car_allowed(tags)
    return tags.get("locked") == "yes" or _table("barriers").get(kind, {}).get("passable") == "no"


def _ferry_takes_cars(tags: Mapping[str, str]) -> bool:
    return any(tags.get(key) in ("yes", "designated") for key in _CAR_KEYS[:3])
