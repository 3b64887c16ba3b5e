"""Reading the minutes between postcode areas, and choosing among them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tools.siren.drives import cells
from tools.siren.pairs import KILOMETRES, MINUTES, PLACES, Pairs
from zorgkaart.errors import InputError, MissingFileError

POSTCODES = [3401, 3511, 3721]
MIN = [[0, 10, 22], [11, 0, 14], [21, 15, 0]]
KM = [[0, 12, 30], [12, 0, 18], [30, 19, 0]]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    (tmp_path / "ritten_ambulance").mkdir()
    places = {"postal code": POSTCODES, "x": [126000.0, 136000, 145000], "y": [450000.0, 455000, 460000]}
    pd.DataFrame(places).to_csv(tmp_path / PLACES, index=False)
    for name, values in ((MINUTES, MIN), (KILOMETRES, KM)):
        pd.DataFrame(values, index=pd.Index(POSTCODES, name="postal code"), columns=POSTCODES).to_csv(tmp_path / name)
    return tmp_path


def rewrite(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_a_row_is_where_a_drive_begins(source: Path) -> None:
    pairs = Pairs.read(source)
    assert len(pairs) == 3
    assert (pairs.minutes[0, 1], pairs.minutes[1, 0]) == (10, 11)
    assert (pairs.km[1, 2], pairs.km[2, 1]) == (18, 19)
    assert pairs.x.tolist() == [126000, 136000, 145000]


def test_a_missing_file_is_named(source: Path) -> None:
    (source / KILOMETRES).unlink()
    with pytest.raises(MissingFileError, match=r"distance_matrix_2022\.csv: this source file is missing"):
        Pairs.read(source)


@pytest.mark.parametrize("name", [MINUTES, KILOMETRES])
def test_tables_of_other_places_are_refused(source: Path, name: str) -> None:
    rewrite(source / name, "3511,3721", "3721,3511")
    with pytest.raises(InputError, match="rows and columns are not the places of"):
        Pairs.read(source)


@pytest.mark.parametrize("wrong", ["-11", "0", ""])
def test_times_that_cannot_be_are_refused(source: Path, wrong: str) -> None:
    rewrite(source / MINUTES, "3511,11,", f"3511,{wrong},")
    with pytest.raises(InputError, match="must be positive"):
        Pairs.read(source)


def test_fewer_places_keep_their_own_drives(source: Path) -> None:
    pairs = Pairs.read(source).take(np.array([0, 2]))
    assert pairs.postcode.tolist() == [3401, 3721]
    assert pairs.minutes.tolist() == [[0, 22], [21, 0]]


def test_only_drives_as_long_as_theirs_are_the_same_way(source: Path) -> None:
    pairs = Pairs.read(source)
    km = np.zeros((3, 3, len(cells())))
    km[..., 0] = pairs.km
    km[0, 1, 0] = 13.3  # 1.3 km more than 12: over 1 km and over a tenth
    km[1, 2, 0] = 19.7  # 1.7 km more than 18: over 1 km, but under a tenth
    km[2, 0] = np.nan  # no drive at all
    assert pairs.known(km).tolist() == [[False, True, True], [True, False, True], [False, True, False]]
    assert pairs.same_way(km).tolist() == [[False, False, True], [True, False, True], [False, True, False]]
