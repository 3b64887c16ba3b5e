"""The pictures of a validation: distances beside CBS's, where they differ, and intervals beside published figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from geopandas import GeoDataFrame
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patheffects import AbstractPathEffect, withStroke
from numpy.typing import NDArray

from zorgkaart.analyses.validation.distances import NEAR_KM
from zorgkaart.outputs.meaning.views import View
from zorgkaart.outputs.pictures.drawing import MM_PER_INCH, area_picture
from zorgkaart.outputs.pictures.parts import FONT, INK, SOFT, wrapped
from zorgkaart.study.study import Study
from zorgkaart.words.numbers import number

if TYPE_CHECKING:
    from matplotlib.typing import RcKeyType

_STYLE: dict[RcKeyType, Any] = {
    "font.family": [FONT],
    "axes.unicode_minus": True,
    "text.usetex": False,
    "figure.autolayout": False,
    "figure.constrained_layout.use": False,
    "axes.linewidth": 0.6,
    "text.color": INK,
}
# From very urban to not urban; each next one lighter, so that they keep their order in grey.
URBANITY_COLOURS = ("#3b0f70", "#8c2981", "#de4968", "#e8953f", "#9bb8a5")
URBANITY_MARKERS = ("s", "D", "^", "o", "o")
UNKNOWN_COLOUR = "#b9b9b9"
URBANITY_WORDS = ("zeer sterk stedelijk", "sterk stedelijk", "matig stedelijk", "weinig stedelijk", "niet stedelijk")
OURS, THEIRS = "#643691", "#bf400d"
TITLE_PT = 7.5
RANK_PT = 8.0
# Where the number of a place may stand, in points from it, in the order of preference.
BESIDE = (
    (8, 0),
    (-8, 0),
    (0, 9),
    (0, -9),
    (10, 9),
    (-10, 9),
    (10, -9),
    (-10, -9),
    (20, 0),
    (-20, 0),
    (16, 16),
    (-16, 16),
)
DIFFERENCE_KM = (-2.0, -1.0, -0.5, 0.5, 1.0, 2.0)


def scatter_picture(distances: pd.DataFrame, worst: pd.DataFrame, *, width_mm: float = 160.0) -> Figure:
    """Our distance against CBS's, a mark per buurt; the worst are numbered as in their table."""
    shown = distances[distances["km_verschil"].notna()]
    longest = float(np.ceil(max(shown["km_zorgkaart"].max(), shown["km_cbs"].max())))
    with mpl.rc_context(_STYLE):
        height_mm = 0.68 * width_mm
        figure = Figure(figsize=(width_mm / MM_PER_INCH, height_mm / MM_PER_INCH))
        side_mm = height_mm - 12
        ax = figure.add_axes((12 / width_mm, 10 / height_mm, side_mm / width_mm, side_mm / height_mm))
        ends = np.array([0.0, longest])
        ax.fill_between(ends, ends - NEAR_KM, ends + NEAR_KM, color="#e7eef5", linewidth=0, zorder=0)
        ax.plot(ends, ends, color=SOFT, linewidth=0.8, zorder=1)
        classes = shown["stedelijkheid"].to_numpy(dtype=float)
        for urbanity in (np.nan, 5.0, 4.0, 3.0, 2.0, 1.0):  # the many rural ones below the few urban ones
            rows = shown[np.isnan(classes) if np.isnan(urbanity) else classes == urbanity]
            if len(rows):
                _points(ax, rows, urbanity)
        ax.set_xlim(0, longest)
        ax.set_ylim(0, longest)
        ax.set_aspect("equal")
        ax.set_xlabel("afstand volgens het CBS (km)", fontsize=8, color=INK)
        ax.set_ylabel("afstand volgens zorgkaart (km)", fontsize=8, color=INK)
        ax.tick_params(labelsize=7, colors=SOFT)
        for side in ("top", "right"):
            ax.spines[side].set_visible(False)
        _draw_ranks(ax, worst[["km_cbs", "km_zorgkaart"]].to_numpy(dtype=float))
        handles, words = ax.get_legend_handles_labels()
        ax.legend(
            handles[::-1],
            words[::-1],
            loc="lower left",
            bbox_to_anchor=(1.03, 0.0),
            fontsize=7.5,
            frameon=False,
            title="Buurten",
            title_fontsize=8,
            alignment="left",
        )
    return figure


def _points(ax: Axes, rows: pd.DataFrame, urbanity: float) -> None:
    unknown = np.isnan(urbanity)
    place = 4 if unknown else int(urbanity) - 1
    ax.plot(
        rows["km_cbs"],
        rows["km_zorgkaart"],
        URBANITY_MARKERS[place],
        markersize=3.6,
        markerfacecolor=UNKNOWN_COLOUR if unknown else URBANITY_COLOURS[place],
        markeredgecolor="white",
        markeredgewidth=0.35,
        linestyle="none",
        label="stedelijkheid onbekend" if unknown else URBANITY_WORDS[place],
        zorder=2 + (5 - place) / 10,
    )


def difference_map(study: Study, distances: GeoDataFrame, worst: GeoDataFrame, *, width_mm: float = 160.0) -> Figure:
    """Where our distance is longer or shorter than CBS's; the worst buurten are numbered."""
    view = View(
        key="toets",
        label="Verschil in afstand tot de huisarts, zorgkaart min CBS",
        group="",
        column="km_verschil",
        classes=DIFFERENCE_KM,
        unit="km",
        diverging=True,
        moment="verschil",
        theme="toets",
    )
    areas = distances.assign(gemeentecode=study.areas.buurten["gemeentecode"])
    figure = area_picture(
        areas, view, labels={}, surroundings=study.areas.surroundings, places=study.inputs.places, width_mm=width_mm
    )
    with mpl.rc_context(_STYLE):
        ax = figure.axes[0]
        points = worst.geometry.representative_point()
        _draw_ranks(ax, np.column_stack([points.x, points.y]))
    return figure


def interval_picture(figures: pd.DataFrame, *, width_mm: float = 160.0) -> Figure:
    """Published figures with our figure and its interval, a row each; figures that have an interval only."""
    rows = figures.dropna(subset=["interval_laag", "interval_hoog"])
    row_mm, foot_mm = 17.0, 12.0
    height_mm = row_mm * len(rows) + foot_mm
    top = float(np.nanmax(rows[["gepubliceerd", "zorgkaart", "interval_hoog"]].to_numpy(dtype=float))) * 1.06
    low = min(0.0, float(np.nanmin(rows[["zorgkaart", "interval_laag"]].to_numpy(dtype=float))))
    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(width_mm / MM_PER_INCH, height_mm / MM_PER_INCH))
        ax = figure.add_axes((0.02, foot_mm / height_mm, 0.96, 1 - foot_mm / height_mm))
        for place, row in enumerate(rows.to_dict("records")):
            y = len(rows) - 1 - place
            title = "\n".join(wrapped(row["onderwerp"], width_mm * 0.94, TITLE_PT))
            ax.text(low, y + 0.46, title, fontsize=TITLE_PT, color=INK, va="top", parse_math=False)
            ax.plot(
                [row["interval_laag"], row["interval_hoog"]],
                [y - 0.2] * 2,
                color=OURS,
                alpha=0.35,
                linewidth=7,
                solid_capstyle="butt",
            )
            ax.plot([row["zorgkaart"]], [y - 0.2], "o", color=OURS, markersize=6, markeredgecolor="white")
            ax.plot([row["gepubliceerd"]], [y - 0.2], "D", color=THEIRS, markersize=6, markeredgecolor="white")
            for value, colour, below in (("zorgkaart", OURS, False), ("gepubliceerd", THEIRS, True)):
                ax.annotate(
                    number(row[value]),
                    (row[value], y - 0.2),
                    xytext=(0, -9 if below else 8),
                    textcoords="offset points",
                    ha="center",
                    va="center",
                    fontsize=7,
                    color=colour,
                    path_effects=_halo(),
                )
        ax.set_ylim(-0.6, len(rows) - 0.45)
        ax.set_xlim(low, top)
        ax.set_yticks([])
        ax.tick_params(labelsize=7, colors=SOFT)
        ax.xaxis.set_major_formatter(lambda value, _: number(value))
        ax.set_xlabel(
            "inwoners; ruit: gepubliceerd, stip: zorgkaart, balk: 90 % van de trekkingen", fontsize=7, color=SOFT
        )
        for side in ("top", "left", "right"):
            ax.spines[side].set_visible(False)
    return figure


def _draw_ranks(ax: Axes, places: NDArray[np.float64]) -> None:
    """Number (n, 2) places from 1, each number beside its place and clear of the others and of the places."""
    if not len(places):
        return
    ax.apply_aspect()
    points = ax.transData.transform(places) * 72 / ax.get_figure(root=True).dpi  # type: ignore[union-attr]
    taken = list(points)
    for rank, (place, point) in enumerate(zip(places, points, strict=True), start=1):
        others = [other for other in taken if not np.array_equal(other, point)]
        room = [min((np.abs(point + step - other).max() for other in others), default=RANK_PT) for step in BESIDE]
        step = BESIDE[int(np.argmax(np.minimum(room, RANK_PT)))]  # the first with room enough
        taken.append(point + step)
        ax.annotate(
            str(rank),
            (place[0], place[1]),
            xytext=step,
            textcoords="offset points",
            fontsize=RANK_PT,
            weight="bold",
            ha="center",
            va="center",
            color=INK,
            path_effects=_halo(),
            zorder=9,
        )


def _halo() -> list[AbstractPathEffect]:
    """A white edge around a text."""
    return [withStroke(linewidth=2.0, foreground="white")]
