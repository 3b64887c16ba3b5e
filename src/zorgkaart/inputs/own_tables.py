"""Writing the project's tables: whole or not at all, and the same bytes at every run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from geopandas import GeoDataFrame

from zorgkaart.files import atomic_path


def write_csv(table: pd.DataFrame, path: Path) -> None:
    """Write a UTF-8 CSV with commas and plain line feeds."""
    with atomic_path(path) as target:
        table.to_csv(target, index=False, lineterminator="\n", encoding="utf-8")


def write_json(content: Any, path: Path) -> None:
    """Write readable JSON."""
    text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    with atomic_path(path) as target:
        target.write_text(text, encoding="utf-8", newline="\n")


def write_areas(table: GeoDataFrame, path: Path) -> None:
    """Write a GeoParquet file, compressed as far as zstd goes."""
    with atomic_path(path) as target:
        table.to_parquet(target, index=False, compression="zstd", compression_level=19)


def write_points(table: pd.DataFrame, path: Path) -> None:
    """Write address points: differences between sorted whole metres pack three times as well as the numbers."""
    arrow = pa.table(
        {
            "x": pa.array(table["x"], pa.int32()),
            "y": pa.array(table["y"], pa.int32()),
            "buurtcode": pa.array(table["buurtcode"].astype(str), pa.string()).dictionary_encode(),
        }
    )
    with atomic_path(path) as target:
        pq.write_table(
            arrow,
            target,
            compression="zstd",
            compression_level=19,
            use_dictionary=["buurtcode"],
            column_encoding={"x": "DELTA_BINARY_PACKED", "y": "DELTA_BINARY_PACKED"},
            row_group_size=1_000_000,
        )
