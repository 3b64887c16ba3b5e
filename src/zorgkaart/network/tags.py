"""What OpenStreetMap tags mean for a mode: class, direction, access, speed limit, built-up or not.

Which keys and tables hold for which mode stands in :mod:`zorgkaart.network.modes.tag_rules`; the values that matter
stand in CSV tables beside this module (`tables/`), with their reasons. Without rules, those of cars are meant.
"""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from pathlib import Path

from zorgkaart.network.modes.tag_rules import TagRules, tag_rules

TABLES = Path(__file__).parent / "tables"
MPH_KMH = 1.609344
_NUMBER = re.compile(r"^\s*(\d+(?:\.\d+)?)\s*(km/h|kmh|kph|mph|)\s*$")
_CAR = tag_rules()
# Every key that is read here, for downloads that must be told which tags to bring.
WAY_KEYS = (
    "highway",
    "route",
    "area",
    "junction",
    *reversed(_CAR.oneway_keys),
    *_CAR.access_keys,
    "maxspeed",
    "maxspeed:forward",
    "maxspeed:backward",
    "maxspeed:type",
    "source:maxspeed",
    "zone:maxspeed",
    "zone:traffic",
)
NODE_KEYS = ("barrier", "locked", *_CAR.access_keys)


class Passage(IntEnum):
    """What a way is to traffic in one direction: closed, only for where a trip begins or ends, or open."""

    CLOSED = 0
    ENDS_ONLY = 1
    OPEN = 2


@cache
def _table(name: str) -> dict[str, dict[str, str]]:
    with (TABLES / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.reader(lines))
    return {row[0]: dict(zip(rows[0][1:], row[1:], strict=True)) for row in rows[1:]}


@cache
def road_classes() -> tuple[str, ...]:
    """The classes that zorgkaart knows, in the order of their codes."""
    return tuple(_table(_CAR.classes))


@cache
def class_codes() -> dict[str, int]:
    """Class name to its code, the row number in `road_classes.csv`."""
    return {name: code for code, name in enumerate(road_classes())}


@cache
def snap_classes() -> tuple[bool, ...]:
    """Per class code, whether a point may be joined to a road of this class."""
    return tuple(row["snap"] == "yes" for row in _table(_CAR.classes).values())


@dataclass(frozen=True)
class Road:
    """One way as one mode sees it.

    `direction` is 1 (along the way), -1 (against it) or 0 (both). Speed limits are km/h, NaN where
    there is none. `built_up` is True, False, or None where the tags do not say.
    """

    code: int
    direction: int
    maxspeed_forward_kmh: float
    maxspeed_backward_kmh: float
    built_up: bool | None


def road(tags: Mapping[str, str], *, rules: TagRules = _CAR, ferries: bool = False) -> Road | None:
    """Read the tags of one way; None if it may not be used or is no road."""
    highway = tags.get("highway")
    if highway is None and ferries and tags.get("route") == "ferry" and _ferry_takes(tags, rules):
        highway = "ferry"
    if highway is None:
        return None
    code = class_codes().get(highway)
    if code is None or tags.get("area") == "yes":
        return None
    if not allowed(tags, rules=rules, default=_table(rules.classes)[highway]["access"] != "no"):
        return None
    forward, backward = maxspeeds(tags)
    return Road(code, direction(tags, highway, rules=rules), forward, backward, built_up(tags))


def allowed(tags: Mapping[str, str], *, rules: TagRules = _CAR, default: bool = True) -> bool:
    """Whether one may pass here; the most specific key that is set decides.

    `private`, `destination`, `customers` and the like are allowed: people live there, and the trip
    begins or ends at their door. What is not allowed stands in the table of the rules (`access_values.csv`).
    """
    for key in rules.access_keys:
        value = tags.get(key)
        if value is not None:
            return _table(rules.access).get(value, {}).get("passable") != "no"
    return default


def direction(tags: Mapping[str, str], highway: str, *, rules: TagRules = _CAR) -> int:
    """1, -1 or 0 (both ways); roundabouts and motorways are one-way unless tagged otherwise."""
    value = next((tags[key] for key in rules.oneway_keys if key in tags), None)
    if value in ("yes", "true", "1"):
        return 1
    if value in ("-1", "reverse"):
        return -1
    if value in ("no", "false", "0"):
        return 0
    if tags.get("junction") in ("roundabout", "circular"):
        return 1
    return 1 if _table(rules.classes)[highway]["oneway"] == "yes" else 0


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


def barrier_blocks(tags: Mapping[str, str], *, rules: TagRules = _CAR) -> bool:
    """Whether a node with a barrier stops one. A gate does not, unless it is locked or closed to this traffic."""
    kind = tags.get("barrier")
    if kind is None:
        return False
    if any(key in tags for key in rules.access_keys):
        return not allowed(tags, rules=rules)
    return tags.get("locked") == "yes" or _table(rules.barriers).get(kind, {}).get("passable") == "no"


def _ferry_takes(tags: Mapping[str, str], rules: TagRules) -> bool:
    return any(tags.get(key) in ("yes", "designated") for key in rules.own_keys)
