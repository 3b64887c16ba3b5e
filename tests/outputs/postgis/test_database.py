"""Layers in a real PostgreSQL with PostGIS: what is in it, that it is all or nothing, and what is refused."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import psycopg
import pytest
import shapely
from psycopg import sql
from support.command_line import zorgkaart
from support.outputs_samples import COLUMNS, HOSTILE, PROVENANCE, as_layers, grid, layers, results, sites
from support.postgres_server import PASSWORD, Server, make_database, started

from zorgkaart.errors import CrsError, DatabaseError, InputError
from zorgkaart.outputs.embedded import read_provenance
from zorgkaart.outputs.meaning.frames import Layer, typed
from zorgkaart.outputs.postgis import database as writing
from zorgkaart.outputs.postgis.address import HIDDEN, Database, redacted
from zorgkaart.outputs.postgis.database import write_postgis

NUMBER = count(1)
Rows = list[tuple[Any, ...]]


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with started() as found:
        yield found


@pytest.fixture
def url(server: Server) -> str:
    """The address of an empty database."""
    return make_database(server, f"proef_{next(NUMBER)}")


@pytest.fixture(scope="module")
def written(server: Server) -> str:
    """A database with all layers in it, to look at only."""
    address = make_database(server, "geschreven")
    write_postgis(Database(address), as_layers(layers(grid())), columns=COLUMNS, provenance=PROVENANCE)
    return address


def query(url: str, text: str, *values: Any) -> Rows:
    with psycopg.connect(url) as connection:
        return connection.execute(text, values).fetchall()


def execute(url: str, *texts: str) -> None:
    with psycopg.connect(url) as connection:
        for text in texts:
            connection.execute(text)


def frame_of(url: str, name: str, key: str) -> gpd.GeoDataFrame:
    with psycopg.connect(url) as connection:
        cursor = connection.execute(
            sql.SQL("SELECT *, ST_AsBinary(geom) AS wkb, ST_SRID(geom) AS srid FROM {} ORDER BY {}").format(
                sql.Identifier("zorgkaart", name), sql.Identifier(key)
            )
        )
        assert cursor.description is not None
        frame = pd.DataFrame(cursor.fetchall(), columns=[column.name for column in cursor.description])
    assert set(frame.pop("srid")) == {28992}
    shapes = shapely.from_wkb([bytes(item) for item in frame.pop("wkb")])
    return gpd.GeoDataFrame(frame.drop(columns="geom"), geometry=shapes, crs="EPSG:28992")


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("buurten", "buurtcode"),
        ("wijken", "wijkcode"),
        ("gemeenten", "gemeentecode"),
        ("verschil", "buurtcode"),
        ("voorzieningen", "id"),
    ],
)
def test_every_layer_comes_back_row_for_row(written: str, name: str, key: str) -> None:
    expected = typed(layers(grid())[name], COLUMNS).sort_values(key, ignore_index=True)
    found = typed(frame_of(written, name, key), COLUMNS)
    for column in expected.columns.drop("geometry"):
        assert found[column].astype(object).where(found[column].notna(), None).tolist() == (
            expected[column].astype(object).where(expected[column].notna(), None).tolist()
        ), column
    assert shapely.equals(found.geometry.to_numpy(), expected.geometry.to_numpy()).all()
    if name != "voorzieningen":
        assert set(found.geom_type) == {"MultiPolygon"}


def test_types_and_unknowns(written: str) -> None:
    types = dict(
        query(
            written,
            "SELECT column_name, data_type FROM information_schema.columns "
            "WHERE table_schema = 'zorgkaart' AND table_name = 'buurten'",
        )
    )
    assert types["inwoners"] == "bigint"
    assert types["seh_min"] == "double precision"
    assert types["netwerkrand"] == "boolean"
    assert types["huisarts_id"] == types["buurtcode"] == "text"
    sums = query(
        written,
        "SELECT count(*) FILTER (WHERE inwoners IS NULL), min(inwoners), bool_and(seh_min <> 'NaN') "
        "FROM zorgkaart.buurten",
    )
    assert sums == [(1, 0, True)], "one unknown is NULL, and one number is zero"


def test_keys_and_indexes(written: str) -> None:
    found = query(written, "SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'zorgkaart'")
    of_buurten = [text for table, text in found if table == "buurten"]
    assert any(re.search(r"UNIQUE INDEX .* \(buurtcode\)", text) for text in of_buurten)
    assert any("USING gist (geom)" in text for text in of_buurten)
    assert {"(wijkcode)", "(gemeentecode)"} <= {text[text.rindex("(") :] for text in of_buurten}
    assert any("(soort)" in text for table, text in found if table == "voorzieningen")
    rows = query(written, "SELECT f_table_name, srid, type FROM geometry_columns WHERE f_table_schema = 'zorgkaart'")
    assert ("buurten", 28992, "MULTIPOLYGON") in rows
    assert ("voorzieningen", 28992, "POINT") in rows
    with pytest.raises(psycopg.errors.UniqueViolation):
        execute(written, "INSERT INTO zorgkaart.buurten SELECT * FROM zorgkaart.buurten LIMIT 1")


def test_everything_is_explained(written: str) -> None:
    tables = dict(
        query(
            written,
            "SELECT relname, obj_description(oid) FROM pg_class "
            "WHERE relnamespace = 'zorgkaart'::regnamespace AND relkind = 'r'",
        )
    )
    assert "Buurten met hun bereikbaarheid." in tables["buurten"]
    assert all(tables.values())
    comments = dict(
        query(
            written,
            "SELECT attname, col_description(attrelid, attnum) FROM pg_attribute "
            "WHERE attrelid = 'zorgkaart.buurten'::regclass AND attnum > 0",
        )
    )
    assert COLUMNS["seh_min"].description in comments["seh_min"]
    assert "deels buiten" in comments["seh_oordeel"]
    assert all(comments.values())


def test_provenance_and_styles_are_there(written: str) -> None:
    [(text,)] = query(written, "SELECT inhoud FROM zorgkaart.herkomst_json")
    assert (text if isinstance(text, dict) else json.loads(text)) == PROVENANCE
    assert ("project", "titel", HOSTILE) in query(written, "SELECT onderdeel, sleutel, inhoud FROM zorgkaart.herkomst")
    styles = query(written, "SELECT f_table_name, stylename, useasdefault FROM layer_styles")
    defaults = [table for table, _, default in styles if default]
    assert sorted(defaults) == sorted(layers(grid())), "one default style per layer"
    assert ("buurten", "Huisarts", False) in styles


def test_a_table_of_styles_that_takes_none_stops_nothing(url: str, caplog: pytest.LogCaptureFixture) -> None:
    execute(
        url,
        "CREATE TABLE layer_styles (id serial PRIMARY KEY, f_table_catalog varchar, f_table_schema varchar, "
        "f_table_name varchar, f_geometry_column varchar, stylename text, styleqml xml, stylesld xml, "
        "useasdefault boolean, description text, owner varchar, ui xml NOT NULL, update_time timestamp, type varchar)",
    )
    assert not write_postgis(Database(url), as_layers(layers(grid())), columns=COLUMNS)
    assert "no styles for QGIS" in caplog.text
    assert query(url, "SELECT count(*) FROM zorgkaart.buurten") == [(len(grid()),)]
    assert query(url, "SELECT count(*) FROM layer_styles") == [(0,)]


def test_a_next_run_replaces_the_rows_and_keeps_what_others_made(url: str) -> None:
    database = Database(url)
    write_postgis(database, [Layer("buurten", results(grid()))], columns=COLUMNS)
    execute(
        url,
        "CREATE ROLE lezer",
        "GRANT USAGE ON SCHEMA zorgkaart TO lezer",
        "GRANT SELECT ON zorgkaart.buurten TO lezer",
        "CREATE VIEW ver AS SELECT buurtcode, seh_min FROM zorgkaart.buurten WHERE seh_min > 1000",
    )
    assert query(url, "SELECT count(*) FROM ver") == [(0,)]
    changed = results(grid())
    changed["seh_min"] = 2000.0
    write_postgis(database, [Layer("buurten", changed)], columns=COLUMNS)
    assert query(url, "SELECT count(*) FROM ver") == [(len(changed),)], "the view shows the new rows"
    assert query(url, "SELECT has_table_privilege('lezer', 'zorgkaart.buurten', 'SELECT')") == [(True,)]
    other = changed.drop(columns="seh_km")
    with pytest.raises(DatabaseError, match="ver"):
        write_postgis(database, [Layer("buurten", other)], columns=COLUMNS)
    execute(url, "DROP VIEW ver")
    write_postgis(database, [Layer("buurten", other)], columns=COLUMNS)
    names = {
        row[0]
        for row in query(
            url,
            "SELECT column_name FROM information_schema.columns "
            "WHERE table_schema = 'zorgkaart' AND table_name = 'buurten'",
        )
    }
    assert "seh_km" not in names
    assert query(url, "SELECT has_table_privilege('lezer', 'zorgkaart.buurten', 'SELECT')") == [(True,)]
    execute(url, "DROP OWNED BY lezer", "DROP ROLE lezer")


def test_all_or_nothing(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    database = Database(url)
    write_postgis(database, as_layers(layers(grid())), columns=COLUMNS, provenance=PROVENANCE)
    before = query(url, "SELECT sum(seh_min), count(*) FROM zorgkaart.buurten")
    changed = layers(grid())
    changed["buurten"]["seh_min"] = 1.0
    seen: list[Rows] = []

    def broken(*_: object, **__: object) -> bool:
        seen.append(query(url, "SELECT sum(seh_min), count(*) FROM zorgkaart.gemeenten"))
        raise RuntimeError("half way")

    monkeypatch.setattr(writing, "write_styles", broken)
    with psycopg.connect(url, autocommit=True) as connection:  # a reader sees the old rows without having to wait
        connection.execute("SET statement_timeout = '5s'")
        old = connection.execute("SELECT sum(seh_min), count(*) FROM zorgkaart.gemeenten").fetchall()
    with pytest.raises(RuntimeError, match="half way"):
        write_postgis(database, as_layers(changed), columns=COLUMNS, provenance=PROVENANCE)
    assert seen == [old], "the last thing of the transaction had been done, and another connection saw nothing of it"
    assert query(url, "SELECT sum(seh_min), count(*) FROM zorgkaart.buurten") == before


@pytest.mark.parametrize(
    "statement", ["CREATE TABLE zorgkaart.buurten (van text)", "CREATE VIEW zorgkaart.buurten AS SELECT 1 AS van"]
)
def test_what_others_made_is_left_alone(url: str, statement: str) -> None:
    execute(url, "CREATE SCHEMA zorgkaart", statement)
    with pytest.raises(DatabaseError, match=r"table or view buurten that zorgkaart did not make.*Nothing was changed"):
        write_postgis(Database(url), as_layers(layers(grid())), columns=COLUMNS)
    found = query(
        url, "SELECT relname FROM pg_class WHERE relnamespace = 'zorgkaart'::regnamespace AND relkind IN ('r', 'v')"
    )
    assert found == [("buurten",)]


def test_a_schema_holds_one_set_of_results(url: str) -> None:
    write_postgis(Database(url), [Layer("buurten", results(grid()))], columns=COLUMNS)
    with pytest.raises(DatabaseError, match="holds other results of zorgkaart \\(table buurten\\)"):
        write_postgis(Database(url), [Layer("voorzieningen", sites())], columns=COLUMNS)
    write_postgis(Database(url, "elders"), [Layer("voorzieningen", sites())], columns=COLUMNS)
    assert query(url, "SELECT count(*) FROM elders.voorzieningen") == [(len(sites()),)]


def test_hostile_names_are_names(url: str) -> None:
    frame = results(grid())
    frame.loc[0, "buurtnaam"] = HOSTILE
    strange = 'a"; DROP TABLE "buurten"; -- %s %(x)s {}'
    frame = frame.rename(columns={"snap_m_p90": strange})
    schema = 'o"; DROP SCHEMA public CASCADE; --'
    write_postgis(Database(url, schema), [Layer("buurten", frame)], columns=COLUMNS)
    with psycopg.connect(url) as connection:
        found = connection.execute(
            sql.SQL("SELECT buurtnaam, {} FROM {} ORDER BY buurtcode LIMIT 1").format(
                sql.Identifier(strange), sql.Identifier(schema, "buurten")
            )
        ).fetchone()
    assert found is not None
    assert found[0] == HOSTILE


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda frame: frame.rename(columns={"seh_km": "k" * 64}), "1 to 63 bytes"),
        (lambda frame: frame.rename(columns={"seh_km": "geom"}), "needs itself"),
        (lambda frame: frame.assign(buurtnaam="nul\0byte"), "cannot store"),
        (lambda frame: frame.assign(seh_min=np.inf), "infinite"),
    ],
)
def test_what_cannot_be_stored_is_named(url: str, change: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        write_postgis(Database(url), [Layer("buurten", change(results(grid())))], columns=COLUMNS)
    assert query(url, "SELECT count(*) FROM pg_tables WHERE schemaname = 'zorgkaart'") == [(0,)]


def test_a_crs_that_the_database_does_not_know(url: str) -> None:
    frame = results(grid()).set_crs("+proj=aeqd +lat_0=53 +lon_0=6 +units=m", allow_override=True)
    with pytest.raises(CrsError, match="does not know"):
        write_postgis(Database(url), [Layer("buurten", frame)], columns=COLUMNS)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("postgresql://anna:geheim@server:5432/zorg", "postgresql://server:5432/zorg"),
        ("--to=postgres://anna:geheim@server/zorg?sslmode=require", "--to=postgres://server/zorg"),
        ("postgresql://server/zorg?user=anna&password=geheim", "postgresql://server/zorg"),
        ("postgresql://anna:gehe@im@server/zorg", "postgresql://server/zorg"),
        ("postgresql://anna:ge/heim@server/zorg", "postgresql://server/zorg"),
        ("postgresql://anna:geheim", HIDDEN),
        ("postgresql:///zorg?password=gehe@im", HIDDEN),
        ("kaart.html", "kaart.html"),
    ],
)
def test_an_address_is_shown_without_who_logs_in(text: str, shown: str) -> None:
    assert redacted(text) == shown
    assert "geheim" not in str(Database("postgresql://anna:geheim@server/zorg"))
    assert "geheim" not in repr(Database("postgresql://anna:geheim@server/zorg"))


def test_a_run_and_a_scenario_by_the_command_line(
    server: Server, url: str, sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = url.partition("@/")[2].partition("?")[0]
    address = server.tcp(name, password="Geheim%40van%2Fde%3Abak%3F")
    ran = zorgkaart("run", sample, "-o", tmp_path, "--to", address)
    assert ran.exit_code == 0, ran.output
    assert f"De lagen staan ook in postgresql://127.0.0.1:{server.port}/{name}, schema zorgkaart." in ran.output
    layer = gpd.read_file(tmp_path / "zorgkaart.gpkg", layer="buurten").sort_values("buurtcode")
    rows = query(url, "SELECT buurtcode, inwoners, seh_min FROM zorgkaart.buurten ORDER BY buurtcode")
    assert [row[0] for row in rows] == layer["buurtcode"].tolist()
    assert [row[2] for row in rows if row[2] is not None] == layer["seh_min"].dropna().tolist()
    changed = zorgkaart("scenario", sample, "--close", "oost", "-o", tmp_path / "als", "--to", address)
    assert changed.exit_code == 0, changed.output
    assert query(url, "SELECT count(*) FROM zorgkaart_scenario.buurten_na") == [(len(layer),)]
    for folder in (tmp_path, tmp_path / "als"):
        origin = json.dumps(read_provenance(folder / "provenance.json"))
        assert f"127.0.0.1:{server.port}/{name}" in origin
    for file in tmp_path.rglob("*"):
        if file.is_file():
            content = file.read_bytes()
            assert PASSWORD.encode() not in content, file.name
            assert b"Geheim%40van" not in content, file.name
    [(stored,)] = query(url, "SELECT inhoud::text FROM zorgkaart.herkomst_json")
    assert "Geheim" not in stored


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("mysql://server/zorg", "must look like postgresql://"),
        ("postgresql://beheer@127.0.0.1:1/zorg", "no connection.*Check host and port"),
        ("postgresql://beheer:fout@127.0.0.1:{port}/postgres", "password authentication failed.*PGPASSWORD"),
        ("postgresql://beheer@/bestaat_niet?host={folder}&port={port}", "bestaat_niet.*does not exist.*Check the name"),
        ("postgresql://niemand@/postgres?host={folder}&port={port}", "niemand.*Check the user"),
    ],
)
def test_no_database(
    server: Server, sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str, message: str
) -> None:
    where = address.format(port=server.port, folder=server.folder)
    result = zorgkaart("run", sample, "-o", tmp_path / "uit", "--to", where)
    assert result.exit_code == 1
    text = " ".join(result.output.split())
    assert re.search(message, text), text
    assert "fout@" not in text
    assert not (tmp_path / "uit").exists(), "nothing was computed"


def test_a_user_without_rights_and_a_database_without_postgis(
    server: Server, url: str, sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = url.partition("@/")[2].partition("?")[0]
    execute(url, "CREATE ROLE gast LOGIN")
    result = zorgkaart("run", sample, "-o", tmp_path / "uit", "--to", server.url(name, user="gast"))
    assert result.exit_code == 1
    assert "Ask the manager of the database for the rights" in " ".join(result.output.split())
    plain = make_database(server, f"kaal_{next(NUMBER)}", postgis=False)
    bare = plain.partition("@/")[2].partition("?")[0]
    result = zorgkaart("run", sample, "-o", tmp_path / "uit", "--to", server.url(bare, user="gast"))
    assert result.exit_code == 1
    assert "lacks PostGIS" in " ".join(result.output.split())
    execute(url, "DROP ROLE gast")


def test_a_schema_goes_with_an_address(sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert zorgkaart("run", sample, "--schema", "zorg").exit_code == 2
    for name in ("pg_catalog", "information_schema", "s" * 64, "", "a\nb"):
        with pytest.raises(InputError):
            Database("postgresql://server/zorg", name)
