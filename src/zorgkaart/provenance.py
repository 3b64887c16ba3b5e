"""What a result was made from: files with their hashes and dates, parameters, versions, time and command."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from zorgkaart.files import sha256_of
from zorgkaart.project import PACKAGE, Project

LIBRARIES = (
    "geopandas", "shapely", "pyogrio", "pyproj", "numpy", "scipy", "pandas", "rasterio", "folium", "matplotlib",
    "networkx", "typst",
)  # fmt: skip


def provenance(
    project: Project, *, command: str, network: dict[str, Any], remarks: Iterable[str] = ()
) -> dict[str, Any]:
    """Return what a run rests on, ready for JSON.

    Parameters
    ----------
    command : str
        What was typed, or the call that was made.
    network : dict
        What the road network says about itself (``RoadNetwork.source``).
    remarks : iterable of str
        What was found wrong with the inputs without stopping the run.
    """
    folder = project.path.parent
    return {
        "gemaakt": datetime.now(UTC).astimezone().isoformat(timespec="seconds"),
        "opdracht": command,
        "project": _relative(project.path, folder),
        "invoer": [_described(path, folder) for path in input_files(project)],
        "wegennet": network,
        "instellingen": _plain(project.model_dump(mode="python", exclude={"path", "runs"}), folder),
        "opmerkingen_bij_invoer": list(remarks),
        "versies": {"zorgkaart": version("zorgkaart"), "python": platform.python_version()}
        | {name: version(name) for name in LIBRARIES},
    }


def input_files(project: Project) -> list[Path]:
    """Every file that the project names, each once, in the order of the project file."""
    areas, residents = project.areas, project.residents
    files: list[Path | None] = [project.path, areas.buurten, areas.wijken, areas.gemeenten, areas.plaatsen]
    files += [*residents.addresses, residents.raster]
    files += [kind.table for kind in project.kinds.values()]
    files += [project.network.file, *project.network.built_up_addresses]
    files += [speed.table for speed in project.speeds.values()]
    files += [project.published, project.visits.table]
    return list(dict.fromkeys(path for path in files if path is not None and path.is_file()))


def _described(path: Path, folder: Path) -> dict[str, Any]:
    changed = datetime.fromtimestamp(path.stat().st_mtime, UTC).date().isoformat()
    return {
        "bestand": _relative(path, folder),
        "sha256": sha256_of(path),
        "bytes": path.stat().st_size,
        "gewijzigd": changed,
    }


def _relative(path: Path, folder: Path) -> str:
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
        return _relative(value, folder)
    if isinstance(value, dict):
        return {str(key): _plain(item, folder) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item, folder) for item in value]
    return value
