"""Classes of age in headers and cells, and whether they hold every age once."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zorgkaart.errors import Problems
from zorgkaart.inputs.age_names import AgeClass, check_whole, class_of_cell, class_of_column


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("leeftijd_0_4", AgeClass(0, 4)),
        ("Leeftijd 95", AgeClass(95, None)),
        ("leeftijd_7_7", AgeClass(7, 7)),
        ("leeftijd", None),
        ("leeftijd_5_4", None),
        ("leeftijd_oud", None),
        ("leeftijdsgroep_0_4", None),
        ("leeftijd_0_4_9", None),
    ],
)
def test_headers(header: str, expected: AgeClass | None) -> None:
    assert class_of_column(header) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("0-4", AgeClass(0, 4)),
        (" 0 \u2013 4 ", AgeClass(0, 4)),
        ("75+", AgeClass(75, None)),
        ("75", None),
        ("4-0", None),
        ("", None),
        ("0-4+", None),
    ],
)
def test_cells(cell: str, expected: AgeClass | None) -> None:
    assert class_of_cell(cell) == expected


CLASSES = st.builds(
    lambda lower, width: AgeClass(lower, None if width is None else lower + width),
    st.integers(0, 99),
    st.none() | st.integers(0, 30),
)


@given(CLASSES)
def test_a_class_reads_back_from_its_text(item: AgeClass) -> None:
    assert class_of_cell(str(item)) == item
    assert item.holds(item)
    assert item.meets(item)


@given(CLASSES, CLASSES)
def test_holding_and_meeting_are_those_of_sets_of_years(one: AgeClass, other: AgeClass) -> None:
    first, second = (set(range(item.lower, 200 if item.upper is None else item.upper + 1)) for item in (one, other))
    assert one.holds(other) == (second <= first)
    assert one.meets(other) == bool(first & second)


@given(st.sets(st.integers(1, 99)))
def test_any_cut_of_all_ages_is_whole_and_without_a_class_it_is_not(cuts: set[int]) -> None:
    ends = [0, *sorted(cuts)]
    classes = [AgeClass(a, b - 1) for a, b in pairwise(ends)] + [AgeClass(ends[-1], None)]
    problems = Problems()
    check_whole(classes[::-1], "tabel", problems)
    assert not problems
    if len(classes) > 1:
        for left_out in range(len(classes)):
            check_whole(classes[:left_out] + classes[left_out + 1 :], "tabel", problems)
            assert len(problems) == left_out + 1


@pytest.mark.parametrize(
    ("classes", "why"),
    [
        ([AgeClass(1, None)], "there is no class of ages below 1"),
        ([AgeClass(0, 9), AgeClass(9, None)], "the ages 0-9 and 9\\+ overlap"),
        ([AgeClass(0, 8), AgeClass(10, None)], "no class has the ages between 0-8 and 10\\+"),
        ([AgeClass(0, 8)], "there is no class of ages above 8"),
    ],
)
def test_what_is_not_whole_is_named(classes: list[AgeClass], why: str) -> None:
    problems = Problems()
    check_whole(classes, "tabel", problems)
    with pytest.raises(ValueError, match=why):
        problems.raise_if_fatal()
