"""What 'zorgkaart fetch' says of the region that it fetched."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator

from rich.markup import escape
from rich.table import Table

from zorgkaart.fetch.osm_sites import kinds
from zorgkaart.fetch.region_folder import Fetched
from zorgkaart.words.numbers import number


def fetched_summary(found: Fetched) -> Iterator[str | Table]:
    """The parts of the summary: what there is, what is in doubt, and what to do next."""
    inhabitants = f"{number(found.inhabitants)} inwoners"
    yield f"{escape(found.name)}: {found.areas} gebieden ({escape(found.areas_note)}), {inhabitants}."
    if found.unknown:
        yield (
            f"Van {found.unknown} gebieden is het aantal inwoners niet bekend: vul kolom inwoners in, of noem een "
            "raster met inwoners in het projectbestand."
        )
    what = "gebouwen (er staan te weinig adressen in OpenStreetMap)" if found.buildings else "adressen"
    yield f"Inwoners zijn verdeeld over {number(found.points)} {what}."
    table = Table(
        "Soort", "tellen mee", "in twijfel of onbekend", title="Locaties uit OpenStreetMap: een eerste aanzet"
    )
    for kind, statuses in found.sites.items():
        counting = statuses["open"]
        table.add_row(kinds()[kind].label, number(counting), number(statuses.total() - counting))
    yield table
    absent = [kind.label for name, kind in kinds().items() if name not in found.sites]
    if absent:
        yield f"Niet gevonden: {', '.join(absent)}."
    if found.merged or found.abroad:
        yield (
            f"{found.merged} dubbele locaties zijn samengevoegd (zelfde naam binnen 150 m); {found.abroad} buiten "
            "Nederland zijn weggelaten."
        )
    path = os.path.relpath(found.path)
    yield (
        f"{escape(path)} geschreven. Loop de tabellen na, en ga verder met:\n"
        f"  zorgkaart check {escape(shlex.quote(path))}\n  zorgkaart run {escape(shlex.quote(path))}"
    )
