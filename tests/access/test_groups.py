"""Weighted statistics per area, against sums done one point at a time with exact fractions."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from zorgkaart.access.groups import Groups

AREAS = 4
QUANTILES = (Fraction(1, 2), Fraction(9, 10), Fraction(1, 10), Fraction(1))


@dataclass(frozen=True)
class Points:
    """Points with weights in `parts` of a whole, so that equal shares of a number are no round floats."""

    area: list[int]
    weight: list[int | None]
    value: list[float]
    site: list[int]
    parts: int

    def groups(self, order: list[int] | None = None) -> Groups:
        rows = list(range(len(self.area))) if order is None else order
        weight = [math.nan if self.weight[i] is None else self.weight[i] / self.parts for i in rows]
        return Groups(np.array([self.area[i] for i in rows], dtype=np.int32), AREAS, np.array(weight, dtype=np.float64))

    def members(self, area: int) -> list[tuple[Fraction, float, int]]:
        """Weight, value and site of the points of an area; each counts one where nobody is known to live."""
        rows = [i for i, a in enumerate(self.area) if a == area]
        whole = [Fraction(self.weight[i] or 0, self.parts) for i in rows]
        if not sum(whole):
            whole = [Fraction(1)] * len(rows)
        return [(w, self.value[i], self.site[i]) for w, i in zip(whole, rows, strict=True)]


@st.composite
def points(draw: st.DrawFn) -> Points:
    count = draw(st.integers(0, 25))

    def column(values: st.SearchStrategy) -> list:
        return draw(st.lists(values, min_size=count, max_size=count))

    return Points(
        area=column(st.integers(0, AREAS - 1)),
        weight=column(st.one_of(st.none(), st.sampled_from([0, 1, 1, 1, 2, 5, 1_000_000]))),
        value=column(st.sampled_from([math.nan, 0.0, 1.5, 1.5, 2.25, 44.999, 45.0, 60.0])),
        site=column(st.integers(-1, 3)),
        parts=draw(st.sampled_from([1, 7, 30])),
    )


def brute_mean(members: list[tuple[Fraction, float, int]]) -> float:
    known = [(w, Fraction(v)) for w, v, _ in members if not math.isnan(v)]
    total = sum(w for w, _ in known)
    return float(sum(w * v for w, v in known) / total) if total else math.nan


def brute_quantile(members: list[tuple[Fraction, float, int]], share: Fraction) -> float:
    known = sorted((v, w) for w, v, _ in members if not math.isnan(v) and w)
    total, running = sum(w for _, w in known), Fraction(0)
    for value, weight in known:
        running += weight
        if running >= share * total:
            return value
    return math.nan


def brute_site(members: list[tuple[Fraction, float, int]]) -> int:
    weights: dict[int, Fraction] = {}
    for weight, _, site in members:
        if site >= 0:
            weights[site] = weights.get(site, Fraction(0)) + weight
    return min(weights, key=lambda site: (-weights[site], site), default=-1)


# Nine of ten equal parts are just nine tenths, whatever the floats before them add up to.
NINE_OF_TEN = Points([0] * 3 + [1] * 10, [1_000_000] * 3 + [1] * 10, [*[5.0] * 3, *map(float, range(10))], [0] * 13, 7)


@given(points())
@example(NINE_OF_TEN)
def test_means_and_quantiles_are_those_of_exact_sums(drawn: Points) -> None:
    groups, values = drawn.groups(), np.array(drawn.value, dtype=np.float64)
    results = groups.quantiles(values, tuple(float(share) for share in QUANTILES))
    for area in range(AREAS):
        members = drawn.members(area)
        assert groups.mean(values)[area] == pytest.approx(brute_mean(members), rel=1e-12, nan_ok=True)
        for share, result in zip(QUANTILES, results, strict=True):
            assert result[area] == pytest.approx(brute_quantile(members, share), rel=0, abs=0, nan_ok=True)


@given(points())
def test_commonest_site_is_that_of_exact_sums(drawn: Points) -> None:
    found = drawn.groups().commonest(np.array(drawn.site, dtype=np.int32))
    assert found.tolist() == [brute_site(drawn.members(area)) for area in range(AREAS)]


@given(points())
def test_totals_count_known_inhabitants_only(drawn: Points) -> None:
    groups, value = drawn.groups(), np.array(drawn.value) > 40
    expected = [Fraction(0)] * AREAS
    for area, weight, counted in zip(drawn.area, drawn.weight, value, strict=True):
        expected[area] += Fraction(weight or 0, drawn.parts) * int(counted)
    assert groups.total(value) == pytest.approx([float(e) for e in expected], rel=1e-12)
    known = [any(w is not None for a, w in zip(drawn.area, drawn.weight, strict=True) if a == i) for i in range(AREAS)]
    assert groups.has_known.tolist() == known


@given(points(), st.randoms(use_true_random=False))
def test_order_of_rows_does_not_matter(drawn: Points, random: object) -> None:
    order = list(range(len(drawn.area)))
    random.shuffle(order)  # type: ignore[attr-defined]
    here, there = drawn.groups(), drawn.groups(order)
    values, sites = np.array(drawn.value, dtype=np.float64), np.array(drawn.site, dtype=np.int32)
    assert there.mean(values[order]) == pytest.approx(here.mean(values), rel=1e-12, nan_ok=True)
    for mine, theirs in zip(
        here.quantiles(values, (0.5, 0.9)), there.quantiles(values[order], (0.5, 0.9)), strict=True
    ):
        np.testing.assert_array_equal(mine, theirs)
    np.testing.assert_array_equal(here.commonest(sites), there.commonest(sites[order]))


def test_of_sites_with_equal_weight_the_first_is_named_whatever_the_floats() -> None:
    """Tenths add up to a little more than six tenths; both sites have six."""
    weight = np.array([0.1, 0.2, 0.3, 0.6])
    groups = Groups(np.zeros(4, dtype=np.int32), 1, weight)
    assert weight[:3].sum() > 0.6
    assert groups.commonest(np.array([1, 1, 1, 0], dtype=np.int32)).tolist() == [0]
    assert groups.commonest(np.array([0, 0, 0, 1], dtype=np.int32)).tolist() == [0]


def test_an_area_without_points_has_nothing() -> None:
    groups = Groups(np.array([1, 1], dtype=np.int32), 3, np.array([1.0, 3.0]))
    values = np.array([10.0, 20.0])
    np.testing.assert_array_equal(groups.mean(values), [np.nan, 17.5, np.nan])
    np.testing.assert_array_equal(groups.quantiles(values, (0.5,))[0], [np.nan, 20.0, np.nan])
    np.testing.assert_array_equal(groups.commonest(np.array([0, 2], dtype=np.int32)), [-1, 2, -1])
    np.testing.assert_array_equal(groups.total(values), [0.0, 70.0, 0.0])
    assert groups.has_known.tolist() == [False, True, False]
