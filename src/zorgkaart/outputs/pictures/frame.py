"""A title above a picture, and below it where it comes from."""

from __future__ import annotations

import matplotlib as mpl
from matplotlib.figure import Figure

from zorgkaart.outputs.pictures.drawing import MM_PER_INCH, RESET
from zorgkaart.outputs.pictures.parts import INK, SOFT, wrapped

TITLE_PT, FOOT_PT = 9.0, 5.6
TITLE_MM, FOOT_MM, GAP_MM, EDGE_MM = 4.6, 2.7, 2.0, 1.5


def framed(figure: Figure, *, title: str, foot: str) -> Figure:
    """Make room in a figure for a title and a foot, write them, and return the figure.

    The figure grows; what is drawn in it keeps its size on paper.
    """
    width_mm, height_mm = (float(side) * MM_PER_INCH for side in figure.get_size_inches())
    room = width_mm - 2 * EDGE_MM
    above = wrapped(title, room, TITLE_PT, bold=True)
    below = wrapped(foot, room, FOOT_PT)
    left = EDGE_MM / width_mm
    top, bottom = TITLE_MM * len(above) + GAP_MM, FOOT_MM * len(below) + 2 * GAP_MM
    whole = height_mm + top + bottom
    with mpl.rc_context(RESET):
        for ax in figure.axes:
            place = ax.get_position()
            y = (place.y0 * height_mm + bottom) / whole
            ax.set_position((place.x0, y, place.width, place.height * height_mm / whole))
        figure.set_size_inches(width_mm / MM_PER_INCH, whole / MM_PER_INCH)
        for number, line in enumerate(above):
            y = 1 - ((number + 0.5) * TITLE_MM + EDGE_MM / 2) / whole
            figure.text(left, y, line, fontsize=TITLE_PT, weight="bold", color=INK, va="center", parse_math=False)
        for number, line in enumerate(reversed(below)):
            y = ((number + 0.5) * FOOT_MM + EDGE_MM / 2) / whole
            figure.text(left, y, line, fontsize=FOOT_PT, color=SOFT, va="center", parse_math=False)
    return figure
