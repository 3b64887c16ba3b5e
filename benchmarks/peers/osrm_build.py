"""OSRM's contraction pipeline with a flat profile. Arguments: PBF, speed table (CSV), working folder."""

from __future__ import annotations

import csv
import shutil
import sys
from pathlib import Path

import osrm
from measure import measured_command


def main(pbf: Path, table: Path, work: Path) -> None:
    folder = work / "osrm"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with table.open(encoding="utf-8", newline="") as lines:
        speeds = [f"  ['{row['highway']}'] = {row['outside_kmh']}," for row in csv.DictReader(lines)]
    speeds = [line for line in speeds if "ferry" not in line and "busway" not in line]
    profile = folder / "flat.lua"
    profile.write_text(Path(__file__).with_name("flat.lua").read_text().replace("--SPEEDS--", "\n".join(speeds)))
    (folder / "north.osm.pbf").symlink_to(pbf.resolve())
    tools = Path(osrm.__file__).parent / "bin"
    measured_command("osrm extract", [str(tools / "osrm-extract"), "-p", str(profile), str(folder / "north.osm.pbf")])
    measured_command("osrm contract", [str(tools / "osrm-contract"), str(folder / "north.osrm")])


main(*map(Path, sys.argv[1:]))
