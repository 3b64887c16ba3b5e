"""Modes, measures and their columns are spelled in one place each; everything else asks the mode or the measure."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest
from support.paths import ROOT

SOURCE = ROOT / "src" / "zorgkaart"
# The keys of a norm say what it measures.
OF_NORMS = {"project/norm_keys.py", "project/sections.py"}
WORDS = {
    "auto": {"project/defaults.py"},  # the mode of trips in a project that names no other
    "ambulance": {"project/defaults.py"},  # and that of the chain of a norm
    "keten": {"access/measures.py", *OF_NORMS},  # the variant of norm
    "reis": {"access/measures.py", *OF_NORMS},
    "aanrij": {"access/measures.py", *OF_NORMS},  # a variant, and the word for the column of its leg
    "vervoer": {"access/measures.py"},
    "metres": {"network/speeds.py"},  # a weight and no mode
}
COLUMNS = re.compile(
    r"(^|_)(norm_min|norm_p90|aanrij_min|vervoer_min|inwoners_buiten_norm|\d*plus_buiten_norm|aandeel_buiten_norm)(_|$)"
)
OF_COLUMNS = {"access/measures.py"}


def texts(source: str) -> Iterator[str]:
    """The texts in a source, the pieces of f-strings included, and docstrings left out."""
    tree = ast.parse(source)
    told = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.value


def found_in(accepts: re.Pattern[str]) -> set[str]:
    """The modules of the package with a text in which the pattern is found."""
    return {
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        if any(accepts.search(text) for text in texts(path.read_text(encoding="utf-8")))
    }


@pytest.mark.parametrize("word", WORDS)
def test_a_mode_or_measure_is_spelled_where_it_is_defined_and_nowhere_else(word: str) -> None:
    assert found_in(re.compile(f"^{word}$")) == WORDS[word]


def test_columns_of_norms_are_spelled_where_measures_are_defined_and_nowhere_else() -> None:
    assert found_in(COLUMNS) == OF_COLUMNS


def test_texts_are_found_in_f_strings_and_not_in_docstrings() -> None:
    source = '''"""auto"""
def column(kind):
    """keten"""
    return f"{kind}_norm_min_{'ambulance'}" if kind == "metres" else None
'''
    assert set(texts(source)) == {"_norm_min_", "ambulance", "metres"}
    assert COLUMNS.search("_norm_min_")
    assert not COLUMNS.search("minder_buiten_norm")
