"""What ``zorgkaart rerun`` prints: what differs in the input, the settings and the versions, and the verdict."""

from __future__ import annotations

import math
from collections.abc import Iterator

from rich import box
from rich.console import RenderableType
from rich.markup import escape
from rich.table import Table

from zorgkaart.analyses.rerun.compute import Rerun, TableCheck
from zorgkaart.analyses.rerun.recorded import CHANGED, GONE, SAME, FileCheck
from zorgkaart.analyses.rerun.recorded import shown as harmless
from zorgkaart.words.dates import clock, short_date
from zorgkaart.words.numbers import number, significant

MOST_SHOWN = 30
MOST_COLUMNS = 4


def file_summary(files: list[FileCheck]) -> Iterator[RenderableType]:
    """The input files: how many are the same, and every other one."""
    other = [check for check in files if check.state != SAME]
    if not other:
        yield f"Invoer: alle {len(files)} bestanden zijn nog hetzelfde (sha256)."
        return
    counts = {state: sum(check.state == state for check in files) for state in (SAME, CHANGED, GONE)}
    table = _table("Invoer: " + ", ".join(f"{count} {state}" for state, count in counts.items()), "bestand", "toestand")
    for check in other:
        table.add_row(_text(check.name), check.state)
    yield table


def rerun_summary(result: Rerun) -> Iterator[RenderableType]:
    """Settings and versions that differ, the tables, and the verdict."""
    record = result.record
    yield f"Gemaakt op {short_date(record.gemaakt)} {clock(record.gemaakt)} met: {_text(record.opdracht)}"
    if result.settings is None:
        yield (
            f"Het projectbestand {_text(result.project.path.name)} is nu niet te lezen; de vastgelegde instellingen "
            "zijn gebruikt."
        )
    elif result.settings:
        table = _table(
            f"Instellingen: {_text(result.project.path.name)} zegt nu iets anders; gebruikt is wat toen gold",
            "sleutel",
            "toen (gebruikt)",
            "nu (niet gebruikt)",
        )
        for item in result.settings[:MOST_SHOWN]:
            table.add_row(_text(item.key), _text(item.recorded), _text(item.now))
        yield table
        if len(result.settings) > MOST_SHOWN:
            yield f"En nog {len(result.settings) - MOST_SHOWN} sleutels."
    if result.versions:
        table = _table("Versies die anders zijn", "programma", "toen", "nu")
        for name, (then, now) in result.versions.items():
            table.add_row(_text(name), _text(then), _text(now))
        yield table
    yield from _verdict(result)


def _verdict(result: Rerun) -> Iterator[RenderableType]:
    other = [table for table in result.tables if not table.same]
    count = len(result.tables)
    if result.extra:
        yield f"Nu ook gemaakt, en toen niet: {', '.join(result.extra)}."
    if not other:
        yield f"De uitkomsten zijn tot op het laatste cijfer gelijk ({count} tabellen)."
        return
    table = _table("Tabellen die verschillen", "tabel", "kolommen", rijen=1, **{"andere waarden": 1, "hoogstens": 1})
    for check in other:
        table.add_row(*_cells(check))
    yield table
    if any(check.values is None for check in other):
        yield (
            "Waar geen aantal staat, zijn de waarden van toen niet bij de hand: ze staan in geen CSV-bestand naast dit "
            "bestand, of het aantal rijen is anders."
        )
    for check in other:
        if check.values == 0 and check.rows_now is not None:
            yield (
                f"{_text(check.name)}: de waarden zijn gelijk aan die in het CSV-bestand van toen, maar de vastgelegde "
                "vingerafdruk is anders. Die is veranderd, of wat verschilt staat niet in het CSV-bestand."
            )
    yield f"De uitkomsten zijn niet gelijk: {len(other)} van de {count} tabellen verschillen."


def _cells(check: TableCheck) -> tuple[str, ...]:
    if check.rows_now is None:
        return _text(check.name), "wordt nu niet gemaakt", number(check.rows_then or 0), "", ""
    names = [_text(name) for name in check.columns[:MOST_COLUMNS]]
    if len(check.columns) > MOST_COLUMNS:
        names.append(f"en nog {len(check.columns) - MOST_COLUMNS}")
    rows = number(check.rows_now)
    if check.rows_then != check.rows_now:
        rows = f"{number(check.rows_then or 0)} → {rows}"
    values = "" if check.values is None else number(check.values)
    largest = "" if math.isnan(check.largest) else significant(check.largest, 3)
    return _text(check.name), ", ".join(names), rows, values, largest


def _text(text: str) -> str:
    return escape(harmless(text))


def _table(title: str, *texts: str, **numbers: int) -> Table:
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, title_style="bold")
    for name in texts:
        table.add_column(name, overflow="fold")
    for name in numbers:
        table.add_column(name, justify="right")
    return table
