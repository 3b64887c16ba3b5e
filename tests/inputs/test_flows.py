"""Tables of who went where: what is wrong with them is said, each with its rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from zorgkaart.errors import Problems
from zorgkaart.inputs.flows import read_flows

CODES = {"buurten": ["BU1", "BU2"], "wijken": ["WK1"], "gemeenten": ["GM1", "GM2"]}
SITES = ["een", "twee"]


def read(folder: Path, text: str) -> tuple[tuple[str, list[tuple[str, str, float]]] | None, Problems]:
    problems = Problems()
    (folder / "stromen.csv").write_text(text, encoding="utf-8")
    found = read_flows(folder / "stromen.csv", CODES, SITES, problems)
    if found is None:
        return None, problems
    level, table = found
    return (level, list(table.itertuples(index=False, name=None))), problems


def test_rows_of_one_pair_are_summed_and_ordered(tmp_path: Path) -> None:
    found, problems = read(tmp_path, "Herkomst,bestemming,aantal\nGM2,een,5\nGM1,twee,3\nGM2,een,2.5\n")
    assert found == ("gemeenten", [("GM1", "twee", 3.0), ("GM2", "een", 7.5)])
    assert not problems.items


def test_places_that_are_not_known_are_left_out_and_named(tmp_path: Path) -> None:
    found, problems = read(tmp_path, "herkomst,bestemming,aantal\nBU1,een,5\nBU9,een,3\nGM1,een,4\nBU2,drie,8\n")
    assert found == ("buurten", [("BU1", "een", 5.0)])
    assert [(item.what, item.fatal) for item in problems] == [
        ("herkomst BU9, GM1 is not known; 2 rows left out", False),
        ("bestemming drie is not known; 1 row left out", False),
    ]


@pytest.mark.parametrize("number", ["-1", "veel", "", "inf"])
def test_a_count_that_is_none_is_refused_with_its_row(tmp_path: Path, number: str) -> None:
    found, problems = read(tmp_path, f"herkomst,bestemming,aantal\nBU1,een,5\nBU2,een,{number}\n")
    assert found is None
    (item,) = problems.fatal
    assert item.what == "row 3: aantal is no number of 0 or more"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("van,naar,aantal\nBU1,een,5\n", "columns ['herkomst', 'bestemming'] are missing"),
        ("herkomst,bestemming,aantal\nBU1,een,0\n", "there is nobody in it who went from a known area to a known site"),
        ("herkomst,bestemming,aantal\nXX,een,5\n", "there is nobody in it who went from a known area to a known site"),
    ],
)
def test_a_table_without_use_is_refused(tmp_path: Path, text: str, what: str) -> None:
    found, problems = read(tmp_path, text)
    assert found is None
    assert [item.what for item in problems.fatal] == [what]
