"""Names of places as people write them."""

from __future__ import annotations

import re

# What a register puts behind a name that occurs in more than one province.
_PROVINCE = re.compile(r" (gn|fr|dr|ov|gld|ut|nh|zh|zld|nb|lb)\.?$", re.IGNORECASE)


def place_name(name: str) -> str:
    """A place without the province that a register puts behind its name: "Haren Gn" becomes "Haren"."""
    return _PROVINCE.sub("", name)
