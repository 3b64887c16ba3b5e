"""What a CSV cannot hold itself, in a file beside it: W3C's "CSV on the Web" (``NAME.csv-metadata.json``).

Programs that know the standard find it by its name. It gives the form of the CSV, every column with its
type, unit and meaning, and what the table was made from; the latter as JSON in one text, as the standard
has no place for keys of one's own.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pandas as pd

from zorgkaart.files import atomic_path
from zorgkaart.outputs.meaning.columns import Column
from zorgkaart.outputs.meaning.frames import provenance_json

SUFFIX = "-metadata.json"
PROVENANCE_KEY = "dc:provenance"


def sidecar(path: Path) -> Path:
    """The file beside a CSV that describes it."""
    return path.with_name(path.name + SUFFIX)


def write_sidecar(
    path: Path, table: pd.DataFrame, *, columns: Mapping[str, Column], provenance: Mapping[str, Any]
) -> Path:
    """Write the description of a CSV of :func:`zorgkaart.outputs.sheets.sheet_files.write_csv`, and return its path.

    Parameters
    ----------
    path : Path
        The CSV.
    table : DataFrame
        Its columns, in the types that they have before they become text.

    Raises
    ------
    OutputError
        If the file cannot be written.
    """
    content = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "nl"}],
        "url": quote(path.name),
        "dc:title": path.stem,
        "dc:created": str(provenance.get("gemaakt", "")),
        "dc:creator": f"zorgkaart {provenance.get('versies', {}).get('zorgkaart', '')}".strip(),
        "dialect": {
            "encoding": "utf-8",
            "delimiter": ";",
            "quoteChar": '"',
            "doubleQuote": True,
            "header": True,
            "lineTerminators": ["\r\n"],
        },
        "tableSchema": {"columns": [_column(str(name), table[name], columns.get(str(name))) for name in table.columns]},
        PROVENANCE_KEY: provenance_json(provenance),
    }
    target = sidecar(path)
    with atomic_path(target) as temporary:
        temporary.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return target


def _column(name: str, values: pd.Series, column: Column | None) -> dict[str, Any]:
    """One column; the first title is the name that stands in the CSV."""
    described: dict[str, Any] = {"name": _variable(name), "titles": [name], "datatype": _datatype(values)}
    if column is not None:
        described["titles"] = list(dict.fromkeys((name, column.heading)))
        described["dc:description"] = column.description
        if column.unit:
            described["schema:unitText"] = column.unit
    return described


def _datatype(values: pd.Series) -> Any:
    dtype = values.dtype
    if pd.api.types.is_bool_dtype(dtype):
        return {"base": "boolean", "format": "ja|nee"}
    if pd.api.types.is_integer_dtype(dtype):
        return "integer"
    if pd.api.types.is_numeric_dtype(dtype):
        return {"base": "double", "format": {"decimalChar": ","}}
    return "string"


def _variable(name: str) -> str:
    """A name as the standard wants it: letters, digits, underscores and, for the rest, percent signs with codes."""
    encoded = quote(name, safe="").replace("-", "%2D").replace("~", "%7E").replace(".", "%2E")
    return f"%5F{encoded[1:]}" if encoded.startswith("_") else encoded
