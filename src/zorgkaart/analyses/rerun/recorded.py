"""The record of an earlier computation, as its provenance holds it: validated, and tied to files of today.

The provenance is a file from anywhere. It may say which values a setting had, but not which files are
opened: those are the inputs of the project file at hand, or files of the project's own folder and the
folders beside it that have the sha256 that was recorded.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from zorgkaart.analyses.recorded_tasks import recorded_tasks
from zorgkaart.errors import InputError, MissingFileError, ZorgkaartError
from zorgkaart.files import sha256_of
from zorgkaart.outputs.embedded import read_provenance
from zorgkaart.project.model import PACKAGE, Project
from zorgkaart.provenance.record import RESULTS_KEY, TASK_KEY, input_files, relative_path, settings

SAME, CHANGED, GONE = "gelijk", "gewijzigd", "weg"
MOST_FOLDERS_UP = 5
ABSENT = "(staat er niet)"
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Text = Annotated[str, Field(max_length=1000)]


def _read_task(raw: Any) -> Any:
    """The task of whichever analysis it names; a task that there is not is refused."""
    return recorded_tasks().validate_python(raw)


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class RecordedFile(_Part):
    """An input file, by its path as seen from the project file."""

    bestand: Text
    sha256: Sha256


class RecordedTable(_Part):
    """The fingerprint of a table."""

    rijen: int = Field(ge=0)
    sha256: Sha256
    kolommen: dict[str, str] = {}


class Record(_Part):
    """What is needed of a provenance to compute it again."""

    gemaakt: datetime
    opdracht: str
    project: Annotated[str, Field(pattern=r"^[^/\\\x00]+\.toml$", max_length=255)]
    invoer: tuple[RecordedFile, ...] = Field(max_length=10_000)
    instellingen: dict[str, Any]
    versies: dict[str, str]
    taak: Annotated[Any, BeforeValidator(_read_task)]
    vingerafdrukken: dict[str, RecordedTable] = Field(min_length=1)


@dataclass(frozen=True)
class FileCheck:
    """One input file: what it was called, how it is now (`SAME`, `CHANGED`, `GONE`), and where."""

    name: str
    state: str
    path: Path | None = None


@dataclass(frozen=True)
class SettingDifference:
    """A key that the project file gives another value than the record, both as JSON."""

    key: str
    recorded: str
    now: str


def read_record(path: Path) -> Record:
    """Read what a file of zorgkaart says it was made from, as far as it takes to compute it again.

    Raises
    ------
    MissingFileError
        If there is no such file.
    InputError
        If it holds no provenance, or one that cannot be repeated.
    """
    provenance = read_provenance(path)
    if not provenance.get(TASK_KEY) or not provenance.get(RESULTS_KEY):
        raise InputError(
            f"{path.name}: its provenance does not say in full what was computed or what came out, so it cannot be "
            "repeated. Repeat the command that it names."
        )
    try:
        return Record.model_validate(provenance)
    except ValidationError as error:
        keys = ", ".join(dict.fromkeys(".".join(map(str, item["loc"])) for item in error.errors()[:5]))
        raise InputError(
            f"{path.name}: its provenance is damaged or of another version of zorgkaart: {shown(keys)} cannot be read. "
            "Take the provenance.json that was written with it."
        ) from error


def find_project(record: Record, path: Path, given: Path | None = None) -> Path:
    """Find the project file: the one given, or one of the recorded name around the file that holds the record.

    Looked at are the folders above that file and the folders in them. One with the recorded sha256 goes before
    others.

    Raises
    ------
    MissingFileError
        If it is not there.
    InputError
        If there are several, none of which is as recorded.
    """
    if given is not None:
        if not given.is_file():
            raise MissingFileError(f"{given}: no such project file. Correct --project.")
        return given.resolve()
    candidates = list(dict.fromkeys(_nearby(record.project, path.resolve().parent)))
    wanted = {file.sha256 for file in record.invoer if file.bestand == record.project}
    for candidate in candidates:
        if sha256_of(candidate) in wanted:
            return candidate
    if len(candidates) == 1:
        return candidates[0]
    name = shown(record.project)
    if candidates:
        raise InputError(
            f"{name}: there are {len(candidates)} of that name, all changed since. Say which: --project FILE."
        )
    raise MissingFileError(f"{name}: the project file is not found near {path.name}. Say where it is: --project FILE.")


def _nearby(name: str, folder: Path) -> list[Path]:
    files = []
    for above in [folder, *folder.parents][: MOST_FOLDERS_UP + 1]:
        try:
            below = [entry for entry in sorted(above.iterdir()) if entry.is_dir()]
            files += [place / name for place in (above, *below) if (place / name).is_file()]
        except OSError:  # a folder that one may not look into
            continue
    return files


def project_at_hand(path: Path) -> Project | None:
    """The project file as it is now; None if it can no longer be read, as the record has all settings."""
    try:
        return Project.load(path)
    except ZorgkaartError:
        return None


def check_files(record: Record, path: Path, project: Project | None) -> list[FileCheck]:
    """Compare every recorded input file with what is there now.

    Parameters
    ----------
    path : Path
        The project file.
    project : Project or None
        What it says now; the files that it names are found wherever they are.
    """
    folder = path.parent
    named = {relative_path(file, folder): file for file in input_files(project)} if project is not None else {}
    named[record.project] = path
    checks = []
    for file in record.invoer:
        own = named.get(file.bestand)
        place = own if own is not None else _within(file.bestand, folder)
        if place is None or not place.is_file():
            checks.append(FileCheck(file.bestand, GONE))
        elif sha256_of(place) == file.sha256:
            checks.append(FileCheck(file.bestand, SAME, place))
        else:  # a changed file is opened only if the project file names it
            checks.append(FileCheck(file.bestand, CHANGED, own))
    return checks


def _within(text: str, folder: Path) -> Path | None:
    """A recorded path in the package, the project's folder or a folder beside it; None for any other."""
    parts = PurePosixPath(text).parts
    if not parts or PurePosixPath(text).is_absolute() or "\\" in text or ":" in text or "\x00" in text:
        return None
    if ".." in parts[1:]:
        return None
    packaged = PACKAGE.parent / text
    if parts[0] == PACKAGE.name and packaged.is_file():
        return packaged
    return folder / text


def recorded_project(record: Record, path: Path, checks: list[FileCheck], project: Project | None) -> Project:
    """The project with the settings of the record, reading the files that were found.

    Where the computation runs (``[runs]``) is as the project file says now; the day from which the age of data
    counts, if the project names none, is that of the record.

    Raises
    ------
    InputError
        If a setting cannot be, or names a file that is not among the recorded inputs.
    """
    places = {check.name: check.path for check in checks if check.path is not None}
    raw = {key: value for key, value in record.instellingen.items() if key not in ("path", "runs")}
    try:
        read = Project.model_validate({**raw, "path": path})
        output = Path(read.project.output.name or "uitvoer")
        dumped = read.model_dump(exclude={"path", "runs"})
        dumped["project"]["output"] = None
        placed = _placed(dumped, places)
        placed["project"]["output"] = path.parent / output
        placed["quality"]["date"] = placed["quality"]["date"] or record.gemaakt.date()
        runs = project.runs.model_dump() if project is not None else {}
        return Project.model_validate({**placed, "path": path, "runs": runs})
    except ValidationError as error:
        keys = ", ".join(dict.fromkeys(".".join(map(str, item["loc"])) for item in error.errors()[:5]))
        raise InputError(
            f"the recorded settings cannot be read: {shown(keys)}. They are damaged, or of another version of "
            f"zorgkaart ({shown(record.versies.get('zorgkaart', 'unknown'))}); install that one."
        ) from error


def _placed(value: Any, places: Mapping[str, Path]) -> Any:
    """Settings in which every path is that of an input found."""
    if isinstance(value, Path):
        if value.as_posix() not in places:
            raise InputError(
                f"the recorded settings name {shown(value.as_posix())}, which is not among the recorded inputs or not "
                "there. Nothing else is opened; put the file back, or repeat the command with the project file."
            )
        return places[value.as_posix()]
    if isinstance(value, dict):
        return {key: _placed(item, places) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_placed(item, places) for item in value]
    return value


def differing_settings(record: Record, project: Project) -> list[SettingDifference]:
    """The keys to which the project file gives another value than the record."""
    now = dict(_flat(json.loads(json.dumps(settings(project), default=str))))
    then = dict(_flat(record.instellingen))
    keys = [key for key in dict.fromkeys([*then, *now]) if then.get(key, ABSENT) != now.get(key, ABSENT)]
    return [SettingDifference(key, then.get(key, ABSENT), now.get(key, ABSENT)) for key in keys]


def _flat(value: Any, key: str = "") -> list[tuple[str, str]]:
    """Every leaf by its dotted key, as JSON; a list is a leaf."""
    if isinstance(value, dict) and value:
        return [pair for name, item in value.items() for pair in _flat(item, f"{key}.{name}" if key else str(name))]
    return [(key, json.dumps(value, ensure_ascii=False, sort_keys=True))]


def shown(text: str) -> str:
    """Text of a file that may be hostile, on one line and without anything that a terminal would obey."""
    return "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text[:300])
