"""All layers of a run or a scenario in one transaction: a database has them all or stays as it was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from zorgkaart.errors import DatabaseError, InputError
from zorgkaart.outputs.meaning.columns import Column
from zorgkaart.outputs.meaning.frames import Layer, provenance_json, provenance_rows
from zorgkaart.outputs.postgis.address import Database
from zorgkaart.outputs.postgis.connection import connected
from zorgkaart.outputs.postgis.layer_styles import styles_home, write_styles
from zorgkaart.outputs.postgis.layer_tables import MADE_BY, column_texts, describe, fill, plain, publish, stage
from zorgkaart.provenance.record import readable

if TYPE_CHECKING:
    from psycopg import Connection, sql

PROVENANCE, PROVENANCE_JSON = "herkomst", "herkomst_json"
_TEXTS = {
    PROVENANCE: "Waar deze uitkomsten van gemaakt zijn: invoer, instellingen en versies.",
    PROVENANCE_JSON: "Hetzelfde als in herkomst, als JSON voor programma's.",
}
_COLUMNS = {
    PROVENANCE: [
        ("id", "Volgnummer."),
        ("onderdeel", "Onderdeel van de herkomst."),
        ("sleutel", "Wat het is, binnen het onderdeel."),
        ("inhoud", "De waarde."),
    ],
    PROVENANCE_JSON: [("id", "Volgnummer."), ("inhoud", "De hele herkomst als JSON.")],
}
_OTHERS = """
SELECT relname FROM pg_class JOIN pg_namespace AS n ON n.oid = relnamespace
WHERE nspname = %s AND relkind = 'r' AND position(%s IN obj_description(pg_class.oid, 'pg_class')) > 0
  AND relname <> ALL (%s) ORDER BY relname
"""


def check_database(database: Database) -> None:
    """Raise an error if a database cannot be written to, before hours of work are lost on it.

    Raises
    ------
    MissingExtraError, DatabaseError, InputError
        As :func:`write_postgis`; what only the rows themselves can bring about is not seen.
    """
    with connected(database) as connection:
        _prepare(connection, database)
        connection.rollback()


def write_postgis(
    database: Database,
    layers: Sequence[Layer],
    *,
    columns: Mapping[str, Column],
    provenance: Mapping[str, Any] | None = None,
) -> bool:
    """Write layers as tables of one schema, all or none.

    Readers see the old rows until all are there; where a table gets other columns than it had, they wait for the
    end. Each table has a key (``id`` or the code of the area, else ``fid``), a geometry ``geom`` in the CRS of its
    layer with a spatial index, indexes on codes and kinds, and comments on itself and every column. The tables
    ``herkomst`` and ``herkomst_json`` hold the provenance, and ``layer_styles`` of QGIS the styles, if the user
    may write there.

    Parameters
    ----------
    layers : sequence of Layer
        Polygons become MultiPolygons.
    columns : mapping
        The data dictionary; it decides the type of each column and gives its comment.
    provenance : mapping, optional
        What the results were made from.

    Returns
    -------
    bool
        Whether the styles are there.

    Raises
    ------
    MissingExtraError
        If psycopg is not installed.
    DatabaseError
        If the database cannot be reached or refuses something; if it lacks PostGIS; if a table of such a name
        was not made by zorgkaart, or the schema holds other results.
    InputError
        If a name or a text cannot be stored in PostgreSQL, or the CRS of a layer is not known there.
    """
    names = [layer.name for layer in layers]
    if not names or len(set(names)) < len(names) or {PROVENANCE, PROVENANCE_JSON} & set(names):
        raise InputError(f"a database needs layers, each with a name of its own; got: {', '.join(names) or 'none'}")
    with connected(database) as connection:
        home = styles_home(connection)
        _lock(connection, database)
        postgis = _prepare(connection, database)
        _check_others(connection, database.schema, [*names, PROVENANCE, PROVENANCE_JSON])
        for layer in layers:
            stage(connection, layer, columns, postgis=postgis)
        _stage_provenance(connection, provenance or {})
        for name in [*names, PROVENANCE, PROVENANCE_JSON]:
            publish(connection, database.schema, name)
        for layer in layers:
            texts = [("geom", "Vlak of punt op de kaart."), *column_texts(list(layer.frame.columns), columns)]
            describe(connection, database.schema, layer.name, text=layer.description, columns=texts)
        for name, text in _TEXTS.items():
            describe(connection, database.schema, name, text=text, columns=_COLUMNS[name])
        return write_styles(connection, database.schema, layers, home)


def _prepare(connection: Connection[Any], database: Database) -> sql.Identifier:
    """See to PostGIS and the schema, and return the type of a geometry."""
    from psycopg import errors, sql

    postgis_schema = _postgis_schema(connection)
    if postgis_schema is None:
        try:
            with connection.transaction():
                connection.execute("CREATE EXTENSION postgis")
        except (errors.InsufficientPrivilege, errors.FeatureNotSupported, errors.UndefinedFile) as error:
            raise DatabaseError(
                f"{database}: the database lacks PostGIS ({error.diag.message_primary}). "
                "Ask its manager for: CREATE EXTENSION postgis"
            ) from error
        postgis_schema = _postgis_schema(connection)
        assert postgis_schema is not None
    there = connection.execute("SELECT count(*) FROM pg_namespace WHERE nspname = %s", (database.schema,)).fetchone()
    if there == (0,):
        connection.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(database.schema)))
    # Nothing that somebody put into another schema can take the place of what is called from here on.
    connection.execute(sql.SQL("SET LOCAL search_path TO pg_catalog, {}").format(sql.Identifier(postgis_schema)))
    return sql.Identifier(postgis_schema, "geometry")


def _postgis_schema(connection: Connection[Any]) -> str | None:
    row = connection.execute(
        "SELECT nspname FROM pg_extension JOIN pg_namespace AS n ON n.oid = extnamespace WHERE extname = 'postgis'"
    ).fetchone()
    return None if row is None else str(row[0])


def _lock(connection: Connection[Any], database: Database) -> None:
    """Let one zorgkaart at a time write to a schema."""
    connection.execute("SELECT pg_advisory_xact_lock(hashtext('zorgkaart'), hashtext(%s))", (database.schema,))


def _check_others(connection: Connection[Any], schema: str, names: list[str]) -> None:
    """A schema holds one set of results, so that its herkomst is about all of its tables."""
    others = [row[0] for row in connection.execute(_OTHERS, (schema, MADE_BY, names)).fetchall()]
    if others:
        raise DatabaseError(
            f"schema {schema} holds other results of zorgkaart (table {', '.join(others)}). Nothing was changed. "
            "Choose another --schema, or drop these tables first."
        )


def _stage_provenance(connection: Connection[Any], provenance: Mapping[str, Any]) -> None:
    from psycopg import sql

    rows = provenance_rows(readable(provenance))
    values = [plain(PROVENANCE, rows[name]) for name in ("onderdeel", "sleutel", "inhoud")]
    parts = [sql.SQL(part) for part in ("id bigint PRIMARY KEY", "onderdeel text", "sleutel text", "inhoud text")]
    numbered = ((number, *row) for number, row in enumerate(zip(*values, strict=True), start=1))
    fill(connection, PROVENANCE, parts, ["id", "onderdeel", "sleutel", "inhoud"], numbered)
    # json and not jsonb, which takes no \u0000.
    parts = [sql.SQL("id bigint PRIMARY KEY"), sql.SQL("inhoud json")]
    fill(connection, PROVENANCE_JSON, parts, ["id", "inhoud"], [(1, provenance_json(provenance))])
