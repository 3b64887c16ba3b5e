"""A frame keeps what is drawn and stays inside."""

from __future__ import annotations

import matplotlib as mpl
import pytest
from support.chart_samples import HOSTILE, curve

from zorgkaart.outputs.pictures.charts import curve_picture
from zorgkaart.outputs.pictures.frame import framed


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
