"""A GeoPackage that explains itself: layers with described columns, QGIS styles and provenance inside.

The feature tables are written by GDAL; what OGC GeoPackage 1.3 and QGIS know beyond that (column
descriptions, metadata, styles) are plain tables, written afterwards with sqlite3. Version 1.3 and not
1.4, because QGIS 3.22 warns about the latter.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyogrio
import shapely

from zorgkaart.errors import CrsError, InputError
from zorgkaart.files import atomic_path
from zorgkaart.outputs.gis.qgis_project import PROJECT, project_archive
from zorgkaart.outputs.meaning.columns import Column
from zorgkaart.outputs.meaning.frames import Layer, provenance_json, provenance_rows, typed
from zorgkaart.outputs.meaning.print_text import ProjectText
from zorgkaart.provenance.record import readable

_GEOMETRY = "geom"
_PROVENANCE_TABLE = "herkomst"
PROVENANCE_URI = "urn:zorgkaart:provenance:1"
_RESERVED = ("fid", _GEOMETRY)
_NOW = "strftime('%Y-%m-%dT%H:%M:%fZ','now')"

# As in the standard (clause 2.3 and 2.4) and as QGIS makes layer_styles, but that its names may be longer than 30.
_TABLES = f"""
CREATE TABLE gpkg_data_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT, title TEXT, description TEXT, mime_type TEXT,
  constraint_name TEXT,
  CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name), CONSTRAINT gdc_tn UNIQUE (table_name, name));
CREATE TABLE gpkg_data_column_constraints (
  constraint_name TEXT NOT NULL, constraint_type TEXT NOT NULL, value TEXT, min NUMERIC, min_is_inclusive BOOLEAN,
  max NUMERIC, max_is_inclusive BOOLEAN, description TEXT,
  CONSTRAINT gdcc_ntv UNIQUE (constraint_name, constraint_type, value));
CREATE TABLE gpkg_metadata (
  id INTEGER CONSTRAINT m_pk PRIMARY KEY ASC NOT NULL, md_scope TEXT NOT NULL DEFAULT 'dataset',
  md_standard_uri TEXT NOT NULL, mime_type TEXT NOT NULL DEFAULT 'text/xml', metadata TEXT NOT NULL DEFAULT '');
CREATE TABLE gpkg_metadata_reference (
  reference_scope TEXT NOT NULL, table_name TEXT, column_name TEXT, row_id_value INTEGER,
  timestamp DATETIME NOT NULL DEFAULT ({_NOW}), md_file_id INTEGER NOT NULL, md_parent_id INTEGER,
  CONSTRAINT crmr_mfi_fk FOREIGN KEY (md_file_id) REFERENCES gpkg_metadata(id),
  CONSTRAINT crmr_mpi_fk FOREIGN KEY (md_parent_id) REFERENCES gpkg_metadata(id));
CREATE TABLE {_PROVENANCE_TABLE} (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, onderdeel TEXT, sleutel TEXT, inhoud TEXT);
CREATE TABLE layer_styles (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256), f_table_schema TEXT(256),
  f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT, styleQML TEXT, styleSLD TEXT,
  useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30),
  update_time DATETIME DEFAULT ({_NOW}));
CREATE TABLE IF NOT EXISTS gpkg_extensions (
  table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL, scope TEXT NOT NULL,
  CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));
"""
_PROJECTS = "CREATE TABLE qgis_projects (name TEXT PRIMARY KEY, metadata BLOB, content BLOB)"
_SPECIFICATION = "http://www.geopackage.org/spec131/#extension_"
_EXTENSIONS = (
    ("gpkg_data_columns", "gpkg_schema", f"{_SPECIFICATION}schema"),
    ("gpkg_data_column_constraints", "gpkg_schema", f"{_SPECIFICATION}schema"),
    ("gpkg_metadata", "gpkg_metadata", f"{_SPECIFICATION}metadata"),
    ("gpkg_metadata_reference", "gpkg_metadata", f"{_SPECIFICATION}metadata"),
)
_ATTRIBUTES = {
    _PROVENANCE_TABLE: "Waar deze uitkomsten van gemaakt zijn: invoer, instellingen en versies.",
    "layer_styles": "Stijlen voor QGIS.",
}


def write_geopackage(
    path: Path,
    layers: Sequence[Layer],
    *,
    columns: Mapping[str, Column],
    provenance: Mapping[str, Any] | None = None,
    moment: datetime | None = None,
    project: ProjectText | None = None,
) -> None:
    """Write layers to one GeoPackage, whole or not at all.

    Parameters
    ----------
    path : Path
        The file to make or to replace.
    layers : sequence of Layer
        In the order in which they come into the file. Polygons become MultiPolygons.
    columns : mapping
        The data dictionary; it decides the type of each column and gives its title and description.
    provenance : mapping, optional
        What the results were made from. It is stored as JSON (``gpkg_metadata``) and as rows
        (table ``herkomst``).
    moment : datetime, optional
        The time to write as the time of last change; now if it is not given. With the same time and
        data, the content is the same.
    project : ProjectText, optional
        What a QGIS project inside the file says; without it there is none.

    Raises
    ------
    CrsError
        If a layer has no CRS, or another one than the first: reproject and rerun.
    InputError
        If there is no layer, two have one name, a column has no place in the file, or a number is infinite.
    OutputError
        If the file cannot be written.
    """
    _check(layers)
    time = (moment or datetime.now(UTC)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    with atomic_path(path) as temporary:
        for layer in layers:
            _write_layer(temporary, layer, columns)
        with closing(sqlite3.connect(temporary)) as connection, connection:
            connection.executescript(_TABLES)
            _register(connection, time)
            for layer in layers:
                _describe(connection, layer, columns)
                _add_styles(connection, layer, time)
            _add_provenance(connection, provenance or {}, time)
            if project is not None:
                _add_project(connection, project_archive(layers, project, columns=columns, file_name=path.name), time)
            connection.execute("UPDATE gpkg_contents SET last_change = ?", (time,))


def _check(layers: Sequence[Layer]) -> None:
    names = [layer.name for layer in layers]
    if not names or len(set(names)) < len(names):
        raise InputError(f"a GeoPackage needs layers, each with a name of its own; got: {', '.join(names) or 'none'}")
    crs = layers[0].frame.crs
    for name, frame in ((layer.name, layer.frame) for layer in layers):
        if frame.crs is None or frame.crs != crs:
            raise CrsError(f"layer {name} has the CRS {frame.crs}, and one for all is needed: reproject and rerun")
        taken = [column for column in frame.columns if column.lower() in _RESERVED and column != frame.geometry.name]
        if taken:
            raise InputError(f"layer {name}: column {taken[0]} has a name that the GeoPackage needs itself; rename it")


def _write_layer(path: Path, layer: Layer, columns: Mapping[str, Column]) -> None:
    frame = layer.frame
    types = set(frame.geom_type.dropna())
    areas = types <= {"Polygon", "MultiPolygon"} and bool(types)
    rows = typed(frame, columns)
    if areas:  # the standard recommends exterior rings counter-clockwise
        rows = rows.set_geometry(shapely.orient_polygons(rows.geometry.to_numpy(), exterior_cw=False), crs=frame.crs)
    pyogrio.write_dataframe(
        rows,
        path,
        layer=layer.name,
        driver="GPKG",
        use_arrow=True,
        geometry_type="MultiPolygon" if areas else types.pop() if len(types) == 1 else "Unknown",
        promote_to_multi=areas,
        dataset_options={} if path.exists() else {"VERSION": "1.3"},
        layer_options={
            "SPATIAL_INDEX": "YES",
            "GEOMETRY_NAME": _GEOMETRY,
            "FID": "fid",
            "DESCRIPTION": layer.description,
        },
    )


def _register(connection: sqlite3.Connection, time: str) -> None:
    connection.executemany("INSERT INTO gpkg_extensions VALUES (?, NULL, ?, ?, 'read-write')", _EXTENSIONS)
    connection.executemany(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change, srs_id) "
        "VALUES (?, 'attributes', ?, ?, ?, 0)",
        [(name, name, text, time) for name, text in _ATTRIBUTES.items()],
    )


def _describe(connection: sqlite3.Connection, layer: Layer, columns: Mapping[str, Column]) -> None:
    """Add titles, descriptions and allowed values of a layer's columns; the latter once per column name."""
    for column in (columns[name] for name in layer.frame.columns if name in columns):
        constraint = None
        if column.values:
            constraint = column.name
            connection.executemany(
                "INSERT OR IGNORE INTO gpkg_data_column_constraints"
                " (constraint_name, constraint_type, value, description) VALUES (?, 'enum', ?, ?)",
                [(constraint, value, text) for value, text in column.values.items()],
            )
        connection.execute(
            "INSERT INTO gpkg_data_columns VALUES (?, ?, ?, ?, ?, NULL, ?)",
            (layer.name, column.name, column.name, column.heading, column.description, constraint),
        )


def _add_styles(connection: sqlite3.Connection, layer: Layer, time: str) -> None:
    rows = [
        (layer.name, _GEOMETRY, style.name, style.qml, number == 0, style.description, time)
        for number, style in enumerate(layer.styles)
    ]
    connection.executemany(
        "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName,"
        " styleQML, useAsDefault, description, owner, update_time) VALUES ('', '', ?, ?, ?, ?, ?, ?, 'zorgkaart', ?)",
        rows,
    )


def _add_project(connection: sqlite3.Connection, archive: bytes, time: str) -> None:
    """Add a QGIS project as QGIS itself does: the archive as hexadecimal text."""
    connection.execute(_PROJECTS)
    about = json.dumps({"last_modified_time": time.removesuffix(".000Z"), "last_modified_user": "zorgkaart"})
    connection.execute("INSERT INTO qgis_projects VALUES (?, ?, ?)", (PROJECT, about, archive.hex()))


def _add_provenance(connection: sqlite3.Connection, provenance: Mapping[str, Any], time: str) -> None:
    connection.executemany(
        f"INSERT INTO {_PROVENANCE_TABLE} (onderdeel, sleutel, inhoud) VALUES (?, ?, ?)",
        provenance_rows(readable(provenance)).itertuples(index=False),
    )
    connection.execute(
        "INSERT INTO gpkg_metadata VALUES (1, 'dataset', ?, 'application/json', ?)",
        (PROVENANCE_URI, provenance_json(provenance)),
    )
    connection.execute(
        "INSERT INTO gpkg_metadata_reference VALUES ('geopackage', NULL, NULL, NULL, ?, 1, NULL)", (time,)
    )
