"""The QGIS style of the layer of closures: larger for graver, and another colour where a site is sensitive."""

from __future__ import annotations

from itertools import pairwise

from zorgkaart.outputs.meaning.classes import UNKNOWN
from zorgkaart.outputs.meaning.columns import Column
from zorgkaart.outputs.styles.qgis_styles import Style
from zorgkaart.outputs.styles.qml import (
    NameLabels,
    Rule,
    Symbol,
    SymbolLayer,
    identifier,
    line_options,
    point_options,
    rgba,
    vector_document,
)
from zorgkaart.words.numbers import number

SENSITIVE, OTHER = "#bf400d", "#5d7a8c"
BOUNDS = {"inwoners": (0.5, 100.0, 1_000.0, 5_000.0, 20_000.0), "min": (0.5, 1e3, 1e4, 1e5, 1e6)}
SIZES_MM = (1.6, 3.0, 4.5, 6.5, 9.0, 12.0)
WIDTHS_MM = (0.2, 0.4, 0.8, 1.4, 2.2, 3.2)


def closure_style(name: str, measure: Column, *, lines: bool) -> Style:
    """Return the style of a layer of closures by one column, in classes of size that go with the column's unit.

    Parameters
    ----------
    name : str
        The name in QGIS's list of styles.
    measure : Column
        Of inhabitants or of minutes.
    lines : bool
        For pairs, which are lines between two sites.
    """
    column, bounds = identifier(measure.name), BOUNDS[measure.unit]
    sizes = WIDTHS_MM if lines else SIZES_MM
    rules = [Rule("geen", f"{column} <= {bounds[0]:g}", _symbol(OTHER, sizes[0], lines=lines))]
    for (low, high), size in zip(pairwise([*bounds, None]), sizes[1:], strict=True):
        where = f"{column} > {low:g}" + ("" if high is None else f" AND {column} <= {high:g}")
        least = number(max(low or 0, 1))
        label = f"meer dan {least}" if high is None else f"{least}\N{EN DASH}{number(high)}"
        rules.append(Rule(label, where, _symbol(OTHER, size, lines=lines, by_state=True)))
    rules.append(Rule("onbekend", "ELSE", _symbol(UNKNOWN, sizes[2], lines=lines)))
    keys = [
        Rule(label, "FALSE", _symbol(colour, sizes[2], lines=lines))
        for label, colour in (("gevoelig", SENSITIVE), ("niet gevoelig, of geen norm", OTHER))
    ]
    groups = [Rule(measure.heading, children=tuple(rules)), *keys]
    names = None if lines else NameLabels("gesloten", scale=500_000)
    return Style(name, vector_document(groups, names, geometry=1 if lines else 0), measure.description)


def _symbol(colour: str, size_mm: float, *, lines: bool, by_state: bool = False) -> Symbol:
    """A marker or a line; `by_state` takes its colour from the column ``gevoelig``."""
    choice = f"if(coalesce(\"gevoelig\", false), '{rgba(SENSITIVE)}', '{rgba(OTHER)}')" if by_state else ""
    if lines:
        options, name, kind = line_options(colour, size_mm), "outlineColor", "SimpleLine"
    else:
        options = point_options("circle", size_mm, fill=colour, line="#202020", width_mm=0.3)
        name, kind = "fillColor", "SimpleMarker"
    layer = SymbolLayer(kind, options, expressions={name: choice} if choice else {})
    return ("line" if lines else "marker"), (layer,)
