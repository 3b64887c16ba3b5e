"""Capacities of sites: amounts in one unit, or not known."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from support.inputs_samples import sites_in, write_rows

NAN = float("nan")


def read(folder: Path, *cells: dict[str, str]) -> tuple[pd.DataFrame | None, str]:
    rows = [{"id": f"a{i}", "naam": "A", "lat": f"53.{i + 1}", "lon": "6.5", **cell} for i, cell in enumerate(cells)]
    facilities, problems = sites_in({"elv": write_rows(folder / "elv.csv", rows)})
    return (None if facilities is None else facilities.table), "\n".join(map(str, problems.fatal))


@pytest.mark.parametrize(("cell", "value"), [("12", 12.0), ("0", 0.0), ("2.5", 2.5), ("", NAN)])
def test_a_capacity_is_an_amount_and_empty_is_unknown(tmp_path: Path, cell: str, value: float) -> None:
    table, wrong = read(tmp_path, {"capaciteit": cell, "eenheid": "bedden"})
    assert not wrong
    assert table is not None
    assert table["capaciteit"].equals(pd.Series([value]))
    assert table["eenheid"].tolist() == ["bedden"]


@pytest.mark.parametrize("cell", ["-1", "tien bedden", "onbekend"])
def test_what_is_no_amount_is_reported_with_its_row(tmp_path: Path, cell: str) -> None:
    _, wrong = read(tmp_path, {"capaciteit": "3"}, {"capaciteit": cell})
    assert f"row 3: capaciteit is no number of zero or more ('{cell}')" in wrong


def test_several_units_of_one_kind_are_refused(tmp_path: Path) -> None:
    cells = [{"capaciteit": "3", "eenheid": "bedden"}, {"capaciteit": "4", "eenheid": "fte"}]
    assert "elv is counted in several units (eenheid 'bedden', 'fte')" in read(tmp_path, *cells)[1]


def test_a_capacity_without_the_unit_of_the_others_is_refused(tmp_path: Path) -> None:
    cells = [{"capaciteit": "3", "eenheid": "bedden"}, {"capaciteit": "4", "eenheid": ""}]
    assert "row 3: a capaciteit without eenheid, where others are in 'bedden'" in read(tmp_path, *cells)[1]


def test_units_of_sites_without_capacity_do_not_matter(tmp_path: Path) -> None:
    cells = [{"capaciteit": "3", "eenheid": "bedden"}, {"capaciteit": "", "eenheid": "fte"}]
    assert not read(tmp_path, *cells)[1]


def test_a_table_without_these_columns_has_unknown_capacities(tmp_path: Path) -> None:
    table, wrong = read(tmp_path, {})
    assert not wrong
    assert table is not None
    assert table["capaciteit"].isna().all()
    assert table["eenheid"].tolist() == [""]
