"""Arguments and options that several commands have, declared once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

ProjectArgument = Annotated[Path, typer.Argument(metavar="[PROJECT]", help="projectbestand (.toml)", show_default=True)]
OutputOption = Annotated[Path | None, typer.Option("--output", "-o", metavar="MAP", help="map voor de uitkomsten")]
ToOption = Annotated[
    str | None,
    typer.Option(
        "--to",
        metavar="ADRES",
        help="ook naar PostGIS: postgresql://gebruiker@host/database; wachtwoord liever in ~/.pgpass",
    ),
]
SchemaOption = Annotated[
    str | None, typer.Option("--schema", metavar="NAAM", help="schema in die database, een per uitkomst")
]
PicturesOption = Annotated[
    bool, typer.Option("--pictures", help="teken ook kaarten en grafieken voor documenten (PNG en SVG)")
]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="geen voortgang tonen")]
CloseOption = Annotated[
    list[str] | None, typer.Option("--close", metavar="ID|NAAM", help="sluit een locatie (vaker te gebruiken)")
]
KindsOption = Annotated[
    list[str] | None, typer.Option("--soort", help="alleen deze soort bedoelen met een naam (vaker te gebruiken)")
]
NameOption = Annotated[str | None, typer.Option("--name", metavar="NAAM", help="een scenario uit het projectbestand")]
WorkersOption = Annotated[int | None, typer.Option("--workers", metavar="AANTAL", min=1, help="processen tegelijk")]
SchedulerOption = Annotated[
    str | None, typer.Option("--scheduler", metavar="ADRES", help="dask-cluster, zoals tcp://rekenserver:8786")
]
FileOutputOption = Annotated[Path | None, typer.Option("--output", "-o", metavar="BESTAND", help="ook als CSV")]
DateOption = Annotated[
    str | None,
    typer.Option(
        "--date", metavar="DAG", help="met de locaties die dan open zijn, zoals 2019-06-01 (ook in de toekomst)"
    ),
]
DEFAULT_PROJECT = Path("projects/groningen.toml")
