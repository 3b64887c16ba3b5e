"""Speed limits in all forms that they are tagged in, and what zone tags say of built-up areas.

The limits of zones (`NL:urban`, `RO:rural`, `DE:zone:30`) stand in `maxspeed_zones.csv` with their sources.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from functools import cache

from zorgkaart.network.access_tags import SIDES
from zorgkaart.network.modes.tag_rules import TagRules
from zorgkaart.network.tag_tables import ANY, table

ZONES = "maxspeed_zones"
# Where the limit itself is no speed (`signals`, or no tag), the first of these that is one.
INSTEAD = ("maxspeed:type", "source:maxspeed", "zone:maxspeed", "zone:traffic")
ZONE_KEYS = ("zone:traffic", "maxspeed:type", "source:maxspeed", "zone:maxspeed", "maxspeed")
MPH_KMH, KNOT_KMH = 1.609344, 1.852
_UNITS = dict.fromkeys(("", "km/h", "kmh", "kph", "kmph"), 1.0)
_UNITS |= dict.fromkeys(("mph", "mp/h"), MPH_KMH) | dict.fromkeys(("knots", "knot", "kn"), KNOT_KMH)
_NUMBER = re.compile(r"(\d+(?:[.,]\d+)?)\s*([a-z/]*)")
# A zone of a country: `de:zone:30`, `nl:zone30`, `be-vlg:30`.
_ZONE = re.compile(r"[a-z]{2}(?:-[a-z]+)?:(?:zone:?)?(\d+)")


def maxspeeds(tags: Mapping[str, str], rules: TagRules) -> tuple[float, float]:
    """Speed limits along and against the way in km/h; NaN where the tags give none.

    Parameters
    ----------
    tags : mapping
        Of a way.
    rules : TagRules
        Its speed keys, the most specific one first.
    """
    forward, backward = (_limit(tags, rules, side) for side in SIDES)
    return forward, backward


def speed_kmh(value: str | None) -> float:
    """A speed tag in km/h; of several (`50;70`) the lowest; NaN if it is not a speed.

    Parameters
    ----------
    value : str or None
        As in the tag.
    """
    if value is None:
        return math.nan
    return min((kmh for part in re.split("[;|]", value) if (kmh := _one_kmh(_plain(part))) > 0), default=math.nan)


def built_up(tags: Mapping[str, str]) -> bool | None:
    """Inside a built-up area by the zone tags; None where they do not say.

    Parameters
    ----------
    tags : mapping
        Of a way.
    """
    for key in ZONE_KEYS:
        zone = _zone(_plain(tags.get(key, "")))
        if zone is not None and zone["built_up"]:
            return zone["built_up"] == "yes"
    return None


def speed_keys(rules: TagRules) -> tuple[str, ...]:
    """Every key that is read here."""
    sides = tuple(f"{key}:{side}" for key in rules.speed_keys for side in SIDES)
    return tuple(dict.fromkeys((*rules.speed_keys, *sides, *INSTEAD, *ZONE_KEYS)))


def _limit(tags: Mapping[str, str], rules: TagRules, side: str) -> float:
    names = [name for key in rules.speed_keys for name in (f"{key}:{side}", key)]
    speeds = (speed_kmh(tags.get(name)) for name in (*names, *INSTEAD))
    return next((kmh for kmh in speeds if not math.isnan(kmh)), math.nan)


def _one_kmh(text: str) -> float:
    zone = _zone(text)
    if zone is not None and zone["kmh"]:
        return float(zone["kmh"])
    if number := _NUMBER.fullmatch(text):
        return float(number[1].replace(",", ".")) * _UNITS.get(number[2], math.nan)
    if number := _ZONE.fullmatch(text):
        return float(number[1])
    return math.nan


def _zone(text: str) -> dict[str, str] | None:
    """The row of a zone: the country's own, or that of any country."""
    zones = _zones()
    return zones.get(text) or zones.get(f"{ANY}:{text.partition(':')[2]}")


def _plain(text: str) -> str:
    return text.strip().lower()


@cache
def _zones() -> dict[str, dict[str, str]]:
    return {_plain(zone): row for zone, row in table(ZONES).items()}
