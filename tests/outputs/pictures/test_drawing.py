"""Still pictures: the same classes and colours as the map, the same bytes everywhere, nothing that runs."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import geopandas as gpd
import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.collections import Collection
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path as Outline
from support.chart_samples import HOSTILE, curve

from zorgkaart.errors import InputError
from zorgkaart.outputs.embedded import read_provenance
from zorgkaart.outputs.meaning.classes import UNKNOWN, view_classes
from zorgkaart.outputs.meaning.views import View
from zorgkaart.outputs.pictures.charts import curve_picture
from zorgkaart.outputs.pictures.drawing import _compact, area_picture, png_bytes, svg_bytes, write_picture

LABELS = {"seh": "Spoedeisende hulp (SEH)", "ambulancepost": "Ambulancepost"}
VIEW = View(
    key="seh_norm",
    label="Hele keten",
    group="Norm",
    column="minuten",
    classes=(25.0, 35.0, 45.0, 50.0),
    limit=45.0,
    verdict="oordeel",
    kinds=("seh", "ambulancepost"),
)
MINUTES = [20.0, 25.0, 30.0, 45.0, 45.1, 60.0, np.nan, 35.0, 50.0]
CELL = 5000.0


def areas(minutes: list[float] = MINUTES) -> gpd.GeoDataFrame:
    """Nine square areas of 5 km, three by three."""
    n = len(minutes)
    boxes = [shapely.box(x, y, x + CELL, y + CELL) for x, y in zip(*corners(n), strict=True)]
    table = {
        "minuten": minutes,
        "oordeel": ["onbekend" if np.isnan(m) else "buiten" if m > 45 else "binnen" for m in minutes],
        "gemeentecode": [f"GM{i % 2}" for i in range(n)],
    }
    return gpd.GeoDataFrame(table, geometry=boxes, crs="EPSG:28992")


def corners(n: int) -> tuple[np.ndarray, np.ndarray]:
    return 230_000 + CELL * (np.arange(n) % 3), 570_000 + CELL * (np.arange(n) // 3)


def sites(**columns: list[str]) -> gpd.GeoDataFrame:
    table = {"soort": ["seh", "seh", "ambulancepost"], "naam": ["A", "B", "C"], **columns}
    points = gpd.points_from_xy([233_000, 241_000, 238_000], [573_000, 581_000, 577_000])
    return gpd.GeoDataFrame(table, geometry=points, crs="EPSG:28992")


def places(*names: str) -> pd.DataFrame:
    n = len(names)
    return pd.DataFrame(
        {
            "plaats": names,
            "x": 231_000.0 + 2000 * np.arange(n),
            "y": 571_000.0 + 2000 * np.arange(n),
            "adressen": 100.0 - np.arange(n),
        }
    )


def filled(figure: Figure) -> dict[str, PathPatch]:
    """The filled shapes of the map by colour."""
    patches = [patch for patch in figure.axes[0].patches if isinstance(patch, PathPatch)]
    return {to_hex(patch.get_facecolor()): patch for patch in patches if patch.get_facecolor()[3] > 0}


def test_every_area_has_the_colour_of_its_class() -> None:
    frame = areas()
    found = filled(area_picture(frame, VIEW, labels=LABELS))
    bounds = (-np.inf, *VIEW.classes, np.inf)
    for item, low, high in zip(view_classes(VIEW), bounds, bounds[1:], strict=False):
        inside = frame[(frame["minuten"] > low) & (frame["minuten"] <= high)]
        for middle in inside.centroid:
            assert found[item.colour].get_path().contains_point((middle.x, middle.y)), item.label
    unknown = frame[frame["minuten"].isna()].centroid.iloc[0]
    assert found[UNKNOWN].get_path().contains_point((unknown.x, unknown.y))


def test_hatching_is_inside_what_is_outside_the_norm() -> None:
    frame = areas()
    figure = area_picture(frame, VIEW, labels=LABELS)
    outside = shapely.union_all(frame.loc[frame["oordeel"] == "buiten"].geometry.to_numpy())
    hatched = [
        patch.get_path().vertices
        for patch in figure.axes[0].patches
        if isinstance(patch, PathPatch) and patch.get_facecolor()[3] == 0 and not closed(patch.get_path())
    ]
    assert hatched
    for vertices in hatched:
        assert shapely.distance(outside, shapely.points(vertices)).max() < 1e-6
    with_none = area_picture(areas([20.0, 30.0]), VIEW, labels=LABELS)
    assert b"<svg" in svg_bytes(with_none)


def closed(path: Outline) -> bool:
    return path.codes is not None and Outline.CLOSEPOLY in path.codes


def test_a_picture_is_svg_that_asks_for_nothing() -> None:
    hostile = '<script>alert(1)</script> $x^2$ & "q"'
    view = View(key="a", label=hostile, group="g", column="minuten", classes=(30.0,), kinds=("seh",))
    figure = area_picture(
        areas(),
        view,
        labels={"seh": hostile, "ambulancepost": "$"},
        places=places(hostile, "$\\frac", "Gewoon"),
        sites=sites(sites_status=["gesloten in dit scenario", "", ""]),
    )
    root = ET.fromstring(svg_bytes(figure))
    tags = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert not tags & {"script", "foreignObject", "image", "a"}
    for element in root.iter():
        for name, value in element.attrib.items():
            assert not name.rpartition("}")[2].startswith("on")
            if name.endswith("href"):
                assert value.startswith("#")


def test_the_same_picture_gives_the_same_bytes_whatever_the_settings() -> None:
    def made() -> tuple[bytes, bytes]:
        figure = area_picture(areas(), VIEW, labels=LABELS, places=places("Een", "Twee"), sites=sites())
        return svg_bytes(figure), png_bytes(figure)

    first = made()
    assert made() == first
    with mpl.rc_context({"font.family": "serif", "svg.hashsalt": "ander", "axes.linewidth": 9, "svg.fonttype": "none"}):
        before = dict(mpl.rcParams)
        assert made() == first
        assert dict(mpl.rcParams) == before


def test_sites_are_drawn_on_the_map_and_in_the_legend() -> None:
    figure = area_picture(areas(), VIEW, labels=LABELS, sites=sites(sites_status=["gesloten in dit scenario", "", ""]))
    map_lines = [line.get_xydata()[0].tolist() for line in figure.axes[0].lines]
    for point in sites().geometry:
        assert [point.x, point.y] in map_lines
    crosses = [line for line in figure.axes[0].lines if line.get_marker() == "x"]
    assert [line.get_xydata()[0].tolist() for line in crosses] == [[233_000, 573_000]]
    words = " ".join(text.get_text() for text in figure.axes[1].texts)
    assert "gesloten in dit scenario" in words
    assert "Ambulancepost" in words
    for item in view_classes(VIEW):
        assert item.label in words


def test_a_site_elsewhere_is_not_drawn_over_the_legend() -> None:
    far = sites()
    far.geometry = far.geometry.translate(100_000, 0)
    assert not area_picture(areas(), VIEW, labels=LABELS, sites=far).axes[0].lines


def test_areas_must_be_metric_and_have_the_columns() -> None:
    with pytest.raises(InputError, match="no column minuten"):
        area_picture(areas().drop(columns="minuten"), VIEW, labels=LABELS)
    with pytest.raises(InputError, match="CRS in metres"):
        area_picture(areas().to_crs("EPSG:4326"), VIEW, labels=LABELS)


@pytest.mark.parametrize("suffix", [".svg", ".png", ".SVG"])
def test_a_picture_is_written(tmp_path: Path, suffix: str) -> None:
    figure = area_picture(areas(), VIEW, labels=LABELS)
    path = write_picture(figure, tmp_path / "uit" / f"kaart{suffix}", dpi=50)
    assert path.read_bytes().startswith(b"\x89PNG" if suffix == ".png" else b"<?xml")
    with pytest.raises(InputError, match=r"written as \.svg or \.png"):
        write_picture(figure, tmp_path / "kaart.pdf")


# The parts.


@given(st.lists(st.tuples(st.integers(-9999, 9999), st.integers(-9999, 9999)), min_size=2, max_size=30))
def test_compact_paths_are_the_paths(points: list[tuple[int, int]]) -> None:
    """Read back as steps, no vertex is farther than a twentieth of a point from where it was."""
    exact = [(x / 37, y / 37) for x, y in points]
    data = "M " + " L ".join(f"{x:.6f} {y:.6f}" for x, y in exact) + " z"
    here, found = np.zeros(2), []
    for command, x, y in re.findall(r"([Ml])(-?[\d.e-]+) (-?[\d.e-]+)", _compact(data, wide=False)):
        here = np.array([float(x), float(y)]) + (here if command == "l" else 0)
        found.append(here)
    for x, y in exact:
        assert min(np.hypot(*(place - (x, y))) for place in found) < 0.08
    assert len(_compact(data, wide=False)) < len(data)


def test_nothing_is_left_behind_in_pyplot() -> None:
    import sys

    area_picture(areas(), VIEW, labels=LABELS)
    assert "matplotlib.pyplot" not in sys.modules or not sys.modules["matplotlib.pyplot"].get_fignums()
    assert not any(
        isinstance(artist, Collection) for artist in area_picture(areas(), VIEW, labels=LABELS).axes[0].collections
    )


DIFFERENCE = View(
    key="verschil",
    label="Verschil in reistijd met de auto naar de dichtstbijzijnde locatie",
    group="g",
    column="verschil",
    classes=(-10.0, -5.0, -2.0, -0.5, 0.5, 2.0, 5.0, 10.0, 15.0),
    diverging=True,
    kinds=("seh", "ambulancepost"),
    verdict="oordeel",
    flag="meer dan 5 % van de inwoners buiten de norm na de wijziging",
)


@pytest.mark.parametrize("minutes", [[-20.0, 0.0, 20.0], [0.0, 0.1, 7.0], [3.0, 4.0], [-0.1, 0.0, 0.2], [np.nan, 1.0]])
def test_a_legend_of_differences_has_what_occurs(minutes: list[float]) -> None:
    frame = areas([1.0] * len(minutes)).assign(verschil=minutes)
    figure = area_picture(frame, DIFFERENCE, labels=LABELS, sites=sites(sites_status=["gesloten", "nieuw", ""]))
    words = " ".join(text.get_text() for text in figure.axes[1].texts)
    bounds = (-np.inf, *DIFFERENCE.classes, np.inf)
    for item, low, high in zip(view_classes(DIFFERENCE), bounds, bounds[1:], strict=False):
        if any(low < value <= high for value in minutes) or low < 0 < high:
            assert item.label.replace("(", "").split()[0] in words
    known = [value for value in minutes if not np.isnan(value)]
    assert ("korter" in words) == (min(known) < -0.5)
    assert ("langer" in words) == (max(known) > 0.5)
    # Nothing of the legend lies over the scale bar below it, nor over something else of the legend.
    scale = max(text.get_position()[1] for text in figure.axes[1].texts if text.get_text().endswith("km"))
    heights = sorted(text.get_position()[1] for text in figure.axes[1].texts if text.get_position()[0] == 7.0)
    assert heights[0] > scale + 3
    assert np.diff(heights).min() > 3
    assert heights[-1] < figure.get_figheight() * 25.4


def test_a_focus_shows_that_part() -> None:
    west, south = 230_000.0, 570_000.0
    figure = area_picture(areas(), VIEW, labels=LABELS, focus=(west, south, west + 4000, south + 4000), sites=sites())
    (x0, x1), (y0, y1) = figure.axes[0].get_xlim(), figure.axes[0].get_ylim()
    assert x0 <= west < west + 4000 <= x1
    assert y0 <= south < south + 4000 <= y1
    assert x1 - x0 < 10_000
    colours = set(filled(figure))
    assert view_classes(VIEW)[0].colour in colours
    assert view_classes(VIEW)[-1].colour not in colours  # it lies two areas farther


def test_many_sites_become_dots_but_one_that_changes_does_not() -> None:
    n = 80
    points = gpd.points_from_xy(231_000 + 100 * np.arange(n), 572_000 + 100 * np.arange(n))
    status = ["gesloten in dit scenario"] + [""] * (n - 1)
    many = gpd.GeoDataFrame({"soort": "seh", "sites_status": status}, geometry=points, crs="EPSG:28992")
    few = area_picture(areas(), VIEW, labels=LABELS, sites=many.head(3)).axes[0].lines
    squares = [
        line
        for line in area_picture(areas(), VIEW, labels=LABELS, sites=many).axes[0].lines
        if line.get_marker() == "s"
    ]
    sizes = [line.get_markersize() for line in squares]
    assert len(squares) == n
    assert sizes[-1] == max(line.get_markersize() for line in few if line.get_marker() == "s")
    assert squares[-1].get_xydata()[0].tolist() == [231_000, 572_000]
    assert max(sizes[:-1]) < sizes[-1] / 2


def test_a_broken_picture_has_no_provenance(tmp_path: Path) -> None:
    figure = curve_picture([curve([1.0], [1.0])], x_label="minuten")
    for name, content in (
        ("a.png", png_bytes(figure)),
        ("a.svg", svg_bytes(figure)),
        ("b.png", b"geen plaatje"),
        ("b.svg", b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'),
    ):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(InputError, match="no provenance was found"):
            read_provenance(tmp_path / name)


def test_provenance_in_a_picture_is_json(tmp_path: Path) -> None:
    figure = curve_picture([curve([1.0], [1.0])], x_label="minuten")
    text = json.dumps({"opdracht": HOSTILE})
    assert png_bytes(figure, origin=text) == png_bytes(figure, origin=text)
    (tmp_path / "a.svg").write_bytes(svg_bytes(figure, origin=text))
    assert read_provenance(tmp_path / "a.svg") == {"opdracht": HOSTILE}
