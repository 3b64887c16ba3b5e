"""Addresses of which the table says that nobody lives there."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from support.inputs_samples import SIDE, X, Y

from zorgkaart.errors import Problems
from zorgkaart.inputs.areas import Areas
from zorgkaart.inputs.lived_in import homes, not_lived_in
from zorgkaart.inputs.residents import read_residents
from zorgkaart.project.sections import ResidentsSection


@pytest.mark.parametrize(
    ("use", "empty"),
    [
        ("woonfunctie", False),
        ("Woonfunctie, winkelfunctie", False),
        ("kantoorfunctie;woonfunctie", False),
        ("kantoorfunctie", True),
        ("logiesfunctie|winkelfunctie", True),
        ("", False),
        (None, False),
    ],
)
def test_living_may_be_one_of_several_uses_and_nothing_said_is_no_use(use: str | None, empty: bool) -> None:
    assert not_lived_in(pd.DataFrame({"gebruiksdoel": [use]})).tolist() == [empty]


def test_a_table_without_uses_has_homes_only() -> None:
    assert not_lived_in(pd.DataFrame({"x": [1, 2]})).tolist() == [False, False]


def test_an_area_of_offices_alone_keeps_them() -> None:
    points = pd.DataFrame({"x": [1, 2, 3, 4], "area": [0, 0, 1, 1], "leeg": [True, False, True, True]})
    problems = Problems()
    left = homes(points, "adressen.csv", problems)
    assert left["x"].tolist() == [2, 3, 4]
    assert list(left.columns) == ["x", "area"]
    (problem,) = problems
    assert "1 address left out, as gebruiksdoel has no woonfunctie" in str(problem)


@pytest.mark.parametrize("name", ["gebruiksdoel", "functie"])
def test_nobody_lives_in_a_holiday_park(areas: Areas, tmp_path: Path, name: str) -> None:
    """The hundred inhabitants of the first square live at one address in place of three."""
    x = X + SIDE * np.array([0.2, 0.4, 0.8, 1.5, 2.5, 3.5])
    use = ["woonfunctie", "logiesfunctie", "logiesfunctie", "woonfunctie", "", "woonfunctie"]
    path = tmp_path / "adressen.csv"
    pd.DataFrame({"x": x, "y": Y + 500.0, name: use}).to_csv(path, index=False)
    columns = {} if name == "gebruiksdoel" else {"gebruiksdoel": name}
    found = read_residents(ResidentsSection(addresses=(path,), columns=columns), areas, problems := Problems())
    assert found is not None
    assert found.area.tolist() == [0, 1, 2, 3]
    assert found.weight[0] == 100
    assert found.x[0] == pytest.approx(x[0])
    assert any("2 addresses left out" in str(problem) for problem in problems)
