"""How each kind of site is drawn: a shape, a colour and a letter, so that no two differ in colour alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

Shape = Literal["circle", "square", "diamond", "triangle", "hexagon", "pentagon", "cross"]


@dataclass(frozen=True)
class Symbol:
    """The symbol of a kind of site.

    Attributes
    ----------
    shape : str
        The outer form.
    colour, ink : str
        ``#rrggbb`` of the form and of the letter in it.
    letter : str
        One character, ``+`` for a white cross, or nothing.
    order : int
        The symbol with the highest number lies on top where several meet.
    """

    shape: Shape
    colour: str
    letter: str
    order: int = 0
    ink: str = "#ffffff"


SYMBOLS: Mapping[str, Symbol] = {
    "seh": Symbol("square", "#14213d", "+", 9),
    "acute_verloskunde": Symbol("diamond", "#8c1d82", "V", 8),
    "ambulancepost": Symbol("hexagon", "#f2b705", "A", 7, "#1b1b1b"),
    "huisartsenpost": Symbol("pentagon", "#00695c", "P", 6),
    "ggz_crisis": Symbol("triangle", "#3b3b3b", "C", 5),
    "elv": Symbol("square", "#5b3fa0", "E", 4),
    "grz": Symbol("diamond", "#1d6996", "G", 4),
    "apotheek": Symbol("cross", "#1b7f3b", "", 3),
    "huisarts": Symbol("circle", "#7a3e00", "H", 2),
    "verpleeghuis": Symbol("triangle", "#6b5b4b", "v", 1),
}
_SPARE = (
    Symbol("circle", "#0b4f6c", ""),
    Symbol("square", "#6a1b4d", ""),
    Symbol("diamond", "#33502c", ""),
    Symbol("hexagon", "#4a4a8a", ""),
)


def symbols_for(labels: Mapping[str, str]) -> dict[str, Symbol]:
    """Return a symbol for each kind in `labels`; a kind of one's own gets a spare one with its first letter."""
    own = [kind for kind in labels if kind not in SYMBOLS]
    spare = {kind: replace(_SPARE[i % len(_SPARE)], letter=labels[kind][:1].upper()) for i, kind in enumerate(own)}
    return {kind: spare[kind] if kind in spare else SYMBOLS[kind] for kind in labels}
