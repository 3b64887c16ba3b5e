"""Which keys a norm takes, by what it measures, and which of them it cannot do without."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from zorgkaart.project.defaults import AMBULANCE, STATIONS, TRAVEL

LACKING = "missing"
# The measure that is a plain trip.
TRIP = "reis"
# Beside the limit, which every norm has.
NEEDED = {"keten": ("turnout_min", "on_scene_min"), "aanrij": ("turnout_min",), "reis": ()}
_REFUSED = {
    "keten": ("mode", "at"),
    "aanrij": ("mode", "at", "stations", "on_scene_min"),
    "reis": ("turnout_min", "on_scene_min", "stations"),
}
_WHAT = {
    "keten": "the whole ambulance chain",
    "aanrij": "the arrival of the ambulance",
    "reis": "a trip to the nearest site",
}
LooseEnd = tuple[tuple[str, ...], str]


def kinds_of_norm(name: str, norm: Mapping[str, Any]) -> tuple[str, ...]:
    """The kinds of site that a norm is about, its own first.

    Parameters
    ----------
    name : str
        What the norm is called; without the key ``kind`` that is its kind.
    norm : mapping
        Its keys, of which those that are not said may be absent or empty.
    """
    kind = norm.get("kind") or name
    stations = (norm.get("stations") or STATIONS,) if _measure(norm) == "keten" else ()
    return tuple(dict.fromkeys((kind, *stations)))


def mode_of_norm(norm: Mapping[str, Any]) -> str:
    """The mode of the rides of a norm.

    Parameters
    ----------
    norm : mapping
        Its keys, as of :func:`kinds_of_norm`.
    """
    return norm.get("mode") or TRAVEL if _measure(norm) == "reis" else AMBULANCE


def wrong_norms(norms: Mapping[str, Mapping[str, Any]], kinds: Mapping[str, Any]) -> list[LooseEnd]:
    """What is wrong between the keys of norms, and between norms and kinds: the key and a sentence each.

    Parameters
    ----------
    norms : mapping
        The keys of each norm, by its name.
    kinds : mapping
        The kinds of the project, by their names.
    """
    return [end for name, norm in norms.items() for end in (*_about_kinds(name, norm, kinds), *_about_keys(name, norm))]


def wrong_verdict(
    verdict: Mapping[str, Any], norms: Mapping[str, Mapping[str, Any]], kinds: Mapping[str, Any]
) -> list[LooseEnd]:
    """What is wrong between the rule on people and the kinds that it names: the key and a sentence each.

    Parameters
    ----------
    verdict : mapping
        The keys of ``[verdict]``; none where the project has no rule.
    norms, kinds : mapping
        As of :func:`wrong_norms`.
    """
    wrong: list[LooseEnd] = []
    normed = {kind for name, norm in norms.items() for kind in kinds_of_norm(name, norm)}
    for kind in verdict.get("kinds", ()):
        if kind not in kinds:
            wrong.append((("verdict", "kinds"), f"there is no [kinds.{kind}]; add it, or name another kind"))
        elif verdict.get("over_min") is None and kind not in normed:
            wrong.append((("verdict", "kinds"), f"{kind!r} is part of no norm; add over_min, or take it out"))
        elif verdict.get("over_min") is not None and not kinds[kind].get("travel", True):
            text = f"{kind!r} has travel = false and over_min is about its travel times; take one of the two out"
            wrong.append((("verdict", "kinds"), text))
    return wrong


def _about_kinds(name: str, norm: Mapping[str, Any], kinds: Mapping[str, Any]) -> Iterator[LooseEnd]:
    for kind in kinds_of_norm(name, norm):
        if kind not in kinds:
            yield ("norms", name), f"there is no [kinds.{kind}]; add it, or name another kind"
    if name in kinds and kinds_of_norm(name, norm)[0] != name:
        yield ("norms", name), f"it is called after [kinds.{name}] and is about another kind; rename the norm"
    if f"{name}_norm" in kinds:
        yield ("kinds", f"{name}_norm"), f"its columns would be those of norms.{name}; rename it"


def _about_keys(name: str, norm: Mapping[str, Any]) -> Iterator[LooseEnd]:
    measure = _measure(norm)
    if measure == "reis" and _said(norm, "at") and norm.get("only_24_7"):
        yield ("norms", name, "at"), "at a moment all sites count that are open then; take out at, or only_24_7 = true"
    for key in _REFUSED[measure]:
        if _said(norm, key):
            yield ("norms", name, key), f"a norm with measure = '{measure}' is about {_WHAT[measure]}; take out {key}"
    if _said(norm, "per") and not _said(norm, "share"):
        text = "it says of whom a share is asked, and there is no share; add share, or take out per"
        yield ("norms", name, "per"), text
    for key in ("limit_min", *NEEDED[measure]):
        if not _said(norm, key):
            yield ("norms", name, key), LACKING


def _said(norm: Mapping[str, Any], key: str) -> bool:
    return norm.get(key) is not None and norm[key] != ""


def _measure(norm: Mapping[str, Any]) -> str:
    return str(norm.get("measure") or "keten")
