"""Tables of visits."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from support.practices import VISITS

from zorgkaart.errors import Problems, ZorgkaartError
from zorgkaart.inputs.visits import read_visits, visits_per_inhabitant
from zorgkaart.study.study import Study

# Tables of visits.


def visits_of(folder: Path, text: str) -> tuple[pd.DataFrame | None, str]:
    path = folder / "bezoeken.csv"
    path.write_text(text, encoding="utf-8")
    problems = Problems()
    return read_visits(path, problems), "\n".join(map(str, problems))


def test_visits_follow_from_a_change_and_its_percentage(tmp_path: Path) -> None:
    table, problems = visits_of(tmp_path, VISITS)
    assert table is not None
    assert not problems
    assert table["bezoeken_per_jaar"].tolist() == pytest.approx([5600, 700])
    assert visits_per_inhabitant(tmp_path / "bezoeken.csv") == pytest.approx({"huisarts": 4.0, "seh": 0.5})
    assert visits_per_inhabitant(None) == {}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("5600", "", "huisarts: no number of visits follows from the row"),
        ("5600", "-5", "huisarts: no number of visits follows from the row"),
        ("-3.0", "0", "seh: no number of visits follows from the row"),
        ("1400,2023,Verzonnen,\nseh", "0,2023,Verzonnen,\nseh", "huisarts: no number of visits"),
        ("seh,", "huisarts,", "huisarts: more than one row"),
        ("inwoners,jaar", "mensen,jaar", "columns ['inwoners'] are missing"),
    ],
)
def test_faults_of_a_table_of_visits(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in VISITS
    table, problems = visits_of(tmp_path, VISITS.replace(old, new, 1))
    assert table is None
    assert message in problems
    with pytest.raises(ZorgkaartError):
        visits_per_inhabitant(tmp_path / "bezoeken.csv")


def test_the_published_visits_of_the_default_project(groningen: Study) -> None:
    """What the Regiobeeld says: SEH +7.1 % is 6,530 visits; so about 92,000 a year, 0.16 per inhabitant."""
    rates = visits_per_inhabitant(groningen.project.visits.table)
    assert rates["seh"] * 590_170 * 0.071 == pytest.approx(6530)
    assert rates["huisartsenpost"] * 590_170 * 0.035 == pytest.approx(2120)
