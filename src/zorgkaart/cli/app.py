"""The command line: parse, call, print. What it prints for planners is Dutch."""

from __future__ import annotations

import os
import re
import shlex
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from zorgkaart import __version__
from zorgkaart.errors import ChangeError, ProjectError
from zorgkaart.terminal.console import command as _command
from zorgkaart.terminal.console import done as _done
from zorgkaart.terminal.console import errors as _errors
from zorgkaart.terminal.console import out as _out
from zorgkaart.terminal.console import progress as _progress
from zorgkaart.terminal.options import (
    CloseOption,
    KindsOption,
    NameOption,
    OutputOption,
    PicturesOption,
    ProjectArgument,
    QuietOption,
    SchedulerOption,
    SchemaOption,
    ToOption,
    WorkersOption,
)

if TYPE_CHECKING:
    from zorgkaart.outputs.postgis.address import Database
    from zorgkaart.scenarios.changes import Change

DEFAULT_PROJECT = Path("projects/groningen.toml")
RUN_SCHEMA, SCENARIO_SCHEMA = "zorgkaart", "zorgkaart_scenario"

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Reistijden naar zorg per buurt, de 45-minutennorm, en wat er verandert als een locatie sluit.",
)


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
    from zorgkaart.project.template import init_project

    with _errors():
        path = init_project(folder)
        _out().print(
            f"{escape(str(path))} geschreven. Pas het aan en controleer het met:\n"
            f"  zorgkaart check {escape(shlex.quote(str(path)))}",
            highlight=False,
            soft_wrap=True,
        )


@app.command()
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
        typer.Option("--file", metavar="BESTAND", help="een OpenStreetMap-bestand (.osm.pbf); zonder internet"),
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
    with _errors(), _progress(quiet) as report:
        found = fetch_project(folder, wanted, report=report)
    for part in fetched_summary(found):
        _out().print(part, highlight=False, soft_wrap=isinstance(part, str))


@app.command()
def check(project: ProjectArgument = DEFAULT_PROJECT) -> None:
    """Controleer alle invoer en noem alle problemen in een keer."""
    from zorgkaart.analyses.check.compute import check_project
    from zorgkaart.analyses.check.summary import problem_table

    with _errors():
        problems = check_project(project)
        console = _out()
        if len(problems):
            console.print(problem_table(problems))
        fatal = len(problems.fatal)
        console.print(
            f"{fatal} fouten en {len(problems) - fatal} opmerkingen."
            if fatal
            else f"Geen fouten, {len(problems)} opmerkingen.",
            highlight=False,
        )
        if fatal:
            raise typer.Exit(1)


@app.command()
def run(
    project: ProjectArgument = DEFAULT_PROJECT,
    output: OutputOption = None,
    pictures: PicturesOption = False,
    to: ToOption = None,
    schema: SchemaOption = None,
    quiet: QuietOption = False,
) -> None:
    """Bereken reistijden en de norm; maak kaart, GeoPackage, tabellen en rasters."""
    from zorgkaart.analyses.run.product import write_run
    from zorgkaart.analyses.run.summary import run_summary
    from zorgkaart.project.model import Project
    from zorgkaart.study.study import Study

    begin = time.perf_counter()
    with _errors(), _progress(quiet) as report:
        settings = Project.load(project)
        database = _database(to, schema, RUN_SCHEMA)
        study = Study(settings, report=report)
        folder = output or settings.output
        study.results  # noqa: B018 -- computed here, so that progress shows in the right order
        report("Uitkomsten schrijven")
        write_run(study, folder, command=_command(), database=database, pictures=pictures)
    for part in run_summary(study):
        _out().print(part)
    _stored(database)
    _done(folder, begin)


@app.command()
def scenario(
    project: ProjectArgument = DEFAULT_PROJECT,
    close: CloseOption = None,
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
    name: NameOption = None,
    soort: KindsOption = None,
    at: Annotated[
        str | None, typer.Option("--at", metavar="MOMENT", help="alleen wat dan open is, zoals 'zo 03:00' of nacht")
    ] = None,
    report: Annotated[bool, typer.Option("--report", help="schrijf ook de bereikbaarheidsanalyse")] = False,
    output: OutputOption = None,
    pictures: PicturesOption = False,
    to: ToOption = None,
    schema: SchemaOption = None,
    quiet: QuietOption = False,
) -> None:
    """Bereken wat er verandert als locaties sluiten, openen, verhuizen of andere tijden krijgen."""
    from zorgkaart.analyses.scenario.product import write_scenario
    from zorgkaart.analyses.scenario.summary import scenario_summary
    from zorgkaart.project.model import Project
    from zorgkaart.scenarios.scenario import run_scenario
    from zorgkaart.scenarios.vocabulary import parse_changes, plan
    from zorgkaart.study.study import Study

    begin = time.perf_counter()
    with _errors(), _progress(quiet) as progress:
        settings = Project.load(project)
        typed = parse_changes(
            close=close or (), open_=open_ or (), move=move or (), hours=hours or (), kinds=tuple(soort or ())
        )
        planned = plan(settings, typed, name=name, at=at)
        database = _database(to, schema, SCENARIO_SCHEMA)
        study = Study(settings, report=progress)
        result = run_scenario(study, planned.changes, moment=planned.moment, title=planned.title)
        folder = output or settings.output / "scenarios" / planned.folder
        result.after.results  # noqa: B018 -- as above
        progress("Uitkomsten schrijven")
        write_scenario(result, folder, command=_command(), database=database, pictures=pictures)
        if report:
            from zorgkaart.analyses.report.product import write_report

            progress("Rapport schrijven")
            write_report(result, folder, command=_command())
    for part in scenario_summary(result):
        _out().print(part)
    _stored(database)
    _done(folder, begin)


@app.command()
def border(
    project: ProjectArgument = DEFAULT_PROJECT,
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="MAP", help="ook als CSV")] = None,
    quiet: QuietOption = False,
) -> None:
    """Vergelijk de uitkomsten zonder en met locaties in het buitenland."""
    from zorgkaart.analyses.border.compute import border_difference
    from zorgkaart.analyses.border.product import border_summary, write_border
    from zorgkaart.project.model import Project
    from zorgkaart.study.study import Study

    with _errors(), _progress(quiet) as report:
        study = Study(Project.load(project), report=report)
        found = border_difference(study)
        parts = list(border_summary(found))
        if output is not None:
            write_border(found, output, command=_command())
    for part in parts:
        _out().print(part)


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
    from zorgkaart.analyses.atlas.compute import LABELS, closure_atlas
    from zorgkaart.analyses.atlas.product import write_atlas
    from zorgkaart.analyses.atlas.summary import atlas_summary
    from zorgkaart.project.model import Project
    from zorgkaart.study.study import Study

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
    from zorgkaart.analyses.live.product import LIVE_FILE, write_live
    from zorgkaart.project.model import Project
    from zorgkaart.study.study import Study
    from zorgkaart.words.numbers import number

    begin = time.perf_counter()
    with _errors(), _progress(quiet) as report:
        settings = Project.load(project)
        study = Study(settings, report=report)
        path = write_live(study, output or settings.output / LIVE_FILE, command=_command(), report=report)
    seconds = number(time.perf_counter() - begin, 1)
    size = number(path.stat().st_size / 1e6, 1)
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
    close: CloseOption = None,
    soort: KindsOption = None,
    workers: WorkersOption = None,
    scheduler: SchedulerOption = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="BESTAND", help="ook als CSV")] = None,
    quiet: QuietOption = False,
) -> None:
    """Bereken hoeveel er van de snelheid van de ambulance afhangt."""
    from zorgkaart.analyses.uncertainty.variants import run_variants, speed_variants
    from zorgkaart.analyses.uncertainty.variants_product import write_variants
    from zorgkaart.analyses.uncertainty.variants_summary import variants_summary
    from zorgkaart.project.model import Project
    from zorgkaart.scenarios.vocabulary import parse_changes

    with _errors(), _progress(quiet) as report:
        settings = Project.load(project)
        if not settings.norms:
            raise ProjectError(f"{project.name}: nothing hangs on the ambulance's speed. Add a norm ([norms.NAME]).")
        changes = parse_changes(close=close or (), open_=(), move=(), kinds=tuple(soort or ()))
        table = run_variants(
            settings, speed_variants(factor), changes=changes, workers=workers, scheduler=scheduler, report=report
        )
        if output is not None:
            write_variants(settings, table, output, factors=factor, changes=changes, command=_command())
    for part in variants_summary(settings, table):
        _out().print(part)


@app.command()
def uncertainty(
    project: ProjectArgument = DEFAULT_PROJECT,
    close: CloseOption = None,
    soort: KindsOption = None,
    name: NameOption = None,
    draws: Annotated[int | None, typer.Option("--draws", metavar="AANTAL", min=2, help="trekkingen")] = None,
    seed: Annotated[int | None, typer.Option("--seed", metavar="GETAL", min=0, help="begin van de trekkingen")] = None,
    workers: WorkersOption = None,
    scheduler: SchedulerOption = None,
    output: OutputOption = None,
    quiet: QuietOption = False,
) -> None:
    """Bereken hoe zeker de cijfers over de norm zijn, met de aannames van het projectbestand."""
    from zorgkaart.analyses.uncertainty.compute import run_ensemble
    from zorgkaart.analyses.uncertainty.product import write_uncertainty
    from zorgkaart.analyses.uncertainty.summary import uncertainty_summary
    from zorgkaart.project.model import Project
    from zorgkaart.scenarios.vocabulary import parse_changes, plan

    begin = time.perf_counter()
    with _errors(), _progress(quiet) as report:
        settings = Project.load(project)
        folder = output or settings.output / "onzekerheid"
        changes: tuple[Change, ...] = ()
        if close or name is not None:
            planned = plan(settings, parse_changes(close=close or (), kinds=tuple(soort or ())), name=name)
            if planned.moment is not None:
                raise ChangeError(
                    f"scenario {name!r} is about a moment, and norms are about day and night. Take another scenario."
                )
            changes, folder = planned.changes, output or folder / planned.folder
        ensemble = run_ensemble(
            settings, changes=changes, draws=draws, seed=seed, workers=workers, scheduler=scheduler, report=report
        )
        report("Uitkomsten schrijven")
        write_uncertainty(ensemble, folder, command=_command())
    for part in uncertainty_summary(ensemble):
        _out().print(part)
    _done(folder, begin)


@app.command()
def calibrate(
    project: ProjectArgument = DEFAULT_PROJECT,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="BESTAND", help="het gekalibreerde projectbestand")
    ] = None,
    quiet: QuietOption = False,
) -> None:
    """Maak een getal passend op een gepubliceerd cijfer, en laat zien wat er dan nog meer verandert."""
    from zorgkaart.analyses.calibration.compute import calibrate as fit
    from zorgkaart.analyses.calibration.compute import write_calibrated
    from zorgkaart.analyses.calibration.summary import calibration_summary
    from zorgkaart.project.model import Project

    with _errors(), _progress(quiet) as report:
        settings = Project.load(project)
        found = fit(settings, report=report)
        path = write_calibrated(found, output or project.with_name(f"{project.stem}-gekalibreerd.toml"))
    for part in calibration_summary(found):
        _out().print(part)
    _out().print(f"{escape(str(path))} geschreven.", highlight=False, soft_wrap=True)


@app.command()
def rerun(
    file: Annotated[Path, typer.Argument(metavar="BESTAND", help="provenance.json of een andere uitkomst")],
    project: Annotated[
        Path | None, typer.Option("--project", metavar="PROJECT", help="het projectbestand, als het elders staat")
    ] = None,
    output: OutputOption = None,
    quiet: QuietOption = False,
) -> None:
    """Herhaal een berekening en vergelijk de uitkomsten tot op het laatste cijfer."""
    from zorgkaart.analyses.rerun.compute import rerun as repeat
    from zorgkaart.analyses.rerun.recorded import FileCheck
    from zorgkaart.analyses.rerun.summary import file_summary, rerun_summary

    def show(files: list[FileCheck]) -> None:
        for part in file_summary(files):
            _out().print(part)

    with _errors(), _progress(quiet) as report:
        result = repeat(file, project=project, output=output, command=_command(), report=report, checked=show)
    for part in rerun_summary(result):
        _out().print(part)
    if not result.same:
        raise typer.Exit(1)


@app.command()
def validate(
    project: ProjectArgument = DEFAULT_PROJECT,
    accept: Annotated[bool, typer.Option("--accept", help="leg deze uitkomsten vast als de aanvaarde")] = False,
    draws: Annotated[
        int | None, typer.Option("--draws", metavar="AANTAL", min=2, help="trek de aannames zo vaak voor intervallen")
    ] = None,
    workers: Annotated[
        int | None, typer.Option("--workers", metavar="AANTAL", min=1, help="processen tegelijk, met --draws")
    ] = None,
    output: OutputOption = None,
    quiet: QuietOption = False,
) -> None:
    """Toets de uitkomsten aan officiële cijfers en aan de laatst aanvaarde uitkomsten."""
    from zorgkaart.analyses.validation.accepted import accepted_path, failing, read_accepted
    from zorgkaart.analyses.validation.compute import accept_results
    from zorgkaart.analyses.validation.compute import validate as validated
    from zorgkaart.analyses.validation.drawn_intervals import draw_intervals
    from zorgkaart.analyses.validation.product import PAGE, write_validation
    from zorgkaart.analyses.validation.summary import changes_table, validation_summary
    from zorgkaart.project.model import Project
    from zorgkaart.study.study import Study

    begin = time.perf_counter()
    with _errors(), _progress(quiet) as report:
        settings = Project.load(project)
        file = accepted_path(settings.path)
        accepted = read_accepted(file)
        study = Study(settings, report=report)
        study.results  # noqa: B018 -- as above
        intervals = {}
        if draws is not None:
            intervals = draw_intervals(study, draws=draws, workers=workers, report=report)
        report("Toetsen")
        found = validated(study, accepted, intervals=intervals)
        changed = None
        if accept:
            found, changed = accept_results(found, file)
        folder = output or settings.output / "validatie"
        report("Uitkomsten schrijven")
        write_validation(found, folder, command=_command())
    for part in validation_summary(found):
        _out().print(part)
    if changed is not None:
        _out().print(changes_table(f"Vastgelegd in {file.name}: {len(changed)} veranderd", changed))
    _done(folder, begin, page=PAGE)
    if len(failing(found.drift)):
        raise typer.Exit(1)


def _stored(database: Database | None) -> None:
    if database is not None:
        text = f"De lagen staan ook in {escape(str(database))}, schema {escape(database.schema)}."
        _out().print(text, highlight=False, soft_wrap=True)


def _database(to: str | None, schema: str | None, usual: str) -> Database | None:
    """Where else the layers go; an error now, before anything is computed, if they cannot."""
    if to is None:
        if schema is not None:
            raise typer.BadParameter("hoort bij --to", param_hint="--schema")
        return None
    from zorgkaart.outputs.postgis.address import Database
    from zorgkaart.outputs.postgis.database import check_database

    database = Database(to, schema or usual)
    check_database(database)
    return database
