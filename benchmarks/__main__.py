"""``python -m benchmarks``: measure, print a table, and write it to ``docs/performance.md``."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.environments import AbsentError, python_of, versions
from benchmarks.peers.measure import MARK
from benchmarks.report import machine, print_table, write_report

ROOT = Path(__file__).parents[1]
SCRIPTS = Path(__file__).parent / "peers"
NORTH = "network/noord-nederland-wegen-20210806.osm.pbf"
LARGE = "network/nederland-plus-wegen-20210806.osm.pbf"
SPEEDS = ROOT / "src" / "zorgkaart" / "network" / "tables" / "speeds_auto.csv"
PACKAGES = (
    "osrm-bindings",
    "pandana",
    "pyvalhalla",
    "scipy",
    "networkx",
    "osmnx",
    "numba",
    "numpy",
    "osmium",
    "access",
)


@dataclass(frozen=True)
class Step:
    """One process that measures something. `peer` names its environment; None is zorgkaart's own."""

    name: str
    arguments: list[str]
    peer: str | None = None
    slow: bool = False


def steps(source: Path, work: Path) -> list[Step]:
    """All measurements, in an order in which each finds what it needs."""
    north, large = str(source / NORTH), str(source / LARGE)

    def script(name: str, *arguments: str) -> list[str]:
        return [str(SCRIPTS / f"{name}.py"), *arguments]

    def own(module: str, *arguments: str) -> list[str]:
        return ["-m", f"benchmarks.{module}", *arguments]

    here = str(work)
    sizes = [(name, str(work / f"{name}.osm.pbf")) for name in ("quarter", "half")] + [("whole", north)]
    growth = []
    for name, pbf in [*sizes, ("large", large)]:
        saved, slow = str(work / f"{name}.npz"), pbf == large
        growth.append(Step(f"build-{name}", own("own", "build", f"build {name}", pbf, saved), slow=slow))
        growth.append(Step(f"sweep-{name}", own("growth", "sweep", saved, f"sweep {name}"), slow=slow))
    return [
        Step("inputs", own("inputs", here)),
        Step("questions", own("own", "questions")),
        Step("sites", own("own", "sites")),
        Step("supply", own("supply")),
        Step("capacity", own("capacity")),
        Step("cut", own("growth", "cut", north, here)),
        *growth,
        Step("scipy", script("plain_scipy", here)),
        Step("networkx", script("plain_networkx", here)),
        Step("valhalla", script("valhalla_build", north, here), peer="valhalla"),
        Step("pandana", script("with_pandana", here, "nodes"), peer="pandana"),
        Step("pandana-junctions", script("with_pandana", here, "junctions"), peer="pandana"),
        Step("osrm-build", script("osrm_build", north, str(SPEEDS), here), peer="osrm", slow=True),
        Step("osrm-table", script("osrm_table", here), peer="osrm", slow=True),
        Step("pairs", own("agreement", here), slow=True),
        Step("osmnx", script("osmnx_build", north, here), slow=True),
    ]


def measure(step: Step, cache: Path, python312: str | None) -> dict[str, Any]:
    """Run a step in a process of its own: its results, or why there are none."""
    result: dict[str, Any] = {"date": time.strftime("%Y-%m-%d %H:%M"), "load": os.getloadavg()[0], "tasks": []}
    try:
        interpreter = sys.executable if step.peer is None else python_of(step.peer, cache, python312)
    except AbsentError as error:
        return {**result, "absent": str(error)}
    environment = {**os.environ, "PYTHONPATH": str(ROOT)} if step.peer is None else None
    done = subprocess.run([interpreter, *step.arguments], env=environment, capture_output=True, text=True, cwd=ROOT)
    lines = [line for line in done.stdout.splitlines() if line.startswith(MARK.strip())]
    result["tasks"] = [json.loads(line.removeprefix(MARK.strip())) for line in lines]
    result["load_after"] = os.getloadavg()[0]
    result["versions"] = {name: v for name, v in versions(interpreter).items() if name in PACKAGES}
    if done.returncode:
        result["absent"] = (done.stderr.strip().splitlines() or ["stopped without a word"])[-1]
    return result


def main() -> int:
    """Parse, measure, print, write."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--source", type=Path, default=ROOT.parent / "shared" / "data", help="folder of the OSM files")
    parser.add_argument("--cache", type=Path, default=ROOT / "build" / "bench", help="environments and results")
    parser.add_argument("--python312", help="an interpreter for the peers' environments")
    parser.add_argument("--only", action="append", metavar="NAME", help="this step alone; may be given more than once")
    parser.add_argument("--quick", action="store_true", help="without OSRM, osmnx and the large network")
    parser.add_argument("--peers", action="store_true", help="the peers alone")
    parser.add_argument("--report", action="store_true", help="measure nothing; write the report of the last results")
    options = parser.parse_args()
    work, results = options.cache.resolve() / "work", options.cache.resolve() / "results"
    for folder in (work, results):
        folder.mkdir(parents=True, exist_ok=True)
    all_steps = steps(options.source.resolve(), work)
    unknown = set(options.only or ()) - {step.name for step in all_steps}
    if unknown:
        parser.error(f"no such step: {sorted(unknown)}; there are {[step.name for step in all_steps]}")
    own = ("questions", "sites", "supply", "capacity", "cut", "build-", "sweep-")
    for step in [] if options.report else all_steps:
        chosen = step.name in options.only if options.only else not (options.quick and step.slow)
        if not chosen or (options.peers and step.name.startswith(own)):
            continue
        print(f"{step.name} ...", end=" ", flush=True)
        began = time.perf_counter()
        measurement = measure(step, options.cache.resolve(), options.python312)
        (results / f"{step.name}.json").write_text(json.dumps(measurement, indent=1))
        print(
            f"{time.perf_counter() - began:.0f} s"
            + (f", absent: {measurement['absent']}" if "absent" in measurement else "")
        )
    known = {path.stem: json.loads(path.read_text()) for path in sorted(results.glob("*.json"))}
    print_table(known)
    if options.report or not (options.only or options.quick):
        write_report(known, machine(), ROOT / "docs")
    return 0


if __name__ == "__main__":
    sys.exit(main())
