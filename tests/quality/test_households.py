"""Where there are more addresses than households."""

from __future__ import annotations

import numpy as np
import pandas as pd

from zorgkaart.quality.households import addresses_per_household, crowded

AREA = np.array([0, 0, 0, 1, 1, 2, 3], dtype=np.int32)
BUURTEN = pd.DataFrame({"huishoudens": [1.0, 2.0, np.nan, 0.0, 5.0]})


def test_addresses_of_a_buurt_for_each_household() -> None:
    np.testing.assert_array_equal(addresses_per_household(BUURTEN, AREA), [3.0, 1.0, np.nan, np.nan, 0.0])


def test_without_numbers_of_households_nothing_is_known() -> None:
    assert np.isnan(addresses_per_household(BUURTEN.drop(columns="huishoudens"), AREA)).all()


def test_all_addresses_of_a_crowded_buurt_are_marked_with_how_many_there_are() -> None:
    cause = crowded(BUURTEN, AREA, most=1.5)
    np.testing.assert_array_equal(cause.flags, AREA == 0)
    assert cause.texts == {0: "3,0 adressen per huishouden"}
    assert not crowded(BUURTEN, AREA, most=3.0).flags.any()
