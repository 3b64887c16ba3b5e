"""Frames for a file: each column of its type, and the caller's own left alone."""

from __future__ import annotations

import pandas as pd
import pytest
from support.outputs_samples import COLUMNS, grid, results

from zorgkaart.errors import InputError
from zorgkaart.outputs.meaning.frames import provenance_rows, typed


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
