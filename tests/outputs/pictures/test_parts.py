"""Names, scale bars, lines of text and hatching keep inside and apart."""

from __future__ import annotations

import numpy as np
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.path import Path as Outline

from zorgkaart.outputs.pictures.parts import (
    NAME_GAP_MM,
    area_path,
    hatch_lines,
    nice_km,
    placed_names,
    text_width,
    wrapped,
)


@given(
    st.lists(st.text("abcdefg ", min_size=1, max_size=12), min_size=1, max_size=12),
    st.lists(st.tuples(st.floats(0, 100), st.floats(0, 80)), min_size=12, max_size=12),
)
def test_names_keep_apart_and_inside(names: list[str], spots: list[tuple[float, float]]) -> None:
    x, y = (np.array(axis) for axis in zip(*spots, strict=True))
    taken = [(20.0, 20.0, 40.0, 30.0)]
    found = list(placed_names(names, x[: len(names)], y[: len(names)], taken=taken, frame=(0, 0, 100, 80)))
    boxes = [shapely.box(*taken[0])]
    for name in found:
        width = text_width(name.text, name.size_pt)
        box = shapely.box(*name.corner, name.corner[0] + width, name.corner[1] + 1.2)
        assert box.within(shapely.box(0, 0, 100, 80))
        assert not any(box.intersects(other) for other in boxes)
        boxes.append(box)
    assert all(
        shapely.distance(shapely.Point(a.place), shapely.Point(b.place)) >= NAME_GAP_MM
        for a in found
        for b in found
        if a is not b
    )


@given(st.floats(0.011, 5000))
def test_a_scale_bar_has_a_round_length_that_fits(length: float) -> None:
    found = nice_km(length)
    assert length / 2.6 < found <= length * (1 + 1e-9)
    assert f"{found:e}"[0] in "125"


@settings(max_examples=40)
@given(st.lists(st.text("abc", min_size=1, max_size=30), min_size=1, max_size=8))
def test_wrapped_lines_fit(words: list[str]) -> None:
    lines = wrapped(" ".join(words), 25.0, 7.0)
    assert all(text_width(line, 7.0) <= 25.0 for line in lines)
    short = [word for word in words if text_width(word, 7.0) <= 25.0]
    assert [word for line in lines for word in line.split(" ") if "…" not in word] == short


def test_hatching_keeps_out_of_holes() -> None:
    ring = shapely.box(0, 0, 1000, 1000).difference(shapely.box(300, 300, 700, 700))
    lines = hatch_lines(ring, step_m=50)
    assert lines
    assert all(shapely.LineString(line).within(ring.buffer(1e-6)) for line in lines)
    assert hatch_lines(shapely.Polygon(), step_m=50) == []


def test_a_path_has_every_ring() -> None:
    ring = shapely.box(0, 0, 10, 10).difference(shapely.box(3, 3, 7, 7))
    path = area_path(np.array([shapely.MultiPolygon([ring]), shapely.MultiPolygon()], dtype=object))
    assert list(path.codes).count(Outline.MOVETO) == 2
    assert len(area_path(np.array([shapely.MultiPolygon()], dtype=object)).vertices) == 0
