"""How long a crossing takes: the tag `duration` of a ferry."""

from __future__ import annotations

import math
import re

_CLOCK = re.compile(r"(\d+):([0-5]\d)(?::([0-5]\d))?")
_MINUTES = re.compile(r"(\d+(?:[.,]\d+)?)\s*(?:m|min|mins|minutes?)?")
_HOURS = re.compile(r"(?:(\d+(?:[.,]\d+)?)\s*(?:h|hr|hours?))\s*(?:(\d+)\s*(?:m|min|mins|minutes?)?)?")
_ISO = re.compile(
    r"p(?:(?P<w>\d+)w)?(?:(?P<d>\d+)d)?"
    r"(?:t(?:(?P<h>\d+(?:[.,]\d+)?)h)?(?:(?P<m>\d+(?:[.,]\d+)?)m)?(?:(?P<s>\d+(?:[.,]\d+)?)s)?)?"
)
_SECONDS = {"w": 604_800.0, "d": 86_400.0, "h": 3600.0, "m": 60.0, "s": 1.0}


def duration_s(value: str | None) -> float:
    """A duration in seconds: `hh:mm`, `hh:mm:ss`, minutes (`45`, `45 min`), `1 h 30 min` or ISO 8601 (`PT45M`).

    Parameters
    ----------
    value : str or None
        As in the tag. Of several (`00:45;01:00`) the longest counts: nobody knows which boat comes.

    Returns
    -------
    float
        NaN for what is no duration, and for none at all.
    """
    if value is None:
        return math.nan
    parts = [_one(part.strip().lower()) for part in value.split(";")]
    return max((seconds for seconds in parts if seconds > 0), default=math.nan)


def _one(text: str) -> float:
    if clock := _CLOCK.fullmatch(text):
        return int(clock[1]) * 3600.0 + int(clock[2]) * 60.0 + int(clock[3] or 0)
    if minutes := _MINUTES.fullmatch(text):
        return _number(minutes[1]) * 60.0
    if hours := _HOURS.fullmatch(text):
        return _number(hours[1]) * 3600.0 + int(hours[2] or 0) * 60.0
    if iso := _ISO.fullmatch(text):
        return sum(_number(count) * _SECONDS[unit] for unit, count in iso.groupdict().items() if count)
    return math.nan


def _number(text: str) -> float:
    return float(text.replace(",", "."))
