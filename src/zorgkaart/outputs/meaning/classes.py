"""The colour and the Dutch words of each class of a view, for the map and whatever else shows it.

The palettes keep their order in grey and for every common form of colour blindness: each next colour is
darker, and "outside the norm" changes from blue to orange-red, a pair that nearly everybody can tell
apart. A norm has other colours than a plain travel time, as the two must never be confused.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from zorgkaart.outputs.meaning.views import View
from zorgkaart.words.numbers import short

WITHIN = ("#f6f5dc", "#d3e9cd", "#a8d6cb", "#78bdca", "#4d9cc2", "#2f78b0")
BEYOND = ("#bf400d", "#741a0e")
TRAVEL = ("#faf6ec", "#e6d9ee", "#c9b3de", "#a98aca", "#8760b1", "#643691", "#3f1463")
LESS = ("#01665e", "#cfe9e4")
MORE = ("#f8e3bd", "#d98b34", "#7a3207")
SAME = "#e9ebe9"
UNKNOWN = "#d4d4d4"


@dataclass(frozen=True)
class ViewClass:
    """One class of a view.

    Attributes
    ----------
    label : str
        Dutch words with the unit.
    colour : str
        ``#rrggbb``.
    side : {"", "beyond", "less", "more"}
        Above the norm's limit, or to one side of no difference.
    """

    label: str
    colour: str
    side: Literal["", "beyond", "less", "more"] = ""


def view_classes(view: View) -> tuple[ViewClass, ...]:
    """Return the classes of a view, one more than it has bounds; a bound belongs to the class below it."""
    bounds = view.classes
    lower: tuple[float | None, ...] = (None, *bounds)
    upper: tuple[float | None, ...] = (*bounds, None)
    if view.diverging:
        less = sum(bound < 0 for bound in bounds)
        more = len(bounds) - less
        colours = [*_spread(LESS, less), SAME, *_spread(MORE, more)]
        labels = [_difference(low, high, view.unit) for low, high in zip(lower, upper, strict=True)]
        return tuple(
            ViewClass(label, colour, "less" if i < less else "more" if i > less else "")
            for i, (label, colour) in enumerate(zip(labels, colours, strict=True))
        )
    inside = len(bounds) + 1 if view.limit is None else bounds.index(view.limit) + 1
    beyond = len(bounds) + 1 - inside
    colours = [*_spread(TRAVEL if view.limit is None else WITHIN, inside), *_spread(BEYOND, beyond)]
    labels = list(view.words) or [_range(low, high, view.unit) for low, high in zip(lower, upper, strict=True)]
    return tuple(
        ViewClass(label, colour, "beyond" if i >= inside else "")
        for i, (label, colour) in enumerate(zip(labels, colours, strict=True))
    )


def _range(low: float | None, high: float | None, unit: str) -> str:
    if high is None:
        return f"meer dan {short(low or 0)} {unit}"
    return f"{short(low or 0)}\N{EN DASH}{short(high)} {unit}"


def _difference(low: float | None, high: float | None, unit: str) -> str:
    less, more = ("korter", "langer") if unit == "min" else ("minder", "meer")
    if (low is None or low < 0) and (high is None or high > 0):
        limit = max(abs(bound) for bound in (low, high) if bound is not None)
        return f"geen verschil (minder dan {short(limit)} {unit})"
    near, far, word = (low, high, more) if low is not None and low > 0 else (high, low, less)
    if far is None:
        return f"meer dan {short(abs(near or 0))} {unit} {word}"
    return f"{short(abs(near or 0))}\N{EN DASH}{short(abs(far))} {unit} {word}"


def _spread(colours: Sequence[str], n: int) -> list[str]:
    """Return `n` colours spread evenly from the first to the last."""
    channels = [[int(colour[at : at + 2], 16) for at in (1, 3, 5)] for colour in colours]
    result = []
    for i in range(n):
        place = i * (len(channels) - 1) / max(n - 1, 1)
        low = min(int(place), len(channels) - 2)
        mixed = (round(a + (place - low) * (b - a)) for a, b in zip(channels[low], channels[low + 1], strict=True))
        result.append("#" + "".join(f"{value:02x}" for value in mixed))
    return result
