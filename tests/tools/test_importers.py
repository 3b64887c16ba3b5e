from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
from support.inputs_samples import squares
from support.paths import DATA
from support.paths import SHARED as SHARED_FOLDER

from tools.importers import boundaries, facilities, pharmacies, wadden
from tools.importers.__main__ import STEPS, build_all, main
from tools.importers.names import provinces, tidy_municipality
from tools.importers.sources import lookup, rules
from zorgkaart.errors import InputError, MissingFileError
from zorgkaart.inputs.opening_hours import always_open, readable_hours
from zorgkaart.inputs.own_tables import write_areas, write_points
from zorgkaart.inputs.schema import CONTINUOUS, FACILITY_COLUMNS, PRECISIONS, STATUSES
from zorgkaart.network.roads import RoadNetwork

HEADER = (
    "id,soort,naam,adres,postcode,plaats,gemeente,provincie,lat,lon,precisie,volcontinu,openingstijden,status,bron,"
    "peildatum,opmerking"
)
SHARED = SHARED_FOLDER / "data"
needs_sources = pytest.mark.skipif(not SHARED.is_dir(), reason="the published files are not here")
TABLES = sorted((DATA / "facilities").glob("*.csv"))


def table_of(kind: str) -> pd.DataFrame:
    return pd.read_csv(DATA / "facilities" / f"{kind}.csv", dtype=str, keep_default_na=False).set_index("id")


@pytest.mark.parametrize(
    ("given", "tidy"),
    [
        ("ZWOLLE", "Zwolle"),
        ("Aa En Hunze", "Aa en Hunze"),
        ("DE FRYSKE MARREN", "De Fryske Marren"),
        ("BERGEN OP ZOOM", "Bergen op Zoom"),
        ("NOORD-BEVELAND", "Noord-Beveland"),
        ("Súdwest-Fryslân", "Súdwest-Fryslân"),
        ("'s-Hertogenbosch", "'s-Hertogenbosch"),
        ("", ""),
    ],
)
def test_municipalities_are_spelled_as_cbs_does(given: str, tidy: str) -> None:
    assert tidy_municipality(given, ["Aa en Hunze", "De Fryske Marren", "Súdwest-Fryslân"]) == tidy


def test_provinces_have_one_name_and_a_land() -> None:
    names, lands = provinces()
    assert names["Friesland"] == "Fryslân"
    assert set(names.values()) == set(lands)
    assert lands["Niedersachsen"] == "DE"


def test_rules_are_unique_and_lead_into_the_schema() -> None:
    assert set(lookup("status", "bron", "status").values()) <= set(STATUSES)
    assert set(lookup("precisie", "bron", "precisie").values()) <= set(PRECISIONS)
    for name, key in (("status", ["bron"]), ("precisie", ["bron"]), ("vertalingen", ["kolom", "bron"])):
        assert not rules(name).duplicated(key).any()
    additions = rules("aanvullingen")
    assert (additions["reden"] != "").all()
    assert set(additions["kolom"]) <= set(FACILITY_COLUMNS)


def test_points_pack_without_loss(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    table = pd.DataFrame(
        {"x": rng.integers(2e5, 3e5, 1000), "y": rng.integers(5e5, 6e5, 1000), "buurtcode": "BU0"}
    ).astype({"x": "int32", "y": "int32"})
    for name in ("a.parquet", "b.parquet"):
        write_points(table, tmp_path / name)
    assert (tmp_path / "a.parquet").read_bytes() == (tmp_path / "b.parquet").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.parquet", "b.parquet"]
    pd.testing.assert_frame_equal(pd.read_parquet(tmp_path / "a.parquet").astype(table.dtypes), table)


# The committed tables.


def test_committed_data_is_small_and_described() -> None:
    files = [path for path in DATA.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) < 40e6
    readme = (DATA / "README.md").read_text(encoding="utf-8")
    notes = json.loads((DATA / "provenance.json").read_text(encoding="utf-8"))
    described = {note["bestand"] for note in notes}
    folders = ("boundaries", "facilities", "need", "residents")
    assert described >= {path.relative_to(DATA).as_posix() for path in files if path.parent.name in folders}
    for licence in ("CC BY 4.0", "ODbL 1.0", "public domain"):
        assert licence in readme
    for note in notes:
        assert Path(note["bestand"]).stem in readme
        for source in note["bronnen"]:
            assert len(source["sha256"]) == 64
            assert all(source.values())


def test_committed_boundaries() -> None:
    for level, code, rows in (
        ("buurten", "buurtcode", 2245),
        ("wijken", "wijkcode", 558),
        ("gemeenten", "gemeentecode", 40),
    ):
        table = gpd.read_parquet(DATA / "boundaries" / f"{level}.parquet")
        assert len(table) == rows
        assert table[code].is_unique
        assert table[code].is_monotonic_increasing
        assert table.crs.to_epsg() == 28992
        assert table.geometry.is_valid.all()
        assert set(table["provincie"]) == {"Groningen", "Drenthe", "Fryslân"}
        assert not (table["inwoners"] < 0).any()


def test_committed_buurten_leave_no_holes() -> None:
    buurten = gpd.read_parquet(DATA / "boundaries" / "buurten.parquet").geometry
    assert buurten.area.sum() == pytest.approx(buurten.union_all().area, rel=1e-6), "rounding made no overlaps"


@pytest.mark.parametrize(("province", "rows"), [("groningen", 328_867), ("drenthe", 270_429), ("fryslan", 374_934)])
def test_committed_residents_hold_no_more_than_points(province: str, rows: int) -> None:
    path = DATA / "residents" / f"{province}.parquet"
    schema = pq.read_schema(path)
    assert schema.names == ["x", "y", "buurtcode"]
    table = pd.read_parquet(path)
    assert len(table) == rows
    assert table["buurtcode"].notna().all()
    codes = set(gpd.read_parquet(DATA / "boundaries" / "buurten.parquet")["buurtcode"])
    assert set(table["buurtcode"].cat.categories) <= codes
    order = np.lexsort((table["x"], table["y"], table["buurtcode"].astype(str)))
    assert (order == np.arange(rows)).all()


def test_committed_places() -> None:
    places = pd.read_csv(DATA / "boundaries" / "plaatsen.csv")
    assert list(places.columns) == ["plaats", "gemeente", "provincie", "x", "y", "adressen"]
    assert not places.duplicated(["plaats", "gemeente"]).any()
    assert places["adressen"].sum() == 328_867 + 270_429 + 374_934
    scheemda = places[places["plaats"] == "Scheemda"].iloc[0]
    assert scheemda["gemeente"] == "Oldambt"
    assert abs(scheemda["x"] - 259_700) < 2_000


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_committed_sites_have_one_schema(path: Path) -> None:
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    assert list(table.columns) == list(FACILITY_COLUMNS)
    assert set(table["soort"]) == {path.stem}
    assert table["id"].is_unique
    assert table["id"].is_monotonic_increasing
    assert (table["naam"] != "").all()
    assert set(table["status"]) <= set(STATUSES)
    assert set(table["volcontinu"]) <= set(CONTINUOUS)
    assert set(table["precisie"]) <= set(PRECISIONS)
    assert set(table["land"]) <= {"NL", "DE"}
    assert set(table["provincie"]) <= set(provinces()[1])
    assert not table["gemeente"].str.isupper().any()
    hours = table["openingstijden"]
    assert hours[hours != ""].map(readable_hours).all()
    assert ((table["volcontinu"] == "ja") == hours.map(always_open)).all()
    assert (table.loc[table["status"] != "open", "status_toelichting"] != "").all()
    assert (table.loc[table["status"] == "open", "status_toelichting"] == "").all()


def test_municipalities_of_the_north_are_those_of_cbs() -> None:
    official = set(gpd.read_parquet(DATA / "boundaries" / "gemeenten.parquet")["gemeentenaam"])
    for path in TABLES:
        table = pd.read_csv(path, dtype=str, keep_default_na=False)
        north = table[table["provincie"].isin(["Groningen", "Drenthe", "Fryslân"])]
        assert set(north["gemeente"]) <= official


def test_doubtful_and_closed_sites_are_kept_and_marked() -> None:
    seh = table_of("seh")
    closed = ["status", "volcontinu", "open_tot"]  # when it was there, it was open day and night
    assert seh.loc["seh-refaja-stadskanaal", closed].tolist() == ["gesloten", "ja", "2020-01-07"]
    assert seh.loc["seh-delfzicht-delfzijl", "status_toelichting"] == "gesloten op 2018-06-30"
    assert (seh["land"] == "DE").sum() == 53
    abroad = seh.loc[seh["land"] == "DE", "status"]
    assert abroad.value_counts().to_dict() == {"onbekend": 50, "twijfel": 3}
    assert abroad["ziekenhuis-de-20"] == "twijfel"  # psychiatry for children, by its name
    shops = table_of("apotheek")
    assert shops.loc["apotheek-9648be-27", "status"] == "gesloten"  # Wildervank, left the register in June 2025
    assert "niet bevestigd" in shops.loc["apotheek-9953pl-2", "status_toelichting"]  # Baflo, gone in the last week only
    assert shops.loc["apotheek-9713gz-1", "status_toelichting"] == "geen apotheek met een loket voor iedereen"
    assert (table_of("huisartsenpost")["status"] == "gesloten").sum() == 2
    stations = table_of("ambulancepost")
    assert stations.loc["ambulancepost-assen-centrum", ["volcontinu", "openingstijden"]].tolist() == ["nee", ""]
    assert "dag/avond (uren onbekend)" in stations.loc["ambulancepost-assen-centrum", "opmerking"]
    assert stations.loc["ambulancepost-stadskanaal", "precisie"] == "straat"


def test_practices_in_one_building_can_be_told_apart() -> None:
    gp = table_of("huisarts")
    assert gp["naam"].is_unique
    assert gp.loc["huisarts-124539", "naam"] == "Huisartsenpraktijk Burg. Feithsingel 2, Coevorden (praktijk 2 van 2)"


def test_no_english_remarks_are_left() -> None:
    for path in TABLES:
        table = pd.read_csv(path, dtype=str, keep_default_na=False)
        for column in ("naam", "adres", "status_toelichting", "bron", "opmerking"):
            english = table[column].str.contains(r"\b(?:the|closed|address|nearest|used|announced|since|next to)\b")
            assert not english.any(), table.loc[english, column].tolist()


# The importers at work.


@needs_sources
@pytest.mark.slow
def test_rebuilding_gives_what_was_committed(tmp_path: Path) -> None:
    records = build_all(SHARED, tmp_path)
    # Ways come in and roads between junctions go out; of a forecast each area has a row per year.
    more = {"network/noord-nederland.npz", "residents/prognose.csv"}
    assert all(record.rows_in >= record.rows_out for record in records if record.file not in more)
    written = sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file())
    # Boundaries, sites, need, roads, residents and their areas, and where they are from.
    assert len(written) == 4 + 10 + 6 + 1 + 8 + 1
    for name in written:
        ours, theirs = tmp_path / name, DATA / name
        if name.suffix == ".parquet":  # another version of a library may pack the same content otherwise
            read = gpd.read_parquet if name.parts[0] == "boundaries" else pd.read_parquet
            pd.testing.assert_frame_equal(pd.DataFrame(read(ours)), pd.DataFrame(read(theirs)))
        elif name.suffix == ".csv":
            assert ours.read_bytes() == theirs.read_bytes()
        elif name.suffix == ".npz":
            made, committed = RoadNetwork.load(ours), RoadNetwork.load(theirs)
            for part in dataclasses.fields(RoadNetwork):
                if isinstance(getattr(made, part.name), np.ndarray):
                    np.testing.assert_array_equal(getattr(made, part.name), getattr(committed, part.name))
    ours, theirs = (json.loads((folder / "provenance.json").read_text("utf-8")) for folder in (tmp_path, DATA))
    assert {note["bestand"]: note for note in theirs}.items() >= {note["bestand"]: note for note in ours}.items()


@needs_sources
def test_the_same_sources_give_the_same_bytes(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        boundaries.build(SHARED, tmp_path / folder)
        facilities.build(SHARED, tmp_path / folder)
    files = [path.relative_to(tmp_path / "a") for path in (tmp_path / "a").rglob("*") if path.is_file()]
    assert len(files) == 13
    assert all((tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes() for name in files)


@needs_sources
def test_every_row_of_the_sources_comes_out() -> None:
    for kind, names in facilities.SOURCES.items():
        if kind == "apotheek":  # put together from several lists
            continue
        own = [name for name in names if name != wadden.STATIONS]
        ids = {row for name in own for row in pd.read_csv(SHARED / name, dtype=str)["id"]}
        if wadden.STATIONS in names:
            ids |= set(wadden.stations(SHARED)["id"])
        former = rules("opening_en_sluiting")
        ids |= set(former.loc[(former["kopie_van"] != "") & former["id"].str.startswith(f"{kind}-"), "id"])
        assert set(table_of(kind).index) == ids


def write_pharmacies(source: Path) -> None:
    """A register with one pharmacy, one that left it, an empty earlier list, addresses and municipalities."""
    for folder in ("voorzieningen_nl", "addresses", "grenzen_nl"):
        (source / folder).mkdir(exist_ok=True)
    (source / wadden.STATIONS).write_text(
        "naam,straat,huisnummer,postcode,plaats,beschikbaarheid,lon,lat\n"
        "Vlieland,Laan,1,8899BP,Vlieland,24 uur,5.07,53.29\n"
        "Texel,Weg,1,1791LB,Den Burg,24 uur,4.79,53.06\n",
        encoding="utf-8",
    )
    (source / pharmacies.REGISTER).write_text(
        "naam,adres,postcode,plaats,lat,lon,precisie,kvk,peildatum\n"
        "Apotheek Een B.V.,Straat 1 A,9711AA,GRONINGEN GN,53.2105,6.567,bag_adres,1,2026-01-02\n",
        encoding="utf-8",
    )
    (source / pharmacies.CHANGES).write_text(
        "postcode,adres,plaats,naam,eerst_gezien,laatst_gezien,soort,vermoedelijk\n"
        "9711AB,Straat 3,GRONINGEN,Apotheek Twee,2024-05-08,2025-06-26,verdwenen,gesloten\n"
        "9711AC,Straat 5,GRONINGEN,Apotheek Drie,2024-05-08,2025-06-26,verdwenen,verhuisd\n",
        encoding="utf-8",
    )
    (source / pharmacies.FORMER_LIST).write_text(f"{HEADER}\n", encoding="utf-8")
    address = pd.DataFrame({"postcode": ["9711AB"], "huisnummer": [3], "lat": [53.2106], "lon": [6.568]})
    for name in facilities.ADDRESSES:
        address.to_parquet(source / name)
    area = gpd.GeoSeries.from_xy([6.567], [53.2105], crs=4326).to_crs(28992).buffer(5000).iloc[0]
    gpd.GeoDataFrame(
        {"code": ["GM1", "PV0020"], "soort": ["gemeente", "provincie"], "naam": ["Groningen", None]},
        geometry=[area, area],
        crs=28992,
    ).to_parquet(source / facilities.COUNTRY)


def source_folder(tmp_path: Path, row: str) -> tuple[Path, Path]:
    """Sources with one site each, and the boundaries that the importer needs."""
    source, target = tmp_path / "source", tmp_path / "target"
    (source / "facilities").mkdir(parents=True)
    (target / "boundaries").mkdir(parents=True)
    gemeente = squares(1)[["gemeentecode", "gemeentenaam", "provincie", "geometry"]]
    write_areas(gemeente, target / "boundaries" / "gemeenten.parquet")
    write_pharmacies(source)
    sources = {name: kind for kind, names in facilities.SOURCES.items() if kind != "apotheek" for name in names}
    sources.pop(wadden.STATIONS)  # has columns of its own
    for name, kind in sources.items():
        (source / name).write_text(f"{HEADER}\n{row.format(kind=kind, name=Path(name).stem)}\n", encoding="utf-8")
    return source, target


GOOD = (
    "{name}-1,{kind},Naam,Straat 1,9711AA,Groningen,,Groningen,53.2105,6.567,bag_address,,Mo-Fr 08:00-12:00,open,"
    "bron,2024,"
)


def test_a_small_source_folder(tmp_path: Path) -> None:
    source, target = source_folder(tmp_path, GOOD)
    records = facilities.build(source, target)
    assert len(records) == 10
    assert sum(record.rows_in for record in records) == 10 + 4 + 1  # two lists of SEHs, four of pharmacies, one station
    row = pd.read_csv(target / "facilities" / "elv.csv", dtype=str, keep_default_na=False).iloc[0]
    shops = pd.read_csv(target / "facilities" / "apotheek.csv", dtype=str, keep_default_na=False).set_index("naam")
    assert shops["status"].to_dict() == {"Apotheek Een": "open", "Apotheek Twee": "gesloten"}
    assert row[["gemeente", "land", "volcontinu", "precisie"]].tolist() == ["Groningen", "NL", "onbekend", "adres"]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (",open,", ",misschien open,", "column status has 'misschien open', for which there is no rule"),
        ("bag_address", "ergens", "column precisie has 'ergens', for which there is no rule"),
        (",Groningen,53", ",Grunn,53", "column provincie has 'Grunn', for which there is no rule"),
        (",{kind},", ",kapper,", "holds another kind than seh"),
    ],
)
def test_a_new_spelling_stops_the_import(tmp_path: Path, old: str, new: str, message: str) -> None:
    source, target = source_folder(tmp_path, GOOD.replace(old, new))
    with pytest.raises(InputError, match=message):
        facilities.build(source, target)
    assert not (target / "facilities").exists()


def test_a_missing_source_is_named(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(MissingFileError, match=r"cbs_noord_nederland_2024\.gpkg: this source file is missing"):
        STEPS[0](tmp_path, tmp_path)
    assert main([str(tmp_path), str(tmp_path / "data")]) == 1
    assert "Name the folder that holds all the sources" in caplog.text
