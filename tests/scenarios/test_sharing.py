"""Residents are divided over equally near sites."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zorgkaart.scenarios.load import _parts
from zorgkaart.scenarios.sharing import flows


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_parts_add_up_and_equal_places_get_equal_parts(data: st.DataObject) -> None:
    k = data.draw(st.integers(1, 6))
    minutes = np.sort(data.draw(st.lists(st.integers(0, 4), min_size=k, max_size=k)))[None].astype(float)
    reached = data.draw(st.integers(0, k))
    place = np.arange(k, dtype=np.int32)[None]
    place[0, reached:] = -1
    minutes[0, reached:] = np.nan
    sites_at = np.array(data.draw(st.lists(st.integers(1, 3), min_size=k, max_size=k)))
    m = data.draw(st.integers(1, k))
    shares = np.sort(np.array(data.draw(st.lists(st.integers(1, 9), min_size=m, max_size=m)), dtype=float))[::-1]
    shares /= shares.sum()
    parts = _parts(minutes, place, sites_at, shares)[0]
    assert (parts @ sites_at) == pytest.approx(1.0 if reached else 0.0)
    assert (parts[reached:] == 0).all()
    for i in range(reached):
        for j in range(reached):
            if minutes[0, i] == minutes[0, j]:
                assert parts[i] == pytest.approx(parts[j])
    # A single site with its own place per label gets exactly the share of its rank.
    if reached == k and len(set(minutes[0])) == k and (sites_at == 1).all():
        assert parts[:m] == pytest.approx(shares)


@settings(max_examples=80, deadline=None)
@given(
    before=st.dictionaries(st.integers(0, 5), st.integers(1, 5), min_size=1, max_size=4),
    after=st.dictionaries(st.integers(0, 5), st.integers(1, 5), min_size=1, max_size=4),
)
def test_flows_lead_from_one_division_to_the_other(before: dict[int, int], after: dict[int, int]) -> None:
    old, new = ({site: part / sum(parts.values()) for site, part in parts.items()} for parts in (before, after))
    found = flows(old, new)
    for site in {*old, *new}:
        out = sum(part for (one, _), part in found.items() if one == site)
        come = sum(part for (_, other), part in found.items() if other == site)
        assert old.get(site, 0) - out + come == pytest.approx(new.get(site, 0))
        assert min(out, come) == 0  # nobody leaves a site that others come to
