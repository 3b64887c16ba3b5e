"""Starting a project: the project file and its schema, both or neither."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from zorgkaart.errors import OutputError
from zorgkaart.files import atomic_path
from zorgkaart.project import template
from zorgkaart.project.template import PROJECT_FILE, SCHEMA_FILE, SCHEMA_LINE, TEMPLATE, init_project


def test_the_project_file_names_the_schema_beside_it(tmp_path: Path) -> None:
    path = init_project(tmp_path)
    assert path == tmp_path / PROJECT_FILE
    assert path.read_text(encoding="utf-8") == TEMPLATE.read_text(encoding="utf-8")
    line = path.read_text(encoding="utf-8").splitlines()[0]
    assert line == SCHEMA_LINE
    schema = json.loads((tmp_path / line.removeprefix("#:schema ")).read_text(encoding="utf-8"))
    assert "kinds" in schema["properties"]
    assert {item.name for item in tmp_path.iterdir()} == {PROJECT_FILE, SCHEMA_FILE, "gegevens"}


@pytest.mark.parametrize("name", [PROJECT_FILE, SCHEMA_FILE])
def test_either_file_that_is_there_is_left_as_it_is_and_the_other_is_not_made(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("mijn werk", encoding="utf-8")
    with pytest.raises(OutputError, match=f"{name}: exists already and was left as it is"):
        init_project(tmp_path)
    assert [item.name for item in tmp_path.iterdir()] == [name]
    assert (tmp_path / name).read_text(encoding="utf-8") == "mijn werk"


@pytest.mark.parametrize("name", [PROJECT_FILE, SCHEMA_FILE])
def test_if_one_cannot_be_written_neither_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    @contextmanager
    def full(target: Path) -> Iterator[Path]:
        with atomic_path(target) as path:
            if target.name == name:
                raise OutputError(f"{target}: the disk is full")
            yield path

    monkeypatch.setattr(template, "atomic_path", full)
    with pytest.raises(OutputError, match="the disk is full"):
        init_project(tmp_path)
    assert [item.name for item in tmp_path.iterdir()] == ["gegevens"]
