"""Tables of use by age: at the door, and joined to the classes of the inhabitants."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zorgkaart.errors import Problems
from zorgkaart.inputs.age_classes import AgeClasses
from zorgkaart.inputs.age_names import AgeClass
from zorgkaart.inputs.need import UseRate, need_per_buurt, rates_by_class, read_need

NAN = float("nan")
HEAD = "leeftijdsklasse,geslacht,gebruik_per_jaar,bron\n"


def read(tmp_path: Path, text: str) -> tuple[tuple[UseRate, ...] | None, Problems]:
    (tmp_path / "gebruik.csv").write_text(text, encoding="utf-8")
    problems = Problems()
    return read_need(tmp_path / "gebruik.csv", problems), problems


def cut(*ends: int) -> tuple[AgeClass, ...]:
    """Classes from 0 on that begin at these ages too."""
    lowers = [0, *ends]
    return (*(AgeClass(a, b - 1) for a, b in pairwise(lowers)), AgeClass(lowers[-1], None))


def inhabitants(classes: tuple[AgeClass, ...], counts: list[list[float]], women: float = NAN) -> AgeClasses:
    people = np.array(counts, dtype=float)
    return AgeClasses(classes, people, people * women)


def test_a_table_is_read_as_it_stands(tmp_path: Path) -> None:
    rates, problems = read(tmp_path, HEAD + "0-14,,0,X\n15+,Vrouwen,0.5,X\n15+,mannen,0.25,X\n")
    assert not problems
    assert rates == (
        UseRate(AgeClass(0, 14), "", 0.0),
        UseRate(AgeClass(15, None), "vrouwen", 0.5),
        UseRate(AgeClass(15, None), "mannen", 0.25),
    )


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("leeftijd,gebruik_per_jaar\n0+,1\n", "a table of need has leeftijdsklasse, gebruik_per_jaar, bron"),
        (HEAD, "it has no rows"),
        (HEAD + "0-14,,1,X\noud,,1,X\n", "row 3: leeftijdsklasse is no class of age"),
        (HEAD + "0+,,-1,X\n", "row 2: gebruik_per_jaar is no number of 0 or more"),
        (HEAD + "0+,,,X\n", "row 2: gebruik_per_jaar is no number of 0 or more"),
        (HEAD + "0+,,vaak,X\n", "row 2: gebruik_per_jaar is no number of 0 or more"),
        (HEAD + "0+,meisjes,1,X\n", "row 2: geslacht is not known"),
        (HEAD + "0+,,1,\n", "row 2: there is no bron"),
        (HEAD + "0+,,0,X\n", "gebruik_per_jaar is 0 at every age"),
        (HEAD + "0-14,,1,X\n16+,,1,X\n", "no class has the ages between 0-14 and 16+"),
        (HEAD + "0-14,,1,X\n15+,vrouwen,1,X\n", "gebruik.csv (mannen): there is no class of ages above 14"),
        (HEAD + "0+,vrouwen,1,X\n", "there is no row of mannen"),
    ],
)
def test_what_cannot_be_is_refused_with_its_place(tmp_path: Path, text: str, why: str) -> None:
    rates, problems = read(tmp_path, text)
    assert rates is None
    assert why in "\n".join(map(str, problems.fatal))


def rates_of(classes: tuple[AgeClass, ...], use: list[float]) -> list[UseRate]:
    return [UseRate(item, "", per_year) for item, per_year in zip(classes, use, strict=True)]


def test_a_wide_class_of_need_goes_to_all_in_it_and_narrow_ones_count_by_their_years() -> None:
    """Inhabitants 0-9, 10-19, 20+ and use of 0-3, 4-9, 10+."""
    problems = Problems()
    ages = inhabitants(cut(10, 20), [[100, 50, 10]])
    rates = rates_by_class(rates_of(cut(4, 10), [1.0, 2.0, 3.0]), ages, "tabel", problems)
    assert rates is not None
    assert rates[""] == pytest.approx([(4 * 1 + 6 * 2) / 10, 3, 3])
    assert need_per_buurt(rates, ages) == pytest.approx([160 + 150 + 30])


@pytest.mark.parametrize(
    ("theirs", "mine", "named"),
    [
        (cut(75), cut(70, 80), "70-79 / 0-74, 75+"),
        (cut(75, 90), cut(75), "75+ / 75-89, 90+"),
        (cut(11, 18), cut(5, 10, 15), "10-14 / 0-10, 11-17, 15+ / 11-17, 18+"),
    ],
)
def test_classes_that_cross_are_refused_with_what_is_needed(
    theirs: tuple[AgeClass, ...], mine: tuple[AgeClass, ...], named: str
) -> None:
    problems = Problems()
    ages = inhabitants(mine, [[1.0] * len(mine)])
    assert rates_by_class(rates_of(theirs, [1.0] * len(theirs)), ages, "tabel", problems) is None
    assert f"classes of age cross those of the inhabitants: {named}. Give" in str(problems.fatal[0])


def test_use_of_women_counts_women_and_that_of_men_the_others() -> None:
    problems = Problems()
    ages = inhabitants(cut(15, 50), [[10, 40, 20], [NAN, 20, 8]], women=0.75)
    rates = [
        UseRate(AgeClass(0, 14), "", 0.0),
        UseRate(AgeClass(15, 49), "vrouwen", 0.1),
        UseRate(AgeClass(15, 49), "mannen", 0.2),
        UseRate(AgeClass(50, None), "", 0.5),
    ]
    by_class = rates_by_class(rates, ages, "tabel", problems)
    assert by_class is not None
    assert need_per_buurt(by_class, ages) == pytest.approx([3 + 2 + 10, 1.5 + 1 + 4]), "no use, so no need to know"


def test_use_of_women_where_they_are_not_counted_is_refused() -> None:
    problems = Problems()
    ages = inhabitants(cut(15), [[10, 40]])
    rates = [UseRate(AgeClass(0, None), "vrouwen", 0.1), UseRate(AgeClass(0, None), "mannen", 0.0)]
    assert rates_by_class(rates, ages, "tabel", problems) is None
    assert "the table of ages has no women of 0-14, 15+" in str(problems.fatal[0])


def test_an_unknown_age_that_makes_use_leaves_the_need_unknown() -> None:
    ages = inhabitants(cut(65), [[100, NAN], [NAN, 10], [5, 5]])
    rates = rates_by_class(rates_of(cut(65), [0.0, 2.0]), ages, "tabel", Problems())
    assert rates is not None
    assert need_per_buurt(rates, ages) == pytest.approx([NAN, 20, 10], nan_ok=True)


@given(st.data())
def test_finer_tables_of_people_who_live_evenly_over_the_years_give_the_same_need(data: st.DataObject) -> None:
    """Whatever whole years both are cut at, as long as the cuts of the one are among those of the other."""
    years = 100
    fine = sorted(data.draw(st.sets(st.integers(1, years - 1), min_size=1)))
    coarse = sorted(data.draw(st.sets(st.sampled_from(fine))))
    per_year = data.draw(st.lists(st.floats(0.01, 9), min_size=len(fine) + 1, max_size=len(fine) + 1))
    classes, last = cut(*fine), fine[-1]
    ages = cut(*sorted({*coarse, last}))
    people = [[float(item.years or 7) for item in ages]]
    rates = rates_by_class(rates_of(classes, per_year), inhabitants(ages, people), "tabel", Problems())
    assert rates is not None
    expected = sum((item.years or 7) * use for item, use in zip(classes, per_year, strict=True))
    assert need_per_buurt(rates, inhabitants(ages, people)) == pytest.approx([expected])
