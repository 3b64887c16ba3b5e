"""What holds the rule for dispensing GPs against official distances."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tools.pharmacy_rule import agreement, mean_km


def test_means_weigh_inhabitants_and_pass_over_the_unknown() -> None:
    means = mean_km(np.array([1.0, 3, np.nan, 5]), np.array([3.0, 1, 9, 2]), pd.Series(["A", "A", "A", "B"]))
    assert means.to_dict() == {"A": 1.5, "B": 5.0}


def test_only_what_both_have_is_compared() -> None:
    ours, theirs = pd.Series({"A": 1.0, "B": 2, "C": 4, "D": 9}), pd.Series({"A": 1.0, "B": 2, "C": 3})
    assert agreement(ours, theirs) == "   3 gemeenten, r 0.98, bias +0.33 km, mean size 0.33 km"
