"""A study that notes what its stages really read, to be held against what they declare."""

from __future__ import annotations

import types
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import Any

from pydantic import BaseModel

from zorgkaart.project.model import Project
from zorgkaart.study.stages import Declared, paths
from zorgkaart.study.study import Study

Path = tuple[str, ...]
Note = Callable[[Path], None]
# The last part of what is read where one asks which names a section has, and whether it has this one.
NAMES, EXISTS = "*", "?"


class Reads:
    """What the stages of some studies read, and for which stage that is at the moment.

    Attributes
    ----------
    keys : dict of str to set of str
        By stage the declared keys that it read something of.
    used : dict of str to set of str
        By stage the stages that it asked for.
    forgotten : set of str
        What a stage read or asked for and does not declare.
    """

    def __init__(self) -> None:
        self.keys: dict[str, set[str]] = defaultdict(set)
        self.used: dict[str, set[str]] = defaultdict(set)
        self.forgotten: set[str] = set()
        self._running: list[tuple[Declared | None, Mapping[str, Any]]] = []

    @contextmanager
    def by(self, declared: Declared | None, arguments: Mapping[str, Any]) -> Iterator[None]:
        """Until the end what is read is read by this stage; by the mechanism of the graph where there is none."""
        self._running.append((declared, arguments))
        try:
            yield
        finally:
            self._running.pop()

    def asked(self, name: str) -> None:
        """Note that the stage that runs asks for another one; for its own value in the study before, it may."""
        stage = self._running[-1][0] if self._running else None
        if stage is not None and stage.name != name:
            self.used[stage.name].add(name)
            if name not in {used for used, _ in stage.uses}:
                self.forgotten.add(f"{stage.name} uses {name}")

    def note(self, read: Path) -> None:
        """Note that the stage that runs reads a key."""
        stage, arguments = self._running[-1] if self._running else (None, {})
        if stage is not None:
            declared = zip(stage.keys, paths(stage.keys, arguments), strict=True)
            covering = {key for key, path in declared if covers(path, read)}
            self.keys[stage.name] |= covering
            if not covering:
                self.forgotten.add(f"{stage.name} reads {'.'.join(read)}")


class ReadingStudy(Study):
    """A study of which every stage says what it reads, to :attr:`reads`; its variants say it there too."""

    def __init__(self, project: Project, **settings: Any) -> None:
        super().__init__(project, **settings)
        if isinstance(project, _Section):  # that of the study of which this is a variant
            self.reads: Reads = project._note.__self__
        else:
            self.reads = Reads()
            self.project = recorded(project, (), self.reads.note)

    def value(self, declared: Declared, arguments: Mapping[str, Any]) -> Any:
        self.reads.asked(declared.name)
        with self.reads.by(None, {}):
            return super().value(declared, arguments)

    def _compute(self, declared: Declared, arguments: Mapping[str, Any]) -> Any:
        with self.reads.by(declared, arguments):
            return super()._compute(declared, arguments)


def covers(declared: Sequence[str], read: Path) -> bool:
    """Whether what was read is part of a declared path; which names there are is part of ``section.*.key``."""
    if read[-1] == NAMES:
        declared = declared[: len(read)]
    if read[-1] == EXISTS:
        read = read[:-1]
        declared = declared[: len(read)]
    return len(declared) <= len(read) and all(
        part in ("*", other) for part, other in zip(declared, read[: len(declared)], strict=True)
    )


def recorded(value: Any, path: Path, note: Note) -> Any:
    """A section, or sections by name, of which every key that is read is noted; anything else is a key itself."""
    if isinstance(value, BaseModel):
        return _Section(value, path, note)
    if isinstance(value, dict) and value and all(isinstance(item, BaseModel) for item in value.values()):
        return _Sections(value, path, note)
    note(path)
    return value


class _Section:
    def __init__(self, section: BaseModel, path: Path, note: Note) -> None:
        self.__dict__.update(_section=section, _path=path, _note=note)

    def __getattr__(self, name: str) -> Any:
        section = self._section
        if name in type(section).model_fields:
            return recorded(getattr(section, name), (*self._path, name), self._note)
        found = getattr(type(section), name)
        if isinstance(found, property):
            assert found.fget is not None
            return found.fget(self)
        if isinstance(found, cached_property):  # the same project but for some keys
            other = getattr(section, name)
            return self if other is section else recorded(other, self._path, self._note)
        return types.MethodType(found, self)


class _Sections(Mapping[str, Any]):
    def __init__(self, sections: dict[str, BaseModel], path: Path, note: Note) -> None:
        self._sections, self._path, self._note = sections, path, note

    def __getitem__(self, name: str) -> Any:
        if name not in self._sections:
            self._note((*self._path, name, EXISTS))
        return recorded(self._sections[name], (*self._path, name), self._note)

    def __contains__(self, name: object) -> bool:
        self._note((*self._path, str(name), EXISTS))
        return name in self._sections

    def __iter__(self) -> Iterator[str]:
        self._note((*self._path, NAMES))
        return iter(self._sections)

    def __len__(self) -> int:
        self._note((*self._path, NAMES))
        return len(self._sections)
