"""One layer as a table: first filled beside the others, then put in the place of the one of an earlier run.

A table whose columns are as they were keeps its place: its rows are replaced. Views, grants and indexes that
others made stay, and who reads sees the old rows until the end of the transaction. A table with other columns
is dropped and made again, with the grants on it (not those on single columns): who reads it then waits for the end of
the transaction, and the server refuses if a view hangs on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import shapely
from geopandas import GeoDataFrame

from zorgkaart.errors import CrsError, DatabaseError, InputError
from zorgkaart.outputs.meaning.columns import Column
from zorgkaart.outputs.meaning.frames import Layer, typed
from zorgkaart.outputs.postgis.address import check_name

if TYPE_CHECKING:
    from psycopg import Connection, sql

GEOMETRY, NUMBER = "geom", "fid"
# The first of these that is complete and has no value twice is the key of a table.
KEYS = ("id", "buurtcode", "wijkcode", "gemeentecode")
INDEXED = ("buurtcode", "wijkcode", "gemeentecode", "soort")
MADE_BY = "Gemaakt met zorgkaart; een volgende berekening vervangt de inhoud."
_TYPES = {"string": "text", "Int64": "bigint", "float64": "double precision", "boolean": "boolean"}
_LAYOUT = """
SELECT array_agg(row(attname, atttypid, atttypmod, attnotnull, attidentity)::text ORDER BY attnum)
       || array_agg(attname::text ORDER BY attnum) FILTER (WHERE attnum = ANY (keys))
FROM pg_attribute
LEFT JOIN (SELECT indrelid, indkey::int2[] AS keys FROM pg_index WHERE indisprimary) AS own ON indrelid = attrelid
WHERE attrelid = %s AND attnum > 0 AND NOT attisdropped
"""
_FOREIGN = "SELECT conrelid::regclass::text FROM pg_constraint WHERE contype = 'f' AND confrelid = %s"
_GRANTS = """
SELECT CASE WHEN grantee = 0 THEN NULL ELSE pg_get_userbyid(grantee) END, privilege_type, is_grantable
FROM pg_class, aclexplode(relacl) WHERE pg_class.oid = %s AND grantee <> relowner
"""


def stage(connection: Connection[Any], layer: Layer, columns: Mapping[str, Column], *, postgis: sql.Identifier) -> None:
    """Make and fill a temporary table with the rows of a layer, its key and its indexes.

    Parameters
    ----------
    postgis : Identifier
        The type of a geometry, with the schema in which PostGIS was installed.

    Raises
    ------
    CrsError
        If the layer has no CRS or one that the database does not know.
    InputError
        If a name or a text cannot be stored.
    """
    from psycopg import sql

    rows = typed(layer.frame, columns)
    names = [name for name in rows.columns if name != rows.geometry.name]
    _check_names(layer.name, names)
    kind, srid = _geometry_type(rows), _srid(connection, layer)
    key = next((name for name in KEYS if name in names and rows[name].notna().all() and rows[name].is_unique), None)
    parts = [sql.SQL("{} {}").format(sql.Identifier(name), sql.SQL(_type_of(layer.name, rows[name]))) for name in names]
    parts.append(sql.SQL("{} {}({}, {})").format(sql.Identifier(GEOMETRY), postgis, sql.SQL(kind), sql.Literal(srid)))
    if key is None:
        parts.insert(0, sql.SQL("{} bigint GENERATED ALWAYS AS IDENTITY").format(sql.Identifier(NUMBER)))
    parts.append(sql.SQL("PRIMARY KEY ({})").format(sql.Identifier(key or NUMBER)))
    values = [plain(f"layer {layer.name}", rows[name]) for name in names]
    shapes = _ewkb(rows.geometry.to_numpy(), multi=kind.startswith("Multi"), srid=srid)
    fill(connection, layer.name, parts, [*names, GEOMETRY], zip(*values, shapes, strict=True))
    table = sql.Identifier("pg_temp", layer.name)
    connection.execute(sql.SQL("CREATE INDEX ON {} USING gist ({})").format(table, sql.Identifier(GEOMETRY)))
    for name in INDEXED:
        if name in names and name != key:
            connection.execute(sql.SQL("CREATE INDEX ON {} ({})").format(table, sql.Identifier(name)))


def fill(
    connection: Connection[Any],
    name: str,
    parts: Sequence[sql.Composable],
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
) -> None:
    """Make a temporary table from the parts of its definition, and copy rows into these columns of it."""
    from psycopg import sql

    table = sql.Identifier("pg_temp", name)
    connection.execute(
        sql.SQL("CREATE TEMPORARY TABLE {} ({}) ON COMMIT DROP").format(sql.Identifier(name), sql.SQL(", ").join(parts))
    )
    copy = sql.SQL("COPY {} ({}) FROM STDIN").format(table, sql.SQL(", ").join(map(sql.Identifier, columns)))
    with connection.cursor() as cursor, cursor.copy(copy) as file:
        for row in rows:
            file.write_row(row)


def publish(connection: Connection[Any], schema: str, name: str) -> None:
    """Put what was staged in the place of the table of that name, or make the table.

    Raises
    ------
    DatabaseError
        If the table there was not made by zorgkaart, or rows of another table refer to it.
    """
    from psycopg import sql

    staged, table = sql.Identifier("pg_temp", name), sql.Identifier(schema, name)
    fresh, there = _oid(connection, "pg_temp", name), _oid(connection, schema, name)
    grants: list[tuple[str | None, str, bool]] = []
    assert fresh is not None
    if there is not None:
        _check_ours(connection, schema, name, there)
        if _one(connection, _LAYOUT, fresh) == _one(connection, _LAYOUT, there):
            connection.execute(sql.SQL("DELETE FROM {}").format(table))
        else:
            grants = connection.execute(_GRANTS, (there,)).fetchall()
            connection.execute(sql.SQL("DROP TABLE {}").format(table))
            there = None
    if there is None:
        connection.execute(sql.SQL("CREATE TABLE {} (LIKE {} INCLUDING ALL)").format(table, staged))
    filled = connection.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s AND attnum > 0 AND attidentity = '' ORDER BY attnum",
        (fresh,),
    ).fetchall()
    names = sql.SQL(", ").join(sql.Identifier(row[0]) for row in filled)
    connection.execute(sql.SQL("INSERT INTO {} ({}) SELECT {} FROM {}").format(table, names, names, staged))
    for grantee, privilege, option in grants:
        connection.execute(
            sql.SQL("GRANT {} ON {} TO {}{}").format(
                sql.SQL(privilege),
                table,
                sql.SQL("PUBLIC") if grantee is None else sql.Identifier(grantee),
                sql.SQL(" WITH GRANT OPTION" if option else ""),
            )
        )
    connection.execute(sql.SQL("ANALYZE {}").format(table))


def describe(
    connection: Connection[Any], schema: str, name: str, *, text: str, columns: Sequence[tuple[str, str]]
) -> None:
    """Comment a table, by which it is known as one of zorgkaart, and its columns (name and text)."""
    from psycopg import sql

    comment = sql.Literal(f"{text} {MADE_BY}".lstrip())
    connection.execute(sql.SQL("COMMENT ON TABLE {} IS {}").format(sql.Identifier(schema, name), comment))
    for column, words in columns:
        place = sql.Identifier(schema, name, column)
        connection.execute(sql.SQL("COMMENT ON COLUMN {} IS {}").format(place, sql.Literal(words)))


def column_texts(names: Sequence[str], columns: Mapping[str, Column]) -> list[tuple[str, str]]:
    """The comments of a layer's columns: heading, meaning and, where they are fixed, the values."""
    texts = []
    for column in (columns[name] for name in names if name in columns):
        values = "; ".join(f"{value}: {meaning}" for value, meaning in column.values.items())
        text = f"{column.heading}. {column.description}" + (f" Waarden: {values}." if values else "")
        texts.append((column.name, text))
    return texts


def plain(where: str, series: pd.Series) -> list[Any]:
    """A column as values of Python, None where unknown.

    Raises
    ------
    InputError
        If a text has a character that cannot be stored.
    """
    values = series.astype(object).where(series.notna(), None).tolist()
    for number, value in enumerate(values, start=1):
        if isinstance(value, str) and ("\0" in value or not _encodes(value)):
            raise InputError(
                f"{where}, row {number}: column {series.name} has a character that PostgreSQL cannot store "
                f"({value[:40]!r}). Correct it in the input."
            )
    return values


def _check_ours(connection: Connection[Any], schema: str, name: str, oid: int) -> None:
    comment = _one(connection, "SELECT obj_description(%s, 'pg_class')", oid)
    kind = _one(connection, "SELECT relkind::text FROM pg_class WHERE oid = %s", oid)
    if kind != "r" or MADE_BY not in (comment or ""):
        raise DatabaseError(
            f"schema {schema} has a table or view {name} that zorgkaart did not make. Nothing was changed. "
            "Rename it, or choose another --schema."
        )
    foreign = connection.execute(_FOREIGN, (oid,)).fetchone()
    if foreign is not None:
        raise DatabaseError(
            f"table {foreign[0]} refers to rows of {schema}.{name} with a foreign key, and these are replaced. "
            "Nothing was changed. Drop that key, or choose another --schema."
        )


def _check_names(layer: str, names: Sequence[str]) -> None:
    check_name(layer, "layer")
    for name in names:
        check_name(name, f"layer {layer}: column")
        if name in (GEOMETRY, NUMBER):
            raise InputError(f"layer {layer}: column {name} has a name that the table needs itself; rename it.")


def _geometry_type(frame: GeoDataFrame) -> str:
    types = set(frame.geom_type.dropna())
    if types and types <= {"Polygon", "MultiPolygon"}:
        return "MultiPolygon"
    return str(types.pop()) if len(types) == 1 else "Geometry"


def _srid(connection: Connection[Any], layer: Layer) -> int:
    srid = layer.frame.crs.to_epsg() if layer.frame.crs is not None else None
    known = srid is not None and _one(
        connection, "SELECT count(*) FROM spatial_ref_sys WHERE auth_name = 'EPSG' AND auth_srid = %s", srid
    )
    if srid is None or not known:
        raise CrsError(f"layer {layer.name} has a CRS ({layer.frame.crs}) that the database does not know: reproject.")
    return int(srid)


def _type_of(layer: str, series: pd.Series) -> str:
    name = series.dtype.name
    if name == "bool":
        return "boolean"
    if name.startswith(("int", "uint")):
        return "bigint"
    if name not in _TYPES:
        raise InputError(f"layer {layer}: column {series.name} of type {name} has no type in PostgreSQL. Leave it out.")
    return _TYPES[name]


def _encodes(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _ewkb(geometry: Any, *, multi: bool, srid: int) -> list[str | None]:
    shapes = shapely.force_2d(geometry)
    if multi:
        single = shapely.get_type_id(shapes) == shapely.GeometryType.POLYGON
        shapes = np.array(
            [shapely.multipolygons([shape]) if one else shape for shape, one in zip(shapes, single, strict=True)],
            dtype=object,
        )
    return shapely.to_wkb(shapely.set_srid(shapes, srid), hex=True, include_srid=True).tolist()  # type: ignore[no-any-return]


def _oid(connection: Connection[Any], schema: str, name: str) -> int | None:
    where = (
        "pg_my_temp_schema()" if schema == "pg_temp" else "(SELECT oid FROM pg_namespace WHERE nspname = %(schema)s)"
    )
    row = connection.execute(
        f"SELECT oid::bigint FROM pg_class WHERE relname = %(name)s AND relnamespace = {where}",
        {"name": name, "schema": schema},
    ).fetchone()
    return None if row is None else int(row[0])


def _one(connection: Connection[Any], query: str, *values: Any) -> Any:
    row = connection.execute(query, values).fetchone()
    return None if row is None else row[0]
