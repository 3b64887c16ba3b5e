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
