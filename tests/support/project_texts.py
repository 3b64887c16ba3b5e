"""Writing a project file, and what is found wrong with one."""

from __future__ import annotations

from pathlib import Path

from zorgkaart.errors import Problems
from zorgkaart.project.model import Project


def written(folder: Path, text: str) -> Path:
    path = folder / "proef.toml"
    path.write_text(text, encoding="utf-8")
    return path


def wrong_with(path: Path) -> list[str]:
    """What is said about a project file, without the advice."""
    problems = Problems()
    Project.read(path, problems)
    assert all(problem.fatal and problem.where == path.name for problem in problems)
    return [problem.what for problem in problems]
