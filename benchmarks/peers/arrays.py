"""The arrays that ``benchmarks.inputs`` wrote, and the tasks that all peers are given."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import numpy as np

SEH, GP = "seh", "huisarts"


class Inputs:
    """One network without contraction: places of nodes, arcs with seconds; addresses and sites."""

    def __init__(self, work: str) -> None:
        with np.load(Path(work) / "inputs.npz") as stored:
            self.arrays = {name: stored[name] for name in stored.files}

    def __getitem__(self, name: str) -> np.ndarray:
        return self.arrays[name]


def closures(sites: int) -> list[tuple[int, ...]]:
    """Every set of one or two sites."""
    return [*combinations(range(sites), 1), *combinations(range(sites), 2)]
