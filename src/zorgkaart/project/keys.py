"""What the model of the project file says about its keys: which are paths, which sections have names of their own.

A :class:`~pathlib.Path` in a section is an input file: it is seen from the folder of the project file and goes into
the provenance. Another use of a path is said in its annotation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, ClassVar, TypeGuard, Union, get_args, get_origin

from pydantic import BaseModel, ConfigDict

# In the place of a key: any name that the user gives, or any item of a list.
ANY = "*"
Place = tuple[str, ...]


class PathUse(Enum):
    """What a path of the project file is for."""

    INPUT = "a file that results hang on"
    OUTPUT = "where results go"
    ITSELF = "the project file, which is no key of itself"


OutputPath = Annotated[Path, PathUse.OUTPUT]
OwnPath = Annotated[Path, PathUse.ITSELF]


class Section(BaseModel):
    """A part of the project file: frozen, and without keys that it does not know.

    A section that a project must have says in ``STAND_IN`` what takes its place if it cannot be read, so that the
    other sections can be checked all the same.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    STAND_IN: ClassVar[dict[str, Any]] = {}


@dataclass(frozen=True)
class PathKey:
    """A key of the project file that holds a path, or a list of them.

    Attributes
    ----------
    place : tuple of str
        The names from the section down; :data:`ANY` for each name of a named section and each item of a list.
    default : Path or None
        Where there is one.
    """

    place: Place
    use: PathUse
    default: Path | None = None


def path_keys(model: type[BaseModel]) -> list[PathKey]:
    """Return every key of a model that holds paths, in the order of its fields."""
    keys = []
    for name, field in model.model_fields.items():
        default = field.default if isinstance(field.default, Path) else None
        for key in _paths_in(field.annotation, _use(field.metadata, PathUse.INPUT)):
            keys.append(PathKey((name, *key.place), key.use, key.default or default))
    return keys


def named_sections(model: type[BaseModel]) -> dict[str, type[Section]]:
    """Return the sections that stand in the file as ``[SECTION.NAME]``, any number of times."""
    annotations = {name: field.annotation for name, field in model.model_fields.items()}
    return {
        name: inner[1]
        for name, annotation in annotations.items()
        if get_origin(annotation) is dict and _is_section((inner := get_args(annotation))[1])
    }


def stand_in(model: type[BaseModel], name: str) -> dict[str, Any] | None:
    """Return what takes the place of a section that cannot be read; None if the project can do without it."""
    field = model.model_fields[name]
    if not field.is_required():
        return None
    named = named_sections(model).get(name)
    if named is not None:
        return {"x": dict(named.STAND_IN)}
    return dict(field.annotation.STAND_IN) if _is_section(field.annotation) else {}


def values_at(table: Any, place: Place) -> Iterator[Any]:
    """Yield what stands at a place of a project file, as far as it is there."""
    if not place:
        yield table
        return
    for key in _keys_of(table, place[0]):
        yield from values_at(table[key], place[1:])


def changed_at(table: Any, place: Place, change: Callable[[Any], Any]) -> Any:
    """Return a copy in which what stands at a place is changed."""
    if not place:
        return change(table)
    copy = dict(table) if isinstance(table, Mapping) else list(table) if isinstance(table, (list, tuple)) else table
    for key in _keys_of(copy, place[0]):
        copy[key] = changed_at(copy[key], place[1:], change)
    return copy


def merged(old: Any, new: Any) -> Any:
    """Return the keys of `new` over those of `old`, section by section."""
    if not (isinstance(old, dict) and isinstance(new, dict)):
        return new
    return {**old, **{key: merged(old.get(key), value) for key, value in new.items()}}


def _keys_of(table: Any, part: str) -> list[Any]:
    """The keys of a table, or the numbers of a list, that a part of a place means."""
    if isinstance(table, Mapping):
        return list(table) if part == ANY else [part] * (part in table)
    return list(range(len(table))) if part == ANY and isinstance(table, (list, tuple)) else []


def _paths_in(annotation: Any, use: PathUse) -> Iterator[PathKey]:
    """The paths in a value of this type, by their places in it."""
    inner, outer = get_args(annotation), get_origin(annotation)
    if annotation is Path:
        yield PathKey((), use)
    elif isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield from path_keys(annotation)
    elif outer is Annotated:
        yield from _paths_in(inner[0], _use(inner[1:], use))
    elif outer in (Union, UnionType):
        for choice in inner:
            yield from _paths_in(choice, use)
    elif outer in (dict, tuple, list):
        for key in _paths_in(inner[1] if outer is dict else inner[0], use):
            yield PathKey((ANY, *key.place), key.use)


def _use(said: Iterable[Any], otherwise: PathUse) -> PathUse:
    return next((item for item in said if isinstance(item, PathUse)), otherwise)


def _is_section(annotation: Any) -> TypeGuard[type[Section]]:
    return isinstance(annotation, type) and issubclass(annotation, Section)
