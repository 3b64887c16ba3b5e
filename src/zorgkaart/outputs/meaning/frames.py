"""What every writer takes: layers, and tables of text, whole numbers, numbers and booleans that may be empty."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
import pandas as pd
from geopandas import GeoDataFrame

from zorgkaart.errors import InputError
from zorgkaart.outputs.meaning.columns import Column, DType
from zorgkaart.outputs.styles.qgis_styles import Style

FrameT = TypeVar("FrameT", bound=pd.DataFrame)


@dataclass(frozen=True)
class Layer:
    """One layer of results.

    Attributes
    ----------
    name : str
        Its name in every file and database.
    frame : GeoDataFrame
        Its rows.
    description : str
        What it is, in Dutch.
    styles : tuple of Style
        QGIS styles; the first is the default.
    """

    name: str
    frame: GeoDataFrame
    description: str = ""
    styles: tuple[Style, ...] = ()


def typed(frame: FrameT, columns: Mapping[str, Column]) -> FrameT:
    """Return a copy with each column in the type that the dictionary gives it, and empty where unknown.

    Text becomes ``string``, and one without characters is empty; whole numbers become ``Int64``, numbers ``float64``,
    booleans ``boolean``. A whole-number column that holds a fraction after all becomes ``float64``, so that nothing
    is lost. A column that the dictionary does not know keeps its type, but text is made ``string``.

    Raises
    ------
    InputError
        If a number is infinite or a value does not fit its type: something before this went wrong, and it
        must not reach a reader as a number.
    """
    result = frame.copy()
    for name in frame.columns:
        if isinstance(frame[name].dtype, pd.api.extensions.ExtensionDtype) and frame[name].dtype.name == "geometry":
            continue
        result[name] = _typed(frame[name], columns[name].dtype if name in columns else None)
    return result


def provenance_rows(provenance: Mapping[str, Any]) -> pd.DataFrame:
    """Return nested provenance as a flat table with the text columns onderdeel, sleutel and inhoud.

    Examples
    --------
    >>> provenance_rows({"inputs": [{"file": "a.csv"}], "version": "0.1"}).values.tolist()
    [['inputs', '1.file', 'a.csv'], ['version', None, '0.1']]
    """
    rows = [(str(part), key or None, text) for part, value in provenance.items() for key, text in _leaves(value)]
    return (
        pd.DataFrame(rows, columns=["onderdeel", "sleutel", "inhoud"], dtype="string")
        .astype(object)
        .replace({pd.NA: None})
    )


def provenance_json(provenance: Mapping[str, Any]) -> str:
    """Return provenance as JSON; paths, dates and other values that JSON does not know become text."""
    return _encodable(json.dumps(provenance, ensure_ascii=False, indent=1, default=str, allow_nan=False))


def _typed(series: pd.Series, dtype: DType | None) -> pd.Series:
    try:
        if dtype in ("integer", "real"):
            return _numbers(series, whole=dtype == "integer")
        if dtype == "boolean":
            return series.astype("boolean")
        if dtype == "text":
            return _texts(series)
    except (TypeError, ValueError) as error:
        raise InputError(f"column {series.name}: a value is not of type {dtype}: {error}") from error
    if pd.api.types.is_float_dtype(series.dtype):
        return _numbers(series, whole=False)
    is_text = pd.api.types.infer_dtype(series, skipna=True) in ("string", "empty")
    return _texts(series) if is_text else series


def _texts(series: pd.Series) -> pd.Series:
    """Text; one without characters is unknown, which some formats cannot tell from it."""
    texts = series.astype("string")
    return texts.mask(texts == "")


def _numbers(series: pd.Series, *, whole: bool) -> pd.Series:
    values = pd.to_numeric(series).to_numpy(dtype="float64", na_value=np.nan)
    if np.isinf(values).any():
        raise InputError(
            f"column {series.name}: {int(np.isinf(values).sum())} values are infinite; unknown must be empty"
        )
    result = pd.Series(values, index=series.index, name=series.name)
    if whole and not (values[~np.isnan(values)] % 1).any():
        return result.astype("Int64")
    return result


def _encodable(text: str) -> str:
    """Text in which bytes of a file name that are no UTF-8 are written as codes, which JSON reads back as they were."""
    return text.encode("utf-8", "backslashreplace").decode()


def _leaves(value: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Walk through nested mappings and sequences; list items are numbered from one."""
    if isinstance(value, Mapping):
        items: Any = value.items()
    elif isinstance(value, Sequence) and not isinstance(value, str | bytes):
        items = enumerate(value, start=1)
    else:
        yield key, "" if value is None else _encodable(str(value))
        return
    for name, item in items:
        yield from _leaves(item, f"{key}.{name}" if key else str(name))
