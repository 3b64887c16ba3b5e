"""Curves of shares show the numbers that they are given."""

from __future__ import annotations

import numpy as np
from support.chart_samples import HOSTILE

from zorgkaart.outputs.pictures.charts import AFTER
from zorgkaart.outputs.pictures.drawing import svg_bytes
from zorgkaart.outputs.pictures.shares import ShareLine, SharePanel, shares_picture

X = np.array([0.0, 0.5, 1.0])
LOW, HIGH = np.array([0.0, 0.2, 1.0]), np.array([0.0, 0.7, 1.0])


def panel(*lines: np.ndarray, title: str = "Lorenzkromme") -> SharePanel:
    return SharePanel(title, "inwoners", "minuten", tuple(ShareLine(f"kromme {y[1]}", X, y) for y in lines))


def test_lines_are_the_curves_in_percent_beside_the_diagonal() -> None:
    figure = shares_picture([panel(LOW, HIGH), panel(LOW)], note="Gebiedscijfers.")
    drawn = [[np.asarray(line.get_ydata()).tolist() for line in ax.lines] for ax in figure.axes]
    assert drawn == [[[0, 100], [0, 20, 100], [0, 70, 100]], [[0, 100], [0, 20, 100]]]
    assert [text.get_text() for text in figure.texts] == ["Gebiedscijfers."]


def test_two_lines_differ_in_more_than_their_colour() -> None:
    lines = shares_picture([panel(LOW, HIGH)], note="").axes[0].lines[1:]
    assert len({str(line._dash_pattern) for line in lines}) == 2
    assert len({line.get_color() for line in lines}) == 2


def test_the_legend_keeps_clear_of_the_curves() -> None:
    places = [shares_picture([panel(y)], note="").axes[0].get_legend().get_window_extent() for y in (LOW, HIGH)]
    assert places[0].x0 < places[1].x0
    assert places[0].y0 > places[1].y0


def test_texts_of_users_are_drawn_as_they_are() -> None:
    assert svg_bytes(shares_picture([panel(LOW, title=HOSTILE)], note=HOSTILE))


def test_a_whole_line_has_no_pattern_of_dashes_which_a_pdf_would_leave_out() -> None:
    svg = svg_bytes(shares_picture([panel(LOW, HIGH)], note="")).decode()
    assert "stroke-dasharray: ;" not in svg
    assert svg.count(f"stroke: {AFTER}") == 2  # the line, and its piece in the legend
