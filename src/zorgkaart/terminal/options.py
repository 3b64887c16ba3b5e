"""Arguments and options that several commands have, declared once."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class PaperName(StrEnum):
    """The sizes of paper of ``--print``."""

    A4 = "a4"
    A4_FLAT = "a4-liggend"
    A3 = "a3"
    A3_FLAT = "a3-liggend"


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
PerGemeenteOption = Annotated[
    bool, typer.Option("--per-gemeente", help="maak ook een PDF met een bladzijde per gemeente")
]
PrintOption = Annotated[
    list[PaperName] | None,
    typer.Option(
        "--print", metavar="VEL", help="ook een kaart als PDF: a4, a4-liggend, a3 of a3-liggend (vaker te gebruiken)"
    ),
]
TextsOption = Annotated[
    Path | None,
    typer.Option("--texts", metavar="BESTAND", help="teksten voor het rapport (.toml): gebruik, aanbod, conclusies"),
]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="geen voortgang tonen")]
CloseOption = Annotated[
    list[str] | None, typer.Option("--close", metavar="ID|NAAM", help="sluit een locatie (vaker te gebruiken)")
]
OpenOption = Annotated[
    list[str] | None,
    typer.Option("--open", metavar="SOORT,LAT,LON,NAAM", help="open een nieuwe locatie; NAAM: een gesloten"),
]
MoveOption = Annotated[
    list[str] | None, typer.Option("--move", metavar="ID|NAAM,LAT,LON", help="verplaats een locatie")
]
HoursOption = Annotated[
    list[str] | None,
    typer.Option("--hours", metavar="ID|NAAM=TIJDEN", help="andere tijden, zoals 'hap-leek=Mo-Su 08:00-23:00'"),
]
AtOption = Annotated[
    str | None, typer.Option("--at", metavar="MOMENT", help="alleen wat dan open is, zoals 'zo 03:00' of nacht")
]
SeedOption = Annotated[int | None, typer.Option("--seed", metavar="GETAL", min=0, help="begin van de trekkingen")]
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
FutureOption = Annotated[
    str | None,
    typer.Option("--future", metavar="JAAR", help="met de inwoners van een jaar onder futures in het projectbestand"),
]
DEFAULT_PROJECT = Path("projects/groningen.toml")
