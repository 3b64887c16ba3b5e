"""Opening hours in OpenStreetMap's syntax, for a Dutch reader."""

from __future__ import annotations

import re
from functools import cache

from zorgkaart.words.dates import weekdays

_DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_OTHERS = {"PH": "feestdagen", "SH": "schoolvakanties", "off": "dicht", "closed": "dicht"}
_WORD = re.compile(r"\b(" + "|".join((*_DAYS, *_OTHERS)) + r")\b")


def dutch_hours(hours: str, always: str) -> str:
    """Opening hours of OpenStreetMap for a reader: ``Mo-Fr 08:00-17:00`` becomes "ma-vr 08:00-17:00"."""
    if always == "ja" or hours.strip() == "24/7":
        return "dag en nacht"
    if not hours:
        return "openingstijden onbekend"
    text = _WORD.sub(lambda match: _words()[match.group()], hours).replace("00:00-24:00", "hele dag")
    return text.replace("-", "\N{EN DASH}").replace(",", ", ").replace(",  ", ", ")


@cache
def _words() -> dict[str, str]:
    return dict(zip(_DAYS, weekdays("abbreviated"), strict=True)) | _OTHERS
