"""Intervals of headline figures are those of the draws."""

from __future__ import annotations

from pathlib import Path

from support.study_samples import PROJECT
from support.validation_samples import sample_study

from zorgkaart.analyses.validation.drawn_intervals import draw_intervals
from zorgkaart.analyses.validation.figures import Interval


def test_intervals_are_those_of_the_draws(tmp_path: Path) -> None:
    """On scene 4 minutes as always gives the 450 outside; a second more on a limit of 27.75 minutes gives more."""
    drawn = """
[assumptions.ter_plaatse]
keys = ["norms.*.on_scene_min"]
distribution = "choice"
values = [4, VALUE]
source = "Verzonnen"
"""
    same = draw_intervals(sample_study(tmp_path, project=PROJECT + drawn.replace("VALUE", "4")), draws=4)
    assert same["acute_verloskunde_inwoners_buiten_norm"] == Interval(450, 450, 4)
    assert same["seh_extra_zonder_seh-oost"] == Interval(0, 0, 4)
    wide = draw_intervals(sample_study(tmp_path / "meer", project=PROJECT + drawn.replace("VALUE", "30")), draws=4)
    found = wide["acute_verloskunde_inwoners_buiten_norm"]
    assert found.low == 450 < found.high, "with 30 minutes on scene all are outside"
    assert draw_intervals(sample_study(tmp_path / "niets"), draws=4) == {}, "nothing to draw"
