"""The small project with characteristics of its buurten."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd

from support.study_samples import PROJECT, write_sample
from zorgkaart.project.model import Project

# By the names of the buurten: what homes are worth (unknown of Kom), and how urban they are.
WORTH = {
    "Dorp": 100,
    "Heem": 200,
    "Eenrichting": 300,
    "Lint": 400,
    "Eiland": 250,
    "Half": 250,
    "Ver weg": 500,
    "Stil": 9,
}
URBAN = {"Heem": "1 stad", "Lint": "1 stad", "Dorp": "2 dorp", "Eenrichting": "2 dorp", "Ver weg": "3 land"}
SECTION = """
[equity]
table = "gegevens/kenmerken.csv"
rank = "woz"
groups = ["stad"]
labels = { woz = "woningwaarde" }
"""
SUPPLY = """
[supply.huisarts]
steps = [[5, 1.0], [10, 0.3]]
source = "Verzonnen"
"""
ASSUMPTIONS = """
[assumptions.uitruk]
keys = ["norms.*.turnout_min"]
distribution = "uniform"
low = 1.0
high = 4.0
source = "Verzonnen"
"""


def write_equity(folder: Path, *, more: str = "", rows: str | None = None) -> Path:
    """The small project with a table of characteristics, or with one of these rows."""
    path = write_sample(folder, project=PROJECT + SECTION + more)
    if rows is None:
        frame = gpd.read_file(Project.load(path).areas.buurten)
        lines = [
            f"{code},{WORTH.get(name, '')},{URBAN.get(name, '')}\n"
            for code, name in zip(frame["buurtcode"], frame["buurtnaam"], strict=True)
        ]
        rows = "buurtcode,woz,stad\n" + "".join(lines)
    (folder / "gegevens" / "kenmerken.csv").write_text(rows, encoding="utf-8")
    return path
