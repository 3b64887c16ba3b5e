"""Write the pages that follow from the program and its results: ``python -m docs.reference``.

``opdrachten.md`` lists the commands and options of the command line, ``projectbestand.md`` the keys of the project file
as ``zorgkaart init`` explains them, the tables of ``uitvoer.md`` the columns, those of ``certainty.md`` the accepted
results of the default project and its assumptions, those of ``siren.md`` the fit of siren speeds, that of ``model.md``
the speeds; ``rooms.svg`` draws the layers of the package. ``make docs`` runs it first, and a test fails where a page is
not what this makes.
"""

from __future__ import annotations

import html
import re
import tomllib
from pathlib import Path
from typing import Any

import pandas as pd
import typer

from docs.rooms import picture
from docs.siren_tables import TABLES, assumptions, both_tables, marks, table
from zorgkaart.access.measures import OUTSIDE
from zorgkaart.analyses.dictionary import room_texts
from zorgkaart.analyses.validation.figures import COVERED, Interval, covers
from zorgkaart.analyses.validation.published_closures import COUNTS, effect_id, own_id
from zorgkaart.cli.app import app
from zorgkaart.outputs.meaning.columns import with_tables
from zorgkaart.project.template import TEMPLATE

DOCS = Path(__file__).parent
ROOT = DOCS.parent
BEGIN, END = "<!-- begin: figures -->", "<!-- end: figures -->"
# The published figure that the README sets ours beside.
HEADLINE = "seh-zonder-ommelander"
HEADLINE_MARKS = ("<!-- begin: headline -->", "<!-- end: headline -->")
GENERATED = "<!-- Gemaakt door docs/reference.py uit het programma zelf; wijzig het daar. -->"
# A section of the template begins with its name between brackets, or with that commented out.
SECTION = re.compile(r"^(?:# )?\[([a-z_]+)[\].]")


def pages() -> dict[str, str]:
    """The pages by their names."""
    output, certainty = ((DOCS / name).read_text(encoding="utf-8") for name in ("uitvoer.md", "certainty.md"))
    return {
        "opdrachten.md": command_page(),
        "projectbestand.md": project_page(),
        "uitvoer.md": with_tables(output, room_texts()),
        "certainty.md": with_assumptions(with_figures(certainty)),
        "model.md": _between((DOCS / "model.md").read_text(encoding="utf-8"), both_tables(), *marks("table")),
        "siren.md": with_siren((DOCS / "siren.md").read_text(encoding="utf-8")),
        "rooms.svg": picture(),
        "../README.md": with_headline((ROOT / "README.md").read_text(encoding="utf-8")),
    }


def command_page() -> str:
    """Every command with its arguments and options."""
    group: Any = typer.main.get_command(app)
    lines = [
        "# Opdrachten",
        "",
        GENERATED,
        "",
        "`zorgkaart OPDRACHT --help` geeft hetzelfde. Staat er geen projectbestand, dan is het "
        "`projects/groningen.toml`. Een opdracht eindigt met 0 als zij gelukt is, met 1 bij foute invoer (of bij een "
        "verschil: `check`, `rerun`, `validate`) en met 2 als zij verkeerd getypt is. Fouten en waarschuwingen zijn in "
        "het Nederlands; `zorgkaart --lang en OPDRACHT` of `ZORGKAART_TAAL=en` geeft ze in het Engels.",
        "",
        "| opdracht | wat zij doet |",
        "|---|---|",
        *(f"| [`{name}`](#{name}) | {_cell(command.help)} |" for name, command in group.commands.items()),
    ]
    for name, command in group.commands.items():
        arguments = [param for param in command.params if param.param_type_name == "argument"]
        options = [param for param in command.params if param.param_type_name == "option"]
        usage = " ".join(["zorgkaart", name, *(_argument(param) for param in arguments), "[OPTIES]"])
        lines += ["", f"## {name}", "", " ".join(command.help.split()), "", "```text", usage, "```", ""]
        lines += ["| argument of optie | betekenis | zonder deze |", "|---|---|---|"]
        for param in [*arguments, *options]:
            names = _code(_argument(param)) if param in arguments else _names(param)
            lines.append(f"| {names} | {_cell(param.help)} | {_default(param)} |")
    return "\n".join(lines) + "\n"


def project_page() -> str:
    """The template of the project file, section by section."""
    sections: list[tuple[str, list[str]]] = [("", [])]
    comments: list[str] = []
    for line in TEMPLATE.read_text(encoding="utf-8").splitlines():
        section = SECTION.match(line)
        if section and section[1] != sections[-1][0]:
            sections.append((section[1], [*comments, line]))
            comments = []
        elif line.startswith("#") and not section:
            comments.append(line)
        else:
            sections[-1][1].extend([*comments, line])
            comments = []
    sections[-1][1].extend(comments)
    lines = [
        "# Het projectbestand",
        "",
        GENERATED,
        "",
        "Elk getal waar een berekening van afhangt, staat in het projectbestand of in een tabel die het noemt. "
        "`zorgkaart init MAP` schrijft het bestand hieronder; per deel staat er wat elke sleutel betekent. De meeste "
        "sleutels mogen weg en hebben dan de waarde die hier staat; regels die met `#` beginnen, doen niets. "
        "`zorgkaart check` noemt in een keer alles wat er niet klopt.",
    ]
    for name, part in sections:
        text = "\n".join(part).strip("\n")
        lines += ["", f"## {f'[{name}]' if name else 'Begin van het bestand'}", "", "```toml", text, "```"]
    return "\n".join(lines) + "\n"


def with_figures(document: str) -> str:
    """A page with the accepted results of the default project between its two marks, beside published ones."""
    accepted = pd.read_csv(ROOT / "projects" / "groningen.accepted.csv").set_index("id")
    published = pd.read_csv(ROOT / "data" / "published" / "groningen.csv")
    closures = published[(published["maat"] == "extra_buiten_norm") & (published["soort"] == "seh")]
    others = dict(zip("seh_extra_zonder_" + closures["gesloten"], closures["waarde"], strict=True))
    others |= dict(zip("cijfer_" + published["id"], published["waarde"], strict=True))
    wanted = accepted[accepted.index.str.match(r"seh_(inwoners|buurten|extra_zonder)|cijfer_|cbs_")]
    lines = [
        "| figure, as the program names it | published | zorgkaart | 90 % interval | draws |",
        "|---|---:|---:|---:|---:|",
    ]
    for key, row in wanted.iterrows():
        interval = f"{_number(row['laag'])} to {_number(row['hoog'])}" if pd.notna(row["laag"]) else ""
        draws = _number(row["trekkingen"]) if pd.notna(row["trekkingen"]) else ""
        other = _number(others[key]) if key in others else ""
        cells = [row["onderwerp"], other, _number(row["waarde"], row["eenheid"]), interval, draws]
        lines.append(f"| {' | '.join(cells)} |")
    fitted = tomllib.loads((ROOT / "projects" / "groningen-gekalibreerd.toml").read_text(encoding="utf-8"))
    factor = fitted["speeds"]["ambulance"]["factor"]
    lines += [
        "",
        f"Calibrated to the published effect of that closure, the ambulance's speed gets a factor of {factor:.2f} "
        "(`projects/groningen-gekalibreerd.toml`).",
    ]
    return _between(document, "\n".join(["", *lines, ""]), BEGIN, END)


def with_siren(document: str) -> str:
    """The page on siren speeds with what the fit wrote."""
    for name in TABLES:
        document = _between(document, table(name), *marks(name))
    return document


def with_assumptions(document: str) -> str:
    """A page with the assumptions of the default project and what they do."""
    return _between(document, assumptions(), *marks("assumptions"))


def with_headline(document: str) -> str:
    """The README with the accepted effect of the closure that was published, and its interval, in one sentence."""
    accepted = pd.read_csv(ROOT / "projects" / "groningen.accepted.csv").set_index("id")
    published = pd.read_csv(ROOT / "data" / "published" / "groningen.csv").set_index("id")
    return _between(document, "\n".join(headline_lines(accepted, published)), *HEADLINE_MARKS)


def headline_lines(accepted: pd.DataFrame, published: pd.DataFrame) -> list[str]:
    """The accepted effect with its interval, and how many of the published counts our intervals cover.

    Parameters
    ----------
    accepted : DataFrame
        The accepted figures, by id.
    published : DataFrame
        The published ones, by id.
    """
    figure = published.loc[HEADLINE]
    row = accepted.loc[f"{figure['soort']}_extra_zonder_{figure['gesloten']}"]
    low, high, draws = (_number(row[name]) for name in ("laag", "hoog", "trekkingen"))
    return [
        f"Without the SEH of the Ommelander {_number(row['waarde'])} more inhabitants would be outside the norm, and",
        f"in nine of ten draws of the assumptions (of {draws}) between {low} and {high}; the published figure",
        f"is {_number(figure['waarde'])} ({figure['bron'].partition(' (')[0]}). {_covered(accepted, published)}",
        "[How sure that is](docs/certainty.md).",
    ]


def _covered(accepted: pd.DataFrame, published: pd.DataFrame) -> str:
    """How many of the published numbers of people with an interval of ours it covers, and how many it misses."""
    known = []
    for name, figure in published[published["maat"].isin(COUNTS)].fillna({"gesloten": ""}).iterrows():
        closed = figure["gesloten"]
        same = effect_id(figure["soort"], closed) if closed else f"{figure['soort']}_{OUTSIDE}"
        row = next((accepted.loc[key] for key in (own_id({"id": name}), same) if key in accepted.index), None)
        if row is not None and not pd.isna(row["laag"]):
            interval = Interval(row["laag"], row["hoog"], int(row["trekkingen"]))
            known.append(covers(figure, interval) == COVERED)
    missed = len(known) - sum(known)
    text = f"Our intervals\ncover {sum(known)} of the {len(known)} published counts that have one"
    return f"{text} and miss {missed}." if missed else f"{text}."


def _between(document: str, text: str, begin: str, end: str) -> str:
    """A document with a text between two lines of it."""
    head, first, rest = document.partition(begin)
    _, last, tail = rest.partition(end)
    if not first or not last:
        raise ValueError(f"the page needs the lines {begin} and {end}, between which the figures go")
    return f"{head}{begin}\n{text}\n{end}{tail}"


def _number(value: float, unit: object = "") -> str:
    """In English notation, as precise as it deserves: people in tens, other figures in three digits."""
    number = f"{round(value, -1):,.0f}" if value >= 1000 else f"{value:.3g}"
    return f"{number} {unit}" if unit in ("km", "%") else number


def _argument(param: Any) -> str:
    return str(param.metavar or param.name.upper())


def _names(param: Any) -> str:
    """An option's names, with what it takes."""
    names = ", ".join(map(_code, [*param.opts, *param.secondary_opts]))
    return names if param.is_flag else f"{names} {_code(param.metavar or 'TEKST')}"


def _code(text: str) -> str:
    """Code in a cell of a table, in which a bare | would end the cell."""
    return f"<code>{html.escape(text).replace('|', '&#124;')}</code>"


def _default(param: Any) -> str:
    if param.required:
        return "moet er zijn"
    if param.default in (None, False, []) or callable(param.default):
        return ""
    return f"`{param.default}`"


def _cell(text: str | None) -> str:
    """Text that fits in a cell of a table."""
    return " ".join((text or "").split()).replace("|", r"\|")


if __name__ == "__main__":
    for page, content in pages().items():
        (DOCS / page).write_text(content, encoding="utf-8")
