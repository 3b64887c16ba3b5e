"""Grounds, buildings and points of one site are one; two sites beside each other stay two."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from osmium.osm.mutable import Relation
from support.osm_samples import File, sites

HOSPITAL = {"amenity": "hospital", "emergency": "yes"}


def named(name: str, **tags: str) -> dict[str, str]:
    return {**HOSPITAL, "name": name, **tags}


def grounds(file: File, tags: dict[str, str]) -> None:
    """A relation of two parts, half a kilometre wide, as grounds on both sides of a road are drawn."""
    rings = [file.square(x, 0, 3, {}) for x in (0, 4)]
    members = [("w", ring, "outer") for ring in rings]
    file.relations.append(Relation(id=1, version=1, members=members, tags={"type": "multipolygon", **tags}))


def building_in_grounds(file: File) -> None:
    file.square(0, 0, 8, named("Ziekenhuis Noord"))
    file.square(6, 6, 1, named("Ziekenhuis Noord", building="hospital", opening_hours="24/7"))


def relation_with_building_and_node(file: File) -> None:
    grounds(file, named("Ziekenhuis Noord"))
    file.square(5, 1, 1, {"healthcare": "hospital", "building": "hospital", "name": "ziekenhuis  noord"})
    file.node(1, 1, named("Ziekenhuis-Noord"))


def nameless_building_that_knows_of_emergencies(file: File) -> None:
    file.square(0, 0, 8, {"amenity": "hospital", "name": "Ziekenhuis Noord"})
    file.square(6, 6, 1, {**HOSPITAL, "building": "yes"})


def part_with_a_name_of_what_it_is(file: File) -> None:
    file.square(0, 0, 8, {"amenity": "hospital", "name": "Ziekenhuis Noord"})
    file.square(6, 6, 1, named("Spoedeisende Hulp"))


def short_and_long_name(file: File) -> None:
    file.square(0, 0, 8, named("UZN", official_name="Universitair Ziekenhuis Noord"))
    file.square(6, 6, 1, named("Universitair Ziekenhuis Noord"))


def longer_name_of_the_building(file: File) -> None:
    file.square(0, 0, 8, named("Noord"))
    file.square(6, 6, 1, named("Ziekenhuis Noord"))


def touching_parts(file: File) -> None:
    file.square(0, 0, 4, named("Ziekenhuis Noord"))
    file.square(4, 0, 4, named("Ziekenhuis Noord"))


def point_at_the_gate(file: File) -> None:
    file.square(0, 0, 8, named("Ziekenhuis Noord"))
    file.node(9, 4, named("Ziekenhuis Noord"))


def old_wing_on_the_grounds(file: File) -> None:
    file.square(0, 0, 8, named("Ziekenhuis Noord"))
    file.square(6, 6, 1, {"disused:amenity": "hospital", "name": "Ziekenhuis Noord"})


@pytest.mark.parametrize(
    "draw",
    [
        building_in_grounds,
        relation_with_building_and_node,
        nameless_building_that_knows_of_emergencies,
        part_with_a_name_of_what_it_is,
        short_and_long_name,
        longer_name_of_the_building,
        touching_parts,
        point_at_the_gate,
        old_wing_on_the_grounds,
    ],
)
def test_what_is_drawn_of_one_hospital_is_one_open_site(draw: Callable[[File], None], tmp_path: Path) -> None:
    file = File()
    draw(file)
    table = sites(file.write(tmp_path / "x.osm.pbf")).table
    assert table["status"].tolist() == ["open"]
    assert table["naam"].item() in ("Ziekenhuis Noord", "Ziekenhuis-Noord", "Noord", "UZN")


def side_by_side(file: File) -> None:
    file.square(0, 0, 4, named("Ziekenhuis Noord"))
    file.square(4, 0, 4, named("Sint Anna"))


def one_campus_two_names(file: File) -> None:
    file.square(0, 0, 8, named("Ziekenhuis Noord"))
    file.square(6, 6, 1, named("Kinderkliniek De Boei"))


def grounds_of_both(file: File) -> None:
    """Nameless grounds tie no two hospitals together: they are those of the nearest, and the other stays."""
    file.square(0, 0, 8, HOSPITAL)
    file.square(1, 1, 1, named("Ziekenhuis Noord"))
    file.square(6, 6, 1, named("Sint Anna"))


def one_name_two_towns(file: File) -> None:
    file.square(0, 0, 1, named("Ziekenhuis Noord"))
    file.square(60, 0, 1, named("Ziekenhuis Noord"))


def shared_word(file: File) -> None:
    """The short name is that of both longer ones, and joins none of them."""
    file.square(0, 0, 4, named("Sint Anna Oost"))
    file.square(4, 0, 4, named("Sint Anna West"))


def moved_next_door(file: File) -> None:
    file.node(0, 0, {"disused:amenity": "hospital", "emergency": "yes", "name": "Ziekenhuis Noord"})
    file.node(1, 0, named("Ziekenhuis Noord"))


@pytest.mark.parametrize(
    "draw", [side_by_side, one_campus_two_names, grounds_of_both, one_name_two_towns, shared_word, moved_next_door]
)
def test_two_sites_near_each_other_stay_two(draw: Callable[[File], None], tmp_path: Path) -> None:
    file = File()
    draw(file)
    assert len(sites(file.write(tmp_path / "x.osm.pbf")).table) == 2


def test_practices_in_one_building_stay_apart_and_what_only_others_tell_is_kept(tmp_path: Path) -> None:
    file = File()
    file.square(0, 0, 1, {"amenity": "doctors", "name": "Huisartsenpraktijk"})
    file.node(0.2, 0.5, {"amenity": "doctors", "name": "Huisartsenpraktijk Jansen"})
    file.node(0.8, 0.5, {"amenity": "doctors", "name": "Huisartsenpraktijk Smit"})
    file.square(30, 0, 1, {"amenity": "pharmacy", "name": "Leek", "addr:street": "Dam", "addr:housenumber": "1"})
    file.node(30.5, 0.5, {"amenity": "pharmacy", "name": "Apotheek Leek", "opening_hours": "24/7"})
    table = sites(file.write(tmp_path / "x.osm.pbf")).table
    assert len(table[table["soort"] == "huisarts"]) == 3
    pharmacy = table[table["soort"] == "apotheek"].iloc[0]
    assert pharmacy[["naam", "adres", "volcontinu"]].tolist() == ["Apotheek Leek", "Dam 1", "ja"]
    assert pharmacy["opmerking"] == "in OpenStreetMap ook getekend als Leek (apotheek-w2)"


def test_an_old_wing_is_named_and_not_lost(tmp_path: Path) -> None:
    file = File()
    old_wing_on_the_grounds(file)
    remark = sites(file.write(tmp_path / "x.osm.pbf")).table["opmerking"].item()
    assert remark == "in OpenStreetMap ook getekend als Ziekenhuis Noord (seh-w2, gesloten)"
