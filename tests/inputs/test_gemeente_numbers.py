"""Numbers per gemeente, at the door."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pytest
from geopandas import GeoDataFrame

from zorgkaart.errors import Problems
from zorgkaart.inputs.gemeente_numbers import read_gemeente_numbers

NAN = float("nan")


def read(folder: Path, text: str, codes: tuple[str, ...] = ("GM1", "GM2", "GM3")) -> tuple[list[float], Problems]:
    path = folder / "alleen.csv"
    path.write_text(text, encoding="utf-8")
    frame = GeoDataFrame({"gemeentecode": list(codes)}, geometry=gpd.points_from_xy([0] * len(codes), [0] * len(codes)))
    problems = Problems()
    return read_gemeente_numbers(path, frame, problems).tolist(), problems


def test_numbers_go_to_their_gemeenten_and_what_is_empty_is_unknown(tmp_path: Path) -> None:
    numbers, problems = read(tmp_path, "gemeentecode,aantal,bron\nGM3,0,x\nGM9,7,x\nGM1,120,x\nGM2,,x\n")
    assert numbers == pytest.approx([120, NAN, 0], nan_ok=True)
    assert not problems


def test_what_is_absent_is_told_and_stays_unknown(tmp_path: Path) -> None:
    numbers, problems = read(tmp_path, "gemeentecode;aantal\nGM2;5\n")
    assert numbers == pytest.approx([NAN, 5, NAN], nan_ok=True)
    assert [problem.fatal for problem in problems] == [False]
    assert "it lacks 2 of the 3 gemeenten of [areas] (GM1, GM3)" in str(next(iter(problems)))


def test_a_project_without_gemeenten_has_no_numbers(tmp_path: Path) -> None:
    numbers, problems = read(tmp_path, "gemeentecode,aantal\nGM1,5\n", ())
    assert numbers == []
    assert not problems


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("gemeente,aantal\nGM1,5\n", "no column gemeentecode; it has gemeente, aantal"),
        ("gemeentecode,aantal\nGM1,veel\n", "row 2: aantal is not a number from 0 up"),
        ("gemeentecode,aantal\nGM1,-4\n", "row 2: aantal is not a number from 0 up"),
        ("gemeentecode,aantal\nGM1,5\nGM1,6\n", "rows 2, 3: the same gemeentecode"),
        ("gemeentecode,aantal\nXX,5\n", "none of the gemeenten"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, text: str, why: str) -> None:
    numbers, problems = read(tmp_path, text)
    assert numbers == pytest.approx([NAN] * 3, nan_ok=True)
    assert why in " ".join(map(str, problems.fatal))
