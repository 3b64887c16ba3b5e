"""QGIS styles (QML), made from the same classes and colours as the map.

A style is a rule-based renderer, since a graduated one leaves areas without a value off the map and
cannot draw a second symbol over those outside the norm. Written for QGIS 3.22 and newer.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

Fill = tuple[str, Mapping[str, str]]

# What XML 1.0 cannot hold; QGIS would refuse the whole style.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_DARK, _GREY, _WHITE = "#202020", "#8c8c8c", "#ffffff"
_PATTERN, _OUTLINE = 1, 2


@dataclass(frozen=True)
class Style:
    """A named QGIS style."""

    name: str
    qml: str
    description: str = ""


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
    """

    kind: str
    label: str
    colour: str
    shape: str = "circle"
    size_mm: float = 2.8
    letter: str = ""
    ink: str = _WHITE


@dataclass(frozen=True)
class NameLabels:
    """Names on the map, from a column, shown when zoomed in to 1 : `scale` or further (None: always)."""

    column: str
    scale: float | None = None
    size_pt: float = 8.0
    bold: bool = False


@dataclass(frozen=True)
class _Rule:
    label: str
    where: str = ""
    symbol: tuple[str, tuple[_Layer, ...]] | None = None
    children: tuple[_Rule, ...] = ()


@dataclass(frozen=True)
class _Layer:
    """One symbol layer: QGIS's class name, its options, the pass it is drawn in, and a symbol inside it."""

    kind: str
    options: Mapping[str, str]
    draw_pass: int = 0
    inner: tuple[str, tuple[_Layer, ...]] | None = None
    expressions: Mapping[str, str] = field(default_factory=dict)


def area_style(
    name: str,
    classes: Classes,
    *,
    verdict: Verdict | None = None,
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
    names : NameLabels, optional
        Names on the map.
    border_mm : float
        Width of the grey line between areas.
    """
    column = _identifier(classes.column)
    rules = [
        _Rule(label, _within(column, lower, upper), _area_symbol(colour, border_mm))
        for (lower, upper), colour, label in zip(classes.ranges, classes.colours, classes.labels, strict=True)
    ]
    rules.append(_Rule(classes.unknown_label, "ELSE", _area_symbol(classes.unknown_colour, border_mm)))
    groups = [_Rule(classes.title, children=tuple(rules))]
    if verdict is not None:
        column = _identifier(verdict.column)
        marks = [
            _Rule(label, f"{column} = {_literal(value)}", _verdict_symbol(rank))
            for rank, (value, label) in enumerate(verdict.labels.items())
        ]
        groups.append(_Rule(verdict.title, children=tuple(marks)))
    return Style(name, _document(groups, names, geometry=2), description)


def outline_style(
    name: str, *, colour: str = "#505050", width_mm: float = 0.5, names: NameLabels | None = None, description: str = ""
) -> Style:
    """Return a style that draws areas as outlines only, to lie over other layers."""
    line = _Layer("SimpleLine", _line(colour, width_mm))
    return Style(name, _document([_Rule("grens", symbol=("fill", (line,)))], names, geometry=2), description)


def site_style(
    name: str,
    kinds: Sequence[SiteKind],
    *,
    others: bool = True,
    names: NameLabels | None = None,
    description: str = "",
) -> Style:
    """Return a style for sites: one marker per kind, hollow where the site's status is not ``open``.

    Parameters
    ----------
    name : str
        The name in QGIS's list of styles.
    kinds : sequence of SiteKind
        The kinds to show, in the legend's order; the first is drawn on top.
    others : bool
        Also show kinds that are not named, as small grey dots.
    names : NameLabels, optional
        Names beside the markers.
    """
    rules = [
        _Rule(kind.label, f'"soort" = {_literal(kind.kind)}', _marker(kind, len(kinds) - rank))
        for rank, kind in enumerate(kinds)
    ]
    if others:
        rules.append(_Rule("overige soorten", "ELSE", _marker(SiteKind("", "", "#808080", size_mm=2.0), 0)))
    hollow = _Layer("SimpleMarker", _point("circle", 2.8, fill=_WHITE, line=_DARK, width_mm=0.5))
    rules.append(_Rule("open teken: telt niet mee", "FALSE", ("marker", (hollow,))))
    return Style(name, _document(rules, names, geometry=0), description)


def raster_style(classes: Classes) -> str:
    """Return the QML of a raster of one band of numbers in these classes.

    Beside ``x.tif``, QGIS takes ``x.qml`` as its style.
    """
    root, renderer = _raster_document("singlebandpseudocolor")
    shader = ET.SubElement(ET.SubElement(renderer, "rastershader"), "colorrampshader")
    shader.attrib.update({"colorRampType": "DISCRETE", "classificationMode": "1", "clip": "1"})
    for (_, upper), colour, label in zip(classes.ranges, classes.colours, classes.labels, strict=True):
        value = "inf" if upper is None else f"{upper:g}"
        ET.SubElement(shader, "item", {"value": value, "label": _clean(label), "color": colour, "alpha": "255"})
    return _text(root)


def class_raster_style(classes: Classes) -> str:
    """Return the QML of a raster of class numbers, which count from 1."""
    root, renderer = _raster_document("paletted")
    palette = ET.SubElement(renderer, "colorPalette")
    for number, (colour, label) in enumerate(zip(classes.colours, classes.labels, strict=True), start=1):
        entry = {"value": str(number), "label": _clean(label), "color": colour, "alpha": "255"}
        ET.SubElement(palette, "paletteEntry", entry)
    return _text(root)


def _raster_document(renderer: str) -> tuple[ET.Element, ET.Element]:
    root = ET.Element("qgis", {"version": "3.22.0", "styleCategories": "Symbology"})
    attributes = {"type": renderer, "band": "1", "opacity": "1", "nodataColor": "", "alphaBand": "-1"}
    return root, ET.SubElement(ET.SubElement(root, "pipe"), "rasterrenderer", attributes)


def _within(column: str, lower: float | None, upper: float | None) -> str:
    parts = [f"{column} > {lower:g}"] if lower is not None else []
    parts += [f"{column} <= {upper:g}"] if upper is not None else []
    return " AND ".join(parts)


def _area_symbol(colour: str, border_mm: float) -> tuple[str, tuple[_Layer, ...]]:
    options = {
        "color": _rgba(colour),
        "style": "solid",
        "outline_color": _rgba(_GREY),
        "outline_style": "solid",
        "outline_width": f"{border_mm:g}",
        "outline_width_unit": "MM",
        "joinstyle": "bevel",
    }
    return "fill", (_Layer("SimpleFill", options),)


def _verdict_symbol(rank: int) -> tuple[str, tuple[_Layer, ...]]:
    """Hatch and outline: dense and thick for the gravest verdict, wide and thin for the others.

    The hatch has a white edge, to show on dark colours too. The outline's width is in metres within limits
    in millimetres: small areas do not turn black when the whole province is in view.
    """
    distance, hatch_mm, outline_m, widest_mm = ((1.7, 0.36, 150, 1.0), (3.4, 0.26, 75, 0.5))[min(rank, 1)]
    edge, hatch = _Layer("SimpleLine", _line(_WHITE, hatch_mm + 0.3)), _Layer("SimpleLine", _line(_DARK, hatch_mm))
    angle = {"angle": "45", "distance": f"{distance:g}", "distance_unit": "MM"}
    outline = _line(_DARK, outline_m) | {
        "line_width_unit": "RenderMetersInMapUnits",
        "width_map_unit_scale": f"3x:0,0,1,{widest_mm * 0.35:g},1,{widest_mm:g}",
    }
    return "fill", (
        _Layer("LinePatternFill", angle, _PATTERN, ("line", (edge, hatch))),
        _Layer("SimpleLine", outline, _OUTLINE),
    )


def _marker(kind: SiteKind, draw_pass: int) -> tuple[str, tuple[_Layer, ...]]:
    closed = "coalesce(\"status\", '') <> 'open'"
    form = _Layer(
        "SimpleMarker",
        _point(kind.shape, kind.size_mm, fill=kind.colour, line=_WHITE, width_mm=0.3),
        draw_pass,
        expressions={
            "fillColor": f"if({closed}, '255,255,255,255', '{_rgba(kind.colour)}')",
            "outlineColor": f"if({closed}, '{_rgba(kind.colour)}', '255,255,255,255')",
            "outlineWidth": f"if({closed}, 0.5, 0.3)",
        },
    )
    if not kind.letter:
        return "marker", (form,)
    options = {"chr": _clean(kind.letter), "color": _rgba(kind.ink), "size": f"{kind.size_mm * 0.7:g}"}
    options |= {"font": "Arial", "font_style": "Bold", "size_unit": "MM", "outline_width": "0"}
    hollow = {"fillColor": f"if({closed}, '{_rgba(kind.colour)}', '{_rgba(kind.ink)}')"}
    return "marker", (form, _Layer("FontMarker", options, draw_pass, expressions=hollow))


def _line(colour: str, width_mm: float) -> dict[str, str]:
    return {
        "line_color": _rgba(colour),
        "line_style": "solid",
        "line_width": f"{width_mm:g}",
        "line_width_unit": "MM",
        "joinstyle": "round",
        "capstyle": "flat",
    }


def _point(shape: str, size_mm: float, *, fill: str, line: str, width_mm: float) -> dict[str, str]:
    return {
        "name": shape,
        "color": _rgba(fill),
        "outline_color": _rgba(line),
        "outline_style": "solid",
        "outline_width": f"{width_mm:g}",
        "outline_width_unit": "MM",
        "size": f"{size_mm:g}",
        "size_unit": "MM",
        "scale_method": "diameter",
    }


def _document(rules: Iterable[_Rule], names: NameLabels | None, *, geometry: int) -> str:
    categories = "Symbology|Labeling|LayerConfiguration|MapTips" if names else "Symbology|Labeling"
    root = ET.Element(
        "qgis", {"version": "3.22.0", "styleCategories": categories, "labelsEnabled": "1" if names else "0"}
    )
    renderer = ET.SubElement(
        root, "renderer-v2", {"type": "RuleRenderer", "symbollevels": "1", "forceraster": "0", "enableorderby": "0"}
    )
    top = ET.SubElement(renderer, "rules", {"key": "r"})
    symbols = ET.SubElement(renderer, "symbols")
    for number, rule in enumerate(rules):
        _add_rule(top, symbols, rule, f"r{number}")
    if names:
        _add_labels(root, names, geometry)
        ET.SubElement(root, "previewExpression").text = _identifier(names.column)
    ET.SubElement(root, "layerGeometryType").text = str(geometry)
    return _text(root)


def _add_rule(parent: ET.Element, symbols: ET.Element, rule: _Rule, key: str) -> None:
    element = ET.SubElement(parent, "rule", {"key": key, "label": _clean(rule.label)})
    if rule.where:
        element.set("filter", _clean(rule.where))
    if rule.symbol is not None:
        element.set("symbol", str(len(symbols)))
        _add_symbol(symbols, rule.symbol, str(len(symbols)))
    for number, child in enumerate(rule.children):
        _add_rule(element, symbols, child, f"{key}.{number}")


def _add_symbol(parent: ET.Element, symbol: tuple[str, tuple[_Layer, ...]], name: str) -> None:
    kind, layers = symbol
    element = ET.SubElement(parent, "symbol", {"type": kind, "name": name, "alpha": "1", "clip_to_extent": "1"})
    for number, layer in enumerate(layers):
        attributes = {"class": layer.kind, "pass": str(layer.draw_pass), "enabled": "1", "locked": "0"}
        part = ET.SubElement(element, "layer", attributes)
        options = ET.SubElement(part, "Option", {"type": "Map"})
        for option, value in layer.options.items():
            ET.SubElement(options, "Option", {"name": option, "type": "QString", "value": value})
        if layer.expressions:
            _add_expressions(part, layer.expressions)
        if layer.inner is not None:
            _add_symbol(part, layer.inner, f"@{name}@{number}")


def _add_expressions(parent: ET.Element, expressions: Mapping[str, str]) -> None:
    top = ET.SubElement(ET.SubElement(parent, "data_defined_properties"), "Option", {"type": "Map"})
    ET.SubElement(top, "Option", {"name": "name", "type": "QString", "value": ""})
    properties = ET.SubElement(top, "Option", {"name": "properties", "type": "Map"})
    ET.SubElement(top, "Option", {"name": "type", "type": "QString", "value": "collection"})
    for name, expression in expressions.items():
        one = ET.SubElement(properties, "Option", {"name": name, "type": "Map"})
        ET.SubElement(one, "Option", {"name": "active", "type": "bool", "value": "true"})
        ET.SubElement(one, "Option", {"name": "expression", "type": "QString", "value": expression})
        ET.SubElement(one, "Option", {"name": "type", "type": "int", "value": "3"})


def _add_labels(root: ET.Element, names: NameLabels, geometry: int) -> None:
    settings = ET.SubElement(ET.SubElement(root, "labeling", {"type": "simple"}), "settings", {"calloutType": "simple"})
    style = ET.SubElement(settings, "text-style")
    style.attrib.update(
        {
            "fieldName": names.column,
            "isExpression": "0",
            "fontSize": f"{names.size_pt:g}",
            "fontSizeUnit": "Point",
            "fontWeight": "75" if names.bold else "50",
            "textColor": _rgba(_DARK),
            "textOpacity": "1",
        }
    )
    buffer = {"bufferDraw": "1", "bufferSize": "0.8", "bufferSizeUnits": "MM", "bufferColor": _rgba(_WHITE)}
    ET.SubElement(style, "text-buffer", {**buffer, "bufferOpacity": "0.85", "bufferJoinStyle": "128"})
    ET.SubElement(settings, "text-format", {"multilineAlign": "1", "wrapChar": "", "autoWrapLength": "0"})
    place = {"placement": "6", "dist": "0.6", "distUnits": "MM"} if geometry == 0 else {"placement": "1"}
    ET.SubElement(settings, "placement", {**place, "centroidWhole": "1", "centroidInside": "1", "priority": "5"})
    rendering = {"drawLabels": "1", "obstacle": "0" if geometry == 2 else "1", "scaleVisibility": "0", "scaleMin": "0"}
    if names.scale is not None:
        rendering |= {"scaleVisibility": "1", "scaleMax": f"{names.scale:g}"}
    ET.SubElement(settings, "rendering", rendering)


def _rgba(colour: str) -> str:
    """``#rrggbb`` as QGIS writes it: four decimals with opacity last."""
    if not re.fullmatch("#[0-9a-fA-F]{6}", colour):
        raise ValueError(f"{colour!r} is not a colour of the form #rrggbb")
    return ",".join(str(int(colour[i : i + 2], 16)) for i in (1, 3, 5)) + ",255"


def _identifier(name: str) -> str:
    """A column name in a QGIS expression."""
    return '"' + name.replace('"', '""') + '"'


def _literal(text: str) -> str:
    """A text in a QGIS expression, in which a backslash escapes."""
    return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'"


def _clean(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)


def _text(root: ET.Element) -> str:
    ET.indent(root, " ")
    return "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n" + ET.tostring(root, encoding="unicode")
