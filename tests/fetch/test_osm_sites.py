"""What is read from the tags of OpenStreetMap, on objects that this test makes."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import geopandas as gpd
import numpy as np
import osmium
import pytest
import shapely
from geopandas import GeoDataFrame
from hypothesis import given
from hypothesis import strategies as st
from osmium.osm.mutable import Node, Relation, Way

from zorgkaart.errors import InputError
from zorgkaart.fetch.osm_areas import country_of, draw_areas, read_outlines
from zorgkaart.fetch.osm_file import osm_date, plain_text
from zorgkaart.fetch.osm_points import read_places, read_points
from zorgkaart.fetch.osm_roads import write_roads
from zorgkaart.fetch.osm_sites import Sites, kinds, read_sites, rules
from zorgkaart.network.osm import read_osm

LON, LAT = 6.5, 53.2
STEP = 0.001  # about 67 m east, 111 m north


class File:
    """A small file in the making, in steps of :data:`STEP` from one point."""

    def __init__(self, *, version: int = 1) -> None:
        self.nodes: list[Node] = []
        self.ways: list[Way] = []
        self.relations: list[Relation] = []
        self.version = version

    def node(self, x: float, y: float, tags: Mapping[str, str] | None = None, *, number: int | None = None) -> int:
        number = number or len(self.nodes) + 1
        place = (LON + x * STEP, LAT + y * STEP)
        self.nodes.append(Node(id=number, version=self.version, location=place, tags=dict(tags or {})))
        return number

    def way(self, nodes: Sequence[int], tags: Mapping[str, str], *, number: int | None = None) -> int:
        number = number or len(self.ways) + 1
        self.ways.append(Way(id=number, version=self.version, nodes=list(nodes), tags=dict(tags)))
        return number

    def square(self, x: float, y: float, size: float, tags: Mapping[str, str]) -> int:
        corners = [self.node(x + dx, y + dy) for dx, dy in ((0, 0), (size, 0), (size, size), (0, size))]
        return self.way([*corners, corners[0]], tags)

    def border(self, x: float, y: float, size: float, level: int, name: str, **tags: str) -> None:
        ring = self.square(x, y, size, {})
        tags = {"type": "boundary", "boundary": "administrative", "admin_level": str(level), "name": name, **tags}
        number = len(self.relations) + 1
        self.relations.append(Relation(id=number, version=1, members=[("w", ring, "outer")], tags=tags))

    def write(self, path: Path) -> Path:
        with osmium.SimpleWriter(str(path)) as writer:
            for node in sorted(self.nodes, key=lambda item: item.id):
                writer.add_node(node)
            for way in sorted(self.ways, key=lambda item: item.id):
                writer.add_way(way)
            for relation in self.relations:
                writer.add_relation(relation)
        return path


def sites(path: Path, **options: object) -> Sites:
    given_ = {"window": None, "home": None, "land": "NL", "source": "bron", "date": "2026-01-31", **options}
    return read_sites([path], crs="EPSG:28992", **given_)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("tags", "kind", "status"),
    [
        ({"amenity": "hospital", "emergency": "yes"}, "seh", "open"),
        ({"amenity": "hospital", "emergency": "no"}, "", ""),
        ({"amenity": "hospital"}, "seh", "onbekend"),
        ({"healthcare": "hospital", "emergency": "yes"}, "seh", "open"),
        ({"emergency": "yes"}, None, None),  # a road may say so too
        ({"emergency": "ambulance_station"}, "ambulancepost", "open"),
        ({"amenity": "doctors"}, "huisarts", "open"),
        ({"amenity": "doctors", "healthcare:speciality": "general; vaccination"}, "huisarts", "open"),
        ({"amenity": "doctors", "healthcare:speciality": "dermatology"}, "", ""),
        ({"healthcare": "doctor"}, "huisarts", "twijfel"),
        ({"healthcare": "doctor", "healthcare:speciality": "family_medicine"}, "huisarts", "open"),
        ({"amenity": "doctors", "name": "Huisartsenpost Leek"}, "huisartsenpost", "open"),
        ({"amenity": "clinic", "name": "Dokterswacht Friesland"}, "huisartsenpost", "open"),
        ({"amenity": "clinic", "name": "HAP Assen"}, "huisartsenpost", "open"),
        ({"amenity": "clinic", "name": "Kliniek Hapert"}, None, None),
        ({"amenity": "pharmacy"}, "apotheek", "open"),
        ({"amenity": "pharmacy", "dispensing": "no"}, "", ""),
        ({"amenity": "social_facility", "social_facility": "nursing_home"}, "verpleeghuis", "open"),
        ({"amenity": "bench"}, None, None),
    ],
)
def test_tags_make_a_kind(tags: dict[str, str], kind: str | None, status: str | None) -> None:
    rule = next((rule for rule in rules() if rule.fits(tags)), None)
    assert (rule and rule.kind, rule and rule.status) == (kind, status)


def test_every_rule_makes_a_kind_that_is_shown() -> None:
    assert {rule.kind for rule in rules()} - {""} == set(kinds())
    assert all(bool(rule.kind) == bool(rule.status) for rule in rules())
    assert all(bool(rule.explanation) == (rule.status in ("onbekend", "twijfel")) for rule in rules())


def test_one_site_drawn_twice_is_one(tmp_path: Path) -> None:
    """The open one stays, then the one with hours; a nameless building around a named point is that site."""
    file = File()
    file.node(0, 0, {"amenity": "hospital", "name": "Het  Ziekenhuis"})
    file.square(0.2, 0, 1, {"amenity": "hospital", "name": "het ziekenhuis", "emergency": "yes"})
    file.node(0, 50, {"amenity": "pharmacy", "name": "Apotheek"})
    file.node(0.5, 50, {"amenity": "pharmacy", "name": "Apotheek", "opening_hours": "Mo-Fr 08:00-17:30"})
    file.square(0, 50, 1, {"amenity": "pharmacy"})
    file.node(0, 60, {"amenity": "pharmacy", "name": "Apotheek"})  # a kilometre on: another
    file.node(0.1, 50, {"amenity": "doctors", "name": "Apotheek"})
    file.node(0, 70, {"amenity": "doctors", "name": "Praktijk A"})
    file.node(0, 70, {"amenity": "doctors", "name": "Praktijk B"})
    found = sites(file.write(tmp_path / "x.osm.pbf"))
    assert found.of("seh")["id"].tolist() == ["seh-w1"]
    assert len(found.of("seh")) == 1
    assert found.of("seh")["status"].tolist() == ["open"]
    assert len(found.of("apotheek")) == 2
    assert "Mo-Fr 08:00-17:30" in found.of("apotheek")["openingstijden"].tolist()
    assert sorted(found.of("huisarts")["naam"]) == ["Apotheek", "Praktijk A", "Praktijk B"]
    assert found.merged == 3


def test_what_a_site_tells(tmp_path: Path) -> None:
    file = File()
    file.node(
        0,
        0,
        {
            "amenity": "pharmacy",
            "name": "  De\nPost\x07  ",
            "addr:street": "Straat",
            "addr:housenumber": "1",
            "addr:postcode": "9700 AA",
            "addr:city": "Dorp",
            "opening_hours": "24/7",
        },
    )
    file.node(10, 0, {"amenity": "pharmacy", "opening_hours": "soms"})
    file.node(20, 0, {"amenity": "pharmacy", "addr:street": "Laan", "opening_hours": "Mo-Fr 09:00-17:00"})
    table = sites(file.write(tmp_path / "x.osm.pbf")).table.set_index("id")
    first, second, third = (table.loc[f"apotheek-n{number}"] for number in (1, 2, 3))
    assert first[["naam", "adres", "postcode", "plaats", "precisie", "volcontinu"]].tolist() == [
        "De Post",
        "Straat 1",
        "9700 AA",
        "Dorp",
        "adres",
        "ja",
    ]
    assert second[["naam", "openingstijden", "volcontinu", "precisie"]].tolist() == [
        "Apotheek (n2)",
        "",
        "onbekend",
        "kaartpunt",
    ]
    assert second["opmerking"] == "openingstijden volgens OpenStreetMap: soms"
    assert third[["naam", "volcontinu"]].tolist() == ["Apotheek (Laan)", "nee"]
    assert (table["peildatum"] == "2026-01-31").all()
    assert first["lat"] == pytest.approx(LAT)


def test_sites_beyond_the_border_are_counted_and_left_out(tmp_path: Path) -> None:
    file = File()
    file.node(0, 0, {"amenity": "pharmacy", "name": "Hier"})
    file.node(200, 0, {"amenity": "pharmacy", "name": "Daar"})
    path = file.write(tmp_path / "x.osm.pbf")
    here = gpd.GeoSeries([shapely.Point(LON, LAT)], crs="EPSG:4326").to_crs("EPSG:28992").buffer(1000)
    home = GeoDataFrame({"gemeente": ["Dorp"], "provincie": ["Groningen"]}, geometry=here)
    found = sites(path, home=home)
    assert found.table[["naam", "gemeente", "provincie"]].to_numpy().tolist() == [["Hier", "Dorp", "Groningen"]]
    assert found.abroad == 1
    assert sites(path, window=here.iloc[0]).abroad == 0
    assert len(sites(path, window=here.iloc[0]).table) == 1


def test_roads_of_several_files_are_each_there_once_and_the_newest(tmp_path: Path) -> None:
    old, new = File(version=1), File(version=2)
    for file, highway in ((old, "residential"), (new, "primary")):
        nodes = [file.node(x, 0, number=number) for x, number in ((0, 1), (1, 2), (2, 3))]
        file.way(nodes, {"highway": highway}, number=1)
    new.way([new.node(2, 0, number=3 + 10), new.node(3, 0, number=14)], {"highway": "tertiary"}, number=2)
    old.square(0, 0, 2, {"building": "yes"})
    old.node(1, 1, {"addr:housenumber": "1"})
    paths = [old.write(tmp_path / "oud.osm.pbf"), new.write(tmp_path / "nieuw.osm.pbf")]
    write_roads(paths, tmp_path / "wegen.osm.pbf")
    ways = {way.id: dict(way.tags) for way in osmium.FileProcessor(str(tmp_path / "wegen.osm.pbf"), osmium.osm.WAY)}
    assert ways == {1: {"highway": "primary"}, 2: {"highway": "tertiary"}}
    nodes = [node.id for node in osmium.FileProcessor(str(tmp_path / "wegen.osm.pbf"), osmium.osm.NODE)]
    assert nodes == [1, 2, 3, 13, 14]


def test_roads_end_at_the_window_and_not_in_the_middle_of_a_way(tmp_path: Path) -> None:
    file = File()
    file.way([file.node(0, 0), file.node(1, 0), file.node(9, 0)], {"highway": "primary"})
    file.way([file.node(9, 5), file.node(10, 5)], {"highway": "primary"})
    path = file.write(tmp_path / "x.osm.pbf")
    window = (LON - STEP, LAT - STEP, LON + 2 * STEP, LAT + 2 * STEP)
    write_roads([path], tmp_path / "wegen.osm.pbf", window=window)
    roads = read_osm(tmp_path / "wegen.osm.pbf")
    assert len(roads.start) == 2
    assert roads.missing_nodes == 0
    assert roads.lon.max() == pytest.approx(LON + 9 * STEP)


@pytest.mark.parametrize("count", [10, 400_000])
def test_a_full_disk_is_an_error_and_not_the_end_of_the_program(tmp_path: Path, count: int) -> None:
    """Few roads fail at the end, many in the middle; osmium's own writer would end the process after either."""
    source, target = tmp_path / "bron.osm.pbf", tmp_path / "uit" / "wegen.osm.pbf"
    rng = np.random.default_rng(1)
    with osmium.SimpleWriter(str(source)) as writer:
        for number, (x, y) in enumerate(rng.uniform(0, 0.5, (count, 2)), start=1):
            writer.add_node(Node(id=number, location=(LON + x, LAT + y)))
        for number in range(1, count // 10 + 1):
            writer.add_way(Way(id=number, nodes=range(10 * number - 9, 10 * number + 1), tags={"highway": "primary"}))
    program = (
        "import resource, sys; from pathlib import Path; from zorgkaart.fetch.osm_roads import write_roads\n"
        "from zorgkaart.errors import OutputError\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (200, 200))\n"
        "try: write_roads([Path(sys.argv[1])], Path(sys.argv[2]))\n"
        "except OutputError as error: sys.exit(str(error))"
    )
    done = subprocess.run([sys.executable, "-c", program, source, target], capture_output=True, text=True, timeout=300)
    assert done.returncode == 1, done
    assert done.stderr.startswith("wegen.osm.pbf: cannot be written")
    assert len(done.stderr.splitlines()) == 1
    assert list(target.parent.iterdir()) == []


def test_the_file_of_roads_tells_how_far_it_reaches(tmp_path: Path) -> None:
    file = File()
    file.way([file.node(0, 0), file.node(1, 0)], {"highway": "primary"})
    path = tmp_path / "x.osm.pbf"
    header = osmium.io.Header()
    header.add_box(osmium.osm.Box(6.0, 53.0, 6.6, 54.0))
    with osmium.SimpleWriter(str(path), header=header) as writer:
        for node in file.nodes:
            writer.add_node(node)
        writer.add_way(file.ways[0])
    write_roads([path], tmp_path / "wegen.osm.pbf", window=(6.4, 52.0, 7.0, 53.5))
    assert read_osm(tmp_path / "wegen.osm.pbf").window == pytest.approx((6.4, 53.0, 6.6, 53.5))


def buurten(size: float = 10) -> GeoDataFrame:
    box = shapely.box(LON, LAT, LON + size * STEP, LAT + size * STEP)
    table = GeoDataFrame({"buurtcode": ["BU1"], "gemeentenaam": ["Dorp"]}, geometry=[box], crs="EPSG:4326")
    return table.to_crs("EPSG:28992")


def test_addresses_count_once_and_only_inside(tmp_path: Path) -> None:
    file = File()
    for number in range(4):
        file.node(1 + number, 1, {"addr:housenumber": str(number)})
    file.node(50, 50, {"addr:housenumber": "9"})
    file.square(2, 5, 0.1, {"addr:housenumber": "5", "building": "house"})
    path = file.write(tmp_path / "x.osm.pbf")
    found = read_points([path, path], buurten())
    assert not found.buildings
    assert len(found.table) == 5
    assert set(found.table["buurtcode"]) == {"BU1"}


def test_buildings_stand_in_where_few_addresses_are_mapped(tmp_path: Path) -> None:
    file = File()
    for number in range(4):
        file.square(1 + number, 1, 0.1, {"building": "yes"})
    file.square(1, 5, 0.1, {"building": "garage"})
    file.node(1, 1, {"addr:housenumber": "1"})
    found = read_points([file.write(tmp_path / "x.osm.pbf")], buurten())
    assert found.buildings
    assert len(found.table) == 4


def test_places_are_named_with_the_addresses_nearest_to_them(tmp_path: Path) -> None:
    file = File()
    file.node(1, 1, {"place": "village", "name": "Oost"})
    file.node(8, 8, {"place": "hamlet", "name": "West"})
    file.node(80, 8, {"place": "town", "name": "Elders"})
    file.node(5, 5, {"place": "suburb", "name": "Wijk"})
    for x in (1, 2, 9):
        file.node(x, x, {"addr:housenumber": "1"})
    path = file.write(tmp_path / "x.osm.pbf")
    table = read_places([path], buurten(), read_points([path], buurten()).table)
    assert table[["plaats", "gemeente", "adressen"]].to_numpy().tolist() == [["Oost", "Dorp", 2], ["West", "Dorp", 1]]


def test_the_finest_level_that_covers_is_taken(tmp_path: Path) -> None:
    file = File()
    file.border(0, 0, 10, 2, "Land", **{"ISO3166-1": "XX"})
    file.border(0, 0, 10, 6, "Streek")
    for x in (0, 5):
        for y in (0, 5):
            file.border(x, y, 5, 8, f"Dorp {x}{y}", population="1 200" if x else "veel")
    file.border(0, 0, 2, 10, "Wijk")
    file.node(1, 1, {"place": "village", "name": "Dorp 00", "population": "800"})
    file.node(1, 2, {"place": "hamlet", "name": "Buurtschap", "population": "20"})
    path = file.write(tmp_path / "x.osm.pbf")
    outlines = read_outlines([path])
    assert country_of(outlines) == "XX"
    found = draw_areas([path], outlines, crs="EPSG:28992")
    table = found.boundaries.buurten.set_index("buurtnaam")
    assert found.level == 8
    assert table["inwoners"].to_dict() == pytest.approx(
        {"Dorp 00": 800, "Dorp 05": np.nan, "Dorp 50": 1200, "Dorp 55": 1200}, nan_ok=True
    )
    assert set(table["gemeentenaam"]) == {"Streek"}
    assert np.isnan(found.boundaries.gemeenten["inwoners"]).tolist() == [True]  # of one part it is not known
    assert draw_areas([path], outlines, crs="EPSG:28992", level=10).boundaries.buurten["buurtnaam"].tolist() == ["Wijk"]
    with pytest.raises(InputError, match=r"no whole boundary of admin_level 9, but of 2, 6, 8, 10"):
        draw_areas([path], outlines, crs="EPSG:28992", level=9)


def test_a_file_without_boundaries_says_so(tmp_path: Path) -> None:
    file = File()
    file.node(0, 0, {"boundary": "administrative", "admin_level": "8", "name": "Punt"})
    with pytest.raises(InputError, match="has no administrative boundary as a whole"):
        read_outlines([file.write(tmp_path / "x.osm.pbf")])


def test_a_file_that_ends_halfway_is_named(tmp_path: Path) -> None:
    file = File()
    for number in range(2000):
        file.node(number, 0, {"amenity": "pharmacy", "name": f"{number}"})
    path = file.write(tmp_path / "x.osm.pbf")
    path.write_bytes(path.read_bytes()[:-500])
    with pytest.raises(InputError, match=r"^x\.osm\.pbf: cannot be read as an OpenStreetMap file"):
        sites(path)
    with pytest.raises(InputError, match=r"x\.osm\.pbf: cannot be read as OpenStreetMap files"):
        write_roads([path], tmp_path / "wegen.osm.pbf")
    assert not (tmp_path / "wegen.osm.pbf").exists()


def test_a_file_without_a_date_has_none(tmp_path: Path) -> None:
    file = File()
    file.node(0, 0)
    assert osm_date(file.write(tmp_path / "x.osm.pbf")) == ""


@given(st.text())
def test_text_is_one_plain_line(text: str) -> None:
    plain = plain_text(text)
    assert plain == plain_text(plain)
    assert plain.isprintable()
    assert len(plain) <= 200
