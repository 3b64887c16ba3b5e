"""Cohort-change ratios and what is forecast with them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tools.importers.cohorts import (
    CLASSES,
    OPEN,
    a_year_older,
    cohort_change,
    five_years,
    forecast,
    shared_out,
    shrunk_ratio,
    single_years,
)

COUNTS = arrays(np.float64, (3, 2, CLASSES), elements=st.integers(0, 5000).map(float))


@given(COUNTS)
@settings(max_examples=60, deadline=None)
def test_single_years_keep_every_class_and_no_age_has_fewer_than_none(classes: np.ndarray) -> None:
    single = single_years(classes)
    assert single.shape == (3, 2, OPEN + 1)
    assert single.min() >= -1e-9
    np.testing.assert_allclose(five_years(single), classes, rtol=0, atol=1e-8)


def test_who_grows_older_is_neither_lost_nor_born() -> None:
    single = np.arange(96, dtype=float)
    older = a_year_older(single)
    assert older.sum() == single.sum()
    assert older[0] == 0
    assert older[40] == 39
    assert older[95] == 94 + 95


def even(people: float, groups: int = 1) -> np.ndarray:
    """As many of every age, none of 95 and over."""
    classes = np.full((groups, 2, CLASSES), people * 5)
    classes[..., -1] = 0
    return classes


def test_a_population_that_nobody_leaves_keeps_its_cohorts() -> None:
    """With ratios of one the 40-year-olds of now are the 50-year-olds of ten years on."""
    before = even(10)
    after = even(10)
    after[..., -1] = 30  # who was 92 to 94 before
    change = cohort_change(before, after, years=3)
    np.testing.assert_allclose(change.ratio, 1.0, atol=1e-9)
    assert change.born[0, 0] == pytest.approx(10 / 350)
    path = forecast(single_years(after), change, years=10)
    np.testing.assert_allclose(path[10][..., 10:OPEN], path[0][..., :85], atol=1e-9)
    np.testing.assert_allclose(path[10][..., :10], 10.0, atol=1e-9)


@pytest.mark.parametrize("years", [1, 3, 5])
def test_the_ratios_give_back_the_later_count(years: int) -> None:
    """From the first count, as many years on, the forecast is the second: but for children, counted by women."""
    random = np.random.default_rng(4)
    before = random.integers(2000, 4000, (1, 2, CLASSES)).astype(float)
    after = before * random.uniform(0.8, 1.1, before.shape)
    later = forecast(single_years(before), cohort_change(before, after, years=years), years=years)[-1]
    np.testing.assert_allclose(five_years(later)[..., 1:], after[..., 1:], rtol=1e-5)


def test_groups_that_differ_by_chance_alone_get_the_ratio_of_all() -> None:
    random = np.random.default_rng(1)
    base = np.full((400, 1, 1), 20.0)
    alike = shrunk_ratio(base, random.poisson(0.8 * base).astype(float))
    assert np.ptp(alike) < 0.35 * np.ptp(random.poisson(0.8 * base) / base)
    own = np.where(np.arange(400)[:, None, None] % 2, 0.4, 1.6)
    different = shrunk_ratio(base, random.poisson(own * base).astype(float))
    assert np.abs(different - own).mean() < np.abs(random.poisson(own * base) / base - own).mean()


def test_a_group_without_people_gets_the_ratio_of_all_and_none_at_all_gives_one() -> None:
    base = np.array([[[0.0, 0.0]], [[100.0, 0.0]]])
    ratio = shrunk_ratio(base, np.array([[[3.0, 2.0]], [[47.0, 1.0]]]))
    assert ratio[0, 0, 0] == pytest.approx(0.5)
    assert ratio[:, 0, 1].tolist() == [1.0, 1.0]


@given(
    arrays(np.float64, (4, CLASSES), elements=st.integers(1, 400).map(float)),
    arrays(np.float64, (2, 2, CLASSES), elements=st.floats(0.6, 1.4)),
)
@settings(max_examples=40, deadline=None)
def test_areas_add_up_to_their_groups_in_every_year(people: np.ndarray, growth: np.ndarray) -> None:
    start = single_years(people)
    group = np.array([0, 0, 1, 1])
    sums = np.stack([start[:2].sum(axis=0), start[2:].sum(axis=0)])
    sexes = np.stack([sums / 2, sums / 2], axis=1)
    counts = five_years(sexes)
    path = forecast(sexes, cohort_change(counts, counts * growth, years=3), years=12)
    every = shared_out(start, group, path.sum(axis=2), settled=40)
    for year in (0, 1, 12):
        together = np.stack([every[year, :2].sum(axis=0), every[year, 2:].sum(axis=0)])
        np.testing.assert_allclose(together, path[year].sum(axis=1), rtol=1e-9, atol=1e-9)


def test_students_stay_where_they_are_and_the_settled_grow_older() -> None:
    """All 20-year-olds live in one area and all of 60 in the other; ten years on the first still has those of 20."""
    start = np.zeros((2, 96))
    start[0, 20], start[1, 60] = 100.0, 50.0
    path = np.zeros((11, 1, 96))
    for year in range(11):
        path[year, 0, 20] = 100.0
        path[year, 0, 60 + year] = 50.0
    every = shared_out(start, np.array([0, 0]), path, settled=40)
    assert every[10, 0, 20] == 100.0
    assert every[10, 1, 70] == 50.0
    assert every[10, 1].sum() == 50.0
