"""Styles in the table from which QGIS takes those of the layers of a database.

QGIS looks for one table ``layer_styles`` for all layers, in the schema that comes first: ``public`` as a rule.
Others have their styles in it too, so only rows of zorgkaart about the tables that are written are replaced, and
a style that somebody else made the default of a table stays so.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from zorgkaart.outputs.meaning.frames import Layer
from zorgkaart.outputs.postgis.layer_tables import GEOMETRY

if TYPE_CHECKING:
    from psycopg import Connection, sql

log = logging.getLogger(__name__)

TABLE, OWNER = "layer_styles", "zorgkaart"
# As QGIS makes it.
_CREATE = """
CREATE TABLE {} (
  id serial PRIMARY KEY, f_table_catalog varchar, f_table_schema varchar, f_table_name varchar,
  f_geometry_column varchar, stylename text, styleqml xml, stylesld xml, useasdefault boolean, description text,
  owner varchar(63) DEFAULT CURRENT_USER, ui xml, update_time timestamp DEFAULT CURRENT_TIMESTAMP, type varchar)
"""
_HOME = """
SELECT COALESCE((SELECT nspname FROM pg_class JOIN pg_namespace AS n ON n.oid = relnamespace
                 WHERE pg_class.oid = to_regclass(%(table)s)), current_schema()),
       to_regclass(%(table)s) IS NOT NULL
"""
_OF_TABLES = "f_table_catalog = current_database() AND f_table_schema = %s AND f_table_name = ANY (%s)"


def styles_home(connection: Connection[Any]) -> tuple[str | None, bool]:
    """The schema of the table of styles, and whether it is there; None if no schema is looked in.

    To be asked before the search path of the connection is changed.
    """
    row = connection.execute(_HOME, {"table": TABLE}).fetchone()
    return (row[0], row[1]) if row is not None else (None, False)


def write_styles(
    connection: Connection[Any], schema: str, layers: Sequence[Layer], home: tuple[str | None, bool]
) -> bool:
    """Write the styles of layers; False, with a warning in the log, if the user may not.

    Parameters
    ----------
    home : (str or None, bool)
        As :func:`styles_home` found it.
    """
    import psycopg
    from psycopg import sql

    where, there = home
    if where is None:
        log.warning("no styles for QGIS in the database: no schema of its search path exists")
        return False
    table = sql.Identifier(where, TABLE)
    try:
        with connection.transaction():  # a savepoint: the layers are worth more than their styles
            if not there:
                connection.execute(sql.SQL(_CREATE).format(table))
            _replace(connection, schema, layers, table)
    except (
        psycopg.errors.InsufficientPrivilege,
        psycopg.DataError,
        psycopg.errors.UndefinedColumn,
        psycopg.IntegrityError,
        psycopg.NotSupportedError,
    ) as error:
        log.warning("no styles for QGIS in the database: %s", error.diag.message_primary)
        return False
    return True


def _replace(connection: Connection[Any], schema: str, layers: Sequence[Layer], table: sql.Identifier) -> None:
    from psycopg import sql

    names = [layer.name for layer in layers]
    connection.execute(
        sql.SQL("DELETE FROM {} WHERE owner = %s AND " + _OF_TABLES).format(table), (OWNER, schema, names)
    )
    chosen = connection.execute(
        sql.SQL("SELECT DISTINCT f_table_name FROM {} WHERE useasdefault AND " + _OF_TABLES).format(table),
        (schema, names),
    )
    taken = {row[0] for row in chosen}
    insert = sql.SQL(
        "INSERT INTO {} (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, stylename, styleqml,"
        " useasdefault, description, owner) VALUES (current_database(), %s, %s, %s, %s, XMLPARSE(DOCUMENT %s),"
        " %s, %s, %s)"
    ).format(table)
    rows = [
        (
            schema,
            layer.name,
            GEOMETRY,
            style.name,
            style.qml,
            number == 0 and layer.name not in taken,
            style.description,
            OWNER,
        )
        for layer in layers
        for number, style in enumerate(layer.styles)
    ]
    with connection.cursor() as cursor:
        cursor.executemany(insert, rows)
