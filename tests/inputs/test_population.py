"""A user's table of inhabitants in other years, at the door."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from zorgkaart.errors import Problems
from zorgkaart.inputs.areas import Areas
from zorgkaart.inputs.population import Population, read_population


def codes(areas: Areas, code: str = "buurtcode") -> list[str]:
    level = {"buurtcode": "buurten", "gemeentecode": "gemeenten"}[code]
    return list(getattr(areas, level)[code])


def read(
    areas: Areas, tmp_path: Path, lines: list[str], *, years: tuple[int, ...] = (2040,), **keys: str
) -> tuple[Population | None, Problems]:
    path = tmp_path / keys.pop("name", "prognose.csv")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    problems = Problems()
    return read_population(path, years, areas, problems, **keys), problems


HEAD = "buurtcode,jaar,leeftijd_0_64,leeftijd_65"


def rows(areas: Areas, year: int = 2040) -> list[str]:
    return [f"{code},{year},{10 + row},{row}" for row, code in enumerate(codes(areas))]


def test_ages_go_to_their_areas_and_add_up(areas: Areas, tmp_path: Path) -> None:
    found, problems = read(areas, tmp_path, [HEAD, *reversed(rows(areas)), *rows(areas, 2030)])
    assert found is not None
    assert list(found.codes) == codes(areas)
    assert [str(item) for item in found.classes] == ["0-64", "65+"]
    np.testing.assert_array_equal(found.counts[2040][:, 1], np.arange(len(codes(areas))))
    np.testing.assert_array_equal(found.totals[2040], found.counts[2040].sum(axis=1))
    assert not problems


def test_without_ages_inhabitants_alone_are_known_and_it_says_so(areas: Areas, tmp_path: Path) -> None:
    lines = ["gemeentecode;jaar;inwoners", *(f"{code};2040;900" for code in codes(areas, "gemeentecode"))]
    found, problems = read(areas, tmp_path, lines)
    assert found is not None
    assert found.code == "gemeentecode"
    assert found.classes == ()
    assert set(found.totals[2040]) == {900.0}
    assert "it has no ages, so that nothing is known of the older inhabitants" in str(next(iter(problems)))
    assert not problems.fatal


@pytest.mark.parametrize("word", ["84525NED", "85171NED"])
def test_the_forecasts_of_which_ages_were_taken_back_are_named(areas: Areas, tmp_path: Path, word: str) -> None:
    in_column = [f"{HEAD},bron", *(f"{line},CBS {word}" for line in rows(areas))]
    for lines, keys in (
        (in_column, {}),
        ([HEAD, *rows(areas)], {"name": f"{word}.csv"}),
        ([HEAD, *rows(areas)], {"source": f"StatLine {word}"}),
    ):
        found, problems = read(areas, tmp_path, lines, **keys)
        assert found is not None
        assert "of which CBS took back the ages" in str(next(iter(problems)))


def test_another_borders_are_refused_with_what_is_needed(areas: Areas, tmp_path: Path) -> None:
    first, *rest = codes(areas)
    lines = [HEAD, *(f"{code},2040,5,5" for code in rest), f"{first[:-1]}9,2040,5,5"]
    found, problems = read(areas, tmp_path, lines)
    assert found is None
    assert f"it is about other borders: of the areas of the project it lacks {first}" in str(next(iter(problems)))
    assert "decide to which of ours its people go" in str(next(iter(problems)))


def test_an_area_that_is_just_not_there_is_unknown(areas: Areas, tmp_path: Path) -> None:
    found, problems = read(areas, tmp_path, [HEAD, *rows(areas)[1:]])
    assert found is not None
    assert codes(areas)[0] not in found.codes
    assert f"it lacks {codes(areas)[0]}" in str(next(iter(problems)))


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        (["buurtcode,jaar,oud", "BU00000001,2040,3"], "a table of inhabitants in other years has a code"),
        (["jaar,leeftijd_0_64,leeftijd_65", "2040,3,3"], "a table of inhabitants in other years has a code"),
        ([HEAD, "{0},2030,3,3"], "it has no rows of 2040"),
        ([HEAD, "{0},2040,3,3", "{0},2040,3,3"], "rows 2, 3: the same buurtcode and year"),
        ([HEAD, "{0},2040,-3,3"], "row 2: leeftijd_0_64 is not a number of people"),
        (["buurtcode,jaar,leeftijd_0_60,leeftijd_65", "{0},2040,3,3"], "no class has the ages between 0-60 and 65"),
        ([f"{HEAD},inwoners", "{0},2040,300,300,900"], "the classes of age do not add up to inwoners"),
        ([HEAD, "BU99990001,2040,3,3"], "it is about other borders"),
    ],
)
def test_what_cannot_be_is_refused(areas: Areas, tmp_path: Path, lines: list[str], why: str) -> None:
    found, problems = read(areas, tmp_path, [line.format(*codes(areas)) for line in lines])
    assert found is None or problems.fatal
    assert why in "\n".join(map(str, problems))
