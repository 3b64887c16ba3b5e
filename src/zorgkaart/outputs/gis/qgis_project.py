"""The QGIS project of a GeoPackage: its layers in groups, each view with its style, and a page to print.

QGIS itself is not needed. The project is the XML that QGIS writes, as far as it differs from what QGIS
takes by itself; written for QGIS 3.22 and newer. Layers name the file that they lie in, not its folder:
the file may be moved, but QGIS does not find the layers of a file with another name.
"""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pyproj import CRS

from zorgkaart.errors import InputError
from zorgkaart.outputs.gis.qgis_layout import Entry, Page, add_layout
from zorgkaart.outputs.meaning.columns import Column
from zorgkaart.outputs.meaning.frames import Layer
from zorgkaart.outputs.meaning.print_text import ProjectText
from zorgkaart.outputs.styles.qgis_styles import Style
from zorgkaart.outputs.styles.qml import plain

_KINDS = {"Point": "Point", "MultiPoint": "Point", "LineString": "Line", "MultiLineString": "Line"}
_ISOCHRONES = "isochronen"
_NO_ID = re.compile("[^0-9A-Za-z_]")
PROJECT = "zorgkaart"


@dataclass(frozen=True)
class _View:
    """A layer with one of its styles: a line of QGIS's list of layers."""

    id: str
    layer: Layer
    style: Style
    on: bool

    @property
    def path(self) -> tuple[str, ...]:
        """The groups that it lies in, the outer one first. Borders of all areas lie together."""
        outer = self.layer.name.replace("_", " ").capitalize()
        if self.style.borders:
            return (self.style.group,)
        return (outer, self.style.group) if self.style.group else (outer,)


def project_archive(
    layers: Sequence[Layer], text: ProjectText, *, columns: Mapping[str, Column], file_name: str
) -> bytes:
    """Return a QGIS project (``.qgz``) that shows the layers of the GeoPackage `file_name` in its own folder.

    Parameters
    ----------
    layers : sequence of Layer
        All with one CRS, which the project gets too. Points lie on top, then borders, isochrones and other
        areas, each in the order given.
    text : ProjectText
        What is on at first, and the words of the page to print.
    columns : mapping
        The data dictionary: what columns are called.

    Raises
    ------
    InputError
        If there is no layer with styles called ``text.headline``.
    """
    views = _views(layers, text.headline)
    first = next(view for view in views if view.on and view.layer.name == text.headline)
    crs = CRS(first.layer.frame.crs)
    root = ET.Element("qgis", {"projectname": plain(text.title), "version": "3.22.0"})
    ET.SubElement(root, "title").text = plain(text.title)
    _add_crs(ET.SubElement(root, "projectCrs"), crs)
    _add_tree(root, views, file_name)
    ET.SubElement(root, "projectlayers").extend(_map_layer(view, columns, file_name, crs) for view in views)
    _add_properties(root)
    on = [view for view in views if view.on]
    page = Page(
        title=text.title,
        subtitle=text.subtitle,
        sources=text.sources,
        date=text.date,
        layers=[view.id for view in on],
        legend=_entries(on, first),
        bounds=first.layer.frame.total_bounds,
    )
    extent = add_layout(ET.SubElement(root, "Layouts"), page)
    settings = ET.SubElement(root, "ProjectViewSettings")
    _add_crs(ET.SubElement(settings, "DefaultViewExtent", extent), crs)
    ET.indent(root, " ")
    document = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n" + ET.tostring(root, encoding="unicode")
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr(zipfile.ZipInfo(f"{PROJECT}.qgs"), document, zipfile.ZIP_DEFLATED)
    return archive.getvalue()


def _add_properties(root: ET.Element) -> None:
    """Paths from the project's own place, and the project's reference system in use."""
    properties = ET.SubElement(root, "properties")
    paths = ET.SubElement(properties, "Paths")
    ET.SubElement(paths, "Absolute", {"type": "bool"}).text = "false"
    system = ET.SubElement(properties, "SpatialRefSys")
    ET.SubElement(system, "ProjectionsEnabled", {"type": "int"}).text = "1"


def _views(layers: Sequence[Layer], headline: str) -> list[_View]:
    """The lines of the list of layers, the topmost first."""
    first = next((layer for layer in layers if layer.name == headline and layer.styles), None)
    if first is None:
        raise InputError(f"the QGIS project shows {headline!r} first, and there is no layer of that name with styles")
    # QGIS gives a layer another id if it has fewer than eleven characters.
    views = [
        _View(f"zorgkaart_{_NO_ID.sub('_', layer.name)}_{number}", layer, style, _is_on(layer, style, first))
        for layer in layers
        for number, style in enumerate(layer.styles)
    ]
    places = {layer.name: place for place, layer in enumerate(layers)}

    def depth(view: _View) -> tuple[int, int]:
        is_areas = _geometry(view.layer) == "Polygon"
        rank = 0 if not is_areas else 1 if view.style.borders else 2 if view.layer.name.startswith(_ISOCHRONES) else 3
        return rank, places[view.layer.name]

    return sorted(views, key=depth)


def _is_on(layer: Layer, style: Style, first: Layer) -> bool:
    """Whether a view is on at first: the headline, what is always on, and the sites that go with the headline."""
    if _geometry(layer) == "Point" and style.kinds:
        return set(style.kinds) <= set(first.styles[0].kinds)
    return style.shown or (layer is first and style is first.styles[0])


def _geometry(layer: Layer) -> str:
    types = set(layer.frame.geom_type.dropna())
    return next((_KINDS[name] for name in types if name in _KINDS), "Polygon")


def _add_tree(root: ET.Element, views: Sequence[_View], file_name: str) -> None:
    """Add the list of layers; a group stands where its first view does, and is open if one of its views is on."""
    groups: dict[tuple[str, ...], ET.Element] = {(): ET.SubElement(root, "layer-tree-group")}
    opened = {view.path[:depth] for view in views if view.on for depth in (1, 2)}
    for view in views:
        for depth, name in enumerate(view.path, start=1):
            path, parent = view.path[:depth], view.path[: depth - 1]
            if path not in groups:
                attributes = {"name": plain(name), "checked": "Qt::Checked", "expanded": _flag(path in opened)}
                groups[path] = ET.SubElement(groups[parent], "layer-tree-group", attributes)
        attributes = {
            "id": view.id,
            "name": plain(view.style.name),
            "providerKey": "ogr",
            "source": _source(view, file_name),
            "checked": "Qt::Checked" if view.on else "Qt::Unchecked",
            "expanded": _flag(view.on),
        }
        ET.SubElement(groups[view.path], "layer-tree-layer", attributes)


def _map_layer(view: _View, columns: Mapping[str, Column], file_name: str, crs: CRS) -> ET.Element:
    """A layer with its whole style in it, as QGIS keeps it in a project."""
    document = ET.fromstring(view.style.qml)
    geometry = _geometry(view.layer)
    element = ET.Element(
        "maplayer", {"type": "vector", "geometry": geometry, "labelsEnabled": document.get("labelsEnabled", "0")}
    )
    ET.SubElement(element, "id").text = view.id
    ET.SubElement(element, "datasource").text = _source(view, file_name)
    ET.SubElement(element, "layername").text = plain(view.style.name)
    ET.SubElement(element, "provider", {"encoding": "UTF-8"}).text = "ogr"
    ET.SubElement(element, "abstract").text = plain(view.style.description or view.layer.description)
    _add_crs(ET.SubElement(element, "srs"), crs)
    aliases = ET.SubElement(element, "aliases")
    for name in (name for name in view.layer.frame.columns if name in columns):
        ET.SubElement(aliases, "alias", {"field": name, "name": plain(columns[name].heading)})
    element.extend(document)
    return element


def _entries(views: Sequence[_View], first: _View) -> list[Entry]:
    """The legend of the page: the headline, then what lies over it."""
    entries = []
    for view in sorted(views, key=lambda view: view is not first):
        labels = [rule.get("label", "") for rule in ET.fromstring(view.style.qml).iter("rule")]
        entries.append(Entry(view.id, view.style.name, labels))
    return entries


def _source(view: _View, file_name: str) -> str:
    return f"./{file_name}|layername={view.layer.name}"


def _add_crs(parent: ET.Element, crs: CRS) -> None:
    """A reference system: its definition and, if it has one, its code."""
    element = ET.SubElement(parent, "spatialrefsys")
    ET.SubElement(element, "wkt").text = crs.to_wkt()
    authority = crs.to_authority()
    if authority:
        # QGIS looks at the code only beside a number in its own list, and takes its number for the code from there.
        ET.SubElement(element, "srsid").text = "1"
        ET.SubElement(element, "authid").text = ":".join(authority)
    ET.SubElement(element, "description").text = crs.name
    ET.SubElement(element, "geographicflag").text = str(crs.is_geographic).lower()


def _flag(value: bool) -> str:
    return "1" if value else "0"
