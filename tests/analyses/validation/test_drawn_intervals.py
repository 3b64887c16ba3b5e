"""Intervals of headline figures are those of the draws."""

from __future__ import annotations

import datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from support.study_samples import PROJECT
from support.validation_samples import sample_study, several

from zorgkaart.analyses.uncertainty.compute import run_ensemble
from zorgkaart.analyses.validation.drawn_intervals import draw_intervals
from zorgkaart.analyses.validation.figures import Interval
from zorgkaart.scenarios.changes import Change, Close
from zorgkaart.study.study import Study

DRAWN = """
[assumptions.snelheid]
keys = ["speeds.ambulance.factor"]
distribution = "uniform"
low = 0.5
high = 1.5
source = "Verzonnen"

[assumptions.terrein]
keys = ["access.speed_kmh"]
distribution = "uniform"
low = 1
high = 15
source = "Verzonnen"

[assumptions.post]
keys = ["sites.ambulance-west"]
distribution = "chance"
chance = 0.5
source = "Verzonnen"
"""


@pytest.mark.slow
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


@pytest.mark.slow
def test_what_is_computed_for_a_figure_alone_is_what_a_whole_ensemble_gives(tmp_path: Path) -> None:
    """Days, closures and sites by chance: every figure to the last bit, each by draws of its own."""
    study = several(tmp_path)
    study.project.path.write_text(study.project.path.read_text(encoding="utf-8") + DRAWN, encoding="utf-8")
    study = Study(type(study.project).load(study.project.path))
    then = study.project.on(datetime.date(2017, 6, 1))
    closes: list[Change] = [Close("seh-oost", ("seh",))]
    now, shut, past = (
        run_ensemble(study.project, draws=12),
        run_ensemble(study.project, draws=12, changes=closes),
        run_ensemble(then, draws=12, changes=[Close("seh-dicht", ("seh",))]),
    )
    outside = "seh_inwoners_buiten_norm"
    beta = (now.study.areas.buurten["gemeentenaam"] == "Beta").to_numpy()
    expected = {
        outside: now.totals[outside],
        "acute_verloskunde_inwoners_buiten_norm": now.totals["acute_verloskunde_inwoners_buiten_norm"],
        "seh_extra_zonder_seh-oost": shut.totals[f"{outside}_verschil"],
        "cijfer_dicht-toen": past.totals[f"{outside}_verschil"],
        "cijfer_buiten-beta": pd.Series(np.nansum(now.areas["buurten"][outside][:, beta], axis=1)),
    }
    same = {name for name, values in expected.items() if values.nunique() == 1}
    assert same == {"seh_extra_zonder_seh-oost"}, "the draws of the others differ, so that a mistake would show"
    intervals = draw_intervals(study, draws=12)
    assert set(intervals) == set(expected)
    for name, values in expected.items():
        low, high = np.quantile(values, [0.05, 0.95])
        assert intervals[name] == Interval(low, high, 12), name
    assert draw_intervals(study, draws=12, workers=2) == intervals
