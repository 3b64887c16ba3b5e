"""Every command on a region of one's own that has schools and roads alone: nothing speaks of what it has not."""

from __future__ import annotations

import io
import json
import re
import sqlite3
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from support.command_line import flat, zorgkaart
from support.pages import Page
from support.school_samples import write_own_region

pytestmark = pytest.mark.slow
# A file of speeds that every project has is no word of ours.
CARE = re.compile(r"(?<!speeds_)ambulance|ziekenhui|pati[eë]nt|\bketen|spoedeisend", re.IGNORECASE)
COMMANDS = {
    "check": (),
    "run": ("--pictures",),
    "scenario": ("--close", "school-west", "--report"),
    "atlas": (),
    "uncertainty": ("--draws", "12"),
    "validate": (),
    "live": (),
}


def strings(value: object) -> Iterator[str]:
    """All texts of what JSON holds, but for what it was made from."""
    if isinstance(value, str):
        yield "" if value.startswith("{") else value  # what it was made from, as text
    elif isinstance(value, dict):
        for key, part in value.items():
            if key not in ("provenance", "herkomst", "origin", "zorgkaart:herkomst"):
                yield from strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from strings(part)


def of_page(path: Path) -> Iterator[str]:
    page = Page(path.read_text(encoding="utf-8"))
    yield from page.texts
    if "zk-data" in page.html:
        yield from strings(page.data)


def of_workbook(path: Path) -> Iterator[str]:
    with pd.ExcelFile(path) as book:
        for name in book.sheet_names:
            if not str(name).startswith("herkomst"):
                yield str(name)
                cells = pd.read_excel(book, sheet_name=name, header=None, dtype=str)
                yield from cells.fillna("").to_numpy(dtype=str).ravel()


def of_geopackage(path: Path) -> Iterator[str]:
    with sqlite3.connect(path) as base:
        tables = [name for (name,) in base.execute("select name from sqlite_master where type = 'table'")]
        for table in tables:
            if table in ("herkomst", "gpkg_metadata") or table.startswith(("rtree", "sqlite", "gpkg_spatial")):
                continue
            for row in base.execute(f'select * from "{table}"'):
                yield from (value for value in row if isinstance(value, str) and table != "qgis_projects")
        projects = base.execute("select content from qgis_projects") if "qgis_projects" in tables else ()
        for (content,) in projects:
            with zipfile.ZipFile(io.BytesIO(bytes.fromhex(content))) as project:
                yield from (project.read(name).decode("utf-8") for name in project.namelist() if name.endswith(".qgs"))


READERS = {".html": of_page, ".xlsx": of_workbook, ".gpkg": of_geopackage}


def of_file(path: Path) -> Iterator[str]:
    if path.suffix in READERS:
        yield from READERS[path.suffix](path)
    elif path.name.endswith(".csv-metadata.json"):
        yield from strings(json.loads(path.read_text(encoding="utf-8")))
    elif path.suffix in (".csv", ".qml", ".svg"):
        text = path.read_text(encoding="utf-8")
        yield text if path.suffix != ".svg" else re.sub(r"<metadata>.*?</metadata>", "", text, flags=re.DOTALL)


def test_no_output_of_schools_speaks_of_care(tmp_path: Path) -> None:
    project, wrong, files = write_own_region(tmp_path), {}, 0
    for command, options in COMMANDS.items():
        folder = tmp_path / "uit" / command
        to = [] if command == "check" else ["-o", folder / "kaart.html" if command == "live" else folder]
        result = zorgkaart(command, project, *options, *to)
        assert result.exit_code == 0, (command, result.output)
        said = [(command, flat(result.output).replace(str(tmp_path), ""))]
        for path in (path for path in folder.rglob("*") if path.is_file()):
            files += 1
            said += [(path.relative_to(tmp_path / "uit").as_posix(), text) for text in of_file(path)]
        assert any("School" in text for _, text in said) or command == "check"
        for where, text in said:
            for match in CARE.finditer(text):
                around = text[max(0, match.start() - 60) : match.end() + 60]
                wrong.setdefault(re.sub(r"\s+", " ", around), set()).add(where)
    assert files > 60
    assert not wrong, "\n".join(f"{text!r}: {', '.join(sorted(where)[:3])}" for text, where in wrong.items())
