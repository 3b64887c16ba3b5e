"""What is read of a site from OpenStreetMap, on objects that this test makes."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from geopandas import GeoDataFrame
from support.osm_samples import LAT, LON, File, sites


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


def test_an_object_of_several_kinds_is_a_site_of_each(tmp_path: Path) -> None:
    file = File()
    file.node(0, 0, {"healthcare": "doctor;pharmacy", "healthcare:speciality": "general", "name": "Het Plein"})
    file.square(9, 0, 1, {"amenity": "hospital", "emergency": "yes", "healthcare": "pharmacy", "name": "Zuid"})
    table = sites(file.write(tmp_path / "x.osm.pbf")).table
    assert table[["soort", "naam", "status"]].to_numpy().tolist() == [
        ["seh", "Zuid", "open"],
        ["huisarts", "Het Plein", "open"],
        ["apotheek", "Het Plein", "open"],
        ["apotheek", "Zuid", "open"],
    ]


def test_closed_and_planned_sites_are_told_with_their_reason(tmp_path: Path) -> None:
    file = File()
    file.node(0, 0, {"disused:amenity": "pharmacy", "name": "Weg"})
    file.node(10, 0, {"amenity": "pharmacy", "name": "Dicht", "opening_hours": "closed"})
    file.square(20, 0, 1, {"amenity": "construction", "construction": "hospital", "name": "Straks", "emergency": "yes"})
    table = sites(file.write(tmp_path / "x.osm.pbf")).table.set_index("naam")
    assert table["status"].to_dict() == {"Weg": "gesloten", "Dicht": "gesloten", "Straks": "kandidaat"}
    assert table.loc["Weg", "status_toelichting"] == "Buiten gebruik volgens OpenStreetMap (disused:amenity=pharmacy)."
    assert table.loc["Dicht", "openingstijden"] == ""  # opened in a scenario, it is not closed by its hours


@pytest.mark.parametrize(
    ("beds", "told"), [("312", "312"), ("1.204", "1204"), ("312.0", "312"), ("ruim 300", "ruim 300")]
)
def test_beds_are_a_number_in_the_remarks(beds: str, told: str, tmp_path: Path) -> None:
    file = File()
    file.node(0, 0, {"amenity": "hospital", "emergency": "yes", "beds": beds})
    remark = sites(file.write(tmp_path / "x.osm.pbf")).table["opmerking"].item()
    assert remark == f"bedden volgens OpenStreetMap: {told}"
