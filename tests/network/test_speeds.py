"""Speed tables and the seconds they give."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from support.network_samples import AMBULANCE, AUTO, CODES, CRS, Way, build, roads

from zorgkaart.errors import InputError, MissingFileError, NetworkError
from zorgkaart.network.build import network_from_raw
from zorgkaart.network.osm import RawRoads
from zorgkaart.network.speeds import ShortestWay, SpeedProfile
from zorgkaart.network.tags import TABLES

NAN = float("nan")
PAIR = [(0, 0), (10, 0)]


def kmh(way: Way, profile: SpeedProfile) -> list[float]:
    network = build(PAIR, [way])
    return [float(v) for v in (network.length_m[:, None] * 3.6 / profile.road_seconds(network))[0]]


def test_a_limit_lowers_the_car_and_never_the_ambulance() -> None:
    way = Way([0, 1], highway="primary", maxspeed=(60.0, 60.0))
    assert kmh(way, AUTO) == pytest.approx([60, 60])
    unlimited = float(AMBULANCE.outside_kmh[CODES["primary"]])
    assert unlimited > 60
    assert kmh(way, AMBULANCE) == pytest.approx([unlimited] * 2)


def test_a_limit_never_raises_the_speed() -> None:
    assert kmh(Way([0, 1], highway="primary", maxspeed=(130.0, NAN)), AUTO) == pytest.approx([75, 75])


def test_a_limit_holds_in_its_own_direction() -> None:
    speeds = sorted(kmh(Way([0, 1], highway="primary", maxspeed=(30.0, 50.0)), AUTO))
    assert speeds == pytest.approx([30, 50])


def test_built_up_decides_the_column() -> None:
    assert kmh(Way([0, 1], highway="primary", built_up=1), AUTO) == pytest.approx([40, 40])
    assert kmh(Way([0, 1], highway="primary", built_up=0), AUTO) == pytest.approx([75, 75])


def test_the_factor_scales_the_table_and_the_limit_still_holds() -> None:
    faster = replace(AUTO, factor=1.2)
    assert kmh(Way([0, 1], highway="primary"), faster) == pytest.approx([90, 90])
    assert kmh(Way([0, 1], highway="primary", maxspeed=(80.0, 80.0)), faster) == pytest.approx([80, 80])
    assert faster.fastest_kmh == pytest.approx(120)


@settings(max_examples=30)
@given(raw=roads(), factor=st.floats(0.5, 2))
def test_no_limit_makes_any_drive_faster(raw: RawRoads, factor: float) -> None:
    try:
        network = network_from_raw(raw, crs=CRS)
    except NetworkError:
        assume(False)
    free = replace(network, maxspeed_kmh=np.full_like(network.maxspeed_kmh, np.nan))
    car, ambulance = replace(AUTO, factor=factor), replace(AMBULANCE, factor=factor)
    assert (car.road_seconds(network) >= car.road_seconds(free)).all()
    np.testing.assert_array_equal(ambulance.road_seconds(network), ambulance.road_seconds(free))
    seconds = car.road_seconds(network)
    np.testing.assert_array_equal(np.isfinite(seconds), np.column_stack([network.forward, network.backward]))
    assert (seconds * car.fastest_kmh / 3.6 >= network.length_m[:, None] * (1 - 1e-9)).all()


def test_links_go_with_their_class_where_no_key_is_their_own() -> None:
    out, links = CODES["primary"], CODES["primary_link"]
    both = AUTO.adjusted({"primary": 1.2})
    assert both.outside_kmh[[out, links]] == pytest.approx(AUTO.outside_kmh[[out, links]] * 1.2)
    apart = AUTO.adjusted({"primary": 1.2, "primary_link_inside": 0.9})
    assert apart.outside_kmh[[out, links]] == pytest.approx(AUTO.outside_kmh[[out, links]] * 1.2)
    assert apart.inside_kmh[[out, links]] == pytest.approx(AUTO.inside_kmh[[out, links]] * [1.2, 0.9])
    for key in ("primary_kom", "kom", "_inside"):
        with pytest.raises(InputError, match=f"'{key}' names no road class"):
            AUTO.adjusted({key: 1.1})


def test_the_shortest_way_has_metres_for_seconds() -> None:
    network = build(PAIR, [Way([0, 1], highway="service", maxspeed=(5.0, 5.0))])
    np.testing.assert_allclose(ShortestWay().road_seconds(network)[0], network.length_m[0])


def test_the_car_has_the_speeds_of_the_planning_studies_but_for_small_rural_roads() -> None:
    for name, outside, inside in (
        ("motorway", 100, 90),
        ("unclassified", 60, 40),
        ("road", 60, 40),
        ("service", 10, 10),
    ):
        assert AUTO.outside_kmh[CODES[name]] == outside
        assert AUTO.inside_kmh[CODES[name]] == inside


def test_a_siren_changes_nothing_on_the_streets_at_the_ends_of_a_drive() -> None:
    for name in ("residential", "living_street", "service"):
        assert AMBULANCE.outside_kmh[CODES[name]] == AUTO.outside_kmh[CODES[name]]
        assert AMBULANCE.inside_kmh[CODES[name]] == AUTO.inside_kmh[CODES[name]]


def table(tmp_path: Path, *, old: str = "", new: str = "") -> Path:
    text = (TABLES / "speeds_auto.csv").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "snel.csv"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("motorway,100", "motorway,0", "outside_kmh of motorway is '0'"),
        ("motorway,100", "motorway,-5", "outside_kmh of motorway is '-5'"),
        ("motorway,100", "motorway,900", "outside_kmh of motorway is '900'"),
        ("motorway,100", "motorway,snel", "outside_kmh of motorway is 'snel'"),
        ("motorway,100", "motorway,nan", "outside_kmh of motorway is 'nan'"),
        ("motorway,100", "motorway,inf", "outside_kmh of motorway is 'inf'"),
        ("motorway,100", "motorway,", "outside_kmh of motorway is ''"),
        ("motorway,100", "autobahn,100", r"\['autobahn', 'motorway'\]"),
        ("motorway_link", "motorway", r"\['motorway_link', 'motorway'\]"),
        ("highway,outside_kmh", "weg,buiten", "has the columns highway, outside_kmh and inside_kmh"),
    ],
)
def test_a_wrong_table_says_what_is_wrong(tmp_path: Path, old: str, new: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        SpeedProfile.read(table(tmp_path, old=old, new=new), name="auto")


def test_a_table_that_excel_saved_is_read(tmp_path: Path) -> None:
    path = table(tmp_path)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    np.testing.assert_array_equal(SpeedProfile.read(path, name="auto").outside_kmh, AUTO.outside_kmh)


@pytest.mark.parametrize("content", [b"", b"highway,outside_kmh,inside_kmh\n", b"\xff\xfe\x00rubbish", b"\x00\x01\x02"])
def test_what_is_no_table_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "snel.csv"
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"snel\.csv"):
        SpeedProfile.read(path, name="auto")


def test_a_missing_table_is_named(tmp_path: Path) -> None:
    with pytest.raises(MissingFileError, match=r"weg\.csv: no such speed table. Correct \[speeds\.auto\] table"):
        SpeedProfile.read(tmp_path / "weg.csv", name="auto")


def test_headers_may_differ_in_capitals(tmp_path: Path) -> None:
    path = table(tmp_path, old="highway,outside_kmh,inside_kmh", new="Highway,OUTSIDE_KMH, Inside_kmh")
    np.testing.assert_array_equal(SpeedProfile.read(path, name="auto").outside_kmh, AUTO.outside_kmh)
