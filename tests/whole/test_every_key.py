"""Every key of the project file does something: changing it changes an output."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.key_changes import (
    CHANGES,
    changed,
    drawn,
    fitted,
    keys,
    origin,
    quality,
    scenario,
    shown,
    surfaces,
    tables,
    write_rich,
)
from support.paths import TESTS

from zorgkaart.project.model import Project

# What changes no figure, or is computed elsewhere, with the tests that show what it does.
ELSEWHERE = {
    "path": "project/test_model.py",
    "network.place": "network/test_named_place.py",
    "network.ferries": "network/test_osm.py",
    "runs.workers": "analyses/uncertainty/test_variants.py",
    "runs.scheduler": "analyses/uncertainty/test_variants.py",
}


def test_no_key_is_forgotten() -> None:
    assert sorted([*CHANGES, *ELSEWHERE]) == sorted(keys())
    for key, name in ELSEWHERE.items():
        text = (TESTS / name).read_text(encoding="utf-8")
        assert key.rpartition(".")[2] in text, key


@pytest.mark.parametrize("key", CHANGES)
def test_a_changed_key_changes_an_output(key: str, tmp_path: Path) -> None:
    change, output, *before = CHANGES[key]
    project = write_rich(tmp_path)
    if before:
        project = changed(project, before[0], tmp_path / "voor")
    other = changed(project, change, tmp_path / "na")
    assert output(project) != output(other)


def test_what_is_compared_is_the_same_without_a_change(tmp_path: Path) -> None:
    project = write_rich(tmp_path)
    for output in (tables, shown, scenario, drawn, fitted, quality, origin, surfaces):
        assert output(project) == output(Project.load(project.path)), output.__name__
