"""What is read from the code of a small package."""

from __future__ import annotations

from pathlib import Path

from tools.error_texts import templates

FIRST = '''
from small.second import ADVICE, WORDS, fault

class SmallError(Exception):
    """One of ours."""

def read(path, rows, what="no row", *, problems):
    if not path:
        raise SmallError(f"{path}: cannot be read. {ADVICE}")
    if rows > 3:
        problem = "too long" if rows > 9 else "too short by far"
        raise SmallError(f"{path}: {problem}, {rows:,} row{'' if rows == 1 else 's'}")
    problems.add(path, f"{what} is there", WORDS["b"])
    raise SmallError("\\n".join(f"line {row} is wrong" for row in rows) + "\\nCorrect them.")

def ask(path):
    read(path, 3, "no column", problems=[])
    raise fault(path, "is not a file")
    raise KeyError("not for users")
'''
SECOND = """
import logging

ADVICE = "Try again later."
WORDS = {"a": "Save it again.", "b": "Save it anew"}

def fault(path, what):
    logging.getLogger().warning("%s: %.1f km too far", path, 3.0)
    parts = []
    parts.append("Look twice")
    return ValueError(f"{path} {what}. {'; '.join(parts)}")
"""


def test_sentences_are_followed_to_where_they_are_made(tmp_path: Path) -> None:
    package = tmp_path / "small"
    package.mkdir()
    (package / "first.py").write_text(FIRST, encoding="utf-8")
    (package / "second.py").write_text(SECOND, encoding="utf-8")
    assert templates(package) == {
        "Try again later": "small/second.py",
        "Save it again": "small/second.py",
        "Save it anew": "small/second.py",
        "Look twice": "small/second.py",
        "is not a file": "small/first.py",
        "{1}: {2:n} km too far": "small/second.py",
        "{1}: cannot be read. {2}": "small/first.py",
        "too long": "small/first.py",
        "too short by far": "small/first.py",
        "{1}: {2}, {3:n} row": "small/first.py",
        "{1}: {2}, {3:n} rows": "small/first.py",
        "no column": "small/first.py",
        "{1} is there": "small/first.py",
        "line {1} is wrong": "small/first.py",
        "Correct them": "small/first.py",
    }
