"""Whether a vehicle fits: limits of width, height, length and weight against the vehicles of `vehicle_sizes.csv`."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from zorgkaart.network.tag_tables import rows

SIZES = "vehicle_sizes"
# What a metre or a tonne is in the units that limits are written in; without a unit they are metres and tonnes.
METRES = {"": 1.0, "m": 1.0, "cm": 0.01, "km": 1000.0, "ft": 0.3048, "'": 0.3048, "in": 0.0254, '"': 0.0254}
TONNES = {"": 1.0, "t": 1.0, "kg": 0.001, "lbs": 0.00045359237, "lb": 0.00045359237, "st": 0.90718474}
UNITS = {"m": METRES, "t": TONNES}
_PART = re.compile(r"\s*(\d+(?:[.,]\d+)?)\s*([a-z'\"]*)\s*")


@dataclass(frozen=True)
class Size:
    """One size of a vehicle, in metres or tonnes, and the keys of the limits that it must be within."""

    unit: str
    vehicle: float
    exact: bool
    keys: tuple[str, ...]

    def fits(self, tags: Mapping[str, str], side: str) -> bool:
        """Whether the vehicle is within the first of the limits that can be read."""
        for key in self.keys:
            for name in (f"{key}:{side}", key) if side else (key,):
                limit = measure(tags[name], self.unit) if name in tags else math.nan
                if not math.isnan(limit):
                    return limit > self.vehicle or (self.exact and limit == self.vehicle)
        return True


def fits(tags: Mapping[str, str], rules: str, side: str = "") -> bool:
    """Whether the vehicle of these rules fits through.

    Parameters
    ----------
    tags : mapping
        Of a way or of a node with a barrier.
    rules : str
        Name of the tag rules.
    side : str
        ``forward``, ``backward``, or empty for the keys without a direction alone.
    """
    return all(size.fits(tags, side) for size in sizes(rules))


def measure(value: str, unit: str) -> float:
    """A length in metres or a weight in tonnes: `2.3`, `2,3 m`, `6'3"`, `7 ft 2 in`, `1500 kg`.

    Parameters
    ----------
    value : str
        As in the tag.
    unit : str
        ``m`` for a length, ``t`` for a weight.

    Returns
    -------
    float
        NaN for what is no measure, such as `none`, `default` and `below_default`.
    """
    total, place, text = 0.0, 0, value.strip().lower()
    while place < len(text):
        part = _PART.match(text, place)
        # A bare number ends a measure that began with feet: 6'3.
        word = "" if part is None else part[2] or ("in" if place else "")
        if part is None or word not in UNITS[unit]:
            return math.nan
        total += float(part[1].replace(",", ".")) * UNITS[unit][word]
        place = part.end()
    return total if total > 0 else math.nan


@cache
def sizes(rules: str) -> tuple[Size, ...]:
    """The sizes of the vehicle of these rules."""
    return tuple(
        Size(row["unit"], float(row["vehicle"]), row["exact"] == "yes", tuple(row["keys"].split()))
        for row in rows(SIZES)
        if row["rules"] == rules
    )


def size_keys() -> tuple[str, ...]:
    """Every key of a limit of size."""
    return tuple(dict.fromkeys(key for row in rows(SIZES) for key in row["keys"].split()))
