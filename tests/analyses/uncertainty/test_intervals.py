"""Intervals whose truth is known by hand, and the fourth verdict."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from support.uncertainty_samples import ON_SCENE, TURNOUT, project_with

from zorgkaart.analyses.dictionary import dictionary
from zorgkaart.analyses.uncertainty.compute import Ensemble, run_ensemble
from zorgkaart.analyses.uncertainty.effects import effects
from zorgkaart.analyses.uncertainty.intervals import area_intervals, certainty, total_intervals
from zorgkaart.outputs.meaning.columns import undocumented

# Truth by hand.


def test_one_number_shifts_the_chain_by_itself(tmp_path: Path) -> None:
    """The chain is a sum, so the interval of an area is its minutes without draws plus that of the number."""
    ensemble = run_ensemble(project_with(tmp_path, ON_SCENE), draws=200)
    table = area_intervals(ensemble)
    rest = ensemble.study.results["buurten"]["seh_norm_min"] - 4  # on_scene_min of the sample
    for name, share in (("laag", 0.05), ("midden", 0.5), ("hoog", 0.95)):
        expected = rest + 2 + 6 * share
        assert np.allclose(table[f"seh_norm_min_{name}"], expected, atol=6 / 200, equal_nan=True)


@pytest.mark.slow
def test_the_chance_to_be_outside_is_the_chance_that_the_number_is_that_high(tmp_path: Path) -> None:
    ensemble = run_ensemble(project_with(tmp_path, ON_SCENE), draws=400)
    study, table = ensemble.study, area_intervals(ensemble)
    chain, groups = study.chains["seh"], study.groups("buurten")
    rest = chain.minutes - 4
    numbers = np.linspace(2, 8, 6001)
    for row in np.flatnonzero(groups.has_known):
        members = groups.area == row
        known = members & ~np.isnan(rest)
        if not known.any():
            continue
        outside = rest[known][:, None] + numbers > chain.norm.limit_min
        share = np.average(outside, axis=0, weights=groups.shares[known])
        expected = 100 * (share >= chain.norm.flag_share).mean()
        assert table["seh_kans_buiten_pct"].iat[row] == pytest.approx(expected, abs=100 / 400 + 0.1)


@pytest.mark.slow
def test_a_sum_of_two_has_the_interval_of_a_triangle(tmp_path: Path) -> None:
    """Two uniform numbers of the same width add up to a triangular one; the interval must hold 90 % of it."""
    rng = np.random.default_rng(7)
    truth = rng.uniform(2, 8, 100_000) + rng.uniform(1, 7, 100_000)
    draws = 300
    project = project_with(tmp_path, ON_SCENE + TURNOUT)
    found = []
    for seed in range(6):
        ensemble = run_ensemble(project, draws=draws, seed=seed)
        table = total_intervals(ensemble).set_index(["soort", "maat"]).loc[("seh", "norm_min")]
        rest = table["uitkomst"] - 4 - 2
        found.append(((truth >= table["laag"] - rest) & (truth <= table["hoog"] - rest)).mean())
        assert table["midden"] - rest == pytest.approx(5 + 4, abs=0.35)
    margin = 3 * np.sqrt(0.9 * 0.1 / draws)
    assert np.abs(np.array(found) - 0.9).max() < margin


def test_tables_of_an_ensemble(closure: Ensemble) -> None:
    columns = dictionary(closure.study.project)
    for level in ("buurten", "wijken", "gemeenten"):
        table = area_intervals(closure, level)
        assert len(table) == len(getattr(closure.study.areas, level))
        assert undocumented(table.columns, columns) == []
        for kind in ("seh", "acute_verloskunde"):
            low, middle, high = (table[f"{kind}_norm_min_{name}_voor"] for name in ("laag", "midden", "hoog"))
            known = middle.notna()
            assert (low[known] <= middle[known]).all()
            assert (middle[known] <= high[known]).all()
    totals = total_intervals(closure)
    assert undocumented(totals.columns, columns) == []
    assert set(totals["situatie"]) == {"voor", "na", "verschil"}
    assert undocumented(effects(closure).columns, columns) == []


# Verdicts and effects.


@pytest.mark.parametrize(
    ("judged", "share", "expected"),
    [
        ("binnen", 0.0, "binnen"),
        ("binnen", 0.05, "binnen"),
        ("binnen", 0.06, "onzeker"),
        ("binnen", 0.97, "onzeker"),
        ("buiten", 1.0, "buiten"),
        ("deels buiten", 0.95, "deels buiten"),
        ("buiten", 0.94, "onzeker"),
        ("deels buiten", 0.02, "onzeker"),
        ("onbekend", 0.5, "onbekend"),
        ("binnen", np.nan, "onbekend"),
    ],
)
def test_the_fourth_verdict(judged: str, share: float, expected: str) -> None:
    found = certainty(np.array([share]), np.array([judged], dtype=object))
    assert found.tolist() == [expected]
