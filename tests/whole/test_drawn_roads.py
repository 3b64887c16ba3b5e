"""What tags of roads mean, from the OpenStreetMap file to the kilometres of an area: one run over many drawn towns.

Where the middle piece may not be driven through, the way round is 4.0 km; where it may, the site is 1.2 km away. The
expected values are those of OSRM's profile for cars and of the OpenStreetMap wiki.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from support.drawn_towns import ROUND_KM, SHORT_KM, STREET, Town, drawn, in_rows, nodes, way, write_towns

from zorgkaart.project.model import Project
from zorgkaart.study.study import Study

Tags = dict[str, str]
FOOTWAYS = ("cycleway", "footway", "path", "track", "pedestrian", "bridleway")

# Ends of trips only: they are no short cut.
ENDS: list[Tags] = [
    {"access": "private", "highway": "service"},
    {"access": "customers", "highway": "service"},
    {"motor_vehicle": "destination"},
    {"motor_vehicle": "delivery"},
    {"vehicle": "destination"},
    {"motorcar": "private"},
    {"access": "residents"},
    {"access": "permit"},
    {"motor_vehicle": "destination;delivery"},
    {"access": "yes", "motorcar": "destination"},
    {"highway": "living_street", "motor_vehicle": "destination"},
    {"highway": "path", "motor_vehicle": "destination"},
]
CLOSED: list[Tags] = [
    {"access": "no"},
    {"motor_vehicle": "agricultural;forestry"},
    {"service": "emergency_access", "highway": "service"},
    {"smoothness": "impassable"},
    {"construction": "yes"},
    {"maxwidth": "1.4"},
    {"maxheight": "1,6 m"},
    {"maxheight": "5'3\""},
    {"maxwidth:physical": "1.5"},
    {"oneway": "reversible"},
    *({"highway": name} for name in FOOTWAYS),
    {"highway": "path", "access": "yes"},
]
OPEN: list[Tags] = [
    {},
    {"access": "private", "motor_vehicle": "yes"},
    {"vehicle": "no", "motorcar": "permissive"},
    {"motor_vehicle": "yes;destination"},
    {"maxheight": "4.2"},
    {"maxheight": "default"},
    {"maxwidth": "3"},
    {"construction": "minor"},
    {"oneway": "alternating"},
    *({"highway": name, "motor_vehicle": "yes"} for name in FOOTWAYS),
    {"highway": "cycleway", "vehicle": "designated"},
]
# Along the drawing and against it.
SIDED: list[tuple[Tags, bool, bool]] = [
    ({"vehicle:forward": "no"}, False, True),
    ({"motor_vehicle:backward": "no"}, True, False),
    ({"access:backward": "destination"}, True, False),
    ({"access": "no", "motorcar:forward": "yes"}, True, False),
    ({"access:backward": "no", "motor_vehicle": "yes"}, True, True),
    ({"oneway": "yes"}, True, False),
    ({"oneway": "-1"}, False, True),
    ({"oneway": "yes", "oneway:motorcar": "no"}, True, True),
    ({"oneway:vehicle": "yes"}, True, False),
    ({"oneway": "no", "oneway:motor_vehicle": "-1"}, False, True),
    ({"oneway": "yes", "oneway:bicycle": "no"}, True, False),
]
BLOCKING: list[Tags] = [
    *(
        {"barrier": name}
        for name in ("wall", "fence", "yes", "hedge", "guard_rail", "bollard", "block", "log", "ditch")
    ),
    {"barrier": "iets nieuws"},
    {"barrier": "kerb", "kerb": "raised"},
    {"barrier": "height_restrictor", "maxheight": "1.2"},
    {"barrier": "gate", "access": "no"},
    {"barrier": "gate", "access": "forestry;agricultural"},
    {"barrier": "lift_gate", "motor_vehicle": "no"},
]
PASSED: list[Tags] = [
    *({"barrier": name} for name in ("gate", "lift_gate", "entrance", "toll_booth", "cattle_grid", "border_control")),
    {"barrier": "kerb", "kerb": "lowered"},
    {"barrier": "kerb", "kerb": "flush"},
    {"barrier": "height_restrictor", "maxheight": "2.6"},
    {"barrier": "bollard", "motor_vehicle": "yes"},
    {"barrier": "gate", "access": "private", "motorcar": "yes"},
]


def cases() -> list[tuple[Tags, Tags, bool, float]]:
    """Tags of the way, of the node halfway, whether it is driven against the drawing, and the kilometres."""
    rows = [(tags, {}, False, km) for km, many in ((ROUND_KM, [*ENDS, *CLOSED]), (SHORT_KM, OPEN)) for tags in many]
    rows += [
        (tags, {}, against, SHORT_KM if passes else ROUND_KM)
        for tags, *sides in SIDED
        for against, passes in zip((False, True), sides, strict=True)
    ]
    return rows + [({}, tags, False, km) for km, many in ((ROUND_KM, BLOCKING), (SHORT_KM, PASSED)) for tags in many]


CASES = cases()


@pytest.fixture(scope="module")
def kilometres(tmp_path_factory: pytest.TempPathFactory) -> dict[str, float]:
    towns = [
        Town(f"D{row:03d}", way={**STREET, **way_}, node=node, against=against)
        for row, (way_, node, against, _) in enumerate(CASES)
    ]
    path = write_towns(tmp_path_factory.mktemp("dorpen"), in_rows(towns))
    table = Study(Project.load(path)).results["buurten"]
    return dict(zip(table["buurtcode"], table["huisarts_km"], strict=True))


@pytest.mark.parametrize("row", range(len(CASES)), ids=lambda row: " | ".join(map(str, CASES[row][:3])))
def test_tags_from_file_to_kilometres(kilometres: dict[str, float], row: int) -> None:
    assert kilometres[f"D{row:03d}"] == pytest.approx(CASES[row][3], abs=0.002)


@pytest.mark.parametrize("text", ["00:45", "PT45M"])
def test_a_ferry_takes_what_its_timetable_says(tmp_path: Path, text: str) -> None:
    """Half a kilometre at 30 km/h on either side of a crossing of three quarters of an hour."""
    town = Town("eiland")
    ids = {name: number for name, (number, _) in nodes(town).items()}
    ferry = {"route": "ferry", "motor_vehicle": "yes", "duration": text}
    roads = way(1, [ids["home"], ids["A"]], STREET) + way(2, [ids["B"], ids["site"]], STREET)
    path = write_towns(tmp_path, [town])
    points = "".join(xml for _, xml in nodes(town).values())
    body = f"{points}{roads}{way(3, [ids['A'], ids['M'], ids['B']], ferry)}</osm>"
    (tmp_path / "wegen.osm").write_text(drawn([]).replace("</osm>", body), encoding="utf-8")
    table = Study(Project.load(path)).results["buurten"]
    assert table["huisarts_min"].tolist() == pytest.approx([45 + 2 * 1.0], abs=0.01)


def test_a_street_that_is_a_ferry_too_takes_its_timetable(tmp_path: Path) -> None:
    tags = {"highway": "service", "route": "ferry", "duration": "00:20"}
    table = Study(Project.load(write_towns(tmp_path, [Town("veer", way=tags)]))).results["buurten"]
    assert table["huisarts_km"].tolist() == pytest.approx([ROUND_KM], abs=0.002)
