"""How well OSRM's times between random pairs agree with zorgkaart's. Argument: working folder."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from benchmarks.peers.measure import report

CLOSE, CLOSE_S = 0.02, 10.0


def main(work: Path) -> None:
    """Report shares of pairs, and what those that differ have in common."""
    ours, theirs = (np.load(work / f"pairs_{name}.npy") for name in ("own", "osrm"))
    both = np.isfinite(ours) & np.isfinite(theirs)
    ours, theirs = ours[both], theirs[both]
    ratio, apart = theirs / ours, np.abs(theirs - ours)
    far = np.abs(ratio - 1) > CLOSE
    report(
        "pairs",
        pairs=len(both),
        answered=int(both.sum()),
        within=float(1 - far.mean()),
        within_or_seconds=float(1 - (far & (apart > CLOSE_S)).mean()),
        seconds=CLOSE_S,
        median_ratio=float(np.median(ratio)),
        p5=float(np.quantile(ratio, 0.05)),
        p95=float(np.quantile(ratio, 0.95)),
        median_s=float(np.median(apart)),
        p99_s=float(np.quantile(apart, 0.99)),
        far_trip_min=float(np.median(ours[far]) / 60) if far.any() else None,
        all_trip_min=float(np.median(ours) / 60),
        far_longer=float((ratio[far] > 1).mean()) if far.any() else None,
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
