"""Pictures that stand still: maps of areas, and how any picture becomes a file.

They have the classes, colours and symbols of the map that one can click. Text is drawn as shapes and nothing
depends on the settings of the reader's matplotlib, so a picture is the same on every machine.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from io import BytesIO, StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import pandas as pd
import shapely
from geopandas import GeoDataFrame
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from zorgkaart.errors import InputError
from zorgkaart.files import atomic_path
from zorgkaart.outputs.meaning.frames import provenance_json
from zorgkaart.outputs.meaning.views import View
from zorgkaart.outputs.pictures.legend import LEGEND_MM, draw_legend, legend_of
from zorgkaart.outputs.pictures.map import (
    draw_areas,
    draw_names,
    draw_sites,
    draw_surroundings,
    shown_sites,
    simplified,
)
from zorgkaart.outputs.pictures.parts import FONT, INK, draw_scale

if TYPE_CHECKING:
    from matplotlib.typing import RcKeyType

MM_PER_INCH = 25.4
GAP_MM = 3.0
MARGIN_MM = 2.5
SCALE_MM = 10.0  # the scale bar below the legend
ASIDE_MM = 8.0  # what is seen of the land to both sides of areas that are tall
TALLEST_MM = 92.0  # two to a page of A4
DOCUMENT_DPI = 180
PNG_KEY = "zorgkaart:herkomst"
RESET: dict[RcKeyType, Any] = {
    "font.family": [FONT],
    "svg.fonttype": "path",
    "svg.hashsalt": "zorgkaart",
    "path.simplify": False,
    "axes.unicode_minus": True,
    "text.usetex": False,
    "figure.autolayout": False,
    "figure.constrained_layout.use": False,
    "savefig.bbox": None,
    "axes.linewidth": 0.6,
    "text.color": INK,
}
_PATH_DATA = re.compile(r' d="([MLQCz\d\s.e-]*)"([^<>]*stroke-width: ([\d.]+))?')
WIDE_PT = 1.0  # of a line; what it follows needs less precision
_PATH_STEP = re.compile(r"([MLQC])([\d\s.e-]+)|z")


def area_picture(
    areas: GeoDataFrame,
    view: View,
    *,
    labels: Mapping[str, str],
    surroundings: GeoDataFrame | None = None,
    places: pd.DataFrame | None = None,
    sites: GeoDataFrame | None = None,
    focus: tuple[float, float, float, float] | None = None,
    width_mm: float = 160.0,
) -> Figure:
    """A map of areas in the classes of a view, with its legend.

    Parameters
    ----------
    areas : GeoDataFrame
        In a CRS in metres, with the columns of `view` and, for their borders, ``gemeentecode``.
    labels : mapping
        The kinds of site and their Dutch names (:func:`zorgkaart.outputs.meaning.presentation.labels`).
    surroundings : GeoDataFrame, optional
        What lies around the areas.
    places : DataFrame, optional
        ``plaats``, ``x``, ``y`` and ``adressen``: the larger ones are named as far as there is room.
    sites : GeoDataFrame, optional
        The sites to show, with ``soort`` and, for those that change, ``sites_status``. Only the kinds of `view`.
    focus : (west, south, east, north), optional
        In metres: show this part, and not all areas.
    width_mm : float
        Width on paper, legend included.

    Raises
    ------
    InputError
        If the areas are not in a CRS in metres or lack a column of the view.

    Examples
    --------
    >>> view = run_views(study.project)[0]  # doctest: +SKIP
    >>> area_picture(study.results["buurten"], view, labels=labels(study.project))  # doctest: +SKIP
    """
    check_areas(areas, view)
    west, south, east, north = areas.total_bounds if focus is None else focus
    room_mm = width_mm - LEGEND_MM - GAP_MM
    per_mm = max((east - west) / (room_mm - 2 * MARGIN_MM), (north - south) / (TALLEST_MM - 2 * MARGIN_MM))
    map_mm = min(room_mm, (east - west) / per_mm + 2 * ASIDE_MM)
    middle = ((west + east) / 2, (south + north) / 2)
    height_mm = (north - south) / per_mm + 2 * MARGIN_MM
    while True:
        frame = (
            middle[0] - map_mm / 2 * per_mm,
            middle[1] - height_mm / 2 * per_mm,
            middle[0] + map_mm / 2 * per_mm,
            middle[1] + height_mm / 2 * per_mm,
        )
        shown = shown_sites(sites, view, frame)
        legend = legend_of(areas, view, labels, shown)
        if height_mm >= legend.height_mm + SCALE_MM:
            break
        height_mm = legend.height_mm + SCALE_MM  # which may bring other sites into the frame
    areas = areas[areas.intersects(shapely.box(*frame))]
    with mpl.rc_context(RESET):
        figure = Figure(figsize=(width_mm / MM_PER_INCH, height_mm / MM_PER_INCH))
        ax = figure.add_axes((0, 0, map_mm / width_mm, 1))
        ax.set_axis_off()
        ax.set_xlim(frame[0], frame[2])
        ax.set_ylim(frame[1], frame[3])
        draw_surroundings(ax, surroundings, frame, per_mm)
        shapes = simplified(areas.geometry.to_numpy(), per_mm)
        draw_areas(ax, areas, shapes, view, per_mm)
        boxes = draw_sites(ax, shown, view, labels, per_mm)
        draw_names(ax, places, frame, per_mm, boxes)
        beside = figure.add_axes(((map_mm + GAP_MM) / width_mm, 0, LEGEND_MM / width_mm, 1))
        beside.set_axis_off()
        beside.set_xlim(0, LEGEND_MM)
        beside.set_ylim(0, height_mm)
        draw_legend(beside, legend, labels, height_mm=height_mm)
        draw_scale(beside, 1.0, 1.0, metres_per_mm=per_mm, width=LEGEND_MM)
    return figure


def svg_bytes(figure: Figure, *, origin: str | None = None) -> bytes:
    """Return a figure as SVG; the same figure gives the same bytes. What it was made from (JSON) stands inside."""
    with mpl.rc_context(RESET):
        text = StringIO()
        FigureCanvasSVG(figure).print_svg(  # type: ignore[no-untyped-call]
            text, metadata={"Date": None, "Creator": None, **({"Description": origin} if origin else {})}
        )
    return _PATH_DATA.sub(_compact_path, text.getvalue()).encode()


def png_bytes(figure: Figure, *, dpi: float = 200, origin: str | None = None) -> bytes:
    """Return a figure as PNG. What it was made from (JSON) stands inside."""
    with mpl.rc_context(RESET):
        content = BytesIO()
        figure.set_dpi(dpi)
        FigureCanvasAgg(figure).print_png(  # type: ignore[no-untyped-call]
            content, metadata={"Software": None, **({PNG_KEY: origin} if origin else {})}
        )
    return content.getvalue()


def write_picture(figure: Figure, path: Path, *, dpi: float = 200, origin: str | None = None) -> Path:
    """Write a figure as SVG or PNG, whole or not at all, and return the path.

    Parameters
    ----------
    origin : str, optional
        What it was made from, as JSON; :func:`zorgkaart.outputs.embedded.read_provenance` reads it back.

    Raises
    ------
    InputError
        If the name ends otherwise.
    OutputError
        If the file cannot be written.
    """
    kind = path.suffix.lower()
    if kind not in (".svg", ".png"):
        raise InputError(f"{path.name}: a picture is written as .svg or .png. Give a name that ends so.")
    content = svg_bytes(figure, origin=origin) if kind == ".svg" else png_bytes(figure, dpi=dpi, origin=origin)
    with atomic_path(path) as temporary:
        temporary.write_bytes(content)
    return path


def write_pictures(pictures: Iterator[tuple[str, Figure]], folder: Path, *, origin: Mapping[str, Any]) -> list[Path]:
    """Write pictures by their names, each as PNG and as SVG, and return the files.

    Raises
    ------
    OutputError
        If a file cannot be written; a file is there whole or not at all.
    """
    text = json.dumps(json.loads(provenance_json(origin)), separators=(",", ":"))
    return [
        write_picture(figure, folder / f"{name}{suffix}", dpi=DOCUMENT_DPI, origin=text)
        for name, figure in pictures
        for suffix in (".png", ".svg")
    ]


def _compact_path(match: re.Match[str]) -> str:
    """The data of a path, shorter, and what stands behind it up to the width of its line."""
    wide = match[3] is not None and float(match[3]) >= WIDE_PT
    return f' d="{_compact(match[1], wide=wide)}"{match[2] or ""}'


def _compact(data: str, *, wide: bool) -> str:
    """Path data as steps, in tenths of a point for lines and hundredths for curves: finer than a pen.

    Around a letter a wide line is drawn, the edge of which needs no hundredths.
    """
    scale = 100 if ("Q" in data or "C" in data) and not wide else 10
    parts: list[str] = []
    here = start = (0, 0)
    for match in _PATH_STEP.finditer(data):
        if match[0] == "z":
            parts.append("z")
            here = start
            continue
        values = [round(float(value) * scale) for value in match[2].split()]
        if match[1] == "M":
            here = start = (values[0], values[1])
            parts.append(f"M{here[0] / scale:g} {here[1] / scale:g}")
            continue
        steps = [value - here[index % 2] for index, value in enumerate(values)]
        if any(steps):
            parts.append(match[1].lower() + " ".join(f"{step / scale:g}" for step in steps))
        here = (values[-2], values[-1])
    return "".join(parts)


def check_areas(areas: GeoDataFrame, view: View) -> None:
    """Raise an error unless areas can be drawn in the classes of a view.

    Raises
    ------
    InputError
        If the areas are not in a CRS in metres or lack a column of the view.
    """
    missing = [name for name in view.columns() if name not in areas.columns]
    if missing:
        raise InputError(f"view {view.key}: the areas have no column {', '.join(missing)}. Give the areas of this run.")
    if areas.crs is None or not areas.crs.is_projected:
        raise InputError("the areas of a picture must be in a CRS in metres. Reproject them and run again.")
