"""The docstrings of all public names, held against numpydoc: ``python -m tools.docstrings``, part of ``make lint``.

Public is what ``zorgkaart.__all__`` has and what the pages in ``docs/api`` show: of a module its own public functions
and classes, of a class its own public methods and properties.
"""

from __future__ import annotations

import dataclasses
import enum
import importlib
import inspect
import re
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, get_args

from numpydoc.docscrape import NumpyDocString
from numpydoc.validate import validate
from pydantic import BaseModel

from zorgkaart.project.explanations import explanations
from zorgkaart.project.keys import named_sections
from zorgkaart.project.model import Project
from zorgkaart.project.template import TEMPLATE

PACKAGE = "zorgkaart"
PAGES = Path(__file__).parents[1] / "docs" / "api"
SHOWN = re.compile(r"^::: (\S+)", re.MULTILINE)
SHAPE = re.compile(r"Shape \([\w +]+,|\([\w +]+,( [\w +]+)?\) (array|bool|float|int|object|uint)")
# Of what is made of these alone, or of the object's own class, the summary says what is returned (RT01).
PLAIN = {"None", "bool", "int", "float", "str", "Path", "list", "tuple", "Self", "T", "NormT"}
# All others count, also those that a later numpydoc adds.
NOT_ASKED = {
    "ES01": "many a summary says it all",
    "SA01": "the page of the documentation sets the neighbours side by side",
    "EX01": "examples stand where one begins: at the doors, and in the guides, where a test runs them",
    "SS05": "a noun phrase says as much as an order (ruff's D401 is off for that too), and 'Areas' is no verb",
}
Fault = tuple[str, str]


def main() -> int:
    """Print every fault of every public name, a line each; 1 if there is any."""
    names = public_names()
    faults = [f"{name}: {code}: {text}" for name, thing in names.items() for code, text in faults_of(name, thing)]
    print("\n".join(faults) or f"The docstrings of {len(names)} public names are complete.")
    return int(bool(faults))


def public_names() -> dict[str, Any]:
    """The public names of zorgkaart with what they stand for, each once, under the name of its home."""
    package = importlib.import_module(PACKAGE)
    shown = [name for page in sorted(PAGES.glob("*.md")) for name in SHOWN.findall(page.read_text(encoding="utf-8"))]
    doors = [getattr(package, name) for name in package.__all__ if not name.startswith("__")]
    return dict(pair for thing in (*doors, *map(_named, shown)) for pair in _with_members(thing))


def faults_of(name: str, thing: Any) -> list[Fault]:
    """The codes and messages of what is wrong with the docstring of one name."""
    result = validate(name)
    faults = [(code, text) for code, text in result["errors"] if code not in NOT_ASKED and _asked(code, thing)]
    doc = NumpyDocString(result["docstring"])
    items = [*doc["Parameters"], *doc["Attributes"]]
    told = {part.strip(): (item.type, " ".join(item.desc)) for item in items for part in item.name.split(",")}
    if inspect.isclass(thing):
        for field in _fields(thing):
            kind, text = told.get(field, ("", ""))
            if not (text and (kind or issubclass(thing, enum.Enum))) and (thing, field) not in _explained():
                faults.append(("ZK01", f'Field "{field}" has no type or no description'))
    else:
        told["return"] = ("", result["docstring"])
    for field, annotation in inspect.get_annotations(_function(thing) or thing).items():
        if "NDArray" in str(annotation) and field in told and not SHAPE.search(" ".join(told[field])):
            faults.append(("ZK02", f'Array "{field}" has no shape, such as (n,) float64'))
    return faults


def _named(name: str) -> Any:
    """What a name of a page stands for: a module, or something in one."""
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError:
        home, _, last = name.rpartition(".")
        return getattr(_named(home), last)


def _with_members(thing: Any) -> Iterator[tuple[str, Any]]:
    """A module, class or function and the public names that are at home in it, each with its full name."""
    whole = thing.__name__ if inspect.ismodule(thing) else f"{thing.__module__}.{thing.__qualname__}"
    yield whole, thing
    for name, member in vars(thing).items() if inspect.ismodule(thing) or inspect.isclass(thing) else ():
        home = getattr(member if inspect.isclass(member) else _function(member), "__module__", None)
        if not name.startswith("_") and home == getattr(thing, "__module__", whole):
            yield from _with_members(member) if inspect.isclass(member) else [(f"{whole}.{name}", member)]


def _function(member: Any) -> Callable[..., Any] | None:
    """The function behind a member of a class or module; None of what is none."""
    inner = getattr(member, "fget", None) or getattr(member, "func", None) or getattr(member, "__func__", member)
    function = inspect.unwrap(inner) if callable(inner) else None
    return function if inspect.isfunction(function) else None


def _asked(code: str, thing: Any) -> bool:
    """Whether a code is asked of a thing: not everything has parameters (PR01) or returns with parts (RT01) to tell."""
    if code == "PR01" and inspect.isclass(thing):  # fields may stand under Attributes, which ZK01 looks at
        plain = not issubclass(thing, (BaseModel, enum.Enum, BaseException))
        fields = dataclasses.is_dataclass(thing) or _is_named_tuple(thing)
        return plain and not fields and not getattr(thing, "_is_protocol", False)
    if code == "RT01" and (function := _function(thing)) is not None:
        own = function.__qualname__.split(".")[0]
        return not PLAIN | {own} >= {*re.findall(r"\w+", str(function.__annotations__["return"]))}
    return True


def _fields(thing: type) -> list[str]:
    """The public fields of a dataclass, named tuple, project section or enumeration, without those of its parents."""
    if issubclass(thing, enum.Enum):
        return [member.name for member in thing]
    fields = dataclasses.fields(thing) if dataclasses.is_dataclass(thing) else ()
    names = [*getattr(thing, "model_fields", ()), *(field.name for field in fields)]
    names += thing._fields if _is_named_tuple(thing) else ()  # type: ignore[attr-defined]
    return [name for name in names if not name.startswith("_") and name in inspect.get_annotations(thing)]


def _is_named_tuple(thing: type) -> bool:
    return issubclass(thing, tuple) and hasattr(thing, "_fields")


@cache
def _explained() -> set[tuple[type, str]]:
    """The sections of the project file and their keys that its template explains, in Dutch, for who writes one."""
    named, kinds = named_sections(Project), {}
    for name, field in Project.model_fields.items():
        choices = (named.get(name), field.annotation, *get_args(field.annotation))
        kinds[name] = next(kind for kind in choices if inspect.isclass(kind))
    places = explanations(TEMPLATE.read_text(encoding="utf-8"), frozenset(named))
    return {(kinds[place[0]] if len(place) > 1 else Project, place[-1]) for place in places}


if __name__ == "__main__":
    sys.exit(main())
