"""Writing QGIS style files (QML): rules with symbols, names on the map, and classes of rasters.

What the options are called is QGIS's; the meaning of what is drawn is decided in
:mod:`zorgkaart.outputs.styles.qgis_styles`. All text is escaped by the XML writer or quoted for QGIS's expressions.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

DARK, GREY, WHITE = "#202020", "#8c8c8c", "#ffffff"

# What XML 1.0 cannot hold; QGIS would refuse the whole style.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

# "fill", "line" or "marker", and the layers it is made of, the lowest first.
Symbol = tuple[str, "tuple[SymbolLayer, ...]"]


@dataclass(frozen=True)
class Rule:
    """A line of the legend: its text, an expression that says what it draws, its symbol, and rules below it."""

    label: str
    where: str = ""
    symbol: Symbol | None = None
    children: tuple[Rule, ...] = ()


@dataclass(frozen=True)
class SymbolLayer:
    """One symbol layer: QGIS's class name, its options, the pass it is drawn in, and a symbol inside it."""

    kind: str
    options: Mapping[str, str]
    draw_pass: int = 0
    inner: Symbol | None = None
    expressions: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class NameLabels:
    """Names on the map, from a column, shown when zoomed in to 1 : `scale` or further (None: always)."""

    column: str
    scale: float | None = None
    size_pt: float = 8.0
    bold: bool = False


def vector_document(
    rules: Iterable[Rule], names: NameLabels | None, *, geometry: int, opacity: float | None = None
) -> str:
    """Return the QML of a vector layer; `geometry` is QGIS's number for points (0), lines (1) or areas (2)."""
    categories = "Symbology|Labeling|LayerConfiguration|MapTips" if names else "Symbology|Labeling"
    if opacity is not None:
        categories += "|Rendering"
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
        ET.SubElement(root, "previewExpression").text = identifier(names.column)
    if opacity is not None:
        ET.SubElement(root, "layerOpacity").text = f"{opacity:g}"
    ET.SubElement(root, "layerGeometryType").text = str(geometry)
    return _text(root)


def _add_rule(parent: ET.Element, symbols: ET.Element, rule: Rule, key: str) -> None:
    element = ET.SubElement(parent, "rule", {"key": key, "label": plain(rule.label)})
    if rule.where:
        element.set("filter", _clean(rule.where))
    if rule.symbol is not None:
        element.set("symbol", str(len(symbols)))
        _add_symbol(symbols, rule.symbol, str(len(symbols)))
    for number, child in enumerate(rule.children):
        _add_rule(element, symbols, child, f"{key}.{number}")


def _add_symbol(parent: ET.Element, symbol: Symbol, name: str) -> None:
    kind, layers = symbol
    element = ET.SubElement(parent, "symbol", {"type": kind, "name": name, "alpha": "1", "clip_to_extent": "1"})
    for number, layer in enumerate(layers):
        attributes = {"class": layer.kind, "pass": str(layer.draw_pass), "enabled": "1", "locked": "0"}
        part = ET.SubElement(element, "layer", attributes)
        options = ET.SubElement(part, "Option", {"type": "Map"})
        for option, value in layer.options.items():
            ET.SubElement(options, "Option", {"name": option, "type": "QString", "value": _clean(value)})
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
            "textColor": rgba(DARK),
            "textOpacity": "1",
        }
    )
    buffer = {"bufferDraw": "1", "bufferSize": "0.8", "bufferSizeUnits": "MM", "bufferColor": rgba(WHITE)}
    ET.SubElement(style, "text-buffer", {**buffer, "bufferOpacity": "0.85", "bufferJoinStyle": "128"})
    ET.SubElement(settings, "text-format", {"multilineAlign": "1", "wrapChar": "", "autoWrapLength": "0"})
    place = {"placement": "6", "dist": "0.6", "distUnits": "MM"} if geometry == 0 else {"placement": "1"}
    ET.SubElement(settings, "placement", {**place, "centroidWhole": "1", "centroidInside": "1", "priority": "5"})
    rendering = {"drawLabels": "1", "obstacle": "0" if geometry == 2 else "1", "scaleVisibility": "0", "scaleMin": "0"}
    if names.scale is not None:
        rendering |= {"scaleVisibility": "1", "scaleMax": f"{names.scale:g}"}
    ET.SubElement(settings, "rendering", rendering)


def discrete_raster(classes: Sequence[tuple[float | None, str, str]]) -> str:
    """Return the QML of a raster of numbers in classes of upper bound (None for no bound), colour and label."""
    root, renderer = _raster_document("singlebandpseudocolor")
    shader = ET.SubElement(ET.SubElement(renderer, "rastershader"), "colorrampshader")
    shader.attrib.update({"colorRampType": "DISCRETE", "classificationMode": "1", "clip": "1"})
    for upper, colour, label in classes:
        value = "inf" if upper is None else f"{upper:g}"
        ET.SubElement(shader, "item", {"value": value, "label": _clean(label), "color": colour, "alpha": "255"})
    return _text(root)


def paletted_raster(classes: Sequence[tuple[str, str]]) -> str:
    """Return the QML of a raster of class numbers from 1, with the colour and label of each."""
    root, renderer = _raster_document("paletted")
    palette = ET.SubElement(renderer, "colorPalette")
    for number, (colour, label) in enumerate(classes, start=1):
        entry = {"value": str(number), "label": _clean(label), "color": colour, "alpha": "255"}
        ET.SubElement(palette, "paletteEntry", entry)
    return _text(root)


def line_options(colour: str, width_mm: float) -> dict[str, str]:
    """Options of a simple line."""
    return {
        "line_color": rgba(colour),
        "line_style": "solid",
        "line_width": f"{width_mm:g}",
        "line_width_unit": "MM",
        "joinstyle": "round",
        "capstyle": "flat",
    }


def point_options(shape: str, size_mm: float, *, fill: str, line: str, width_mm: float) -> dict[str, str]:
    """Options of a simple marker; `line` is the colour of its edge."""
    return {
        "name": shape,
        "color": rgba(fill),
        "outline_color": rgba(line),
        "outline_style": "solid",
        "outline_width": f"{width_mm:g}",
        "outline_width_unit": "MM",
        "size": f"{size_mm:g}",
        "size_unit": "MM",
        "scale_method": "diameter",
    }


def rgba(colour: str) -> str:
    """``#rrggbb`` as QGIS writes it: four decimals with opacity last."""
    if not re.fullmatch("#[0-9a-fA-F]{6}", colour):
        raise ValueError(f"{colour!r} is not a colour of the form #rrggbb")
    return ",".join(str(int(colour[i : i + 2], 16)) for i in (1, 3, 5)) + ",255"


def identifier(name: str) -> str:
    """A column name in a QGIS expression."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text in a QGIS expression, in which a backslash escapes."""
    return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'"


def plain(text: str) -> str:
    """Text to show as it is: QGIS computes what stands between ``[%`` and ``%]``, in legends and on pages too."""
    return _clean(text).replace("[%", "[ %")


def _clean(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)


def _text(root: ET.Element) -> str:
    ET.indent(root, " ")
    return "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n" + ET.tostring(root, encoding="unicode")


def _raster_document(renderer: str) -> tuple[ET.Element, ET.Element]:
    root = ET.Element("qgis", {"version": "3.22.0", "styleCategories": "Symbology"})
    attributes = {"type": renderer, "band": "1", "opacity": "1", "nodataColor": "", "alphaBand": "-1"}
    return root, ET.SubElement(ET.SubElement(root, "pipe"), "rasterrenderer", attributes)
