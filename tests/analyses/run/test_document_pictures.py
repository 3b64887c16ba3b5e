"""Pictures for documents: curves that are the distribution, bars that are the numbers, and files that say what of."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from PIL import Image

from zorgkaart import Close, run_scenario
from zorgkaart.analyses.run.document_pictures import run_pictures, scenario_pictures
from zorgkaart.errors import InputError
from zorgkaart.outputs.embedded import read_provenance
from zorgkaart.outputs.pictures.charts import AFTER, Curve, bar_picture, curve_picture
from zorgkaart.outputs.pictures.drawing import png_bytes, svg_bytes, write_pictures
from zorgkaart.outputs.pictures.frame import framed
from zorgkaart.study.study import Study

HOSTILE = "$\\frac{1}{0}$ <script>alert(1)</script> & =cmd"


def curve(minutes: list[float], weight: list[float], **options: Any) -> Curve:
    return Curve(options.pop("label", "lijn"), np.array(minutes), np.array(weight), AFTER, **options)


def line(figure: Figure) -> tuple[np.ndarray, np.ndarray]:
    x, y = figure.axes[0].lines[0].get_data()
    return np.asarray(x), np.asarray(y)


def texts(figure: Figure) -> list[str]:
    return [text.get_text() for ax in figure.axes for text in ax.texts] + [text.get_text() for text in figure.texts]


@settings(max_examples=50)
@given(
    st.lists(
        st.tuples(st.one_of(st.floats(0, 90), st.just(np.nan)), st.one_of(st.floats(0, 50), st.just(np.nan))),
        min_size=1,
        max_size=40,
    )
)
def test_a_curve_is_the_share_that_is_there(rows: list[tuple[float, float]]) -> None:
    minutes, weight = (list(column) for column in zip(*rows, strict=True))
    figure = curve_picture([curve(minutes, weight)], x_label="minuten")
    x, y = line(figure)
    m, w = np.array(minutes), np.nan_to_num(np.array(weight))
    for at, share in zip(x[::50], y[::50], strict=True):
        expected = 100 * w[(m <= at) & ~np.isnan(m)].sum() / w.sum() if w.sum() else 0.0
        assert share == pytest.approx(expected, abs=1e-6)
    assert (np.diff(y) >= -1e-9).all()


def test_who_has_no_way_is_never_there() -> None:
    _, y = line(curve_picture([curve([5.0, 10.0, np.nan], [1.0, 1.0, 2.0])], x_label="minuten"))
    assert y.max() == pytest.approx(50)


def test_the_norm_is_drawn_and_in_view() -> None:
    figure = curve_picture([curve([1.0, 2.0], [1.0, 1.0])], x_label="minuten", limit_min=45.0)
    assert figure.axes[0].get_xlim()[1] > 45
    assert any("norm 45 min" in text for text in texts(figure))


def test_lines_are_named_the_fastest_first() -> None:
    slow, fast = curve([30.0], [1.0], label="traag", dash=1), curve([3.0], [1.0], label="snel")
    found = [text for text in texts(curve_picture([slow, fast], x_label="minuten")) if text in ("traag", "snel")]
    assert found == ["snel", "traag"]


def test_bars_are_the_numbers() -> None:
    before, after = np.array([2201.0, 0.0, np.nan]), np.array([11_235.0, 7.0, 3.0])
    names = ["Westerwolde", HOSTILE, "Elders"]
    figure = bar_picture(names, [before, after], words=("nu", "na"))
    widths = [bar.get_width() for bar in figure.axes[0].patches]
    assert widths == [2201, 0, 0, 11_235, 7, 3]
    assert {to_hex(bar.get_facecolor()) for bar in figure.axes[0].patches[3:]} == {AFTER}
    assert {" 2.201", " onbekend", " 11.235"} <= set(texts(figure))
    assert [label.get_text() for label in figure.axes[0].get_yticklabels()] == names
    assert svg_bytes(figure), "a name is text, whatever it looks like"


def test_a_frame_keeps_what_is_drawn_and_stays_inside() -> None:
    figure = curve_picture([curve([1.0, 2.0], [1.0, 1.0])], x_label="minuten")
    size = figure.get_size_inches().copy()
    box = figure.axes[0].get_position()
    inches = (box.width * size[0], box.height * size[1])
    framed(figure, title=HOSTILE * 4, foot="bron " * 80)
    grown = figure.get_size_inches()
    box = figure.axes[0].get_position()
    assert (box.width * grown[0], box.height * grown[1]) == pytest.approx(inches)
    assert grown[1] > size[1]
    renderer = mpl.backends.backend_agg.FigureCanvasAgg(figure).get_renderer()
    for text in figure.texts:
        extent = text.get_window_extent(renderer)
        assert extent.x0 >= 0
        assert extent.y0 >= 0
        assert extent.x1 <= figure.bbox.width
        assert extent.y1 <= figure.bbox.height


def test_the_pictures_of_a_run(study: Study, tmp_path: Path) -> None:
    origin = {"opdracht": "zorgkaart run proef.toml", "project": {"naam": HOSTILE}}
    files = write_pictures(run_pictures(study), tmp_path, origin=origin)
    names = {path.stem for path in files}
    assert {"seh", "huisarts", "seh_norm", "seh_buiten_norm", "seh_norm_verdeling", "reistijd_verdeling"} <= names
    assert {path.suffix for path in files} == {".png", ".svg"}
    for path in files:
        assert read_provenance(path) == origin, path.name
        if path.suffix == ".png":
            with Image.open(path) as image:
                colours = image.convert("RGB").getcolors(2**20)
            assert colours is not None
            assert len(colours) > 20
        else:
            assert path.stat().st_size < 1_000_000
            assert b"<script" not in path.read_bytes()


def test_the_pictures_of_a_scenario_show_both_sides(study: Study) -> None:
    scenario = run_scenario(study, [Close("seh-west")])
    found = dict(scenario_pictures(scenario))
    assert {"seh_voor", "seh_na", "seh_verschil", "seh_norm_voor", "seh_norm_na", "seh_norm_verschil"} <= set(found)
    before, after = (np.asarray(each.get_data()[1]) for each in found["seh_verdeling"].axes[0].lines[:2])
    assert (after <= before + 1e-9).all(), "who loses a site is nowhere sooner"
    assert (after < before - 1).any()
    assert any("dicht" in text for text in texts(found["seh_na"])), "what changes stands below"


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
