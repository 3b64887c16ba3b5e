"""What a result was made from: files, parameters and their sources, versions, time and command.

With it go the task in a form that can be repeated and fingerprints of what came out. The names of the
parts are Dutch, as they are read by people in every output; see :func:`provenance`.
"""

from __future__ import annotations

import csv
import os
import platform
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from zorgkaart.files import sha256_of
from zorgkaart.project.keys import PathUse, path_keys, values_at
from zorgkaart.project.model import PACKAGE, Project
from zorgkaart.words.dates import clock, dutch_date, short_date

TASK_KEY, RESULTS_KEY = "taak", "vingerafdrukken"
# Which files come before and after those of the other sections in the list of inputs.
PLACES = {"path": -2, "base": -1, "visits": 1}
LIBRARIES = (
    "geopandas",
    "shapely",
    "pyogrio",
    "pyproj",
    "numpy",
    "scipy",
    "numba",
    "pandas",
    "rasterio",
    "folium",
    "matplotlib",
    "networkx",
    "typst",
)


def provenance(
    project: Project,
    *,
    command: str,
    network: dict[str, Any],
    remarks: Iterable[str] = (),
    task: BaseModel | None = None,
    results: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Return what a run rests on, ready for JSON.

    Parameters
    ----------
    project : Project
        Its settings, sources and input files are recorded, the files by their sha256.
    command : str
        What was typed, or the call that was made.
    network : dict
        What the road network says about itself (``RoadNetwork.source``).
    remarks : iterable of str
        What was found wrong with the inputs without stopping the run.
    task : BaseModel, optional
        What was computed; without it :mod:`zorgkaart.analyses.rerun.compute` cannot repeat it.
    results : mapping, optional
        Fingerprints of what came out; see :func:`zorgkaart.provenance.fingerprints.fingerprints`.

    Returns
    -------
    dict
        By Dutch names: ``gemaakt`` (when), ``opdracht``, ``project``, ``invoer`` (the files), ``wegennet``,
        ``instellingen``, ``bronnen``, ``opmerkingen_bij_invoer``, ``versies``, ``taak`` and ``vingerafdrukken``.
    """
    folder = project.path.parent
    return {
        "gemaakt": datetime.now(UTC).astimezone().isoformat(timespec="seconds"),
        "opdracht": command,
        "project": relative_path(project.path, folder),
        "invoer": [_described(path, folder) for path in input_files(project)],
        "wegennet": network,
        "instellingen": settings(project),
        "bronnen": sources(project),
        "opmerkingen_bij_invoer": list(remarks),
        "versies": versions(),
        TASK_KEY: task.model_dump(mode="json") if task is not None else None,
        RESULTS_KEY: dict(results or {}),
    }


def settings(project: Project) -> dict[str, Any]:
    """Every setting on which results hang, with paths as seen from the project file."""
    plain: dict[str, Any] = _plain(project.model_dump(mode="python", exclude={"path", "runs"}), project.path.parent)
    return plain


def versions() -> dict[str, str]:
    """The versions of zorgkaart, Python and the libraries that results may hang on."""
    return {"zorgkaart": version("zorgkaart"), "python": platform.python_version()} | {
        name: version(name) for name in LIBRARIES
    }


def sources(project: Project) -> dict[str, Any]:
    """Who says so: the sources of the data, and of each norm, assumption and table of speeds."""
    return {
        "gegevens": list(project.project.sources),
        "normen": {name: norm.source for name, norm in project.norms.items()},
        "aannames": {name: assumption.source for name, assumption in project.assumptions.items()},
        "snelheden": {name: _source_of(speed.table) for name, speed in project.speeds.items()},
    }


def readable(provenance: Mapping[str, Any]) -> dict[str, Any]:
    """The provenance without what only a program compares: the fingerprint of every single column."""
    results = provenance.get(RESULTS_KEY)
    if not isinstance(results, Mapping):
        return dict(provenance)
    tables = {
        name: {key: value for key, value in table.items() if key != "kolommen"} if isinstance(table, Mapping) else table
        for name, table in results.items()
    }
    return {**provenance, RESULTS_KEY: tables}


def summary_lines(provenance: Mapping[str, Any]) -> list[str]:
    """What a reader of a map is told, in Dutch: when, with what, by which command."""
    versions_ = provenance.get("versies", {})
    made = datetime.fromisoformat(provenance["gemaakt"])
    files = provenance.get("invoer", [])
    lines = [
        f"Gemaakt op {short_date(made)}, {clock(made)} uur met zorgkaart {versions_.get('zorgkaart', 'onbekend')}.",
        *_day_lines(provenance),
        f"Opdracht: {provenance['opdracht']}",
        f"Projectbestand: {provenance['project']}; gemaakt uit {len(files)} bestanden. Hun namen, data en sha256, alle "
        "instellingen en de versies zitten in dit bestand zelf.",
    ]
    if provenance.get(TASK_KEY):
        lines.append("Met 'zorgkaart rerun' en dit bestand is de berekening te herhalen en te vergelijken.")
    return lines


def _day_lines(provenance: Mapping[str, Any]) -> list[str]:
    """Of which day the sites are and of which year the inhabitants; nothing where of now."""
    settings_ = provenance.get("instellingen", {})
    day, name = (settings_.get("project", {}).get(key) for key in ("date", "future"))
    lines = [f"Met de locaties van {dutch_date(date.fromisoformat(day))}."] if day else []
    if name:
        lines.append(f"Met de inwoners van {settings_['futures'][name]['year']} volgens een prognose.")
    return lines


def input_files(project: Project) -> list[Path]:
    """Every file that the project names, each once: itself and its base, then in the order of its sections."""
    keys = [key for key in path_keys(type(project)) if key.use is not PathUse.OUTPUT]
    keys.sort(key=lambda key: PLACES.get(key.place[0], 0))
    raw = project.model_dump()
    files = [path for key in keys for path in values_at(raw, key.place) if isinstance(path, Path)]
    return list(dict.fromkeys(path for path in files if path.is_file()))


def _source_of(table: Path) -> str:
    """The source that most rows of a table name; empty if it names none or cannot be read."""
    try:
        with table.open(encoding="utf-8-sig", newline="") as file:
            named = Counter(row.get("source") or "" for row in csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error):
        return ""
    del named[""]
    return named.most_common(1)[0][0] if named else ""


def _described(path: Path, folder: Path) -> dict[str, Any]:
    return {
        "bestand": relative_path(path, folder),
        "sha256": sha256_of(path),
        "bytes": path.stat().st_size,
    }


def relative_path(path: Path, folder: Path) -> str:
    """A path as seen from the project's folder, so that no path of one's machine goes out with a result.

    Of a file farther away than a folder beside the project's only the name is given.
    """
    if path.is_relative_to(PACKAGE):
        return path.relative_to(PACKAGE.parent).as_posix()
    try:
        seen = Path(os.path.relpath(path, folder))
    except ValueError:  # on another drive
        return path.name
    return path.name if seen.parts[:2] == ("..", "..") else seen.as_posix()


def _plain(value: Any, folder: Path) -> Any:
    if isinstance(value, Path):
        return relative_path(value, folder)
    if isinstance(value, dict):
        return {str(key): _plain(item, folder) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item, folder) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    return value
