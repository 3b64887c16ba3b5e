"""Command line of the fit: ``python -m tools.siren SOURCE_DIR [--write]``."""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Sequence
from pathlib import Path

from tools.siren.pairs import Pairs
from tools.siren.results import results, write
from tools.siren.roads import roads_around
from tools.siren.speeds import write_siren
from zorgkaart.errors import ZorgkaartError

log = logging.getLogger(__name__)


def main(arguments: Sequence[str] | None = None) -> int:
    """Fit the speeds and print what came out; 0 if all went well, 1 if a source is missing or wrong."""
    parser = argparse.ArgumentParser(prog="python -m tools.siren", description=__doc__)
    parser.add_argument("source", type=Path, metavar="SOURCE_DIR", help="folder with the published files")
    parser.add_argument(
        "--write", action="store_true", help="write the ambulance's speed table and the tables of docs/siren.md"
    )
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
    try:
        pairs = Pairs.read(options.source)
        kmh, tables = results(roads_around(options.source, pairs.x, pairs.y), pairs)
    except ZorgkaartError as error:
        log.error("%s", error)
        return 1
    for name, table in tables.items():
        print(f"\n{name}\n{table.to_string(index=False)}")
    if options.write:
        write(tables)
        write_siren(kmh)
    return 0


if __name__ == "__main__":
    sys.exit(main())
