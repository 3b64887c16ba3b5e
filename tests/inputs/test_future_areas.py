"""The areas with the inhabitants of another year, held against sums by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from zorgkaart.errors import Problems
from zorgkaart.inputs.age_classes import AgeClasses
from zorgkaart.inputs.age_names import AgeClass
from zorgkaart.inputs.areas import Areas
from zorgkaart.inputs.future_areas import Outlook, in_year
from zorgkaart.inputs.population import Population
from zorgkaart.inputs.residents import Residents

NAN = float("nan")
YOUNG, OLD = AgeClass(0, 64), AgeClass(65, None)


def with_ages(areas: Areas, counts: list[list[float]]) -> Areas:
    values = np.array(counts)
    ages = AgeClasses((YOUNG, OLD), values, values / 2)
    buurten = areas.buurten.assign(inwoners=values.sum(axis=1), inwoners_65plus=values[:, 1])
    return replace(areas, buurten=buurten, age_classes=ages)


def table(areas: Areas, level: str, **years: list[list[float]]) -> Population:
    code = {"buurten": "buurtcode", "gemeenten": "gemeentecode"}[level]
    counts = {int(year.removeprefix("y")): np.array(values, dtype=float) for year, values in years.items()}
    classes = (YOUNG, OLD) if len(next(iter(counts.values()))[0]) == 2 else ()
    totals = {year: values.sum(axis=1) for year, values in counts.items()}
    return Population(code, tuple(getattr(areas, level)[code]), classes, counts, totals)


def brought(areas: Areas, population: Population, year: int, **keys: int) -> Outlook:
    problems = Problems()
    found = in_year(areas, population, year, problems, **keys)
    problems.raise_if_fatal()
    assert found is not None
    return found


NOW = [[90.0, 10.0], [60.0, 40.0], [200.0, 0.0], [30.0, 20.0]]


def test_a_year_that_is_the_present_changes_not_one_object(areas: Areas) -> None:
    now = with_ages(areas, NOW)
    assert brought(now, table(now, "buurten", y2024=NOW), 2024).areas is now
    assert brought(now, table(now, "buurten", y2024=[[1.0, 1.0]] * 4), 2024, since=2024).areas is now


def test_numbers_of_buurten_are_taken_as_they_are(areas: Areas) -> None:
    now = with_ages(areas, NOW)
    then = brought(now, table(now, "buurten", y2040=[[80, 30], [60, 40], [150, 50], [0, 10]]), 2040).areas
    assert then.buurten["inwoners"].tolist() == [110, 100, 200, 10]
    assert then.buurten["inwoners_65plus"].tolist() == [30, 40, 50, 10]
    assert then.age_classes is not None
    assert then.age_classes.counts[2].tolist() == [150, 50]
    assert then.buurten["huishoudens"].isna().all()
    assert then.gemeenten["inwoners"].sum() == 420


def test_the_change_of_a_table_that_begins_lower(areas: Areas) -> None:
    """With 45 young in 2024 and 90 in 2040 the 90 of now become 180."""
    now = with_ages(areas, NOW)
    years = {"y2024": [[45, 10], [60, 40], [200, 0], [30, 20]], "y2040": [[90, 5], [60, 40], [200, 8], [30, 20]]}
    then = brought(now, table(now, "buurten", **years), 2040, since=2024).areas
    assert then.age_classes is not None
    assert then.age_classes.counts[0].tolist() == [180, 5]
    assert then.age_classes.counts[2].tolist() == [200, 8]  # of nobody nothing can grow: what the table has


def test_gemeenten_are_shared_out_by_the_class_of_now(areas: Areas) -> None:
    now = with_ages(areas, NOW)
    gemeenten = now.gemeenten["gemeentecode"].tolist()
    mine = now.buurten["gemeentecode"].to_numpy() == gemeenten[0]
    population = table(now, "gemeenten", y2040=[[1000.0, 300.0]] * len(gemeenten))
    then = brought(now, population, 2040).areas
    assert then.age_classes is not None
    counts, old = then.age_classes.counts[mine], np.array(NOW)[mine]
    np.testing.assert_allclose(counts.sum(axis=0), [1000, 300])
    np.testing.assert_allclose(counts, old / old.sum(axis=0) * [1000, 300])


def test_what_is_unknown_stays_so_and_no_ages_give_no_ages(areas: Areas) -> None:
    now = with_ages(areas, [[NAN, NAN], *NOW[1:]])
    then = brought(now, table(now, "buurten", y2024=NOW, y2040=[[80, 30]] * 4), 2040, since=2024).areas
    assert np.isnan(then.buurten["inwoners_65plus"].iloc[0])
    bare = brought(with_ages(areas, NOW), table(now, "buurten", y2040=[[70.0]] * 4), 2040).areas
    assert bare.buurten["inwoners"].tolist() == [70] * 4
    assert bare.age_classes is None
    assert bare.buurten["inwoners_65plus"].isna().all()


def test_classes_that_cross_those_of_now_are_refused(areas: Areas) -> None:
    now = with_ages(areas, NOW)
    crossing = replace(table(now, "buurten", y2040=NOW), classes=(AgeClass(0, 69), AgeClass(70, None)))
    for found, words in ((now, "cross those of now"), (replace(now, age_classes=None), "and those of now are not")):
        problems = Problems()
        assert in_year(found, crossing, 2040, problems, where="prognose.csv") is None
        assert words in str(next(iter(problems)))


@given(arrays(np.float64, (4, 2), elements=st.floats(0, 900)), arrays(np.float64, 12, elements=st.floats(0.1, 5)))
@settings(max_examples=40, deadline=None)
def test_residents_keep_the_inhabitants_of_their_buurt(counts: np.ndarray, part: np.ndarray) -> None:
    area = np.repeat(np.arange(4), 3).astype(np.int32)
    now, then = np.array([100.0, 0.0, 50.0, 20.0]), counts.sum(axis=1)
    share = part / np.bincount(area, part)[area]
    residents = Residents(np.zeros(12), np.zeros(12), now[area] * share, area)

    class Fixed:
        def __init__(self, people: np.ndarray) -> None:
            self.buurten = {"inwoners": _Column(people)}

    outlook = Outlook(2040, Fixed(then), Fixed(now), Problems())  # type: ignore[arg-type]
    moved = outlook.moved(residents)
    np.testing.assert_allclose(moved.per_area(4), then, rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(moved.weight[:3], share[:3] * then[0], rtol=1e-9, atol=1e-12)
    assert np.ptp(moved.weight[3:6]) == pytest.approx(0)


class _Column:
    def __init__(self, values: np.ndarray) -> None:
        self.values = values

    def to_numpy(self, dtype: type) -> np.ndarray:
        return self.values.astype(dtype)
