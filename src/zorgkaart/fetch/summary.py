"""What 'zorgkaart fetch' says of the region that it fetched."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator

from rich.markup import escape
from rich.table import Table

from zorgkaart.fetch.region_folder import FetchedRegion
from zorgkaart.fetch.site_rules import kinds
from zorgkaart.inputs.schema import CANDIDATES
from zorgkaart.words.numbers import count, number, people


def fetched_summary(region: FetchedRegion) -> Iterator[str | Table]:
    """The parts of the summary: what there is, what is in doubt, and what to do next."""
    areas = count(region.areas, "gebied", "gebieden")
    yield f"{escape(region.name)}: {areas} ({escape(region.areas_note)}), {people(region.inhabitants)}."
    if region.unknown:
        yield (
            f"Van {count(region.unknown, 'gebied', 'gebieden')} is het aantal inwoners niet bekend: vul kolom inwoners "
            "in, of noem een raster met inwoners in het projectbestand."
        )
    what = "gebouwen (er staan te weinig adressen in OpenStreetMap)" if region.buildings else "adressen"
    yield f"Inwoners zijn verdeeld over {number(region.points)} {what}."
    table = Table(
        "Soort",
        "tellen mee",
        "in twijfel of onbekend",
        "gesloten of gepland",
        title="Locaties uit OpenStreetMap: een eerste aanzet",
    )
    for kind, statuses in region.sites.items():
        counting, not_there = statuses["open"], sum(statuses[status] for status in CANDIDATES)
        doubtful = statuses.total() - counting - not_there
        table.add_row(kinds()[kind].label, number(counting), number(doubtful), number(not_there))
    yield table
    absent = [kind.label for name, kind in kinds().items() if name not in region.sites]
    if absent:
        yield f"Niet gevonden: {', '.join(absent)}."
    if region.merged or region.abroad:
        yield (
            f"{region.merged} dubbele locaties zijn samengevoegd (dezelfde plek en naam, of een terrein met zijn "
            f"gebouwen); {region.abroad} buiten Nederland zijn weggelaten."
        )
    path = os.path.relpath(region.path)
    yield (
        f"{escape(path)} geschreven. Loop de tabellen na, en ga verder met:\n"
        f"  zorgkaart check {escape(shlex.quote(path))}\n  zorgkaart run {escape(shlex.quote(path))}"
    )
