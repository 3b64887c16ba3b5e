"""Fingerprints of tables: the same if and only if every value is, to the last digit.

They hang on nothing but the values: not on the time, the machine, the index of a frame or how pandas
stores a type. Two runs that give the same fingerprints gave the same results.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import shapely

COLUMN_DIGITS = 16
_LITTLE = 1


def fingerprints(tables: Mapping[str, pd.DataFrame]) -> dict[str, dict[str, Any]]:
    """The fingerprint of each table; see :func:`fingerprint`."""
    return {name: fingerprint(table) for name, table in tables.items()}


def fingerprint(table: pd.DataFrame) -> dict[str, Any]:
    """Return what identifies the values of a table.

    Returns
    -------
    dict
        ``rijen``; ``sha256`` over the names of the columns, their order and all their values; ``kolommen``, the
        first 16 digits of the sha256 of each column, to say where tables differ. Numbers count bit by bit
        (all NaN are one), texts as UTF-8, geometries as WKB; a missing value differs from every other.
    """
    digests = {str(name): _digest(table.iloc[:, number]) for number, name in enumerate(table.columns)}
    whole = hashlib.sha256(struct.pack("<q", len(table)))
    for name, digest in digests.items():
        whole.update(_sized(name.encode()) + bytes.fromhex(digest))
    columns = {name: digest[:COLUMN_DIGITS] for name, digest in digests.items()}
    return {"rijen": len(table), "sha256": whole.hexdigest(), "kolommen": columns}


def _digest(values: pd.Series) -> str:
    return hashlib.sha256(_bytes(values)).hexdigest()


def _bytes(values: pd.Series) -> bytes:
    dtype = values.dtype
    if str(dtype) == "geometry":
        shapes = shapely.to_wkb(values.to_numpy(), byte_order=_LITTLE, include_srid=False)
        return b"".join(b"-" if shape is None else b"G" + _sized(shape) for shape in shapes)
    missing = values.isna().to_numpy()
    if pd.api.types.is_bool_dtype(dtype):
        return b"B" + np.where(missing, 2, values.fillna(False).to_numpy(dtype=np.int8)).astype("i1").tobytes()
    if pd.api.types.is_integer_dtype(dtype):
        return b"I" + missing.tobytes() + values.fillna(0).to_numpy(dtype="<i8").tobytes()
    if pd.api.types.is_float_dtype(dtype):
        numbers = values.to_numpy(dtype="<f8", na_value=np.nan)
        return b"F" + np.where(missing, np.nan, numbers).astype("<f8").tobytes()
    return b"".join(_value(value) for value in values.astype(object))


def _value(value: Any) -> bytes:
    """One value of a column of texts, or of several types."""
    if isinstance(value, str):
        return b"T" + _sized(value.encode("utf-8", "surrogatepass"))
    if value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and np.isnan(value)):
        return b"-"
    if isinstance(value, bool | np.bool_):
        return b"B1" if value else b"B0"
    if isinstance(value, int | np.integer):
        return b"I" + _sized(str(int(value)).encode())
    if isinstance(value, float | np.floating):
        return b"F" + struct.pack("<d", float(value))
    return b"O" + _sized(str(value).encode())


def _sized(content: bytes) -> bytes:
    return struct.pack("<q", len(content)) + content
