"""Who may pass, and which way: the one place where tags of access, one-way streets and closures are weighed.

Keys go from general to specific (``access`` < ``vehicle`` < ``motor_vehicle`` < ``motorcar``): the most specific one
that says something decides, and of one key the value for a direction before the plain one. Which keys and tables hold
for which traffic stands in :mod:`zorgkaart.network.modes.tag_rules`. What holds at certain times only
(``:conditional``) is not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import IntEnum
from functools import cache

from zorgkaart.network.modes.tag_rules import TagRules
from zorgkaart.network.tag_tables import ANY, rows, table

SIDES = ("forward", "backward")
CLOSING = "closing_tags"
_ALONG, _AGAINST, _BOTH, _NEITHER = (True, False), (False, True), (True, True), (False, False)
_ONEWAY = (
    dict.fromkeys(("yes", "true", "1"), _ALONG)
    | dict.fromkeys(("-1", "reverse"), _AGAINST)
    | dict.fromkeys(("no", "false", "0", "alternating"), _BOTH)
    | {"reversible": _NEITHER}  # turns a few times a day: whoever needs it cannot count on it
)


class Passage(IntEnum):
    """What a way is to traffic in one direction: closed, only for where a trip begins or ends, or open."""

    CLOSED = 0
    ENDS_ONLY = 1
    OPEN = 2


WORDS = {"closed": Passage.CLOSED, "ends": Passage.ENDS_ONLY, "open": Passage.OPEN}


@cache
def meaning(value: str, rules: TagRules) -> Passage | None:
    """What a value of an access key means; of a list (`forestry;destination`) the most permissive member.

    Parameters
    ----------
    value : str
        As in the tag.
    rules : TagRules
        Whose traffic; its column in its table of values.

    Returns
    -------
    Passage or None
        None if the table knows no member: then the tag says nothing.
    """
    values = table(rules.access)
    words = [values[part][rules.name] for part in re.split(r"\s*[;,]\s*", value.strip()) if part in values]
    return max((WORDS[word] for word in words if word), default=None)


def letting(rules: TagRules) -> tuple[str, ...]:
    """The values of access keys that let this traffic pass, if only at the ends of a trip."""
    return tuple(value for value in table(rules.access) if (meaning(value, rules) or Passage.CLOSED) > Passage.CLOSED)


def said(tags: Mapping[str, str], keys: Iterable[str], rules: TagRules, side: str = "") -> Passage | None:
    """What the access keys say; None if they say nothing.

    Parameters
    ----------
    tags : mapping
        Of a way or a node.
    keys : iterable of str
        The most specific one first.
    rules : TagRules
        Whose traffic.
    side : str
        ``forward``, ``backward``, or empty for the keys without a direction alone.
    """
    for key in keys:
        for name in (f"{key}:{side}", key) if side else (key,):
            value = tags.get(name)
            if value is not None and (passage := meaning(value, rules)) is not None:
                return passage
    return None


def closing(tags: Mapping[str, str], rules: TagRules) -> Passage | None:
    """What tags other than those of access say: CLOSED, OPEN (meant for this traffic), or None if nothing."""
    told: Passage | None = None
    for key, values in _closing_keys().items():
        value = tags.get(key)
        if value is None:
            continue
        word = values.get(value, values.get(ANY, {})).get(rules.name)
        if word:
            told = WORDS[word] if told is None else min(told, WORDS[word])
    return told


def oneway(tags: Mapping[str, str], rules: TagRules, *, implied: bool) -> tuple[bool, bool]:
    """Whether one may drive along and against the way.

    Parameters
    ----------
    tags : mapping
        Of the way.
    rules : TagRules
        Its one-way keys, the most specific one first; values that nobody knows are passed over.
    implied : bool
        Whether the way is one-way where the tags say nothing. Roundabouts always are.
    """
    for key in rules.oneway_keys:
        sides = _ONEWAY.get(tags.get(key, "").strip())
        if sides is not None:
            return sides
    return _ALONG if implied or tags.get("junction") in ("roundabout", "circular") else _BOTH


def passages(
    tags: Mapping[str, str], rules: TagRules, *, default: bool, named_only: bool = False, implied_oneway: bool = False
) -> tuple[Passage, Passage]:
    """What a way is to traffic, along and against it.

    Parameters
    ----------
    tags : mapping
        Of the way.
    rules : TagRules
        Whose traffic.
    default : bool
        Whether the way is open where the tags say nothing.
    named_only : bool
        Whether only keys count that name this traffic: ``access=yes`` of a footpath is meant for people on foot.
    implied_oneway : bool
        Whether the way is one-way where the tags say nothing.
    """
    told = closing(tags, rules)
    if told is Passage.CLOSED:
        return told, told
    otherwise = Passage.OPEN if default or told is Passage.OPEN else Passage.CLOSED
    # What is meant for this traffic is closed again only by the key that is its own.
    keys = rules.access_keys[:1] if told is Passage.OPEN else rules.own_keys if named_only else rules.access_keys
    sides = oneway(tags, rules, implied=implied_oneway)
    along, against = (
        Passage.CLOSED if not may else otherwise if (passage := said(tags, keys, rules, side)) is None else passage
        for may, side in zip(sides, SIDES, strict=True)
    )
    return along, against


def access_keys(rules: Iterable[TagRules], *, sides: bool) -> tuple[str, ...]:
    """Every key of access that is read for any of the rules, with those per direction if `sides`."""
    keys = dict.fromkeys(key for each in rules for key in each.access_keys)
    return tuple(name for key in keys for name in (key, *(f"{key}:{side}" for side in SIDES if sides)))


def closing_keys() -> tuple[str, ...]:
    """The keys other than those of access that close a way."""
    return tuple(_closing_keys())


@cache
def _closing_keys() -> dict[str, dict[str, dict[str, str]]]:
    keys: dict[str, dict[str, dict[str, str]]] = {}
    for row in rows(CLOSING):
        keys.setdefault(row["key"], {})[row["value"]] = row
    return keys
