"""Fetching a region from services that this test plays, up to a map; and from a file, without any service."""

from __future__ import annotations

import json
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path

import geopandas as gpd
import jsonschema
import numpy as np
import pandas as pd
import pytest
from click.testing import Result
from support.command_line import zorgkaart
from support.fetch_server import Fault, Server, body, cut_after, declared, endless, playing, silent, status
from support.fetch_world import GEMEENTE, HOSTILE, areas, world
from support.paths import LIECHTENSTEIN

from zorgkaart.files import sha256_of
from zorgkaart.network.build import build_network
from zorgkaart.project.model import Project


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with playing(tmp_path_factory.mktemp("services")) as server, pytest.MonkeyPatch.context() as patch:
        patch.setenv("ZORGKAART_SERVICES", str(server.services))
        patch.setenv("ZORGKAART_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield server


@pytest.fixture
def server(played: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Server:
    """The services as they are, and a cache in which nothing is yet."""
    played.asked.clear()
    played.faults.clear()
    monkeypatch.setenv("ZORGKAART_CACHE", str(tmp_path / "cache"))
    return played


@pytest.fixture(scope="module")
def veendam(played: Server, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    """One gemeente; tests leave it as it is."""
    folder = tmp_path_factory.mktemp("gehaald") / "veendam"
    result = zorgkaart("fetch", folder, "--gemeente", "veendam")
    return folder, result


@pytest.mark.slow
def test_a_gemeente_gives_a_project_that_runs(veendam: tuple[Path, Result], tmp_path: Path) -> None:
    folder, result = veendam
    assert result.exit_code == 0, result.output
    assert "Veendam: 17 gebieden (CBS-buurten van 2025), 27.520\N{NO-BREAK SPACE}inwoners." in result.output
    checked = zorgkaart("check", folder / "zorgkaart.toml")
    assert checked.exit_code == 0, checked.output
    run = zorgkaart("run", folder / "zorgkaart.toml", "-o", tmp_path / "uit")
    assert run.exit_code == 0, run.output
    page = (tmp_path / "uit" / "kaart.html").read_text(encoding="utf-8")
    assert "<script>alert(1)" not in page
    table = gpd.read_file(tmp_path / "uit" / "zorgkaart.gpkg", layer="buurten")
    assert len(table) == 17
    assert table["huisarts_min"].between(0.1, 20).all()


def test_the_areas_are_those_of_the_project_itself(veendam: tuple[Path, Result]) -> None:
    """CBS's names, codes for 'unknown', pages of 40 and pieces of water come out as our own tables."""
    for level, code in (("buurten", "buurtcode"), ("wijken", "wijkcode"), ("gemeenten", "gemeentecode")):
        found = gpd.read_parquet(veendam[0] / "gegevens" / f"{level}.parquet")
        own = areas(level)
        own = own[own["gemeentenaam"] == GEMEENTE].reset_index(drop=True)
        assert found[code].tolist() == own[code].tolist()
        plain = [name for name in own.columns if name != "geometry" and not name.startswith("inwoners_")]
        pd.testing.assert_frame_equal(pd.DataFrame(found[plain]), pd.DataFrame(own[plain]), check_dtype=False)
        assert found.geometry.area.to_numpy() == pytest.approx(own.geometry.area.to_numpy(), rel=1e-4)
        for name in set(own.columns) & {"inwoners_0_15", "inwoners_65plus"}:  # by whole percents
            assert np.nanmax(np.abs(found[name] - own[name]) / own["inwoners"]) < 0.006
            assert found[name].isna().tolist() == own[name].isna().tolist()


@pytest.mark.slow
def test_roads_of_two_provinces_are_one_network(veendam: tuple[Path, Result], tmp_path: Path) -> None:
    """Both files have the roads on the border; the network is that of one file with all of it, as far as it reaches."""
    file = veendam[0] / "gegevens" / "wegen.osm.pbf"
    network = build_network(file)
    whole = build_network(world().write(tmp_path / "alles.osm.pbf"))
    gemeente = areas("gemeenten").loc[lambda table: table["gemeentenaam"] == GEMEENTE].geometry.iloc[0]
    near = gemeente.buffer(6000)
    lengths = []
    for one in (network, whole):
        inside = gpd.points_from_xy(one.x, one.y).within(near)
        lengths.append(one.length_m[inside[one.tail] & inside[one.head]].sum())
    assert lengths[0] == pytest.approx(lengths[1], rel=0.01)
    assert network.length_m.sum() < 0.9 * whole.length_m.sum()
    assert len(network.cut_x) > 0


def test_only_what_is_near_is_asked_for(veendam: tuple[Path, Result]) -> None:
    opened = json.loads((veendam[0] / "herkomst.json").read_text(encoding="utf-8"))
    files = {item["adres"].rpartition("/")[2] for item in opened["opgehaald"] if ".osm.pbf" in item["adres"]}
    assert files == {f"{name}-latest.osm.pbf{end}" for name in ("groningen", "drenthe") for end in ("", ".md5")}


def test_where_it_comes_from_can_be_checked(veendam: tuple[Path, Result], played: Server) -> None:
    folder, _ = veendam
    told = json.loads((folder / "herkomst.json").read_text(encoding="utf-8"))
    assert {item["bestand"] for item in told["bestanden"]} == {
        f"gegevens/{file.name}" for file in (folder / "gegevens").iterdir()
    }
    for item in told["bestanden"]:
        assert sha256_of(folder / item["bestand"]) == item["sha256"]
    by_address = {item["adres"]: item["sha256"] for item in told["opgehaald"]}
    source = "/europe/netherlands/groningen-latest.osm.pbf"
    expected = sha256_of(_written(folder.parent / "bron.pbf", played.files[source]))
    assert by_address[f"{played.address}{source}"] == expected
    sources = tomllib.loads((folder / "zorgkaart.toml").read_text(encoding="utf-8"))["project"]["sources"]
    assert [text for text in sources if "CC BY 4.0" in text]
    assert [text for text in sources if "ODbL" in text]


def test_editors_find_the_schema_of_the_project_file(veendam: tuple[Path, Result]) -> None:
    folder, _ = veendam
    text = (folder / "zorgkaart.toml").read_text(encoding="utf-8")
    assert text.splitlines()[0] == "#:schema ./zorgkaart.schema.json"
    schema = json.loads((folder / "zorgkaart.schema.json").read_text(encoding="utf-8"))
    raw = json.loads(json.dumps(tomllib.loads(text), default=str))
    assert list(jsonschema.Draft7Validator(schema).iter_errors(raw)) == []


def _written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def test_sites_are_a_first_guess_that_says_so(veendam: tuple[Path, Result]) -> None:
    folder, _ = veendam
    hospitals = pd.read_csv(folder / "gegevens" / "seh.csv", keep_default_na=False).set_index("naam")
    assert "Polikliniek" not in hospitals.index  # emergency=no
    unknown = hospitals.loc["Ziekenhuis zonder gegevens"]
    assert unknown["status"] == "onbekend"
    assert "emergency ontbreekt" in unknown["status_toelichting"]
    scheemda = hospitals[hospitals["status"] == "open"]
    assert len(scheemda) == 1  # its node and its building are one site
    assert scheemda["gemeente"].tolist() == ["Oldambt"]
    assert scheemda["peildatum"].tolist() == ["2026-10-30"]
    practices = pd.read_csv(folder / "gegevens" / "huisarts.csv", keep_default_na=False)
    assert "Oogarts" not in practices["naam"].tolist()
    pharmacies = pd.read_csv(folder / "gegevens" / "apotheek.csv", keep_default_na=False)
    hostile = [name for name in pharmacies["naam"] if "script" in name]
    assert hostile == [" ".join(HOSTILE.split())]
    text = (folder / "zorgkaart.toml").read_text(encoding="utf-8")
    assert "Niet gevonden in OpenStreetMap, dus geen tabel: Verpleeghuis." in text
    assert "verpleeghuis" not in Project.load(folder / "zorgkaart.toml").kinds


@pytest.mark.slow
def test_the_norm_counts_all_sites_while_hours_are_unknown(server: Server, tmp_path: Path) -> None:
    """The hospital of the sample is open 24/7, and of a station the hours are not known."""
    folder = tmp_path / "veendam"
    assert zorgkaart("fetch", folder, "--gemeente", GEMEENTE).exit_code == 0
    stations = pd.read_csv(folder / "gegevens" / "ambulancepost.csv", keep_default_na=False)
    unknown = (stations["volcontinu"] == "onbekend").any()
    norm = Project.load(folder / "zorgkaart.toml").norms["seh"]
    assert norm.only_24_7 is not bool(unknown)
    assert (norm.limit_min, norm.turnout_min, norm.on_scene_min) == (45, 3, 5)


@pytest.mark.slow
def test_a_second_fetch_asks_only_whether_something_changed(server: Server, tmp_path: Path) -> None:
    assert zorgkaart("fetch", tmp_path / "een", "--gemeente", GEMEENTE).exit_code == 0
    server.asked.clear()
    assert zorgkaart("fetch", tmp_path / "twee", "--gemeente", GEMEENTE).exit_code == 0
    for _, headers in [item for item in server.asked if item[0].endswith(".osm.pbf")]:
        assert "If-None-Match" in headers
    assert len(server.paths(".osm.pbf")) == 4
    files = [sorted((tmp_path / name / "gegevens").iterdir()) for name in ("een", "twee")]
    for one, two in zip(*files, strict=True):
        assert one.name == two.name
        assert sha256_of(one) == sha256_of(two)


@pytest.mark.parametrize(
    ("path", "faults", "message"),
    [
        ("gemeente_gegeneraliseerd", [status(429)] * 3, "HTTP 429"),
        ("gemeente_gegeneraliseerd", [body(b"<html>inloggen</html>")], "it is no JSON"),
        (
            "provincie_gegeneraliseerd",
            [body(b'{"type": "FeatureCollection", "features": [{"geometry": 3}]}')],
            "features",
        ),
        ("buurten/items", [status(500)] * 3, "HTTP 500"),
        ("buurten/items", [body(b'{"type": "FeatureCollection", "features": []}')], "have no column buurtcode"),
        ("buurten/items", [declared(10**12)], "too large"),
        ("buurten/items", [silent] * 3, "no answer in time"),
        ("wijken/items", [status(302, Location="file:///etc/passwd")], "points to file://"),
        ("index-v1.json", [body(b"[]")], "no GeoJSON with features"),
        ("index-v1.json", [body(b'{"type": "FeatureCollection", "features": []}')], "has no file for this region"),
        ("groningen-latest.osm.pbf.md5", [body(b"<html></html>")], "it is no MD5 checksum"),
        ("groningen-latest.osm.pbf.md5", [body(b"0" * 32 + b"  groningen")], "its MD5 is"),
        ("drenthe-latest.osm.pbf", [status(404)], "no such file"),
        ("drenthe-latest.osm.pbf.md5", [endless], "too large"),
    ],
)
def test_after_a_fault_there_is_one_sentence_and_no_folder(
    server: Server, tmp_path: Path, path: str, faults: list[Fault], message: str
) -> None:
    server.faults[path] = list(faults)
    result = zorgkaart("fetch", tmp_path / "veendam", "--gemeente", GEMEENTE)
    assert result.exit_code == 1, result.output
    assert message in result.output
    assert result.output.startswith("Error: ")
    assert len(result.output.splitlines()) == 1
    assert [item.name for item in tmp_path.iterdir()] == ["cache"]


@pytest.mark.slow
def test_a_fetch_that_was_cut_goes_on_the_next_time(server: Server, tmp_path: Path) -> None:
    name = "groningen-latest.osm.pbf"
    server.faults[name] = [lambda handler: handler.send_file(server.files[f"{handler.path}"]), cut_after(400_000)]
    server.faults[name] += [silent, silent]
    assert zorgkaart("fetch", tmp_path / "veendam", "--gemeente", GEMEENTE).exit_code == 1
    assert not (tmp_path / "veendam").exists()
    server.asked.clear()
    assert zorgkaart("fetch", tmp_path / "veendam", "--gemeente", GEMEENTE).exit_code == 0
    [(_, headers)] = [item for item in server.asked if item[0].endswith(f"/{name}")]
    assert int(headers["Range"].removeprefix("bytes=").rstrip("-")) > 0


@pytest.mark.slow
def test_a_province_is_all_its_gemeenten(server: Server, tmp_path: Path) -> None:
    assert zorgkaart("fetch", tmp_path / "drenthe", "--provincie", "drenthe").exit_code == 0
    found = gpd.read_parquet(tmp_path / "drenthe" / "gegevens" / "gemeenten.parquet")
    own = areas("gemeenten")
    assert set(found["gemeentecode"]) == set(own.loc[own["provincie"] == "Drenthe", "gemeentecode"])
    assert set(found["provincie"]) == {"Drenthe"}


@pytest.mark.slow
def test_a_place_in_the_netherlands_has_the_buurten_of_cbs(server: Server, tmp_path: Path) -> None:
    result = zorgkaart("fetch", tmp_path / "plaats", "--place", "Veendam, Nederland")
    assert result.exit_code == 0, result.output
    found = gpd.read_parquet(tmp_path / "plaats" / "gegevens" / "buurten.parquet")
    own = areas("buurten")
    assert found["buurtcode"].tolist() == own.loc[own["gemeentenaam"] == GEMEENTE, "buurtcode"].tolist()
    assert zorgkaart("check", tmp_path / "plaats" / "zorgkaart.toml").exit_code == 0
    [query] = server.paths("interpreter")
    assert "out+meta" in query


@pytest.mark.slow
@pytest.mark.parametrize(
    ("path", "faults", "message"),
    [
        ("search", [body(b'[{"geojson": {"type": "Polygon", "coordinates": 3}}]')], "a boundary in it cannot be read"),
        ("search", [body(b"{}")], "it is no list of places"),
        ("search", [body(b"[]")], "there is no place 'Veendam'"),
        ("interpreter", [status(504)] * 3, "HTTP 504"),
        ("interpreter", [body(b"<html>onderhoud</html>")], "is no OpenStreetMap file but <html>"),
        (
            "interpreter",
            [body(b'<?xml version="1.0"?><osm version="0.6"><node id="1"')],
            "is broken off or damaged at line 1",
        ),
        (
            "interpreter",
            [body(b'<?xml version="1.0"?><osm version="0.6"><remark>runtime error: timed out</remark></osm>')],
            "Overpass broke it off and says so: runtime error: timed out",
        ),
    ],
)
def test_a_place_after_a_fault(server: Server, tmp_path: Path, path: str, faults: list[Fault], message: str) -> None:
    server.faults[path] = list(faults)
    result = zorgkaart("fetch", tmp_path / "plaats", "--place", "Veendam")
    assert result.exit_code == 1
    assert message in result.output
    assert [item.name for item in tmp_path.iterdir()] == ["cache"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--gemeente", "Veendm"), "there is no gemeente 'Veendm'. Did you mean 'Veendam'?"),
        (("--provincie", "Groninge"), "there is no province 'Groninge'. Did you mean 'Groningen'?"),
        (("--gemeente", GEMEENTE, "--year", "2019"), "has no gemeente of 2019. Choose another year with --year."),
        (("--place", "Nergens"), "there is no place 'Nergens' with a boundary"),
        (("--file", "weg.osm.pbf"), "no such file"),
        (("--file", __file__), "is no OpenStreetMap file"),
        (("--gemeente", GEMEENTE, "--crs", "EPSG:4326"), "not projected in metres"),
        (("--gemeente", GEMEENTE, "--crs", "onzin"), "no coordinate reference system"),
    ],
)
def test_what_is_asked_wrongly(server: Server, tmp_path: Path, arguments: tuple[str, ...], message: str) -> None:
    result = zorgkaart("fetch", tmp_path / "nieuw", *arguments)
    assert result.exit_code == 1
    assert message in result.output
    assert not (tmp_path / "nieuw").exists()


@pytest.mark.parametrize("arguments", [(), ("--gemeente", "x", "--place", "y"), ("--place", "x", "--land", "nl")])
def test_usage(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    assert zorgkaart("fetch", tmp_path / "nieuw", *arguments).exit_code == 2


def test_a_folder_with_something_in_it_is_left_alone(server: Server, tmp_path: Path) -> None:
    (tmp_path / "vol").mkdir()
    (tmp_path / "vol" / "notities.txt").write_text("x", encoding="utf-8")
    result = zorgkaart("fetch", tmp_path / "vol", "--gemeente", GEMEENTE)
    assert result.exit_code == 1
    assert "is not empty and was left as it is" in result.output
    assert not server.asked


@pytest.mark.slow
def test_a_file_of_a_piece_of_the_netherlands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No service is there; what is known of the inhabitants is said."""
    monkeypatch.setenv("ZORGKAART_CACHE", str(tmp_path / "cache"))
    file = world().write(tmp_path / "streek.osm.pbf")
    result = zorgkaart("fetch", tmp_path / "streek", "--file", file)
    assert result.exit_code == 1
    assert "--land DE" in result.output
    (tmp_path / "leeg").mkdir()
    result = zorgkaart("fetch", tmp_path / "leeg", "--file", file, "--land", "NL")
    assert result.exit_code == 0, result.output
    assert "gebieden is het aantal inwoners niet bekend" in result.output
    project = Project.load(tmp_path / "leeg" / "zorgkaart.toml")
    found = gpd.read_parquet(project.areas.buurten)
    assert found.crs == "EPSG:28992"
    assert found.set_index("buurtnaam")["inwoners"].dropna().to_dict() == {GEMEENTE: 27520.0}
    assert zorgkaart("check", project.path).exit_code == 0


@pytest.mark.skipif(not LIECHTENSTEIN.is_file(), reason="the large files are not here")
def test_liechtenstein_from_a_file(tmp_path: Path) -> None:
    copy = shutil.copy(LIECHTENSTEIN, tmp_path / "liechtenstein.osm.pbf")
    result = zorgkaart("fetch", tmp_path / "li", "--file", copy, "--crs", "EPSG:2056")
    assert result.exit_code == 0, result.output
    areas = "Liechtenstein: 11 gebieden (grenzen van OpenStreetMap, admin_level 8)"
    assert f"{areas}, 36.838\N{NO-BREAK SPACE}inwoners." in result.output
    assert "gebouwen (er staan te weinig adressen" in result.output
    written = tomllib.loads((tmp_path / "li" / "zorgkaart.toml").read_text(encoding="utf-8"))
    assert written["project"]["crs"] == "EPSG:2056"
    assert written["project"]["land"] == "LI"
    assert "norms" not in written
    assert set(written["kinds"]) == {"seh", "apotheek"}
    hospital = pd.read_csv(tmp_path / "li" / "gegevens" / "seh.csv")
    assert hospital[["naam", "land", "plaats"]].to_numpy().tolist() == [
        ["Liechtensteinisches Landesspital", "LI", "Vaduz"]
    ]
    whole = build_network(copy, crs="EPSG:2056")
    assert build_network(tmp_path / "li" / "gegevens" / "wegen.osm.pbf", crs="EPSG:2056").digest == whole.digest
