from __future__ import annotations

import sys
from collections.abc import Iterator
from enum import Enum
from types import ModuleType

import pytest

from tools import docstrings
from zorgkaart.project.sections import AccessSection

PAGE = "# A page\n\n::: made_up.names\n\n::: made_up.names.fine\n"
# What all of the made-up names begin with, and then one for each fault.
HEAD = '''"""A module of made-up names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel
'''
FINE = '''

def fine(minutes: NDArray[np.float64], *, limit_min: float) -> NDArray[np.bool_]:
    """Whether the minutes are above a limit.

    Parameters
    ----------
    minutes : (n,) float64
        NaN where unknown.
    limit_min : float
        In minutes.

    Returns
    -------
    (n,) bool
        False where unknown.
    """
    return minutes > limit_min


@dataclass
class Fine:
    """A dataclass.

    Attributes
    ----------
    x, y : (n,) float64
        Metres.
    """

    x: NDArray[np.float64]
    y: NDArray[np.float64]
    _hidden: int = 0

    @property
    def both(self) -> NDArray[np.float64]:
        """(n, 2) float64: x and y."""
        return np.column_stack([self.x, self.y])

    def same(self) -> Fine:
        """Return it as it is."""
        return self

    def _own(self, size: int) -> dict[str, int]:
        return {}
'''
BAD = {
    "GL08 has no docstring": ("def bad() -> int:\n    return 1\n", "bad", "GL08"),
    "PR01 a parameter is not told": (
        'def bad(size: int) -> int:\n    """Add one."""\n    return size + 1\n',
        "bad",
        "PR01",
    ),
    "PR01 nor that of a class of its own making": (
        'class Bad:\n    """A class."""\n\n    def __init__(self, size: int) -> None:\n        self.size = size\n',
        "Bad",
        "PR01",
    ),
    "PR02 a parameter is told that is not there": (
        'def bad() -> None:\n    """Do it.\n\n    Parameters\n    ----------\n    a : int\n        Size.\n    """\n',
        "bad",
        "PR02",
    ),
    "PR04 without a type": (
        'def bad(a: int) -> None:\n    """Do it.\n\n    Parameters\n    ----------\n    a\n        Size.\n    """\n',
        "bad",
        "PR04",
    ),
    "PR07 without a description": (
        'def bad(a: int) -> None:\n    """Do it.\n\n    Parameters\n    ----------\n    a : int\n    """\n',
        "bad",
        "PR07",
    ),
    "RT01 a mapping is returned": ('def bad() -> dict[str, int]:\n    """Count."""\n    return {}\n', "bad", "RT01"),
    "RT01 an object of another class": ('def bad() -> Fine:\n    """Make one."""\n    return Fine()\n', "bad", "RT01"),
    "YD01 what is yielded": ('def bad() -> Iterator[int]:\n    """Count on."""\n    yield 1\n', "bad", "YD01"),
    "ZK01 a field of a dataclass": ('@dataclass\nclass Bad:\n    """A class."""\n\n    size: int\n', "Bad", "ZK01"),
    "ZK01 a field of a named tuple": ('class Bad(NamedTuple):\n    """A tuple."""\n\n    size: int\n', "Bad", "ZK01"),
    "ZK01 without a type": (
        '@dataclass\nclass Bad:\n    """A class.\n\n    Attributes\n    ----------\n    a\n        Size.\n    """\n\n'
        "    a: int\n",
        "Bad",
        "ZK01",
    ),
    "ZK01 a field of pydantic": ('class Bad(BaseModel):\n    """A model."""\n\n    size: int\n', "Bad", "ZK01"),
    "ZK01 a member": ('class Bad(Enum):\n    """A choice."""\n\n    ONE = 1\n', "Bad", "ZK01"),
    "ZK02 a parameter without shape": (
        'def bad(a: NDArray[np.float64]) -> None:\n    """Do it.\n\n    Parameters\n    ----------\n'
        '    a : float64\n        Minutes (if known, of all).\n    """\n',
        "bad",
        "ZK02",
    ),
    "ZK02 a field": (
        '@dataclass\nclass Bad:\n    """A class.\n\n    Attributes\n    ----------\n    a : array\n        Size.\n'
        '    """\n\n    a: NDArray[np.float64]\n',
        "Bad",
        "ZK02",
    ),
    "ZK02 a property": (
        'class Bad:\n    """A class."""\n\n    @property\n    def a(self) -> NDArray[np.float64]:\n'
        '        """Minutes."""\n        return np.zeros(1)\n',
        "Bad.a",
        "ZK02",
    ),
}


class World:
    """A package with one module of the given text, and a page that shows it."""

    def __init__(self, pages: pytest.TempPathFactory, patch: pytest.MonkeyPatch) -> None:
        self.folder = pages.mktemp("package")
        package = self.folder / "made_up"
        package.mkdir()
        (package / "__init__.py").write_text('"""Made up."""\n\n__all__: list[str] = []\n', encoding="utf-8")
        self.module = package / "names.py"
        (self.folder / "page.md").write_text(PAGE, encoding="utf-8")
        patch.syspath_prepend(str(self.folder))
        patch.setattr(docstrings, "PACKAGE", "made_up")
        patch.setattr(docstrings, "PAGES", self.folder)

    def faults(self, text: str = "") -> list[tuple[str, str]]:
        self.module.write_text(HEAD + FINE + ("\n\n" + text if text else ""), encoding="utf-8")
        names = docstrings.public_names()
        return [
            (name.removeprefix("made_up.names."), code)
            for name, thing in names.items()
            for code, _ in docstrings.faults_of(name, thing)
        ]


@pytest.fixture
def world(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    yield World(tmp_path_factory, monkeypatch)
    for name in [name for name in sys.modules if name.partition(".")[0] == "made_up"]:
        del sys.modules[name]


def test_names_are_those_of_the_pages_and_what_is_at_home_in_them(world: World) -> None:
    assert world.faults() == []
    assert [*docstrings.public_names()] == [
        "made_up.names",
        "made_up.names.fine",
        "made_up.names.Fine",
        "made_up.names.Fine.both",
        "made_up.names.Fine.same",
    ]


@pytest.mark.parametrize("what", BAD)
def test_a_fault_of_each_kind_is_told(world: World, what: str) -> None:
    text, name, code = BAD[what]
    assert world.faults(text) == [(name, code)]


def test_faults_are_printed_and_fail(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    world.faults("def bad() -> int:\n    return 1\n")
    assert docstrings.main() == 1
    assert capsys.readouterr().out == "made_up.names.bad: GL08: The object does not have a docstring\n"


def test_a_key_that_the_template_explains_needs_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    name = f"{AccessSection.__module__}.{AccessSection.__qualname__}"
    assert docstrings.faults_of(name, AccessSection) == []
    monkeypatch.setattr(docstrings, "_explained", set)
    assert [code for code, _ in docstrings.faults_of(name, AccessSection)] == ["ZK01", "ZK01"]


@pytest.mark.slow
def test_all_public_names_of_the_package_are_complete(capsys: pytest.CaptureFixture[str]) -> None:
    assert docstrings.main() == 0, capsys.readouterr().out
    names = docstrings.public_names()
    assert {"zorgkaart.project.model.Project.load", "zorgkaart.routing.nearest", "zorgkaart.errors.Problem"} <= {*names}
    assert not [name for name in names if any(part.startswith("_") for part in name.split("."))]
    assert {type(thing) for thing in names.values()} >= {ModuleType, property}
    assert any(isinstance(thing, type) and issubclass(thing, Enum) for thing in names.values())
