"""Valhalla's tiles, without administrative areas and time zones. Arguments: PBF, working folder."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import valhalla
from measure import measured_command


def main(pbf: Path, work: Path) -> None:
    folder = work / "valhalla"
    shutil.rmtree(folder, ignore_errors=True)
    tiles = folder / "tiles"
    tiles.mkdir(parents=True)
    config = valhalla.get_config(tile_extract="", tile_dir=str(tiles), verbose=False)
    config["mjolnir"].update(concurrency=2, admin="", timezone="", tile_extract="")
    settings = folder / "valhalla.json"
    settings.write_text(json.dumps(config))
    program = Path(valhalla.__file__).parent / "bin" / "valhalla_build_tiles"
    measured_command("valhalla tiles", [str(program), "-c", str(settings), str(pbf)])
    shutil.rmtree(tiles)


main(*map(Path, sys.argv[1:]))
