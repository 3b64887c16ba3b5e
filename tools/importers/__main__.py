"""Command line of the importers: ``python -m tools.importers SOURCE_DIR DATA_DIR``."""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from tools.importers import ages, boundaries, facilities, features, forecast, living_alone, need, network, residents
from tools.importers.sources import Record, provenance
from zorgkaart.errors import ZorgkaartError
from zorgkaart.inputs.own_tables import write_json

log = logging.getLogger(__name__)

# In this order: addresses and sites are placed in the buurten and gemeenten that the first step writes, and the
# addresses tell which roads are built-up.
STEPS: tuple[Callable[[Path, Path], list[Record]], ...] = (
    boundaries.build,
    residents.build,
    ages.build,
    forecast.build,
    need.build,
    features.build,
    living_alone.build,
    facilities.build,
    network.build,
)


def build_all(source: Path, target: Path) -> list[Record]:
    """Rebuild every table under `target` and note in ``provenance.json`` what each was made from."""
    records = [record for step in STEPS for record in step(source, target)]
    write_json(provenance(records, source), target / "provenance.json")
    return records


def main(arguments: Sequence[str] | None = None) -> int:
    """Parse the command line and rebuild the tables; 0 if all went well, 1 if a source is missing or wrong."""
    parser = argparse.ArgumentParser(prog="python -m tools.importers", description=__doc__)
    parser.add_argument("source", type=Path, metavar="SOURCE_DIR", help="folder with the published files")
    parser.add_argument("target", type=Path, metavar="DATA_DIR", help="folder for the project's own tables")
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
    try:
        build_all(options.source, options.target)
    except ZorgkaartError as error:
        log.error("%s", error)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
