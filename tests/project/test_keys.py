"""What follows from the model of the project file: path keys, named sections, stand-ins."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

import pytest
from pydantic import Field

from zorgkaart.errors import Problems
from zorgkaart.project.keys import (
    ANY,
    OutputPath,
    OwnPath,
    PathUse,
    Section,
    changed_at,
    merged,
    named_sections,
    path_keys,
    stand_in,
    values_at,
)
from zorgkaart.project.model import Project
from zorgkaart.project.project_file import read_project_file


class RoomSection(Section):
    """A section that some room might add, with a path of every sort."""

    STAND_IN: ClassVar = {"table": "-"}

    table: Path
    more: tuple[Path, ...] = ()
    perhaps: Path | None = None
    folder: OutputPath = Path("uit")
    number: int = 1


class Small(Section):
    """A project file with little in it."""

    room: RoomSection
    rooms: dict[str, RoomSection] = Field(default_factory=dict)
    listed: tuple[RoomSection, ...] = ()
    words: dict[str, str] = Field(default_factory=dict)
    path: OwnPath = Path("x.toml")


def test_every_path_is_found_wherever_it_stands_and_what_it_is_for() -> None:
    found = {key.place: key.use for key in path_keys(Small)}
    inside = {
        ("table",): PathUse.INPUT,
        ("more", ANY): PathUse.INPUT,
        ("perhaps",): PathUse.INPUT,
        ("folder",): PathUse.OUTPUT,
    }
    expected = {
        (*above, *place): use for above in (("room",), ("rooms", ANY), ("listed", ANY)) for place, use in inside.items()
    }
    assert found == {**expected, ("path",): PathUse.ITSELF}


def test_the_paths_of_the_project_file() -> None:
    """A key that is added shows here; the order is that in which a result lists what it was made from."""
    assert [".".join(key.place) for key in path_keys(Project) if key.use is PathUse.INPUT] == [
        "areas.buurten",
        "areas.wijken",
        "areas.gemeenten",
        "areas.plaatsen",
        "areas.ages",
        "areas.age_classes",
        "residents.addresses.*",
        "residents.raster",
        "kinds.*.table",
        "supply.*.beside",
        "network.file",
        "network.built_up_addresses.*",
        "speeds.*.table",
        "visits.table",
        "need.*.table",
        "capacity.*.flows",
        "equity.table",
        "futures.*.population",
        "published",
        "base",
    ]
    assert [key.place for key in path_keys(Project) if key.use is PathUse.OUTPUT] == [("project", "output")]


def test_named_sections() -> None:
    assert named_sections(Small) == {"rooms": RoomSection}
    assert set(named_sections(Project)) == {
        "kinds",
        "norms",
        "supply",
        "speeds",
        "assumptions",
        "candidates",
        "need",
        "capacity",
        "futures",
        "retirement",
        "scenarios",
    }


@pytest.mark.parametrize("name", [name for name, field in Project.model_fields.items() if field.is_required()])
def test_every_section_that_must_be_there_has_a_stand_in_that_can_be_read(name: str) -> None:
    substitute = stand_in(Project, name)
    assert substitute
    field = Project.model_fields[name]
    section = named_sections(Project).get(name) or field.annotation
    assert isinstance(section, type)
    assert issubclass(section, Section)
    section.model_validate(substitute["x"] if name in named_sections(Project) else substitute)


def test_a_section_that_may_be_absent_has_none() -> None:
    assert stand_in(Project, "calibration") is None
    assert stand_in(Small, "rooms") is None


def test_a_new_section_is_read_as_the_others_are(tmp_path: Path) -> None:
    """No module but the sections themselves has to know of it: paths, results' folder, faults."""
    path = tmp_path / "klein.toml"
    path.write_text(
        '[room]\ntable = "a.csv"\nmore = ["b.csv"]\n[rooms.een]\nnumber = 2\n[rooms.twee]\ntable = "c.csv"\n',
        encoding="utf-8",
    )
    problems = Problems()
    found = read_project_file(path, problems, model=Small, loose_ends=lambda _: [])
    assert found.project.room.table == tmp_path / "a.csv"
    assert found.project.room.more == (tmp_path / "b.csv",)
    assert found.project.room.folder == tmp_path / "uit"
    assert found.project.rooms["twee"].table == tmp_path / "c.csv"
    assert [problem.what for problem in problems] == ["rooms.een.table: this key is missing"]
    assert found.broken == frozenset()
    path.write_text("[room]\nnumber = 2\n", encoding="utf-8")
    found = read_project_file(path, problems, model=Small, loose_ends=lambda _: [])
    assert found.broken == {"room"}


TABLE: dict[str, Any] = {"a": {"x": {"p": 1}, "y": {"q": 2}, "z": 3}, "b": [1, 2], "c": "text"}


@pytest.mark.parametrize(
    ("place", "values"),
    [
        (("a", ANY, "p"), [1]),
        (("a", "y", "q"), [2]),
        (("b", ANY), [1, 2]),
        (("b",), [[1, 2]]),
        (("c", ANY), []),
        (("c", "d"), []),
        (("d", ANY), []),
        ((ANY, "z"), [3]),
    ],
)
def test_what_stands_at_a_place_is_found_and_changed(place: tuple[str, ...], values: list[Any]) -> None:
    assert list(values_at(TABLE, place)) == values
    changed = changed_at(TABLE, place, lambda value: ("new", value))
    assert list(values_at(changed, place)) == [("new", value) for value in values]
    assert changed_at(TABLE, place, lambda value: value) == TABLE
    assert TABLE["b"] == [1, 2]


def test_keys_are_laid_over_others_section_by_section() -> None:
    old = {"a": {"x": 1, "y": 2}, "b": [1], "c": 1}
    assert merged(old, {"a": {"y": 3}, "b": [2], "d": {}}) == {"a": {"x": 1, "y": 3}, "b": [2], "c": 1, "d": {}}
    assert merged(old, 5) == 5
    assert old["b"] == [1]
