"""Measures of inequality against cases worked out by hand, another library, and what they must obey."""

from __future__ import annotations

import inequalipy
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.typing import NDArray

from zorgkaart.access.distribution import Distribution, Ranking
from zorgkaart.access.inequality import concentration_index, erreygers, excess, fifths_ratio, gini, palma, unranked
from zorgkaart.access.inequality_curves import concentration_curve, lorenz_curve
from zorgkaart.errors import InputError

NAN = float("nan")
Float = NDArray[np.float64]
# Five people with 1, 2, 3, 4 and 10 minutes: 20 together.
FIVE = Distribution.of([10, 2, 3, 4, 1], [1, 1, 1, 1, 1])
# Their areas in the order of a variable; the third and the fourth in the list are alike.
RANKING = Ranking.of([5.0, 1.0, 3.0, 3.0, 2.0])
MEASURES = (gini, palma, fifths_ratio)

cells = st.tuples(st.integers(0, 400), st.integers(1, 60), st.integers(0, 8))
many = st.lists(cells, min_size=2, max_size=40)


def arrays(rows: list[tuple[int, int, int]]) -> tuple[Float, Float, Float]:
    value, weight, rank = np.array(rows, dtype=np.float64).T
    return value / 8, weight / 4, rank


def test_five_people_by_hand() -> None:
    """The mean difference of all 25 pairs is 3.2 minutes, of a mean of 4; their Lorenz curve is 1, 3, 6, 10, 20."""
    assert gini(FIVE) == pytest.approx(3.2 / 2 / 4)
    assert palma(FIVE) == pytest.approx((10 / 2) / (1 + 2))  # half of the one person of the upper fifth
    assert fifths_ratio(FIVE) == pytest.approx(10 / 1)
    assert FIVE.mean == 4
    assert FIVE.quantile(0.5) == 3
    assert [FIVE.below(part) for part in (0.2, 0.3, 0.4, 1.0)] == pytest.approx([0.05, 0.1, 0.15, 1.0])


def test_who_lies_on_the_border_is_split() -> None:
    """Three people with 1, 1 and 4 minutes: 0.3 of one person has 1.2 of 6, and 1.2 people with least have 1.2 of 6."""
    assert palma(Distribution.of([1, 1, 4], [1, 1, 1])) == pytest.approx(1.2 / 1.2)
    assert palma(Distribution.of([3, 3, 3], [5, 1, 9])) == pytest.approx(0.25)


def test_concentration_by_hand() -> None:
    """In the order 1, 2, 3, 3, 5 of the variable, people have 2, 1, (3, 4) and 10; ranks .1, .3, .6, .6 and .9.

    The covariance is the mean of y times (r - .5): (2 x -.4 + 1 x -.2 + 3 x .1 + 4 x .1 + 10 x .4) / 5 = 0.74.
    """
    assert concentration_index(FIVE, RANKING) == pytest.approx(2 * 0.74 / 4)
    x, y = concentration_curve(FIVE, RANKING)
    assert y[[0, 20, 40, 80, 100]] == pytest.approx([0, 2 / 20, 3 / 20, 10 / 20, 1])
    assert y[60] == pytest.approx(6.5 / 20)  # those who share a place have each the mean of both
    assert x[60] == pytest.approx(0.6)


def test_erreygers_by_hand() -> None:
    """The first two of five in a ranking are outside: covariance (-.4 - .2) / 5, times 8."""
    outside = Distribution.of([1, 1, 0, 0, 0], np.ones(5), bounds=(0, 1))
    ranking = Ranking.of([1, 2, 3, 4, 5])
    assert erreygers(outside, ranking) == pytest.approx(-8 * 0.12)
    inside = Distribution.of([0, 0, 1, 1, 1], np.ones(5), bounds=(0, 1))
    assert erreygers(inside, ranking) == pytest.approx(8 * 0.12)  # the mirror property, which C lacks


@pytest.mark.parametrize(("power", "expected"), [(0, 2 / 5), (1, (1 / 3 + 7 / 3) / 5), (2, (1 / 9 + 49 / 9) / 5)])
def test_excess_above_a_norm_by_hand(power: int, expected: float) -> None:
    """Of a norm of 3 minutes those with 4 and 10 are above, by a third and seven thirds; who has 3 is not."""
    assert excess(FIVE, 3.0, power) == pytest.approx(expected)


@given(many)
def test_the_gini_of_another_library(rows: list[tuple[int, int, int]]) -> None:
    value, weight, _ = arrays(rows)
    assume(value.sum() > 0)
    assert gini(Distribution.of(value, weight)) == pytest.approx(inequalipy.gini(value, weight), abs=1e-12)


@given(many)
def test_a_concentration_index_by_the_values_themselves_is_the_gini(rows: list[tuple[int, int, int]]) -> None:
    value, weight, _ = arrays(rows)
    assume(value.sum() > 0)
    people = Distribution.of(value, weight)
    assert concentration_index(people, Ranking.of(value)) == pytest.approx(gini(people), abs=1e-12)
    assert concentration_index(people, Ranking.of(-value)) == pytest.approx(-gini(people), abs=1e-12)


@given(many, st.integers(2, 40))
def test_minutes_taken_from_the_shorter_and_given_to_the_longer_trip_make_it_less_even(
    rows: list[tuple[int, int, int]], part: int
) -> None:
    value, _, _ = arrays(rows)
    weight = np.ones(len(value))
    low, high = int(value.argmin()), int(value.argmax())
    assume(value[low] > 0 and value[high] > value[low])
    moved = value.copy()
    moved[low] -= value[low] / part
    moved[high] += value[low] / part
    assert gini(Distribution.of(moved, weight)) > gini(Distribution.of(value, weight))


@given(many, st.integers(1, 50))
def test_other_units_change_nothing(rows: list[tuple[int, int, int]], factor: int) -> None:
    value, weight, rank = arrays(rows)
    assume(value.sum() > 0)
    ours, theirs = Distribution.of(value, weight), Distribution.of(value * factor / 7, weight)
    for measure in MEASURES:
        assert measure(theirs) == pytest.approx(measure(ours), rel=1e-9, nan_ok=True)
    ranking = Ranking.of(rank)
    assert concentration_index(theirs, ranking) == pytest.approx(concentration_index(ours, ranking), abs=1e-9)


@given(many, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_no_bit(rows: list[tuple[int, int, int]], random: object) -> None:
    shuffled = list(rows)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert everything(*arrays(rows)) == everything(*arrays(shuffled))


def everything(value: Float, weight: Float, rank: Float) -> list[bytes]:
    people, ranking = Distribution.of(value / 3, weight / 7), Ranking.of(rank)
    bounded = Distribution.of(value / 60, weight / 7, bounds=(0, 1))
    numbers = [
        *(measure(people) for measure in MEASURES),
        people.mean,
        concentration_index(people, ranking),
        erreygers(bounded, ranking),
        *(excess(people, 5.0, power) for power in (0, 1, 2)),
    ]
    curves = (*lorenz_curve(people), *concentration_curve(people, ranking))
    return [np.asarray(part).tobytes() for part in (numbers, *curves)]


@given(many, st.integers(2, 5))
def test_a_region_of_the_same_regions_is_as_uneven(rows: list[tuple[int, int, int]], times: int) -> None:
    value, weight, rank = arrays(rows)
    assume(value.sum() > 0)
    ours, theirs = Distribution.of(value, weight), Distribution.of(np.tile(value, times), np.tile(weight, times))
    for measure in MEASURES:
        assert measure(theirs) == pytest.approx(measure(ours), rel=1e-9, nan_ok=True)
    index = concentration_index(theirs, Ranking.of(np.tile(rank, times)))
    assert index == pytest.approx(concentration_index(ours, Ranking.of(rank)), abs=1e-9)


@given(many)
def test_a_weight_is_a_number_of_people(rows: list[tuple[int, int, int]]) -> None:
    value, _, rank = arrays(rows)
    count = np.array([row[1] for row in rows])
    assume(value.sum() > 0)
    ours = Distribution.of(value, count)
    theirs = Distribution.of(np.repeat(value, count), np.ones(count.sum()))
    for measure in MEASURES:
        assert measure(theirs) == pytest.approx(measure(ours), rel=1e-9, nan_ok=True)
    index = concentration_index(theirs, Ranking.of(np.repeat(rank, count)))
    assert index == pytest.approx(concentration_index(ours, Ranking.of(rank)), abs=1e-9)


@given(many)
def test_others_among_the_same_points_are_as_if_put_in_order_anew(rows: list[tuple[int, int, int]]) -> None:
    value, weight, rank = arrays(rows)
    other = np.where(rank > 3, weight * rank, NAN)
    again, anew = Distribution.of(value, weight).among(other), Distribution.of(value, other)
    assert again.people == pytest.approx(anew.people)
    assert again.uncounted == anew.uncounted
    assert gini(again) == pytest.approx(gini(anew), abs=1e-12, nan_ok=True)


def test_what_is_unknown_is_left_out_and_counted() -> None:
    people = Distribution.of([1, NAN, 3, 2, NAN], [1, 4, 1, NAN, NAN])
    assert (people.people, people.unknown, people.uncounted) == (2, 4, 1)
    assert gini(people) == pytest.approx(0.25)
    assert unranked(people, Ranking.of([1, 1, NAN, 1, 1])) == 1


@pytest.mark.parametrize("values", [[], [NAN, NAN]])
def test_of_nobody_nothing_is_known(values: list[float]) -> None:
    people = Distribution.of(values, np.ones(len(values)))
    ranking = Ranking.of(values)
    results = [*(measure(people) for measure in MEASURES), people.mean, people.quantile(0.5), excess(people, 1.0, 0)]
    assert np.isnan([*results, concentration_index(people, ranking)]).all()
    assert np.isnan(lorenz_curve(people)[1]).all()


def test_nothing_to_divide_is_not_even_either() -> None:
    people = Distribution.of([0, 0], [1, 1])
    assert np.isnan([measure(people) for measure in MEASURES]).all()
    assert np.isnan(palma(Distribution.of([0, 0, 5], [1, 1, 1])))


@pytest.mark.parametrize(
    ("values", "weight", "bounds", "words"),
    [
        ([1, -2], [1, 1], None, "1 values or numbers of people are negative"),
        ([1, np.inf], [1, 1], None, "1 values or numbers of people are negative"),
        ([1, 2], [1, -1], None, "1 values or numbers of people are negative"),
        ([1, 2], [1], None, "2 values and 1 numbers of people"),
        ([0, 2], [1, 1], (0, 1), "beyond the bounds 0 and 1"),
    ],
)
def test_what_cannot_be_measured_is_refused(
    values: list[float], weight: list[float], bounds: tuple[float, float] | None, words: str
) -> None:
    with pytest.raises(InputError, match=words):
        Distribution.of(values, weight, bounds=bounds)


def test_what_is_bounded_takes_the_index_of_erreygers_and_nothing_else_does() -> None:
    with pytest.raises(InputError, match="between 0 and 1 hangs on their mean"):
        concentration_index(Distribution.of([0, 1], [1, 1], bounds=(0, 1)), Ranking.of([1, 2]))
    with pytest.raises(InputError, match="needs the least and the most"):
        erreygers(FIVE, RANKING)
    with pytest.raises(InputError, match="a line above zero"):
        excess(FIVE, 0.0, 1)
