"""Computing again what an output says it was made from, and comparing the results to the last digit."""

from __future__ import annotations

import csv
import math
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from zorgkaart.analyses.dictionary import dictionary
from zorgkaart.analyses.registry import repeated
from zorgkaart.analyses.rerun.recorded import (
    FileCheck,
    Record,
    RecordedTable,
    SettingDifference,
    check_files,
    differing_settings,
    find_project,
    project_at_hand,
    read_record,
    recorded_project,
    shown,
)
from zorgkaart.errors import InputError, ZorgkaartError
from zorgkaart.outputs.embedded import read_provenance
from zorgkaart.outputs.formats import write
from zorgkaart.outputs.sheets.sheet_files import write_csv
from zorgkaart.project.model import Project
from zorgkaart.provenance.fingerprints import fingerprint
from zorgkaart.provenance.record import versions
from zorgkaart.study.study import Report


@dataclass(frozen=True)
class TableCheck:
    """One table, then and now.

    Attributes
    ----------
    name : str
        Of its file, without ``.csv``.
    same : bool
        All values are, to the last digit.
    rows_then, rows_now : int or None
        None where the table was not there.
    columns : tuple of str
        The columns with other values, and those that came or went.
    values : int or None
        How many values differ; None if the values of then are not at hand.
    largest : float
        The largest difference between numbers; NaN if no numbers differ or they are not at hand.
    """

    name: str
    same: bool
    rows_then: int | None
    rows_now: int | None
    columns: tuple[str, ...] = ()
    values: int | None = None
    largest: float = math.nan


@dataclass(frozen=True)
class Rerun:
    """A computation of then, repeated.

    Attributes
    ----------
    record : Record
        What was read of the provenance.
    project : Project
        With the settings of the record.
    files : list of FileCheck
        The input files of then: the same, changed or gone.
    settings : list of SettingDifference, or None
        Where the project file says something else now; None if it can no longer be read.
    versions : mapping
        Of what has another version: then and now.
    tables : list of TableCheck
        Every table that has a fingerprint in the record.
    extra : tuple of str
        Tables that are made now and were not then.
    """

    record: Record
    project: Project
    files: list[FileCheck]
    settings: list[SettingDifference] | None
    versions: dict[str, tuple[str, str]]
    tables: list[TableCheck]
    extra: tuple[str, ...]

    @property
    def same(self) -> bool:
        """Whether every value of every table is the same."""
        return all(table.same for table in self.tables)


def rerun(
    path: Path,
    *,
    project: Path | None = None,
    output: Path | None = None,
    command: str = "rerun",
    report: Report | None = None,
    checked: Callable[[list[FileCheck]], None] | None = None,
) -> Rerun:
    """Repeat what a file of zorgkaart was made by, with the settings that are recorded in it, and compare.

    Parameters
    ----------
    path : Path
        ``provenance.json``, or any output that carries it; see
        :func:`zorgkaart.outputs.embedded.read_provenance`.
    project : Path, optional
        The project file, if it is not found near `path`.
    output : Path, optional
        A folder to write everything into that the computation gives.
    command : str
        What to record as the command in what is written to `output`.
    report : callable, optional
        Called with a Dutch sentence when a stage begins that takes more than a moment.
    checked : callable, optional
        Called with the state of the input files before anything is computed.

    Returns
    -------
    Rerun
        Inputs, settings, versions and tables, then beside now.

    Raises
    ------
    InputError
        If the record cannot be read, or input files are gone.
    MissingFileError
        If `path` or the project file is not there.
    OutputError
        If `output` cannot be written to.
    """
    report = report or (lambda _: None)
    record = read_record(path)
    file = find_project(record, path, project)
    now = project_at_hand(file)
    report("Invoer vergelijken")
    files = check_files(record, file, now)
    if checked is not None:
        checked(files)
    gone = [shown(check.name) for check in files if check.path is None]
    if gone:
        raise InputError(
            f"{path.name}: it cannot be repeated, as these files are gone, or changed and no longer named by "
            f"{file.name}: {', '.join(gone)}. Put them back."
        )
    settings = recorded_project(record, file, files, now)
    product = repeated(record.taak, settings, report=report)
    report("Uitkomsten vergelijken")
    tables = [
        _check(name, then, product.compared.get(name), partial(_cells_of, path, record, name), settings)
        for name, then in record.vingerafdrukken.items()
    ]
    if output is not None:
        report("Uitkomsten schrijven")
        write(product, output, command=command)
    return Rerun(
        record,
        settings,
        files,
        differing_settings(record, now) if now is not None else None,
        _differing_versions(record),
        tables,
        tuple(name for name in product.compared if name not in record.vingerafdrukken),
    )


def _differing_versions(record: Record) -> dict[str, tuple[str, str]]:
    now = versions()
    names = dict.fromkeys([*record.versies, *now])
    pairs = {name: (record.versies.get(name, "-"), now.get(name, "-")) for name in names}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def _check(
    name: str,
    then: RecordedTable,
    table: pd.DataFrame | None,
    old_cells: Callable[[], list[list[str]] | None],
    project: Project,
) -> TableCheck:
    if table is None:
        return TableCheck(name, False, then.rijen, None)
    now = fingerprint(table)
    if now["sha256"] == then.sha256:
        return TableCheck(name, True, then.rijen, len(table), values=0)
    columns = dict.fromkeys([*then.kolommen, *now["kolommen"]])
    other = tuple(column for column in columns if then.kolommen.get(column) != now["kolommen"].get(column))
    values, largest = None, math.nan
    old = old_cells()
    if old is not None and len(old) - 1 == len(table):
        values, largest = _differences(old, _cells(table, project))
    return TableCheck(name, False, then.rijen, len(table), other, values, largest)


def _cells_of(path: Path, record: Record, name: str) -> list[list[str]] | None:
    """The cells of the CSV that was written with the record; None if it is not there, or is of another run."""
    for folder in (path.parent, path.parent / "tabellen", path.parent.parent / "tabellen", path.parent.parent):
        file = folder / f"{name}.csv"
        try:
            origin: dict[str, Any] = read_provenance(file)
        except ZorgkaartError:
            continue
        if (origin.get("gemaakt"), origin.get("opdracht")) == (record.gemaakt.isoformat(), record.opdracht):
            return _whole(file)
    return None


def _whole(path: Path) -> list[list[str]] | None:
    """The cells of a CSV if it is one still; anyone may have changed it."""
    try:
        cells = _read(path)
    except (OSError, ValueError, csv.Error):
        return None
    even = bool(cells) and all(len(row) == len(cells[0]) for row in cells)
    return cells if even else None


def _cells(table: pd.DataFrame, project: Project) -> list[list[str]]:
    """The cells of a table as they stand in its CSV, where numbers have six decimals at most."""
    with tempfile.TemporaryDirectory(prefix="zorgkaart-") as folder:
        path = Path(folder) / "nu.csv"
        write_csv(path, table, columns=dictionary(project))
        return _read(path)


def _read(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=";"))


def _differences(then: list[list[str]], now: list[list[str]]) -> tuple[int, float]:
    """How many cells of the columns that both have differ, and by how much at most."""
    columns = [(then[0].index(name), number) for number, name in enumerate(now[0]) if name in then[0]]
    count, largest = 0, math.nan
    for old, new in zip(then[1:], now[1:], strict=True):
        for before, after in columns:
            if old[before] != new[after]:
                count += 1
                largest = max(_distance(old[before], new[after]), largest, key=lambda d: -1 if math.isnan(d) else d)
    return count, largest


def _distance(then: str, now: str) -> float:
    try:
        return abs(float(then.replace(",", ".")) - float(now.replace(",", ".")))
    except ValueError:  # of a text, or unknown
        return math.nan
