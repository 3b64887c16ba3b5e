"""What OpenStreetMap tags mean for traffic of a kind: class, access per direction, speed limit, built-up or not.

Which keys and tables hold for which mode stands in :mod:`zorgkaart.network.modes.tag_rules`; the values that matter
stand in CSV tables beside this module (`tables/`), with their reasons. Without rules, those of cars are meant.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

from zorgkaart.network.access_tags import Passage, access_keys, closing_keys, passages, said
from zorgkaart.network.durations import duration_s
from zorgkaart.network.modes.tag_rules import TagRules, every_rules, tag_rules
from zorgkaart.network.speed_limits import built_up, maxspeeds, speed_keys, speed_kmh
from zorgkaart.network.tag_tables import ANY, TABLES, rows, table
from zorgkaart.network.vehicle_sizes import fits, size_keys

__all__ = [
    "BARRIER_KEYS",
    "FERRY",
    "NODE_KEYS",
    "TABLES",
    "WAY_KEYS",
    "Passage",
    "Road",
    "barrier_blocks",
    "built_up",
    "class_codes",
    "maxspeeds",
    "road",
    "road_classes",
    "roads",
    "snap_classes",
    "speed_kmh",
]

FERRY, OTHER_WAYS = "ferry", "other_ways"
SIDES = ("forward", "backward")
_CAR = tag_rules()
_EVERY = every_rules()
_ACCESS = access_keys(_EVERY, sides=True)
_SIZES = size_keys()
# Every key that is read here, for downloads that must be told which tags to bring.
WAY_KEYS: tuple[str, ...] = tuple(
    dict.fromkeys(
        (
            *("highway", "route", "duration", "junction"),
            *closing_keys(),
            *(key for rules in _EVERY for key in reversed(rules.oneway_keys)),
            *_ACCESS,
            *(key for rules in _EVERY for key in speed_keys(rules)),
            *(name for key in _SIZES for name in (key, *(f"{key}:{side}" for side in SIDES))),
        )
    )
)
# A node without any of these stops nobody.
BARRIER_KEYS: tuple[str, ...] = ("barrier", *access_keys(_EVERY, sides=False))
NODE_KEYS: tuple[str, ...] = tuple(
    dict.fromkeys(
        (
            *BARRIER_KEYS,
            *(row["key"] for row in rows(_CAR.barriers) if row["key"]),
            *_SIZES,
        )
    )
)


@cache
def road_classes() -> tuple[str, ...]:
    """The classes that zorgkaart knows, in the order of their codes."""
    return tuple(table(_CAR.classes))


@cache
def class_codes() -> dict[str, int]:
    """Class name to its code, the row number in `road_classes.csv`."""
    return {name: code for code, name in enumerate(road_classes())}


@cache
def snap_classes() -> tuple[bool, ...]:
    """Per class code, whether a point may be joined to a road of this class."""
    return tuple(row["snap"] == "yes" for row in table(_CAR.classes).values())


@dataclass(frozen=True)
class Road:
    """One way as traffic of one kind sees it.

    Attributes
    ----------
    code : int
        Class code.
    along, against : Passage
        What the way is to this traffic, in either direction; never closed both ways.
    maxspeed_forward_kmh, maxspeed_backward_kmh : float
        Speed limits along and against the way; NaN where there is none.
    built_up : bool or None
        None where the tags do not say.
    seconds : float
        The time that the way takes as a whole (the crossing of a ferry); NaN where the tags do not say.
    """

    code: int
    along: Passage
    against: Passage
    maxspeed_forward_kmh: float
    maxspeed_backward_kmh: float
    built_up: bool | None
    seconds: float = math.nan

    def turned(self) -> Road:
        """The same road, drawn the other way round."""
        return replace(
            self,
            along=self.against,
            against=self.along,
            maxspeed_forward_kmh=self.maxspeed_backward_kmh,
            maxspeed_backward_kmh=self.maxspeed_forward_kmh,
        )

    @property
    def direction(self) -> int:
        """1 (along the way), -1 (against it) or 0 (both)."""
        return int(self.along > Passage.CLOSED) - int(self.against > Passage.CLOSED)


def road(tags: Mapping[str, str], *, rules: TagRules = _CAR, ferries: bool = False) -> Road | None:
    """Read the tags of one way; None if it may not be used or is no road.

    Parameters
    ----------
    tags : mapping
        Of the way.
    rules : TagRules
        Whose traffic.
    ferries : bool
        Whether ferries count as roads.
    """
    drives_as, default, named_only = _kind(tags, rules)
    ferry = drives_as == FERRY
    if not drives_as or (tags.get("route") == FERRY and not ferries):
        return None
    implied = table(rules.classes)[drives_as]["oneway"] == "yes"
    both = passages(tags, rules, default=default, named_only=named_only, implied_oneway=implied)
    along, against = (
        passage if fits(tags, rules.name, side) else Passage.CLOSED for passage, side in zip(both, SIDES, strict=True)
    )
    if along is Passage.CLOSED and against is Passage.CLOSED:
        return None
    seconds = duration_s(tags.get("duration")) if ferry else math.nan
    return Road(class_codes()[drives_as], along, against, *maxspeeds(tags, rules), built_up(tags), seconds)


def roads(tags: Mapping[str, str], *, ferries: bool = False) -> dict[str, Road | None]:
    """Read the tags of one way for every kind of traffic, by the name of its rules; that of the car first."""
    return {rules.name: road(tags, rules=rules, ferries=ferries) for rules in _EVERY}


def barrier_blocks(tags: Mapping[str, str], *, rules: TagRules = _CAR) -> bool:
    """Whether a node of a road stops one: by its size, by what it says of access, or else by its kind of barrier.

    What may be passed stands in the table of barriers; any other barrier stops.

    Parameters
    ----------
    tags : mapping
        Of the node.
    rules : TagRules
        Whose traffic.
    """
    kind = tags.get("barrier")
    if kind is not None and not fits(tags, rules.name):
        return True
    passage = said(tags, rules.access_keys, rules)
    if passage is not None:
        return passage is Passage.CLOSED
    return kind is not None and not _passable(kind, tags, rules)


def _passable(kind: str, tags: Mapping[str, str], rules: TagRules) -> bool:
    """By the first row of the table that speaks of this barrier."""
    for row in rows(rules.barriers):
        if row["barrier"] in (kind, ANY) and (not row["key"] or tags.get(row["key"]) == row["value"]):
            return row["passable"] == "yes"
    return False


def _kind(tags: Mapping[str, str], rules: TagRules) -> tuple[str, bool, bool]:
    """The class that a way drives as (empty if it is no road), and whether it is open by itself.

    The third is whether only keys that name this traffic can open it, where it is not.
    """
    highway = tags.get("highway", "")
    known = table(rules.classes).get(highway)
    if tags.get("route") == FERRY:
        default = known is not None and known["access"] != "no"
        return FERRY, default, not default
    if not highway:
        return "", False, False
    if known is not None:
        return highway, known["access"] != "no", False
    other = table(OTHER_WAYS).get(highway) or table(OTHER_WAYS)[ANY]
    return other["drives_as"], False, other["access_counts"] != "yes"
