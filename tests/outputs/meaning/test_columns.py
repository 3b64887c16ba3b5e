from __future__ import annotations

import pandas as pd
import pytest
from support.outputs_samples import COLUMNS, grid, layers, results
from support.paths import ROOT

from zorgkaart.errors import InputError
from zorgkaart.outputs.meaning.columns import data_dictionary, dictionary_frame, undocumented, with_tables
from zorgkaart.outputs.meaning.frames import provenance_rows, typed


def test_every_column_of_the_samples_is_documented():
    for name, frame in layers(grid()).items():
        assert undocumented(frame.columns, COLUMNS) == [], name


def test_undocumented_names_what_is_missing_but_for_the_geometry():
    assert undocumented(["buurtcode", "seh_minn", "geometry"], COLUMNS) == ["seh_minn"]


def test_every_column_has_a_title_and_a_sentence():
    for column in COLUMNS.values():
        assert column.title
        assert column.description.endswith("."), column.name
        assert column.dtype in ("text", "integer", "real", "boolean")
        assert "{" not in column.title + column.description + column.name
        assert (column.decimals is None) == (column.dtype in ("text", "boolean"))


def test_norm_columns_only_for_kinds_with_a_norm():
    assert "seh_norm_min" in COLUMNS
    assert "huisarts_norm_min" not in COLUMNS
    assert "45 minuten" in COLUMNS["seh_norm_min"].description


def test_another_limit_changes_the_description():
    columns = data_dictionary({"seh": "SEH"}, norms={"seh": 37.5})
    assert "37,5 minuten" in columns["seh_norm_min"].description


def test_differences_exist_for_numbers_only():
    assert "seh_min_verschil" in COLUMNS
    assert "seh_oordeel_na" in COLUMNS
    assert "seh_oordeel_verschil" not in COLUMNS
    assert "seh_min_verschil" not in data_dictionary({"seh": "SEH"}, scenario=False)


def test_heading_holds_the_unit():
    assert COLUMNS["seh_min"].heading == "Spoedeisende hulp (SEH): reistijd (min)"
    assert COLUMNS["buurtnaam"].heading == "Buurt"


def test_dictionary_frame_lists_each_column_once():
    frame = dictionary_frame(["buurtcode", "seh_oordeel", "buurtcode", "onbekende_kolom"], COLUMNS)
    assert frame["kolom"].tolist() == ["buurtcode", "seh_oordeel"]
    assert "deels buiten: " in frame["waarden"].iloc[1]


def test_the_document_is_current():
    path = ROOT / "docs" / "uitvoer.md"
    text = path.read_text(encoding="utf-8")
    assert with_tables(text) == text, "run zorgkaart.outputs.meaning.columns.update_document on docs/uitvoer.md"


def test_a_document_without_marks_is_refused():
    with pytest.raises(ValueError, match="begin: kolommen"):
        with_tables("# Uitvoer")


def test_typed_gives_each_column_its_type_and_leaves_the_caller_alone():
    frame = results(grid())
    before = frame.dtypes.copy()
    result = typed(frame, COLUMNS)
    assert result["inwoners"].dtype == "Int64"
    assert result["inwoners"].isna().sum() == 1
    assert result["netwerkrand"].dtype == "boolean"
    assert result["seh_oordeel"].dtype == "string"
    assert result["huisarts_id"].dtype == "string"
    assert result.crs == frame.crs
    pd.testing.assert_series_equal(frame.dtypes, before)


def test_a_whole_number_with_a_fraction_is_kept_as_it_is():
    result = typed(pd.DataFrame({"inwoners": [1.5, None]}), COLUMNS)
    assert result["inwoners"].tolist()[0] == 1.5


@pytest.mark.parametrize("name", ["seh_min", "inwoners", "eigen_kolom"])
def test_an_infinite_number_is_refused(name: str):
    with pytest.raises(InputError, match=rf"{name}.*infinite"):
        typed(pd.DataFrame({name: [1.0, float("inf")]}), COLUMNS)


@pytest.mark.parametrize(("name", "value"), [("seh_min", "tien"), ("netwerkrand", "misschien"), ("inwoners", "?")])
def test_a_value_of_another_type_is_refused(name: str, value: str):
    with pytest.raises(InputError, match=name):
        typed(pd.DataFrame({name: [value]}), COLUMNS)


def test_provenance_rows_are_flat_and_numbered_from_one():
    rows = provenance_rows({"invoer": [{"bestand": "a"}, {"bestand": "b"}], "leeg": None, "versie": 3, "reeks": []})
    assert rows.to_numpy().tolist() == [
        ["invoer", "1.bestand", "a"],
        ["invoer", "2.bestand", "b"],
        ["leeg", None, ""],
        ["versie", None, "3"],
    ]
