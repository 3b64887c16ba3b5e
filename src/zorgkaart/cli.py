"""The command line: parse, call, print. What it prints for planners is Dutch."""

from __future__ import annotations

import os
import shlex
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.markup import escape

from zorgkaart import __version__
from zorgkaart.errors import ProjectError, ZorgkaartError

PIPE_WIDTH = 120
DEFAULT_PROJECT = Path("projects/groningen.toml")

app = typer.Typer(
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None,
    help="Reistijden naar zorg per buurt, de 45-minutennorm, en wat er verandert als een locatie sluit.",
)  # fmt: skip

ProjectArgument = Annotated[Path, typer.Argument(metavar="[PROJECT]", help="projectbestand (.toml)", show_default=True)]
OutputOption = Annotated[Path | None, typer.Option("--output", "-o", metavar="MAP", help="map voor de uitkomsten")]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="geen voortgang tonen")]


def _version(value: bool) -> None:
    if value:
        typer.echo(f"zorgkaart {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="toon de versie")
    ] = False,
) -> None:
    pass


@app.command()
def init(folder: Annotated[Path, typer.Argument(metavar="MAP", help="nieuwe of lege map")]) -> None:
    """Schrijf een projectbestand waarin elke sleutel wordt uitgelegd."""
    from zorgkaart.starting import init_project

    with _errors():
        path = init_project(folder)
        _out().print(
            f"{escape(str(path))} geschreven. Pas het aan en controleer het met:\n"
            f"  zorgkaart check {escape(shlex.quote(str(path)))}",
            highlight=False, soft_wrap=True,
        )  # fmt: skip


@app.command()
def check(project: ProjectArgument = DEFAULT_PROJECT) -> None:
    """Controleer alle invoer en noem alle problemen in een keer."""
    from zorgkaart.checking import check_project
    from zorgkaart.outputs.terminal import problem_table

    with _errors():
        problems = check_project(project)
        console = _out()
        if len(problems):
            console.print(problem_table(problems))
        fatal = len(problems.fatal)
        console.print(
            f"{fatal} fouten en {len(problems) - fatal} opmerkingen." if fatal
            else f"Geen fouten, {len(problems)} opmerkingen.",
            highlight=False,
        )  # fmt: skip
        if fatal:
            raise typer.Exit(1)


@app.command()
def run(project: ProjectArgument = DEFAULT_PROJECT, output: OutputOption = None, quiet: QuietOption = False) -> None:
    """Bereken reistijden en de norm; maak kaart, GeoPackage, tabellen en rasters."""
    from zorgkaart.outputs.results import write_run
    from zorgkaart.outputs.terminal import run_summary
    from zorgkaart.project import Project
    from zorgkaart.study import Study

    begin = time.perf_counter()
    with _errors(), _progress(quiet) as report:
        settings = Project.load(project)
        study = Study(settings, report=report)
        folder = output or settings.output
        study.results  # noqa: B018 -- computed here, so that progress shows in the right order
        report("Uitkomsten schrijven")
        write_run(study, folder, command=_command())
    for part in run_summary(study):
        _out().print(part)
    _done(folder, begin)


@app.command()
def scenario(
    project: ProjectArgument = DEFAULT_PROJECT,
    close: Annotated[
        list[str] | None, typer.Option("--close", metavar="ID|NAAM", help="sluit een locatie (vaker te gebruiken)")
    ] = None,
    open_: Annotated[
        list[str] | None,
        typer.Option("--open", metavar="SOORT,LAT,LON,NAAM", help="open een nieuwe locatie; NAAM: een gesloten"),
    ] = None,
    move: Annotated[
        list[str] | None, typer.Option("--move", metavar="ID|NAAM,LAT,LON", help="verplaats een locatie")
    ] = None,
    hours: Annotated[
        list[str] | None,
        typer.Option("--hours", metavar="ID|NAAM=TIJDEN", help="andere tijden, zoals 'hap-leek=Mo-Su 08:00-23:00'"),
    ] = None,
    name: Annotated[
        str | None, typer.Option("--name", metavar="NAAM", help="een scenario uit het projectbestand")
    ] = None,
    soort: Annotated[
        list[str] | None, typer.Option("--soort", help="alleen deze soort bedoelen met een naam (vaker te gebruiken)")
    ] = None,
    at: Annotated[
        str | None, typer.Option("--at", metavar="MOMENT", help="alleen wat dan open is, zoals 'zo 03:00' of nacht")
    ] = None,
    report: Annotated[bool, typer.Option("--report", help="schrijf ook de bereikbaarheidsanalyse")] = False,
    output: OutputOption = None,
    quiet: QuietOption = False,
) -> None:
    """Bereken wat er verandert als locaties sluiten, openen, verhuizen of andere tijden krijgen."""
    from zorgkaart.outputs.results import write_scenario
    from zorgkaart.outputs.terminal import scenario_summary
    from zorgkaart.project import Project
    from zorgkaart.scenarios.reading import parse_changes, plan
    from zorgkaart.scenarios.scenario import run_scenario
    from zorgkaart.study import Study

    begin = time.perf_counter()
    with _errors(), _progress(quiet) as progress:
        settings = Project.load(project)
        typed = parse_changes(
            close=close or (), open_=open_ or (), move=move or (), hours=hours or (), kinds=tuple(soort or ())
        )
        planned = plan(settings, typed, name=name, at=at)
        study = Study(settings, report=progress)
        result = run_scenario(study, planned.changes, moment=planned.moment, title=planned.title)
        folder = output or settings.output / "scenarios" / planned.folder
        result.after.results  # noqa: B018 -- as above
        progress("Uitkomsten schrijven")
        write_scenario(result, folder, command=_command())
        if report:
            from zorgkaart.outputs.report import write_report

            progress("Rapport schrijven")
            write_report(result, folder, command=_command())
    for part in scenario_summary(result):
        _out().print(part)
    _done(folder, begin)


@app.command()
def atlas(
    project: ProjectArgument = DEFAULT_PROJECT,
    soort: Annotated[str, typer.Option("--soort", help="soort voorziening")] = "seh",
    pairs: Annotated[bool, typer.Option("--pairs", help="sluit steeds twee locaties")] = False,
    further: Annotated[
        float, typer.Option("--further", metavar="MINUTEN", min=0, help="tel wie meer dan zoveel verder moet")
    ] = 5.0,
    output: OutputOption = None,
    quiet: QuietOption = False,
) -> None:
    """Sluit elke locatie om de beurt, ook ambulanceposten, en zet de zwaarste gevolgen bovenaan."""
    from zorgkaart.outputs.atlas import write_atlas
    from zorgkaart.outputs.terminal import atlas_summary
    from zorgkaart.project import Project
    from zorgkaart.scenarios.atlas import LABELS, closure_atlas
    from zorgkaart.study import Study

    begin = time.perf_counter()
    with _errors(), _progress(quiet) as report:
        settings = Project.load(project)
        study = Study(settings, k=LABELS, report=report)
        table = closure_atlas(study, soort, pairs=pairs, further_min=further)
        folder = output or settings.output / "atlas" / (f"{soort}-paren" if pairs else soort)
        report("Uitkomsten schrijven")
        write_atlas(study, soort, table, folder, command=_command(), further_min=further)
    for part in atlas_summary(study, soort, table, further):
        _out().print(part)
    _done(folder, begin)


@app.command()
def live(
    project: ProjectArgument = DEFAULT_PROJECT,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="BESTAND", help="ander bestand dan wat-als.html")
    ] = None,
    quiet: QuietOption = False,
) -> None:
    """Maak een kaart waarin u met een klik locaties sluit en opent en meteen ziet wat dat doet."""
    from zorgkaart.outputs.live import LIVE_FILE, write_live
    from zorgkaart.project import Project
    from zorgkaart.study import Study

    begin = time.perf_counter()
    with _errors(), _progress(quiet) as report:
        settings = Project.load(project)
        study = Study(settings, report=report)
        path = write_live(study, output or settings.output / LIVE_FILE, command=_command(), report=report)
    seconds = f"{time.perf_counter() - begin:.1f}".replace(".", ",")
    size = f"{path.stat().st_size / 1e6:.1f}".replace(".", ",")
    text = (
        f"Klaar in {seconds} s. Open {escape(os.path.relpath(path))} in een browser ({size} MB, ook zonder internet)."
    )
    _out().print(text, highlight=False, soft_wrap=True)


@app.command()
def variants(
    factor: Annotated[
        list[float], typer.Option("--factor", metavar="GETAL", help="factor op de snelheid (vaker te gebruiken)")
    ],
    project: ProjectArgument = DEFAULT_PROJECT,
    close: Annotated[
        list[str] | None, typer.Option("--close", metavar="ID|NAAM", help="sluit een locatie (vaker te gebruiken)")
    ] = None,
    soort: Annotated[
        list[str] | None, typer.Option("--soort", help="alleen deze soort bedoelen met een naam (vaker te gebruiken)")
    ] = None,
    workers: Annotated[
        int | None, typer.Option("--workers", metavar="AANTAL", min=1, help="processen tegelijk")
    ] = None,
    scheduler: Annotated[
        str | None, typer.Option("--scheduler", metavar="ADRES", help="dask-cluster, zoals tcp://rekenserver:8786")
    ] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="BESTAND", help="ook als CSV")] = None,
    quiet: QuietOption = False,
) -> None:
    """Bereken hoeveel er van de snelheid van de ambulance afhangt."""
    from zorgkaart.ensemble import run_variants, speed_variants
    from zorgkaart.outputs.presentation import dictionary
    from zorgkaart.outputs.tables import write_csv
    from zorgkaart.outputs.terminal import variants_summary
    from zorgkaart.project import Project
    from zorgkaart.scenarios.reading import parse_changes

    with _errors(), _progress(quiet) as report:
        settings = Project.load(project)
        if not settings.norms:
            raise ProjectError(f"{project.name}: nothing hangs on the ambulance's speed. Add a norm ([norms.NAME]).")
        changes = parse_changes(close=close or (), open_=(), move=(), kinds=tuple(soort or ()))
        table = run_variants(
            settings, speed_variants(factor), changes=changes, workers=workers, scheduler=scheduler, report=report
        )
        if output is not None:
            write_csv(output, table, columns=dictionary(settings))
    for part in variants_summary(settings, table):
        _out().print(part)


@contextmanager
def _errors() -> Iterator[None]:
    """Turn an error of ours into one message and exit code 1."""
    try:
        yield
    except ZorgkaartError as error:
        _fail("\n".join([str(error), *getattr(error, "__notes__", ())]))
    except OSError as error:
        _fail(f"{error.filename or 'file'}: {error.strerror or error}. Check that it can be read and written.")
    except KeyboardInterrupt:
        _fail("Afgebroken; er is niets half geschreven.")


@contextmanager
def _progress(quiet: bool) -> Iterator[Callable[[str], None]]:
    """Show what is going on, on a terminal only."""
    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        yield lambda _: None
        return
    with console.status("Beginnen") as status:
        yield lambda text: status.update(f"{escape(text)} …")


def _fail(message: str) -> NoReturn:
    Console(stderr=True, highlight=False).print(f"[bold red]Fout:[/] {escape(message)}", soft_wrap=True)
    raise typer.Exit(1)


def _done(folder: Path, begin: float) -> None:
    seconds = f"{time.perf_counter() - begin:.1f}".replace(".", ",")
    page = Path(os.path.relpath(folder / "kaart.html"))
    text = f"Klaar in {seconds} s. Open {escape(str(page))} in een browser; de rest staat ernaast."
    _out().print(text, highlight=False, soft_wrap=True)


def _out() -> Console:
    """Where results are printed; a file or a pipe gets lines wide enough for the tables."""
    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=PIPE_WIDTH)


def _command() -> str:
    """What was typed, but for the folders of this machine."""
    return shlex.join(["zorgkaart", *map(_without_folder, sys.argv[1:])])


def _without_folder(argument: str) -> str:
    option, equals, value = argument.rpartition("=")
    return f"{option}{equals}{Path(value).name}" if Path(value).is_absolute() else argument
