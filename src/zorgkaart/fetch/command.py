"""The command ``zorgkaart fetch``."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from zorgkaart.terminal.console import errors, out, progress
from zorgkaart.terminal.options import QuietOption


def fetch(
    folder: Annotated[Path, typer.Argument(metavar="MAP", help="nieuwe of lege map")],
    gemeente: Annotated[
        list[str] | None, typer.Option("--gemeente", metavar="NAAM", help="een gemeente (vaker te gebruiken)")
    ] = None,
    provincie: Annotated[
        list[str] | None, typer.Option("--provincie", metavar="NAAM", help="een provincie (vaker te gebruiken)")
    ] = None,
    place: Annotated[
        str | None, typer.Option("--place", metavar="NAAM", help="een kleine plaats, zoals 'Vaduz, Liechtenstein'")
    ] = None,
    file: Annotated[
        Path | None,
        typer.Option(
            "--file",
            metavar="BESTAND",
            help="een OpenStreetMap-bestand (.osm.pbf, .osm, .osm.gz, .osm.bz2); zonder internet",
        ),
    ] = None,
    crs: Annotated[
        str | None, typer.Option("--crs", metavar="EPSG:CODE", help="coördinatenstelsel in meters, buiten Nederland")
    ] = None,
    land: Annotated[
        str | None, typer.Option("--land", metavar="CODE", help="land, als het bestand dat niet zegt")
    ] = None,
    admin_level: Annotated[
        int | None, typer.Option("--admin-level", metavar="GETAL", min=3, max=11, help="grenzen van OpenStreetMap")
    ] = None,
    year: Annotated[
        int | None, typer.Option("--year", metavar="JAAR", min=2000, max=2100, help="jaar van de CBS-buurten")
    ] = None,
    quiet: QuietOption = False,
) -> None:
    """Haal gebieden, wegen en locaties van een andere regio op, met een projectbestand dat klaar is."""
    if sum(map(bool, (gemeente, provincie, place, file))) != 1:
        raise typer.BadParameter("geef precies een van --gemeente, --provincie, --place en --file")
    if land is not None and not re.fullmatch("[A-Z]{2}", land):
        raise typer.BadParameter("een code van twee hoofdletters, zoals NL of DE", param_hint="--land")
    from zorgkaart.fetch.material import Wanted
    from zorgkaart.fetch.region_folder import fetch_project
    from zorgkaart.fetch.summary import fetched_summary

    wanted = Wanted(
        tuple(gemeente or ()),
        tuple(provincie or ()),
        place=place,
        file=file,
        crs=crs,
        land=land,
        level=admin_level,
        year=year,
    )
    with errors(), progress(quiet) as report:
        fetched = fetch_project(folder, wanted, report=report)
    for part in fetched_summary(fetched):
        out().print(part, highlight=False, soft_wrap=isinstance(part, str))
