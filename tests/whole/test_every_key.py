"""Every key of the project file does something: changing it changes an output."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from support.key_changes import (
    CHANGES,
    Output,
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


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The project that is changed; changes write beside it and leave it as it is."""
    return write_rich(tmp_path_factory.mktemp("rijk"))


@pytest.fixture(scope="module")
def unchanged(rich: Project) -> Callable[[Output], str]:
    """What an output is without a change, computed once."""
    return cache(lambda output: output(rich))


def test_no_key_is_forgotten() -> None:
    assert sorted([*CHANGES, *ELSEWHERE]) == sorted(keys())
    for key, name in ELSEWHERE.items():
        text = (TESTS / name).read_text(encoding="utf-8")
        assert key.rpartition(".")[2] in text, key


@pytest.mark.slow
@pytest.mark.parametrize("key", CHANGES)
def test_a_changed_key_changes_an_output(
    rich: Project, unchanged: Callable[[Output], str], key: str, tmp_path: Path
) -> None:
    change, output, *before = CHANGES[key]
    project = changed(rich, before[0], tmp_path / "voor") if before else rich
    was = output(project) if before else unchanged(output)
    assert output(changed(project, change, tmp_path / "na")) != was


@pytest.mark.slow
def test_what_is_compared_is_the_same_without_a_change(rich: Project, unchanged: Callable[[Output], str]) -> None:
    for output in (tables, shown, scenario, drawn, fitted, quality, origin, surfaces):
        assert unchanged(output) == output(Project.load(rich.path)), output.__name__
