"""Who has less and who has more: against sums by hand, and the other way round."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zorgkaart.study.supply_change import SupplyChange

NAN = float("nan")
amounts = st.lists(st.sampled_from([0.0, 0.2, 0.21, 0.3, NAN]), min_size=1, max_size=20)


def change(before: list[float], after: list[float]) -> SupplyChange:
    return SupplyChange(np.array(before), np.array(after))


def test_only_what_one_notices_counts_and_unknown_is_neither() -> None:
    found = change([1.0, 1.0, 1.0, 0.0, 1.0, NAN, 0.0], [0.95, 0.85, 1.2, 0.5, 0.0, 1.0, 0.0]).flags
    assert np.flatnonzero(found["minder"]).tolist() == [1, 4]
    assert np.flatnonzero(found["meer"]).tolist() == [2, 3]
    assert np.flatnonzero(found["niets_meer"]).tolist() == [4]
    assert np.flatnonzero(found["weer_iets"]).tolist() == [3]
    assert np.flatnonzero(found["onbekend"]).tolist() == [5]


def test_means_are_of_who_has_a_figure_in_both() -> None:
    found = change([1.0, 2.0, NAN], [0.5, 2.0, 9.0])
    assert found.means(np.array([3.0, 1.0, 100.0])) == (pytest.approx(5 / 4), pytest.approx(3.5 / 4))
    assert np.isnan(found.means(np.array([0.0, 0.0, 5.0]))).all()


@given(before=amounts, data=st.data())
def test_what_is_lost_one_way_is_won_the_other(before: list[float], data: st.DataObject) -> None:
    after = data.draw(st.lists(st.sampled_from([0.0, 0.2, 0.21, 0.3, NAN]), min_size=len(before), max_size=len(before)))
    there, back = change(before, after).flags, change(after, before).flags
    assert not (there["minder"] & there["meer"]).any()
    assert (there["niets_meer"] == back["weer_iets"]).all()
    assert (there["niets_meer"] <= there["minder"]).all()
    assert (there["onbekend"] == back["onbekend"]).all()
    assert change(before, before).any is False
