"""A page to print in a QGIS project: A4 across with title, map, legend, scale bar, north arrow, date and sources.

Sizes and places are in millimetres of the page. Text of a page is a template to QGIS, which computes what
stands between ``[%`` and ``%]``; :func:`zorgkaart.outputs.styles.qml.plain` takes care that nothing is.
"""

from __future__ import annotations

import datetime
import textwrap
import uuid
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass

from zorgkaart.outputs.styles.qml import DARK, plain, rgba

NAME = "Kaart A4"
_PAGE, _MAP, _PICTURE, _LABEL, _LEGEND, _SCALE_BAR = 65638, 65639, 65640, 65641, 65642, 65646
_WIDTH, _HEIGHT, _MARGIN = 297.0, 210.0, 9.0
_MAP_BOX = (_MARGIN, 29.0, 200.0, 158.0)
_RIGHT = _MAP_BOX[0] + _MAP_BOX[2] + 4.0
_ROOM = 1.04
_LONGEST_BAR_MM = 50.0
_LONGEST_LINE = 42
_FONT = "Arial"
_MM_PER_POINT = 25.4 / 72
_LETTER, _LINE = 0.64, 1.3  # how wide a letter and how high a line is, of the size; of the widest usual font
_INSIDE_MM = 1.0  # what QGIS keeps free at each side of a label
LEAST_PT = 4.5


@dataclass(frozen=True)
class Entry:
    """A layer in the legend.

    Attributes
    ----------
    layer, name : str
        Its id and Dutch name.
    labels : sequence of str
        The texts of its lines.
    """

    layer: str
    name: str
    labels: Sequence[str]


@dataclass(frozen=True)
class Page:
    """What the page shows.

    Attributes
    ----------
    title, subtitle, sources : str
        Dutch text at the head and at the foot.
    date : date
        Below the scale bar.
    layers : sequence of str
        Ids of the layers on the map, the topmost first.
    legend : sequence of Entry
        Layers of the legend, in its order.
    bounds : sequence of float
        Least x and y, greatest x and y to show, in metres.
    """

    title: str
    subtitle: str
    sources: str
    date: datetime.date
    layers: Sequence[str]
    legend: Sequence[Entry]
    bounds: Sequence[float]


def add_layout(parent: ET.Element, page: Page) -> dict[str, str]:
    """Add the page and return the extent of its map, as QGIS's attributes."""
    layout = ET.SubElement(parent, "Layout", {"name": NAME, "units": "mm", "printResolution": "200"})
    pages = ET.SubElement(layout, "PageCollection")
    _add_item(pages, _PAGE, "pagina", (0.0, 0.0, _WIDTH, _HEIGHT))
    extent = _extent(page.bounds)
    map_item = _add_item(layout, _MAP, "kaart", _MAP_BOX, frame=True, keepLayerSet="true", followPreset="false")
    ET.SubElement(map_item, "Extent", extent)
    shown = ET.SubElement(map_item, "LayerSet")
    for key in page.layers:
        ET.SubElement(shown, "Layer", {"provider": "ogr"}).text = key
    wide = _WIDTH - 2 * _MARGIN
    _add_label(layout, "titel", page.title, (_MARGIN, 6.0, wide, 10.0), size_pt=18, bold=True)
    for name, text, box, size_pt in (
        ("ondertitel", page.subtitle, (_MARGIN, 16.5, wide, 11.0), 9.5),
        ("bronnen", page.sources, (_MARGIN, 189.5, wide, 16.0), 6.5),
    ):
        _add_label(layout, name, text, box, size_pt=fitting_size(text, box[2], box[3], size_pt=size_pt))
    _add_legend(layout, page.legend)
    _add_scale_bar(layout, float(extent["xmax"]) - float(extent["xmin"]))
    _add_item(
        layout,
        _PICTURE,
        "noordpijl",
        (_WIDTH - _MARGIN - 11.0, 165.0, 11.0, 14.0),
        file="arrows/NorthArrow_02.svg",
        mapUuid=_key("kaart"),
        svgFillColor=rgba(DARK),
        svgBorderColor=rgba(DARK),
    )
    date = f"Gemaakt op {page.date.day}-{page.date.month}-{page.date.year} met zorgkaart."
    _add_label(layout, "datum", date, (_RIGHT, 182.0, _WIDTH - _MARGIN - _RIGHT, 5.0), size_pt=7.5)
    return extent


def fitting_size(text: str, width_mm: float, height_mm: float, *, size_pt: float) -> float:
    """The largest size, up to `size_pt`, in which a text stays within its box; QGIS cuts off what does not.

    Parameters
    ----------
    text : str
        In lines as long as the box allows.
    width_mm, height_mm : float
        Of the box.
    size_pt : float
        Of the letters, if there is room.

    Returns
    -------
    float
        In points, at least :data:`LEAST_PT`, in which a very long text may still be cut off.
    """
    while size_pt > LEAST_PT:
        letters = int((width_mm - 2 * _INSIDE_MM) / (_LETTER * size_pt * _MM_PER_POINT))
        if len(textwrap.wrap(text, letters)) * _LINE * size_pt * _MM_PER_POINT <= height_mm - 2 * _INSIDE_MM:
            break
        size_pt -= 0.25
    return size_pt


def _add_item(
    parent: ET.Element, kind: int, name: str, box: Sequence[float], *, frame: bool = False, **attributes: str
) -> ET.Element:
    x, y, width, height = box
    place = f"{x:g},{y:g},mm"
    return ET.SubElement(
        parent,
        "LayoutItem",
        {
            "type": str(kind),
            "id": name,
            "uuid": _key(name),
            "templateUuid": _key(name),
            "position": place,
            "positionOnPage": place,
            "size": f"{width:g},{height:g},mm",
            "frame": str(frame).lower(),
            "outlineWidthM": "0.2,mm",
            "background": str(kind == _MAP).lower(),
            "visibility": "1",
            "opacity": "1",
            "zValue": str(len(parent)),
            **attributes,
        },
    )


def _add_label(
    parent: ET.Element, name: str, text: str, box: Sequence[float], *, size_pt: float, bold: bool = False
) -> None:
    label = _add_item(parent, _LABEL, name, box, labelText=plain(text), htmlState="0", halign="1", valign="32")
    ET.SubElement(label, "LabelFont", {"description": _font(size_pt, bold=bold), "style": ""})
    _add_text(label, size_pt, bold=bold)


def _add_legend(parent: ET.Element, entries: Sequence[Entry]) -> None:
    legend = _add_item(
        parent,
        _LEGEND,
        "legenda",
        (_RIGHT, _MAP_BOX[1], _WIDTH - _MARGIN - _RIGHT, 60.0),
        map_uuid=_key("kaart"),
        title="",
        resizeToContents="1",
        boxSpace="0",
        symbolWidth="6",
        symbolHeight="3.5",
        fontColor=DARK,
    )
    styles = ET.SubElement(legend, "styles")
    for name, size_pt, bold, above in (
        ("title", 10, True, 0),
        ("group", 9, True, 2),
        ("subgroup", 9, True, 4),
        ("symbol", 8, False, 1),
        ("symbolLabel", 8, False, 1),
    ):
        style = ET.SubElement(styles, "style", {"name": name, "marginTop": f"{above}", "marginLeft": "2"})
        if name != "symbolLabel":
            style.set("marginLeft", "0")
        ET.SubElement(style, "styleFont", {"description": _font(size_pt, bold=bold), "style": ""})
    tree = ET.SubElement(legend, "layer-tree-group")
    said: set[str] = set()
    for entry in entries:
        attributes = {"id": entry.layer, "name": plain(entry.name), "providerKey": "ogr", "checked": "Qt::Checked"}
        node = ET.SubElement(tree, "layer-tree-layer", {**attributes, "expanded": "1"})
        options = ET.SubElement(ET.SubElement(node, "customproperties"), "Option", {"type": "Map"})
        for name, value in _legend_properties(entry, said).items():
            ET.SubElement(options, "Option", {"name": name, "type": "QString", "value": value})


def _legend_properties(entry: Entry, said: set[str]) -> dict[str, str]:
    """What QGIS shows of a layer: no name above its lines, no line `said` before, and long lines in two or more."""
    properties = {"legend/title-style": "hidden"} if any(entry.labels) else {}
    fresh = [str(number) for number, label in enumerate(entry.labels) if label == "" or label not in said]
    if len(fresh) < len(entry.labels):
        properties["legend/node-order"] = ",".join(fresh)
    said.update(entry.labels)
    for number, label in enumerate(entry.labels):
        if len(label) > _LONGEST_LINE:
            properties[f"legend/label-{number}"] = "\n".join(textwrap.wrap(plain(label), _LONGEST_LINE))
    return properties


def _add_scale_bar(parent: ET.Element, shown_m: float) -> None:
    """Add a bar of two parts, each the longest round number of kilometres that keeps it within its room."""
    most_km = _LONGEST_BAR_MM / 2 * shown_m / _MAP_BOX[2] / 1000
    part_km = max(unit * 10**power for unit in (1, 2, 5) for power in range(-3, 4) if unit * 10**power <= most_km)
    bar = _add_item(
        parent,
        _SCALE_BAR,
        "schaalbalk",
        (_RIGHT, 166.0, 60.0, 12.0),
        mapUuid=_key("kaart"),
        style="Single Box",
        unitType="km",
        unitLabel="km",
        numUnitsPerSegment=f"{part_km:g}",
        numMapUnitsPerScaleBarUnit="1",
        numSegments="2",
        numSegmentsLeft="0",
        segmentSizeMode="0",
        height="2",
        labelBarSpace="1.5",
        boxContentSpace="0",
        outlineWidth="0.2",
    )
    _add_text(bar, 8)


def _add_text(parent: ET.Element, size_pt: float, *, bold: bool = False) -> None:
    ET.SubElement(
        parent,
        "text-style",
        {
            "fontFamily": _FONT,
            "fontSize": f"{size_pt:g}",
            "fontSizeUnit": "Point",
            "textColor": rgba(DARK),
            "textOpacity": "1",
            "fontWeight": "75" if bold else "50",
        },
    )


def _font(size_pt: float, *, bold: bool = False) -> str:
    """A font as Qt 5 writes it."""
    return f"{_FONT},{size_pt:g},-1,5,{75 if bold else 50},0,0,0,0,0"


def _extent(bounds: Sequence[float]) -> dict[str, str]:
    """The bounds with some room, widened to the form of the map's frame."""
    x0, y0, x1, y1 = (float(value) for value in bounds)
    unit = max((x1 - x0) / _MAP_BOX[2], (y1 - y0) / _MAP_BOX[3], 1e-3) * _ROOM / 2
    x, y, half_x, half_y = (x0 + x1) / 2, (y0 + y1) / 2, unit * _MAP_BOX[2], unit * _MAP_BOX[3]
    sides = {"xmin": x - half_x, "ymin": y - half_y, "xmax": x + half_x, "ymax": y + half_y}
    return {name: f"{value:.3f}" for name, value in sides.items()}


def _key(name: str) -> str:
    """The id of an item, the same in every project."""
    return f"{{{uuid.uuid5(uuid.NAMESPACE_URL, f'urn:zorgkaart:layout:{name}')}}}"
