"""The file beside a CSV describes it as the standard wants."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import numpy as np
from support.outputs_samples import COLUMNS, grid, results
from support.provenance_samples import ORIGIN

from zorgkaart.outputs.sheets.csvw import sidecar
from zorgkaart.outputs.sheets.sheet_files import write_csv

# The file beside a CSV.


def test_the_file_beside_a_csv_describes_it_as_the_standard_wants(tmp_path: Path) -> None:
    path = tmp_path / "buurten norm.csv"
    frame = results(grid()).assign(**{"een-naam ~ë": "x", "_x": 1})
    assert write_csv(path, frame, columns=COLUMNS, provenance=ORIGIN) == [path, sidecar(path)]
    found = json.loads(sidecar(path).read_text(encoding="utf-8"))
    assert sidecar(path).name == "buurten norm.csv-metadata.json"
    assert found["@context"][0] == "http://www.w3.org/ns/csvw"
    assert found["url"] == "buurten%20norm.csv"
    dialect = found["dialect"]
    text = path.read_bytes().decode(dialect["encoding"]).removeprefix("\ufeff")
    with path.open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file, delimiter=dialect["delimiter"])
    assert text.count(dialect["lineTerminators"][0]) == len(rows) + 1
    columns = found["tableSchema"]["columns"]
    assert [column["titles"][0] for column in columns] == header
    assert all(re.fullmatch(r"(?!_)(\w|%[0-9A-F]{2})+", column["name"], re.ASCII) for column in columns)
    assert len({column["name"] for column in columns}) == len(columns)
    by_name = {column["titles"][0]: column for column in columns}
    assert by_name["seh_min"]["schema:unitText"] == "min"
    assert by_name["seh_min"]["dc:description"] == COLUMNS["seh_min"].description
    for place, name in enumerate(header):
        datatype = by_name[name]["datatype"]
        values = [row[place] for row in rows if row[place]]
        if datatype == "integer":
            assert [str(int(value)) for value in values] == values
        elif datatype == "string":
            assert name not in COLUMNS or COLUMNS[name].dtype == "text"
        elif datatype["base"] == "double":
            assert datatype["format"] == {"decimalChar": ","}
            assert all(np.isfinite(float(value.replace(",", "."))) for value in values)
        else:
            assert set(values) <= set(datatype["format"].split("|"))
