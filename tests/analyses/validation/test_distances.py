"""Distances beside those of CBS."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.validation_samples import NEAR, sample_study, with_cbs

from zorgkaart.analyses.validation.distances import Fit, distance_table, fit_of, fits_by_urbanity, worst
from zorgkaart.study.study import Study

# Distances.


def test_fit_by_hand(study: Study) -> None:
    fit = fit_of(distance_table(study))
    ours, cbs = [4.5, 1, 14, 3.2], [4.0, 1.5, 14.0, 6.0]  # Dorp, Heem, Eenrichting, Lint
    assert (fit.buurten, fit.inwoners) == (4, 1200)
    assert fit.bias_km == pytest.approx((100 * 0.5 - 400 * 0.5 - 500 * 2.8) / 1200, abs=NEAR)
    assert fit.ours_km - fit.cbs_km == pytest.approx(fit.bias_km)
    assert fit.rmse_km == pytest.approx(math.sqrt((0.25 + 0.25 + 0 + 2.8**2) / 4), abs=NEAR)
    assert fit.correlation == pytest.approx(np.corrcoef(ours, cbs)[0, 1], abs=NEAR)


def test_half_a_kilometre_is_near_and_unknown_is_left_out() -> None:
    nan = math.nan
    fit = Fit.of(np.array([1.5, 2.0, 9.0, nan, 1.0]), np.array([1.0, 2.6, 9.0, 1.0, nan]), np.array([1, 3, nan, 9, 9]))
    assert (fit.buurten, fit.inwoners) == (3, 4)
    assert fit.near_pct == pytest.approx(100 * 2 / 3)
    assert fit.bias_km == pytest.approx((0.5 - 3 * 0.6) / 4)
    nothing = Fit.of(np.array([nan]), np.array([1.0]), np.array([5.0]))
    assert nothing.buurten == 0
    assert math.isnan(nothing.correlation)
    assert math.isnan(Fit.of(np.array([1.0, 2.0]), np.array([1.0, 2.0]), np.ones(2)).correlation), "two say nothing"


@given(st.lists(st.tuples(st.floats(0, 20), st.floats(0, 20), st.floats(1, 1e4)), min_size=1, max_size=30))
def test_fit_does_not_depend_on_order_and_swapping_turns_the_bias(rows: list[tuple[float, float, float]]) -> None:
    ours, theirs, people = np.array(rows).T
    fit, back = Fit.of(ours, theirs, people), Fit.of(ours[::-1], theirs[::-1], people[::-1])
    turned = Fit.of(theirs, ours, people)
    for name in ("bias_km", "rmse_km", "near_pct", "correlation"):
        assert getattr(fit, name) == pytest.approx(getattr(back, name), nan_ok=True, abs=1e-6)
    assert turned.bias_km == pytest.approx(-fit.bias_km, abs=1e-9)
    assert turned.rmse_km == pytest.approx(fit.rmse_km)


def test_split_by_urbanity() -> None:
    table = pd.DataFrame(
        {
            "stedelijkheid": [5.0, 1.0, 5.0, math.nan, 1.0],
            "inwoners": [10.0, 30.0, 30.0, 5.0, 10.0],
            "km_zorgkaart": [3.0, 1.0, 5.0, 2.0, 9.0],
            "km_cbs": [2.0, 1.0, 5.0, 2.0, math.nan],
        }
    ).assign(km_verschil=lambda t: t["km_zorgkaart"] - t["km_cbs"])
    split = fits_by_urbanity(table)
    assert split["stedelijkheid"].tolist()[:2] == [1.0, 5.0]
    assert math.isnan(split["stedelijkheid"].iat[2])
    assert split["buurten"].tolist() == [1, 2, 1]
    assert split["bias_km"].tolist() == pytest.approx([0, 10 / 40, 0])
    assert split["near_pct"].tolist() == pytest.approx([100, 50, 100])


def test_worst_first_and_of_equal_ones_the_lowest_code(tmp_path: Path) -> None:
    study = sample_study(tmp_path, buurten=with_cbs(Dorp=4.0, Heem=1.0, Eenrichting=13.0, Lint=6.0))
    table = distance_table(study)
    assert worst(table)["buurtnaam"].tolist()[:3] == ["Lint", "Eenrichting", "Dorp"]
    assert worst(table.assign(km_verschil=[1.0, -1.0] + [math.nan] * 7))["buurtnaam"].tolist() == ["Dorp", "Heem"]
    assert len(worst(table, 2)) == 2
