"""First-order effects, worked out by hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray
from support.uncertainty_samples import ON_SCENE, UNEVEN, project_with

from zorgkaart.analyses.uncertainty.compute import run_ensemble
from zorgkaart.analyses.uncertainty.effects import effects, first_order

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
