"""First-order effects, worked out by hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray
from scipy.stats import qmc
from support.uncertainty_samples import ON_SCENE, UNEVEN, project_with

from zorgkaart.analyses.uncertainty.compute import run_ensemble
from zorgkaart.analyses.uncertainty.effects import LEAST_DRAWS, _share, effects, first_order

FUNCTIONS: list[tuple[Callable[..., NDArray[np.float64]], tuple[float, float]]] = [
    (lambda a, b: 2 * a + b, (0.8, 0.2)),
    (lambda a, b: a + 0 * b, (1.0, 0.0)),
    (lambda a, b: (a - 0.5) * (b - 0.5), (0.0, 0.0)),  # an interaction alone has no first-order part
    (lambda a, b: (a > 0.5) * 1.0 + 0 * b, (1.0, 0.0)),
]


@pytest.mark.parametrize(("function", "expected"), FUNCTIONS)
def test_first_order_effects_by_hand(
    function: Callable[..., NDArray[np.float64]], expected: tuple[float, float]
) -> None:
    rng = np.random.default_rng(5)
    a, b = rng.uniform(size=(2, 4000))
    outcome = function(a, b)
    for inputs, share in zip((a, b), expected, strict=True):
        assert first_order(inputs, outcome) == pytest.approx(share, abs=0.05)


def test_effects_of_few_values_and_of_nothing() -> None:
    rng = np.random.default_rng(6)
    coin = rng.integers(0, 2, 1000).astype(float)
    assert first_order(coin, 3 * coin + rng.normal(0, 0.1, 1000)) > 0.99
    assert np.isnan(first_order(coin, np.ones(1000)))
    assert first_order(np.ones(1000), coin) == 0
    assert np.isnan(first_order(coin[:3], coin[:3]))


def test_effects_name_the_assumption_that_matters(tmp_path: Path) -> None:
    """Inhabitants do not move from one buurt to another, so unevenness moves the total least."""
    ensemble = run_ensemble(project_with(tmp_path, ON_SCENE + UNEVEN), draws=100)
    table = effects(ensemble).query("soort == 'seh'").set_index("aanname")
    assert table.index[0] == "ter_plaatse"
    assert table.loc["ter_plaatse", "aandeel"] > 0.8
    assert table.loc["ter_plaatse", "richting"] > 0.9
    assert isinstance(table, pd.DataFrame)


ONE: dict[str, Callable[[NDArray[np.float64]], NDArray[np.float64]]] = {
    "linear": lambda x: 3 * x,
    "step": lambda x: (x > 0.3) * 1.0,
    "valley": lambda x: abs(4 * x - 2),
    "steep": lambda x: np.exp(8 * x),
    "wave": lambda x: np.sin(12 * x),
}


@pytest.mark.parametrize("form", ONE)
@pytest.mark.parametrize("draws", [8, LEAST_DRAWS, 60, 100, 200])
def test_the_spread_of_a_lone_assumption_is_its_own(form: str, draws: int) -> None:
    """At every number of draws that gives a share at all."""
    values = (np.random.default_rng(draws).permutation(draws) + 0.5) / draws
    ensemble: Any = SimpleNamespace(drawn=pd.DataFrame({"een": values}))
    share = _share(ensemble, "een", ONE[form](values))
    assert np.isnan(share) if draws < LEAST_DRAWS else share >= 0.95


@pytest.mark.parametrize("draws", [LEAST_DRAWS, 100, 200])
def test_shares_of_a_known_function(draws: int) -> None:
    """Sobol's g: of a product of valleys the first-order indices are known; on average over samples they come out."""
    weights = np.array([0.0, 1.0, 4.5, 9.0, 99.0, 99.0])
    parts = 1 / (3 * (1 + weights) ** 2)
    expected = parts / (np.prod(1 + parts) - 1)
    shares = []
    for seed in range(20):
        x = qmc.LatinHypercube(len(weights), seed=seed).random(draws)
        outcome = np.prod((abs(4 * x - 2) + weights) / (1 + weights), axis=1)
        shares.append([first_order(column, outcome) for column in x.T])
    np.testing.assert_allclose(np.mean(shares, axis=0), expected, atol=0.06)
