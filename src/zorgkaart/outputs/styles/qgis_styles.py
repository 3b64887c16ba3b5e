"""QGIS styles (QML), made from the same classes and colours as the map.

A style is a rule-based renderer, since a graduated one leaves areas without a value off the map and
cannot draw a second symbol over those outside the norm. Written for QGIS 3.22 and newer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from zorgkaart.outputs.styles.qml import (
    DARK,
    GREY,
    WHITE,
    NameLabels,
    Rule,
    Symbol,
    SymbolLayer,
    discrete_raster,
    identifier,
    line_options,
    literal,
    paletted_raster,
    point_options,
    rgba,
    vector_document,
)

_PATTERN, _OUTLINE = 1, 2


@dataclass(frozen=True)
class Style:
    """A named QGIS style.

    Attributes
    ----------
    name, description : str
        Dutch, for QGIS's list of styles.
    qml : str
        The style itself.
    group : str
        Dutch heading that it stands under among the styles of its layer.
    kinds : tuple of str
        The kinds of site that it shows, or, for areas, that go with it.
    borders : bool
        It draws borders only, to lie over other areas.
    shown : bool
        It is on from the start, whatever else is.
    """

    name: str
    qml: str
    description: str = ""
    group: str = ""
    kinds: tuple[str, ...] = ()
    borders: bool = False
    shown: bool = False


@dataclass(frozen=True)
class Classes:
    """Colour classes of one numeric column.

    A value belongs to the first class whose upper bound is not below it, so that a norm's own limit lies
    inside the norm. With one colour more than bounds, the last class has no upper bound.

    Attributes
    ----------
    column : str
        The column that is shown.
    title : str
        Dutch heading of the legend.
    upper : tuple of float
        Ascending upper bounds, each part of its class.
    colours, labels : tuple of str
        ``#rrggbb`` and Dutch legend text per class.
    unknown_colour, unknown_label : str
        The same for areas without a value.
    """

    column: str
    title: str
    upper: tuple[float, ...]
    colours: tuple[str, ...]
    labels: tuple[str, ...]
    unknown_colour: str = "#d0d0d0"
    unknown_label: str = "onbekend"

    def __post_init__(self) -> None:
        if not self.upper or any(a >= b for a, b in pairwise(self.upper)):
            raise ValueError(f"{self.column}: the upper bounds of classes must ascend, got {self.upper}")
        if len(self.colours) != len(self.labels) or len(self.colours) - len(self.upper) not in (0, 1):
            raise ValueError(f"{self.column}: {len(self.upper)} bounds need as many colours and labels, or one more")

    @property
    def ranges(self) -> tuple[tuple[float | None, float | None], ...]:
        """Per class its lower bound (outside the class) and upper bound (inside it); None for no bound."""
        bounds = [None, *self.upper, None]
        return tuple(pairwise(bounds))[: len(self.colours)]


@dataclass(frozen=True)
class Verdict:
    """Areas that get a hatch and a thick outline, whatever their colour.

    Attributes
    ----------
    column : str
        The verdict's column.
    title : str
        Dutch heading of the legend.
    labels : mapping
        A value of the column and its Dutch legend text, the gravest first: it gets the densest hatch.
    """

    column: str
    title: str
    labels: Mapping[str, str]


@dataclass(frozen=True)
class Incomplete:
    """Areas whose number rests on a list that may lack a site; they get a thin hatch, whatever their colour.

    Attributes
    ----------
    column : str
        A column that is true there.
    label : str
        Dutch legend text.
    """

    column: str
    label: str


@dataclass(frozen=True)
class SiteKind:
    """How sites of one kind (soort) are drawn.

    Attributes
    ----------
    kind, label : str
        The kind, and its Dutch name in the legend.
    colour : str
        ``#rrggbb``.
    shape : str
        A name of QGIS's simple markers.
    size_mm : float
        Diameter.
    letter, ink : str
        A character inside the marker and its colour, so that kinds do not differ in colour alone.
    order : int
        Where markers meet, the highest lies on top; of equal ones the first in the legend.
    """

    kind: str
    label: str
    colour: str
    shape: str = "circle"
    size_mm: float = 2.8
    letter: str = ""
    ink: str = WHITE
    order: int = 0


@dataclass(frozen=True)
class Nested:
    """One of several areas that lie inside each other.

    Attributes
    ----------
    label : str
        Dutch legend text.
    where : mapping
        Columns and the values by which it is found.
    colour : str
        ``#rrggbb``.
    """

    label: str
    where: Mapping[str, str | float]
    colour: str


def area_style(
    name: str,
    classes: Classes,
    *,
    verdict: Verdict | None = None,
    incomplete: Incomplete | None = None,
    names: NameLabels | None = None,
    border_mm: float = 0.1,
    description: str = "",
) -> Style:
    """Return a style that colours areas by class and marks those with a verdict on top of it.

    Parameters
    ----------
    name : str
        The name in QGIS's list of styles.
    classes : Classes
        Column, bounds, colours and legend texts.
    verdict : Verdict, optional
        Which areas get a hatch and a thick outline.
    incomplete : Incomplete, optional
        Which areas get a thin hatch, as a site that is in no list could be nearer.
    names : NameLabels, optional
        Names on the map.
    border_mm : float
        Width of the grey line between areas.
    """
    column = identifier(classes.column)
    rules = [
        Rule(label, _within(column, lower, upper), _area_symbol(colour, border_mm))
        for (lower, upper), colour, label in zip(classes.ranges, classes.colours, classes.labels, strict=True)
    ]
    rules.append(Rule(classes.unknown_label, "ELSE", _area_symbol(classes.unknown_colour, border_mm)))
    groups = [Rule(classes.title, children=tuple(rules))]
    if verdict is not None:
        column = identifier(verdict.column)
        marks = [
            Rule(label, f"{column} = {literal(value)}", _verdict_symbol(rank))
            for rank, (value, label) in enumerate(verdict.labels.items())
        ]
        groups.append(Rule(verdict.title, children=tuple(marks)))
    if incomplete is not None:
        groups.append(Rule(incomplete.label, identifier(incomplete.column), _incomplete_symbol()))
    return Style(name, vector_document(groups, names, geometry=2), description)


def outline_style(
    name: str, *, colour: str = "#505050", width_mm: float = 0.5, names: NameLabels | None = None, description: str = ""
) -> Style:
    """Return a style that draws areas as outlines only, to lie over other layers."""
    line = SymbolLayer("SimpleLine", line_options(colour, width_mm))
    return Style(
        name, vector_document([Rule("", symbol=("fill", (line,)))], names, geometry=2), description, borders=True
    )


def nested_style(name: str, areas: Sequence[Nested], *, opacity: float = 0.7, description: str = "") -> Style:
    """Return a style for areas that lie inside each other, of which the first, the smallest, is drawn on top.

    Parameters
    ----------
    name : str
        The name in QGIS's list of styles, and the heading of the legend.
    areas : sequence of Nested
        From small to large.
    opacity : float
        Of the whole layer, so that colours do not add up.
    """
    rules = []
    for number, area in enumerate(areas):
        tests = [
            f"{identifier(column)} = {literal(value) if isinstance(value, str) else f'{value:.15g}'}"
            for column, value in area.where.items()
        ]
        rules.append(Rule(area.label, " AND ".join(tests), _nested_symbol(area.colour, len(areas) - 1 - number)))
    return Style(
        name, vector_document([Rule(name, children=tuple(rules))], None, geometry=2, opacity=opacity), description
    )


def site_style(
    name: str, kinds: Sequence[SiteKind], *, others: bool = True, names: NameLabels | None = None, description: str = ""
) -> Style:
    """Return a style for sites: one marker per kind, hollow where the site does not count or nobody knows what it is.

    Parameters
    ----------
    name : str
        The name in QGIS's list of styles.
    kinds : sequence of SiteKind
        The kinds to show, in the legend's order.
    others : bool
        Also show kinds that are not named, as small grey dots.
    names : NameLabels, optional
        Names beside the markers.
    """
    upwards = sorted(range(len(kinds)), key=lambda number: (kinds[number].order, -number))
    rules = [
        Rule(kind.label, f'"soort" = {literal(kind.kind)}', _marker(kind, upwards.index(number) + 1))
        for number, kind in enumerate(kinds)
    ]
    if others:
        rules.append(Rule("overige soorten", "ELSE", _marker(SiteKind("", "", "#808080", size_mm=2.0), 0)))
    hollow = SymbolLayer("SimpleMarker", point_options("circle", 2.8, fill=WHITE, line=DARK, width_mm=0.5))
    rules.append(Rule("open teken: telt niet mee", "FALSE", ("marker", (hollow,))))
    return Style(name, vector_document(rules, names, geometry=0), description)


def raster_style(classes: Classes) -> str:
    """Return the QML of a raster of one band of numbers in these classes.

    Beside ``x.tif``, QGIS takes ``x.qml`` as its style.
    """
    uppers = [upper for _, upper in classes.ranges]
    return discrete_raster(list(zip(uppers, classes.colours, classes.labels, strict=True)))


def class_raster_style(classes: Classes) -> str:
    """Return the QML of a raster of class numbers, which count from 1."""
    return paletted_raster(list(zip(classes.colours, classes.labels, strict=True)))


def _within(column: str, lower: float | None, upper: float | None) -> str:
    parts = [f"{column} > {lower:g}"] if lower is not None else []
    parts += [f"{column} <= {upper:g}"] if upper is not None else []
    return " AND ".join(parts)


def _area_symbol(colour: str, border_mm: float) -> Symbol:
    options = {
        "color": rgba(colour),
        "style": "solid",
        "outline_color": rgba(GREY),
        "outline_style": "solid",
        "outline_width": f"{border_mm:g}",
        "outline_width_unit": "MM",
        "joinstyle": "bevel",
    }
    return "fill", (SymbolLayer("SimpleFill", options),)


def _nested_symbol(colour: str, draw_pass: int) -> Symbol:
    options = {"color": rgba(colour), "style": "solid", "outline_color": rgba(DARK), "outline_style": "solid"}
    options |= {"outline_width": "0.3", "outline_width_unit": "MM", "joinstyle": "round"}
    return "fill", (SymbolLayer("SimpleFill", options, draw_pass),)


def _incomplete_symbol() -> Symbol:
    """Thin dashes with a white edge, the other way than those of a verdict."""
    edge, hatch = (
        SymbolLayer("SimpleLine", line_options(colour, width) | {"line_style": "dash"})
        for colour, width in ((WHITE, 0.5), (DARK, 0.2))
    )
    angle = {"angle": "135", "distance": "2.6", "distance_unit": "MM"}
    return "fill", (SymbolLayer("LinePatternFill", angle, _PATTERN, ("line", (edge, hatch))),)


def _verdict_symbol(rank: int) -> Symbol:
    """Hatch and outline: dense and thick for the gravest verdict, wide and thin for the others.

    The hatch has a white edge, to show on dark colours too. The outline's width is in metres within limits
    in millimetres: small areas do not turn black when the whole province is in view.
    """
    distance, hatch_mm, outline_m, widest_mm = ((1.7, 0.36, 150, 1.0), (3.4, 0.26, 75, 0.5))[min(rank, 1)]
    edge, hatch = (
        SymbolLayer("SimpleLine", line_options(WHITE, hatch_mm + 0.3)),
        SymbolLayer("SimpleLine", line_options(DARK, hatch_mm)),
    )
    angle = {"angle": "45", "distance": f"{distance:g}", "distance_unit": "MM"}
    outline = line_options(DARK, outline_m) | {
        "line_width_unit": "RenderMetersInMapUnits",
        "width_map_unit_scale": f"3x:0,0,1,{widest_mm * 0.35:g},1,{widest_mm:g}",
    }
    return "fill", (
        SymbolLayer("LinePatternFill", angle, _PATTERN, ("line", (edge, hatch))),
        SymbolLayer("SimpleLine", outline, _OUTLINE),
    )


def _marker(kind: SiteKind, draw_pass: int) -> Symbol:
    closed = "not coalesce(\"telt\", false) or coalesce(\"status\", '') in ('onbekend', 'twijfel')"
    form = SymbolLayer(
        "SimpleMarker",
        point_options(kind.shape, kind.size_mm, fill=kind.colour, line=WHITE, width_mm=0.3),
        draw_pass,
        expressions={
            "fillColor": f"if({closed}, '255,255,255,255', '{rgba(kind.colour)}')",
            "outlineColor": f"if({closed}, '{rgba(kind.colour)}', '255,255,255,255')",
            "outlineWidth": f"if({closed}, 0.5, 0.3)",
        },
    )
    if not kind.letter:
        return "marker", (form,)
    options = {"chr": kind.letter, "color": rgba(kind.ink), "size": f"{kind.size_mm * 0.7:g}"}
    options |= {"font": "Arial", "font_style": "Bold", "size_unit": "MM", "outline_width": "0"}
    hollow = {"fillColor": f"if({closed}, '{rgba(kind.colour)}', '{rgba(kind.ink)}')"}
    return "marker", (form, SymbolLayer("FontMarker", options, draw_pass, expressions=hollow))
