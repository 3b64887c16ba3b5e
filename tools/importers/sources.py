"""What the importers read: the source files with their provenance, and the small tables of rules."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from zorgkaart.errors import MissingFileError
from zorgkaart.files import sha256_of

TABLES = Path(__file__).parent / "tables"


@dataclass
class Record:
    """What one written file was made from, and how many rows went in and came out."""

    file: str
    sources: list[str]
    rows_in: int
    rows_out: int
    notes: dict[str, int] = field(default_factory=dict)


def rules(name: str) -> pd.DataFrame:
    """Read a table of the importers' own rules, all columns as text."""
    return pd.read_csv(TABLES / f"{name}.csv", dtype=str, keep_default_na=False, encoding="utf-8")


def lookup(name: str, key: str, value: str) -> dict[str, str]:
    """Return two columns of a table of rules as a mapping."""
    table = rules(name)
    return dict(zip(table[key], table[value], strict=True))


def source_file(folder: Path, name: str) -> Path:
    """Return the path of a source file.

    Raises
    ------
    MissingFileError
        If it is not there.
    """
    path = folder / name
    if not path.is_file():
        raise MissingFileError(f"{path}: this source file is missing. Name the folder that holds all the sources.")
    return path


def provenance(records: list[Record], folder: Path) -> list[dict[str, Any]]:
    """Describe each written file: its sources with hash, holder, licence and date, and the row counts."""
    known = rules("bronnen").set_index("bestand")
    if not known.index.is_unique:
        raise ValueError(f"bronnen.csv: {', '.join(known.index[known.index.duplicated()])} has two rows")

    def described(name: str) -> dict[str, str]:
        row = known.loc[name]
        return {
            "bestand": name,
            "sha256": sha256_of(folder / name),
            **{str(key): str(value) for key, value in row.items()},
        }

    return [
        {
            "bestand": record.file,
            "bronnen": [described(name) for name in record.sources],
            "rijen_in": record.rows_in,
            "rijen_uit": record.rows_out,
            **({"bijzonderheden": record.notes} if record.notes else {}),
        }
        for record in sorted(records, key=lambda item: item.file)
    ]
