"""Charts show the numbers that they are given."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from support.chart_samples import HOSTILE, curve, texts

from zorgkaart.outputs.pictures.charts import AFTER, bar_picture, curve_picture, distribution_picture
from zorgkaart.outputs.pictures.drawing import svg_bytes


def bars(figure: Figure) -> list[np.ndarray]:
    return [
        np.array([[p.get_x(), p.get_x() + p.get_width() / 0.96, p.get_height()] for p in ax.patches])
        for ax in figure.axes
    ]


def test_bars_are_the_inhabitants() -> None:
    rng = np.random.default_rng(1)
    before, after = rng.uniform(0, 40, 500), rng.uniform(10, 60, 500)
    weight = rng.uniform(0, 5, 500)
    after[:20] = np.nan
    for values, found in zip((before, after), bars(distribution_picture(before, after, weight)), strict=True):
        for low, high, height in found:
            inside = (values >= low) & (values < high)
            assert height == pytest.approx(weight[inside].sum())
        assert found[:, 2].sum() == pytest.approx(weight[~np.isnan(values)].sum())


@pytest.mark.parametrize("values", [[0.0], [np.nan, np.nan], [7.5] * 3, [3000.0, 1.0]])
def test_odd_distributions_can_be_drawn(values: list[float]) -> None:
    minutes = np.array(values)
    assert svg_bytes(distribution_picture(minutes, minutes, np.ones(len(minutes))))


def line(figure: Figure) -> tuple[np.ndarray, np.ndarray]:
    x, y = figure.axes[0].lines[0].get_data()
    return np.asarray(x), np.asarray(y)


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
