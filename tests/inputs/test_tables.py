from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.inputs_samples import HOSTILE, only, site, squares, write_rows

from zorgkaart.errors import Problems
from zorgkaart.inputs.table_files import read_table
from zorgkaart.inputs.tables import as_number, as_text, check_mapping, check_used, listed, renamed


def read(path: Path, **options: str) -> tuple[pd.DataFrame | None, Problems]:
    problems = Problems()
    return read_table(path, problems, **options), problems


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_csv_in_the_ways_that_spreadsheets_write_it(tmp_path: Path, delimiter: str, encoding: str) -> None:
    rows = [site(1, naam=HOSTILE), site(2, naam="a, b; c\td\nnext line")]
    frame, problems = read(write_rows(tmp_path / "t.csv", rows, delimiter=delimiter, encoding=encoding))
    assert not len(problems)
    assert frame is not None
    assert frame["naam"].tolist() == [HOSTILE, "a, b; c\td\nnext line"]
    assert frame.columns[0] == "id"
    assert frame.index.tolist() == [2, 3]


def test_cells_are_stripped_and_never_guessed(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(" id , naam\n 007 , NA \n1e3,null\n", encoding="utf-8")
    frame, _ = read(path)
    assert frame is not None
    assert frame.to_dict("list") == {"id": ["007", "1e3"], "naam": ["NA", "null"]}


def test_windows_1252_is_read_and_reported(tmp_path: Path) -> None:
    frame, problems = read(write_rows(tmp_path / "t.csv", [site(1, naam="Café Súdwest")], encoding="cp1252"))
    assert frame is not None
    assert frame["naam"].item() == "Café Súdwest"
    assert "line 2 is not UTF-8 text; the table was read as Windows-1252" in only(problems, fatal=False)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("id,naam\n1,a\n".encode("utf-16")[:-1], "not whole UTF-16 text"),
        (b"id,naam\n1,\x81\x8d\n", "line 2 is not UTF-8 text"),
        (b"id,naam\n1,a\x00b\n", "not UTF-8 text"),
        (b"", "the table is empty"),
        (b"\n\n", "the table is empty"),
        (b"id,naam,id\n1,a,2\n", "column id stands in the header twice"),
        (b"id,naam\n1,a,b\n2,c\n3\n", "rows 2, 4: the number of cells is not that of the header (2)"),
        (b'id,naam\n1,"a\n2,b\n', "not a proper CSV"),
    ],
)
def test_broken_csv(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(content)
    frame, problems = read(path)
    assert frame is None
    assert message in only(problems, fatal=True)


def test_empty_lines_are_skipped_and_counted(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("id;naam\n1;a\n;\n\n2;b\n;\n", encoding="utf-8")
    frame, problems = read(path)
    assert frame is not None
    assert frame.index.tolist() == [2, 5]
    assert "3 empty lines skipped" in only(problems, fatal=False)


def test_missing_file_and_unknown_format(tmp_path: Path) -> None:
    assert "no such file" in only(read(tmp_path / "weg.csv")[1], fatal=True)
    (tmp_path / "t.ods").write_bytes(b"x")
    assert "'.ods' is not a format that can be read" in only(read(tmp_path / "t.ods")[1], fatal=True)


@pytest.mark.parametrize("name", ["t.gpkg", "t.geojson", "t.parquet"])
def test_a_broken_layer_is_a_problem_and_no_exception(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"this is not a layer at all")
    frame, problems = read(tmp_path / name)
    assert frame is None
    assert "the file cannot be read" in only(problems, fatal=True)


@pytest.mark.parametrize("name", ["t.gpkg", "t.geojson", "t.parquet"])
def test_layers_of_every_format(tmp_path: Path, name: str) -> None:
    table = squares(buurtnaam=[HOSTILE, "b", "c", "d"])
    if name.endswith("parquet"):
        table.to_parquet(tmp_path / name)
    else:
        table.to_file(tmp_path / name, layer="t")
    frame, problems = read(tmp_path / name)
    assert not len(problems)
    assert isinstance(frame, gpd.GeoDataFrame)
    assert frame["buurtnaam"].iloc[0] == HOSTILE
    assert frame.index.tolist() == [1, 2, 3, 4]


def test_plain_parquet(tmp_path: Path) -> None:
    pd.DataFrame({"x": [1, 2]}).to_parquet(tmp_path / "t.parquet")
    frame, _ = read(tmp_path / "t.parquet")
    assert frame is not None
    assert not isinstance(frame, gpd.GeoDataFrame)


def test_the_layer_of_a_geopackage(tmp_path: Path) -> None:
    path = tmp_path / "t.gpkg"
    squares(1).to_file(path, layer="wijken")
    squares(3).to_file(path, layer="buurten")
    frame, _ = read(path, layer="wijken")
    assert frame is not None
    assert len(frame) == 1
    frame, _ = read(path, default_layer="buurten")
    assert frame is not None
    assert len(frame) == 3
    assert "Did you mean 'buurten'?" in only(read(path, layer="Buurt")[1], fatal=True)
    assert "2 layers (wijken, buurten)" in only(read(path, default_layer="huisarts")[1], fatal=True)


def test_renamed_columns_take_the_place_of_ours() -> None:
    frame = pd.DataFrame({"naam": ["ours"], "Naam praktijk": ["theirs"], "code": [1]})
    changed, used = renamed(frame, {"naam": "Naam praktijk", "id": "code", "lat": "breedte"})
    assert changed.to_dict("list") == {"naam": ["theirs"], "id": [1]}
    both, _ = renamed(frame, {"id": "code", "plaats": "code", "opmerking": "naam"})
    assert set(both.columns) == {"Naam praktijk", "id", "plaats", "opmerking"}
    assert used == {"naam", "id"}
    assert list(frame.columns) == ["naam", "Naam praktijk", "code"], "the caller's frame stays as it was"


def test_columns_can_change_places() -> None:
    frame = pd.DataFrame({"lat": [6.5], "lon": [53.2]})
    changed, _ = renamed(frame, {"lat": "lon", "lon": "lat"})
    assert changed["lat"].item() == 53.2
    assert changed["lon"].item() == 6.5


def test_mapping_mistakes_are_named() -> None:
    problems = Problems()
    check_mapping("areas", {"inwonres": "AANT_INW"}, ("inwoners", "buurtcode"), problems)
    assert "Did you mean 'inwoners'?" in only(problems, fatal=True)
    problems = Problems()
    check_used("areas", {"inwoners": "AANT_INW"}, set(), ("aant_inw", "bu_code"), problems)
    assert "no table has a column 'AANT_INW', which is to be read as inwoners" in only(problems, fatal=True)
    assert "Did you mean 'aant_inw'?" in str(problems.items[0])


def test_long_lists_are_cut() -> None:
    assert listed(range(1, 4)) == "1, 2, 3"
    assert listed(range(1, 18)) == "1, 2, 3, 4, 5 and 12 more"


def test_text_and_numbers() -> None:
    mixed = pd.Series(
        [None, float("nan"), pd.NA, 12.0, 1.5, " a ", True, pd.Timestamp("2024-01-01"), [1, 2]], dtype=object
    )
    assert as_text(mixed).tolist() == ["", "", "", "12", "1.5", "a", "True", "2024-01-01", "[1, 2]"]
    assert as_text(pd.Series(["b", None, "a"], dtype="category")).tolist() == ["b", "", "a"]
    numbers, wrong = as_number(pd.Series(["1", "", "x", "inf", "1,5", "-2e1"]))
    assert numbers.fillna(-1).tolist() == [1, -1, -1, -1, -1, -20]
    assert wrong.tolist() == [False, False, True, True, True, False]
    numbers, wrong = as_number(pd.Series([1.0, float("inf"), float("nan")]))
    assert wrong.tolist() == [False, True, False]
    assert numbers.isna().tolist() == [False, True, True]


TEXT = st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1).map(str.strip).filter(bool)


@given(rows=st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=8), delimiter=st.sampled_from(",;"))
def test_any_text_survives(
    rows: list[tuple[str, str]], delimiter: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("any") / "t.csv"
    write_rows(path, [{"id": a, "naam": b, "lat": "1"} for a, b in rows], delimiter=delimiter)
    frame, problems = read(path)
    assert not len(problems)
    assert frame is not None
    assert list(zip(frame["id"], frame["naam"], strict=True)) == rows
