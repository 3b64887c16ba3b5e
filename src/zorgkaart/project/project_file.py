"""Reading a project file as far as it goes: every wrong key is reported, and the rest is read."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from zorgkaart.errors import MissingFileError, Problems, ProjectError
from zorgkaart.project.model import Project, loose_ends, sentence
from zorgkaart.project.sections import STATIONS, InfoSection

HINT = "'zorgkaart init' writes a file with every key explained."
NAMED = ("kinds", "norms", "speeds", "assumptions", "candidates", "scenarios")
# What takes the place of a section that cannot be read, so that the others can.
STAND_INS: dict[str, dict[str, Any]] = {
    "project": {"name": "project"},
    "areas": {"buurten": "-"},
    "residents": {"raster": "-"},
    "network": {"file": "-"},
    "kinds": {"x": {"table": "-", "label": "-"}},
}
Key = tuple[int | str, ...]


@dataclass(frozen=True)
class ProjectFile:
    """A project file as far as it could be read.

    Attributes
    ----------
    project : Project
        Without the keys that are wrong.
    broken : frozenset of str
        Sections of which nothing could be read; `project` has something meaningless there.
    """

    project: Project
    broken: frozenset[str]


def read_project_file(path: Path, problems: Problems) -> ProjectFile:
    """Read a project file and add everything that is wrong with it to `problems`.

    Raises
    ------
    MissingFileError
        If there is no such file.
    ProjectError
        If it is not TOML.
    """
    raw = _with_base(path, ())
    if "path" in raw:
        problems.add(path.name, "path: there is no such key", _advice("extra_forbidden"))
    raw["path"] = path.resolve()
    if isinstance(raw.get("project"), dict):  # left out, it lies beside the file too, not where the command is typed
        raw["project"].setdefault("output", path.resolve().parent / InfoSection.model_fields["output"].default)
    reader = _Reader(raw, path.name, problems)
    while True:
        try:
            return ProjectFile(Project.model_validate(reader.raw), frozenset(reader.broken))
        except ValidationError as error:
            for item in error.errors():
                reader.handle(item["loc"], item["type"], item["msg"])


def _with_base(path: Path, above: tuple[Path, ...]) -> dict[str, Any]:
    """The keys of a file, with absolute paths, over those of the file that it takes over.

    Parameters
    ----------
    above : tuple of Path
        The files that took over this one.
    """
    said_by = f"{above[-1].name}: base: " if above else ""
    if path.resolve() in above:
        raise ProjectError(f"{said_by}{path.name} takes over itself. Name another file.")
    if not path.is_file():
        todo = "Correct the key." if above else "Name one, or make one with 'zorgkaart init DIR'."
        raise MissingFileError(f"{said_by}{path.name if above else path}: no such project file. {todo}")
    try:
        raw: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ProjectError(f"{path.name}: not a valid TOML file ({error}). Correct that line.") from error
    folder = path.resolve().parent
    raw = _resolved(raw, folder)
    if not isinstance(raw.get("base"), str):
        return raw
    base = folder / raw["base"]
    return {**_merged(_with_base(base, (*above, path.resolve())), raw), "base": base}


def _merged(old: Any, new: Any) -> Any:
    """Keys of `new` over those of `old`, section by section."""
    if not (isinstance(old, dict) and isinstance(new, dict)):
        return new
    return {**old, **{key: _merged(old.get(key), value) for key, value in new.items()}}


class _Reader:
    """Takes out of the raw file what is wrong with it, a pass at a time, and reports it once.

    What is wrong only because something was taken out before is not reported.
    """

    def __init__(self, raw: dict[str, Any], where: str, problems: Problems) -> None:
        self.raw = raw
        self.broken: set[str] = set()
        self._where = where
        self._problems = problems
        self._removed: set[Key] = set()

    def handle(self, key: Key, kind: str, message: str) -> None:
        """Report one error of pydantic and take out what it is about."""
        if not key:  # an error of the project as a whole: about sections that name each other
            for part, text in loose_ends(self.raw):
                self.handle(part, "", text)
            return
        if not any(removed[: len(key)] == key for removed in self._removed):
            name = ".".join(str(part) for part in key if part != "[key]")
            self._problems.add(self._where, f"{name}: {sentence(kind, message)}", _advice(kind))
        lacking = kind == "missing" and isinstance(key[-1], str)  # a number counts the items of a list
        if lacking and key[0] in NAMED and len(key) > 1:
            self._remove(key[:2])
        elif lacking:
            self.raw[str(key[0])] = dict(STAND_INS[str(key[0])])
            self.broken.add(str(key[0]))
        else:
            self._remove(key, expected=kind != "extra_forbidden")

    def _remove(self, key: Key, *, expected: bool = True) -> None:
        """Take out the key, or the smallest part that holds it if it stands in a list."""
        table: Any = self.raw
        found: list[tuple[dict[Any, Any], Key]] = []
        for depth, part in enumerate(key):
            if not isinstance(table, dict) or part == "[key]":
                break
            if part not in table:
                return  # went with something else
            found.append((table, key[: depth + 1]))
            table = table[part]
        holder, taken = found[-1]
        del holder[taken[-1]]
        if expected:
            self._removed.add(taken)
        if taken[0] == "kinds" and len(taken) <= 2:
            self._remove_norms(taken[1:])

    def _remove_norms(self, kinds: Key) -> None:
        """Take out the norms that name one of these kinds, or all norms if there are none."""
        norms = self.raw.get("norms")
        if not isinstance(norms, dict):
            return
        for name, norm in list(norms.items()):
            named = (name, norm.get("stations", STATIONS) if isinstance(norm, dict) else STATIONS)
            if not kinds or any(kind in named for kind in kinds):
                del norms[name]


def _resolved(raw: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Make every path of the file absolute, relative to the file's own folder."""

    def absolute(value: Any) -> Any:
        if isinstance(value, list):
            return [absolute(item) for item in value]
        return folder / value if isinstance(value, str) else value

    path_keys = {
        "project": ("output",),
        "areas": ("buurten", "wijken", "gemeenten", "plaatsen"),
        "residents": ("addresses", "raster"),
        "network": ("file", "built_up_addresses"),
        "visits": ("table",),
    }
    for section, keys in path_keys.items():
        table = raw.get(section)
        if isinstance(table, dict):
            table.update({key: absolute(table[key]) for key in keys if key in table})
    for section in ("kinds", "speeds"):
        tables = raw.get(section)
        if isinstance(tables, dict):
            for table in tables.values():
                if isinstance(table, dict) and "table" in table:
                    table["table"] = absolute(table["table"])
    if "published" in raw:
        raw["published"] = absolute(raw["published"])
    return raw


def _advice(kind: str) -> str:
    if kind == "extra_forbidden":
        return f"Remove the key or correct its spelling; {HINT}"
    if kind == "missing":
        return f"Add the key; {HINT}"
    return f"Correct the value; {HINT}"
