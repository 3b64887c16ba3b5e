"""Names of places as people write them."""

from __future__ import annotations

import re

from zorgkaart.words.numbers import number

# What a register puts behind a name that occurs in more than one province.
_PROVINCE = re.compile(r" (gn|fr|dr|ov|gld|ut|nh|zh|zld|nb|lb)\.?$", re.IGNORECASE)


def place_name(name: str) -> str:
    """A place without the province that a register puts behind its name: "Haren Gn" becomes "Haren"."""
    return _PROVINCE.sub("", name)


def coordinates(lat: float, lon: float) -> str:
    """A place in degrees: "53,2194 NB, 6,5665 OL"; south of the equator ZB, west of Greenwich WL.

    Parameters
    ----------
    lat, lon : float
        Degrees in WGS 84.
    """
    north, east = "N" if lat >= 0 else "Z", "O" if lon >= 0 else "W"
    return f"{number(abs(lat), 4)} {north}B, {number(abs(lon), 4)} {east}L"
