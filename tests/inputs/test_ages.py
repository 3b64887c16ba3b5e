"""The table of older inhabitants, at the door."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pytest
from geopandas import GeoDataFrame

from zorgkaart.errors import Problems
from zorgkaart.inputs.ages import with_ages

NAN = float("nan")


def read(tmp_path: Path, text: str) -> tuple[GeoDataFrame, Problems]:
    (tmp_path / "leeftijden.csv").write_text(text, encoding="utf-8")
    codes = ["BU00000001", "BU00000002", "BU00000003"]
    points = gpd.points_from_xy([0] * 3, [0] * 3)
    frame = GeoDataFrame({"buurtcode": codes, "inwoners_65plus": [100.0, 50.0, NAN]}, geometry=points)
    problems = Problems()
    return with_ages(frame, tmp_path / "leeftijden.csv", problems), problems


def test_ages_go_to_their_buurten_whatever_the_order(tmp_path: Path) -> None:
    text = (
        "buurtcode,inwoners_75plus,inwoners_85plus\nBU00000003,,\nBU00000009,1,1\nBU00000002,20.5,0\nBU00000001,40,10\n"
    )
    found, problems = read(tmp_path, text)
    assert found["inwoners_75plus"].tolist() == pytest.approx([40, 20.5, NAN], nan_ok=True)
    assert found["inwoners_85plus"].tolist() == pytest.approx([10, 0, NAN], nan_ok=True)
    assert not problems


def test_a_table_with_one_age_gives_one_column_and_absent_buurten_are_told(tmp_path: Path) -> None:
    found, problems = read(tmp_path, "buurtcode;inwoners_85plus\nBU00000001;10\n")
    assert "inwoners_75plus" not in found
    assert found["inwoners_85plus"].tolist() == pytest.approx([10, NAN, NAN], nan_ok=True)
    assert [problem.fatal for problem in problems] == [False]
    assert "2 buurten of [areas] are not in it" in str(next(iter(problems)))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("buurtcode,leeftijd\nBU00000001,3\n", "needs buurtcode and inwoners_75plus or inwoners_85plus"),
        ("buurtcode,inwoners_75plus\nBU00000001,-3\n", "row 2: inwoners_75plus is not a number of people"),
        ("buurtcode,inwoners_75plus\nBU00000001,veel\n", "row 2: inwoners_75plus is not a number of people"),
        ("buurtcode,inwoners_75plus\nBU00000001,3\nBU00000001,4\n", "rows 2, 3: the same buurtcode"),
        ("buurtcode,inwoners_75plus\nWK000001,3\n", "none of the buurten"),
        ("buurtcode,inwoners_75plus\nBU00000001,106\n", "BU00000001: inwoners_75plus is more than inwoners_65plus"),
        (
            "buurtcode,inwoners_75plus,inwoners_85plus\nBU00000003,3,9\n",
            "BU00000003: inwoners_85plus is more than inwoners_75plus",
        ),
    ],
)
def test_what_cannot_be_is_refused_with_its_place(tmp_path: Path, text: str, why: str) -> None:
    problems = read(tmp_path, text)[1]
    assert why in "\n".join(map(str, problems.fatal))


def test_numbers_rounded_apart_may_differ_by_that(tmp_path: Path) -> None:
    text = "buurtcode,inwoners_75plus\nBU00000001,105\nBU00000002,0\nBU00000003,\n"
    assert not read(tmp_path, text)[1]
