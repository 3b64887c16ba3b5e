"""Intervals and shares of draws, by an ensemble that was made by hand."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pandas as pd
import pytest
from support.paths import ROOT

from tools.siren.__main__ import main
from tools.siren.assumed import OUTCOMES, tables_of
from tools.siren.results import RESULTS
from zorgkaart.project.model import Project


def test_quantiles_and_shares_are_those_of_the_draws() -> None:
    random = np.random.default_rng(1)
    moves, idle = random.normal(size=400), random.normal(size=400)
    totals = pd.DataFrame({OUTCOMES["now"]: 5000 + 1000 * moves, OUTCOMES["closure"]: 9000 - 500 * moves})
    drawn = pd.DataFrame({"moves": moves, "idle": idle})
    central = {OUTCOMES["now"]: 5001.0, OUTCOMES["closure"]: 9001.0}
    tables = tables_of(cast(Any, SimpleNamespace(drawn=drawn, totals=totals, central=central)))
    intervals = tables["intervals"].set_index("outcome")
    assert intervals["central"].tolist() == [5001, 9001]
    # A twentieth of the draws lies below the low end, and a twentieth above the high one.
    assert abs((totals[OUTCOMES["now"]] < intervals["low"]["now"]).sum() - 20) <= 1
    assert abs((totals[OUTCOMES["closure"]] > intervals["high"]["closure"]).sum() - 20) <= 1
    assert intervals["draws"].tolist() == [400, 400]
    shares = tables["shares"].set_index("assumption")
    assert (shares.loc["moves"] > 0.99).all()
    assert (shares.loc["idle"] < 0.05).all()


def test_the_tables_are_of_the_assumptions_of_the_project() -> None:
    shares = pd.read_csv(RESULTS / "shares.csv")
    assert set(shares["assumption"]) == set(Project.load(ROOT / "projects" / "groningen.toml").assumptions)
    assert pd.read_csv(RESULTS / "intervals.csv")["outcome"].tolist() == list(OUTCOMES)


def test_a_folder_without_the_sources_ends_with_one(tmp_path: object, caplog: pytest.LogCaptureFixture) -> None:
    assert main([str(tmp_path)]) == 1
    assert "this source file is missing" in caplog.text
