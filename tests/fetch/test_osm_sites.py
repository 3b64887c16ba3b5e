"""What is read from the tags of OpenStreetMap, on objects that this test makes."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from geopandas import GeoDataFrame
from support.osm_samples import LAT, LON, File, sites

from zorgkaart.fetch.osm_sites import kinds, rules


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
