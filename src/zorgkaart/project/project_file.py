"""Reading a project file as far as it goes: every wrong key is reported, and the rest is read."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import ValidationError

from zorgkaart.errors import MissingFileError, Problems, ProjectError
from zorgkaart.project.keys import PathUse, Section, changed_at, merged, named_sections, path_keys, stand_in
from zorgkaart.project.messages import sentence
from zorgkaart.project.norm_keys import LACKING, kinds_of_norm

HINT = "'zorgkaart init' writes a file with every key explained."
Key = tuple[int | str, ...]
# What sections say about each other that cannot be: the key, and what is wrong with it.
LooseEnds = Callable[[Mapping[str, Any]], list[tuple[tuple[str, ...], str]]]
PROJECT = TypeVar("PROJECT", bound=Section)


@dataclass(frozen=True)
class ProjectFile(Generic[PROJECT]):
    """A project file as far as it could be read.

    Attributes
    ----------
    project : Section
        Without the keys that are wrong.
    broken : frozenset of str
        Sections of which nothing could be read; `project` has something meaningless there.
    """

    project: PROJECT
    broken: frozenset[str]


def read_project_file(
    path: Path, problems: Problems, *, model: type[PROJECT], loose_ends: LooseEnds
) -> ProjectFile[PROJECT]:
    """Read a project file and add everything that is wrong with it to `problems`.

    Parameters
    ----------
    model : type
        The sections; see :class:`zorgkaart.project.model.Project`.
    loose_ends : callable
        Tells which sections name what is not there.

    Raises
    ------
    MissingFileError
        If there is no such file.
    ProjectError
        If it is not TOML.
    """
    raw = _with_base(path, (), model)
    if "path" in raw:
        problems.add(path.name, "path: there is no such key", _advice("extra_forbidden"))
    raw["path"] = path.resolve()
    _set_outputs(raw, path.resolve().parent, model)
    reader = _Reader(raw, path.name, problems, model, loose_ends)
    while True:
        try:
            return ProjectFile(model.model_validate(reader.raw), frozenset(reader.broken))
        except ValidationError as error:
            for item in error.errors():
                reader.handle(item["loc"], item["type"], item["msg"])


def _set_outputs(raw: dict[str, Any], folder: Path, model: type[Section]) -> None:
    """Where no folder for results is named, it lies beside the file, not where the command is typed."""
    for key in path_keys(model):
        section = raw.get(key.place[0])
        if key.use is PathUse.OUTPUT and key.default is not None and isinstance(section, dict):
            section.setdefault(key.place[1], folder / key.default)


def _with_base(path: Path, above: tuple[Path, ...], model: type[Section]) -> dict[str, Any]:
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
    raw = _resolved(raw, path.resolve().parent, model)
    base = raw.get("base")
    return merged(_with_base(base, (*above, path.resolve()), model), raw) if isinstance(base, Path) else raw


class _Reader:
    """Takes out of the raw file what is wrong with it, a pass at a time, and reports it once.

    What is wrong only because something was taken out before is not reported.
    """

    def __init__(
        self, raw: dict[str, Any], where: str, problems: Problems, model: type[Section], loose_ends: LooseEnds
    ) -> None:
        self.raw = raw
        self.broken: set[str] = set()
        self._where = where
        self._problems = problems
        self._model = model
        self._loose_ends = loose_ends
        self._removed: set[Key] = set()

    def handle(self, key: Key, kind: str, message: str) -> None:
        """Report one error of pydantic and take out what it is about."""
        if not key:  # an error of the project as a whole: about sections that name each other
            for part, text in self._loose_ends(self.raw):
                self.handle(part, LACKING if text == LACKING else "", text)
            return
        if not any(removed[: len(key)] == key for removed in self._removed):
            name = ".".join(str(part) for part in key if part != "[key]")
            self._problems.add(self._where, f"{name}: {sentence(kind, message)}", _advice(kind))
        lacking = kind == "missing" and isinstance(key[-1], str)  # a number counts the items of a list
        if lacking:
            self._remove_lacking(key)
        else:
            self._remove(key, expected=kind != "extra_forbidden")

    def _remove_lacking(self, key: Key) -> None:
        """Take out the section that lacks a key, or put its stand-in there if there must be one."""
        section = str(key[0])
        if section in named_sections(self._model) and len(key) > 1:
            self._remove(key[:2])
            return
        substitute = stand_in(self._model, section)
        if substitute is None:
            self._remove(key[:1])
            return
        self.raw[section] = substitute
        self.broken.add(section)

    def _remove(self, key: Key, *, expected: bool = True) -> None:
        """Take out the key, or the smallest part that holds it if it stands in a list."""
        table: Any = self.raw
        holders: list[tuple[dict[Any, Any], Key]] = []
        for depth, part in enumerate(key):
            if not isinstance(table, dict) or part == "[key]":
                break
            if part not in table:
                return  # went with something else
            holders.append((table, key[: depth + 1]))
            table = table[part]
        holder, taken = holders[-1]
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
            named = kinds_of_norm(name, norm if isinstance(norm, dict) else {})
            if not kinds or any(kind in named for kind in kinds):
                del norms[name]


def _resolved(raw: dict[str, Any], folder: Path, model: type[Section]) -> dict[str, Any]:
    """Make every path of the file absolute, relative to the file's own folder."""
    for key in path_keys(model):
        if key.use is not PathUse.ITSELF:
            raw = changed_at(raw, key.place, lambda value: folder / value if isinstance(value, str) else value)
    return raw


def _advice(kind: str) -> str:
    if kind == "extra_forbidden":
        return f"Remove the key or correct its spelling; {HINT}"
    if kind == "missing":
        return f"Add the key; {HINT}"
    return f"Correct the value; {HINT}"
