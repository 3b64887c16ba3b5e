"""A name says what it holds."""

from __future__ import annotations

import ast

import pytest
from support.paths import ROOT

FOLDERS = ("src", "tools", "benchmarks", "docs")
SAY_NOTHING = {"found"}  # say what was found


def names(source: str) -> set[str]:
    """The names that a source gives to variables, arguments, functions and classes."""
    given: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name):
                given.add(name)
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name) | ast.AsyncFunctionDef(name=name):
                given.add(name)
    return given


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_name_says_nothing(folder: str) -> None:
    sources = sorted((ROOT / folder).rglob("*.py"))
    assert sources
    wrong = {str(path.relative_to(ROOT)): names(path.read_text(encoding="utf-8")) & SAY_NOTHING for path in sources}
    assert not {path: which for path, which in wrong.items() if which}


def test_names_of_every_kind_are_seen() -> None:
    source = (
        "def a(b, *c):\n    d = [e for e in b]\n    for f, g in d: pass\n    if h := c: pass\nclass i: j: int = 1\n"
    )
    assert names(source) == set("abcdefghij")
