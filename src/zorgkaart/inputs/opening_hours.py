"""Opening hours at the door: only texts in the ``opening_hours`` syntax of OpenStreetMap pass."""

from __future__ import annotations

import opening_hours


def readable_hours(text: str) -> bool:
    """Tell whether `text` is in OSM syntax, so that it can be evaluated at a point in time.

    Examples
    --------
    >>> readable_hours("Mo-Fr 08:00-17:00")
    True
    >>> readable_hours("overdag, uren onbekend")
    False
    """
    return bool(text) and opening_hours.validate(text)


def always_open(text: str) -> bool:
    """Tell whether `text` means day and night, every day, however it is written.

    Examples
    --------
    >>> always_open("Mo-Su 00:00-24:00")
    True
    >>> always_open("Mo-Fr 00:00-24:00")
    False
    """
    return readable_hours(text) and str(opening_hours.OpeningHours(text).normalize()) == "24/7"
