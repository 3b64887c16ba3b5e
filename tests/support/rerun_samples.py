"""Records to change."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

ASSUMPTION = """
[assumptions.ter_plaatse]
keys = ["norms.*.on_scene_min"]
distribution = "uniform"
low = 2.0
high = 8.0
source = "Verzonnen"
"""
NAME = "de 'proef' & zo.toml"  # as a planner may call it


def edit(path: Path, change: Callable[[dict[str, Any]], object]) -> Path:
    """Change a provenance.json."""
    found = json.loads(path.read_text(encoding="utf-8"))
    change(found)
    path.write_text(json.dumps(found), encoding="utf-8")
    return path


# Hostile records.


def hostile(work: Path, change: Callable[[dict[str, Any]], object]) -> Path:
    return edit(work / "uitvoer" / "provenance.json", change)
