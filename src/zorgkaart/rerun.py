"""Computing again what an output says it was made from, and comparing the results to the last digit."""

from __future__ import annotations

import csv
import math
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from zorgkaart.ensemble import run_variants, speed_variants
from zorgkaart.errors import InputError, ZorgkaartError
from zorgkaart.fingerprints import fingerprint
from zorgkaart.outputs import presentation
from zorgkaart.outputs.atlas import atlas_tables, write_atlas
from zorgkaart.outputs.border_text import border_tables, own_side, write_border
from zorgkaart.outputs.embedded import read_provenance
from zorgkaart.outputs.results import compared, run_tables, scenario_tables, write_run, write_scenario
from zorgkaart.outputs.tables import write_csv
from zorgkaart.outputs.uncertainty import uncertainty_tables, write_uncertainty
from zorgkaart.outputs.variants import NAME as VARIANTS
from zorgkaart.outputs.variants import write_variants
from zorgkaart.project import Project
from zorgkaart.provenance import versions
from zorgkaart.quality.borders import border_difference
from zorgkaart.records import (
    GONE,
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
from zorgkaart.scenarios.atlas import closure_atlas
from zorgkaart.scenarios.scenario import run_scenario
from zorgkaart.study import Study
from zorgkaart.tasks import AtlasTask, BorderTask, RunTask, ScenarioTask, Task, VariantsTask
from zorgkaart.uncertainty.ensemble import run_ensemble

Report = Callable[[str], None]
Tables = Mapping[str, pd.DataFrame]


@dataclass(frozen=True)
class TableCheck:
    """One table, then and now.

    Attributes
    ----------
    name : str
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
    project : Project
        With the settings of the record.
    files : list of FileCheck
    settings : list of SettingDifference, or None
        Where the project file says something else now; None if it can no longer be read.
    versions : mapping
        Of what has another version: then and now.
    tables : list of TableCheck
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


@dataclass(frozen=True)
class Computed:
    """The tables of a task, and how to write all its files."""

    tables: Tables
    write: Callable[[Path, str], list[Path]]


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

    Raises
    ------
    InputError
        If the record cannot be read, or input files are gone.
    MissingFileError
        If `path` or the project file is not there.
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
            f"{path.name}: it cannot be repeated, as these files are {GONE} or changed and no longer named by "
            f"{file.name}: {', '.join(gone)}. Put them back."
        )
    settings = recorded_project(record, file, files, now)
    found = compute(record.taak, settings, report=report)
    report("Uitkomsten vergelijken")
    tables = [
        _check(name, then, found.tables.get(name), partial(_cells_of, path, record, name), settings)
        for name, then in record.vingerafdrukken.items()
    ]
    if output is not None:
        report("Uitkomsten schrijven")
        found.write(output, command)
    return Rerun(
        record, settings, files, differing_settings(record, now) if now is not None else None,
        _differing_versions(record), tables, tuple(name for name in found.tables if name not in record.vingerafdrukken),
    )  # fmt: skip


def compute(task: Task, project: Project, *, report: Report | None = None) -> Computed:
    """Compute a task: its tables, as :func:`zorgkaart.outputs.results.compared` gives them.

    Raises
    ------
    ZorgkaartError
        If the project or the task cannot be computed.
    """
    if isinstance(task, RunTask):
        study = Study(project, k=task.buren, report=report)
        if task.moment is not None:
            study = study.variant(moment=task.moment.moment)
        return Computed(
            compared(study, run_tables(study)), lambda folder, command: write_run(study, folder, command=command)
        )
    if isinstance(task, ScenarioTask):
        moment = task.moment.moment if task.moment is not None else None
        base = Study(project, k=task.buren, report=report)
        scenario = run_scenario(base, task.wijzigingen, moment=moment, title=task.titel)
        return Computed(
            compared(scenario.after, scenario_tables(scenario)),
            lambda folder, command: write_scenario(scenario, folder, command=command),
        )
    if isinstance(task, AtlasTask):
        study = Study(project, k=task.buren, report=report)
        table = closure_atlas(study, task.soort, pairs=task.paren, further_min=task.verder_min)
        return Computed(
            compared(study, atlas_tables(study, task.soort, table)),
            lambda folder, command: write_atlas(
                study, task.soort, table, folder, command=command, further_min=task.verder_min
            ),
        )
    if isinstance(task, BorderTask):
        found = border_difference(Study(project, k=task.buren, report=report))
        return Computed(
            compared(own_side(found), border_tables(found)),
            lambda folder, command: write_border(found, folder, command=command),
        )
    if isinstance(task, VariantsTask):
        table = run_variants(project, speed_variants(task.factoren), changes=task.wijzigingen, report=report)
        return Computed(
            compared(Study(project), {VARIANTS: table}),
            lambda folder, command: write_variants(
                project, table, folder / f"{VARIANTS}.csv", factors=task.factoren, changes=task.wijzigingen,
                command=command,
            ),
        )  # fmt: skip
    ensemble = run_ensemble(
        project, changes=task.wijzigingen, draws=task.trekkingen, seed=task.begin, report=report
    )  # fmt: skip
    return Computed(
        compared(ensemble.study, uncertainty_tables(ensemble)),
        lambda folder, command: write_uncertainty(ensemble, folder, command=command),
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
    """The cells of a table as they stand in its CSV, where numbers have all their digits."""
    with tempfile.TemporaryDirectory(prefix="zorgkaart-") as folder:
        path = Path(folder) / "nu.csv"
        write_csv(path, table, columns=presentation.dictionary(project))
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
