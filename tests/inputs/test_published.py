"""Tables of published figures."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.study_samples import PUBLISHED

from zorgkaart.errors import Problems
from zorgkaart.inputs.published import read_published


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("a,afstand_km,huisarts,,,,2,km,2020,x,y,1", "waarde_tot lies below waarde"),
        ("a,afstand_km,huisarts,,,,2,km,2020,x,y,veel", "waarde_tot of a is no number"),
        ("a,afstand_km,huisarts,,,,2,km,2020,x,y,inf", "waarde_tot of a is no number"),
    ],
)
def test_ranges_are_checked(tmp_path: Path, row: str, message: str) -> None:
    path = tmp_path / "cijfers.csv"
    path.write_text(f"{PUBLISHED.splitlines()[0]},waarde_tot\n{row}\n", encoding="utf-8")
    problems = Problems()
    assert read_published(path, problems) is None
    assert [problem.what for problem in problems.fatal] == [message if "number" in message else f"a: {message}"]


@pytest.mark.parametrize("day", ["2018", "30-06-2018", "2018-02-30", "zomer"])
def test_a_day_that_is_none_is_named(tmp_path: Path, day: str) -> None:
    path = tmp_path / "cijfers.csv"
    path.write_text(
        f"{PUBLISHED.splitlines()[0]},datum\na,afstand_km,huisarts,,,,2,km,2020,x,y,{day}\n", encoding="utf-8"
    )
    problems = Problems()
    assert read_published(path, problems) is None
    assert [problem.what for problem in problems.fatal] == ["datum of a is no day"]


def test_days_and_ranges_may_be_absent(tmp_path: Path) -> None:
    path = tmp_path / "cijfers.csv"
    path.write_text(PUBLISHED, encoding="utf-8")
    table = read_published(path, Problems())
    assert table is not None
    assert (table["datum"] == "").all()
    assert table["waarde_tot"].isna().all()


@pytest.mark.parametrize(
    ("unit", "message"), [("0", "is not above zero"), ("-10", "is not above zero"), ("x", "is no number")]
)
def test_the_unit_of_rounding_is_a_number_above_zero(tmp_path: Path, unit: str, message: str) -> None:
    path = tmp_path / "cijfers.csv"
    head = f"{PUBLISHED.splitlines()[0]},afronding\n"
    path.write_text(f"{head}a,afstand_km,huisarts,,,,2,km,2020,x,y,{unit}\n", encoding="utf-8")
    problems = Problems()
    assert read_published(path, problems) is None
    assert [problem.what for problem in problems.fatal] == [f"afronding of a {message}"]
    path.write_text(f"{head}a,afstand_km,huisarts,,,,2,km,2020,x,y,\nb,afstand_km,huisarts,,,,2,km,2020,x,y,0.5\n")
    table = read_published(path, Problems())
    assert table is not None
    assert table["afronding"].isna().tolist() == [True, False]
