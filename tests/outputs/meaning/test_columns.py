"""None"""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.outputs_samples import COLUMNS, grid, layers
from support.paths import ROOT

from zorgkaart.analyses.dictionary import room_texts
from zorgkaart.outputs.meaning.columns import GENERAL, data_dictionary, dictionary_frame, undocumented, with_tables


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
    columns = data_dictionary({"seh": "SEH"}, norms={"seh": replace(GENERAL, label="SEH", limit_min=37.5)})
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
    assert with_tables(text, room_texts()) == text, "run python -m docs.reference"


def test_a_document_without_marks_is_refused():
    with pytest.raises(ValueError, match="begin: kolommen"):
        with_tables("# Uitvoer")
