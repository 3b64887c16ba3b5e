"""The page of a validation: what was held against what, what came out, and what that says."""

from __future__ import annotations

import datetime
import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from zorgkaart.access.catalogue import by_ambulance
from zorgkaart.analyses.validation.accepted import failing
from zorgkaart.analyses.validation.compute import Validation
from zorgkaart.analyses.validation.coverage_section import coverage_section
from zorgkaart.analyses.validation.distances import NEAR_KM
from zorgkaart.analyses.validation.figures import provinces_without
from zorgkaart.analyses.validation.gemeente_fits import fit_sentence, gemeente_fits
from zorgkaart.analyses.validation.plots import URBANITY_WORDS, difference_map, interval_picture, scatter_picture
from zorgkaart.outputs.documents.content import (
    Block,
    Bullets,
    Cell,
    Column,
    KeyFigure,
    KeyFigures,
    Paragraph,
    Picture,
    Report,
    Section,
    Table,
)
from zorgkaart.outputs.meaning.day import day_facts
from zorgkaart.outputs.pictures.drawing import svg_bytes
from zorgkaart.words.dates import clock, dutch_date
from zorgkaart.words.numbers import count, number, short, signed
from zorgkaart.words.sentences import listing, sentence

TITLE = "Toetsing aan officiële cijfers"
DECIMALS = {"km": 1, "%": 1, "min": 1}
# With one decimal more a drift of a figure can be seen.
FINE_DECIMALS = {"km": 3, "%": 1, "min": 2, "": 4}
# Published figures that differ more are named in the summary.
FAR_PCT = 10.0
LONGEST_AREA = 60


def build_page(validation: Validation, origin: Mapping[str, Any]) -> Report:
    """The content of the page; the same validation and provenance give the same page.

    Parameters
    ----------
    origin : mapping
        As :func:`zorgkaart.provenance.record.provenance` makes it; its time is the date of the page.
    """
    made = datetime.datetime.fromisoformat(origin["gemaakt"])
    project = validation.study.project
    return Report(
        title=TITLE,
        subtitle=project.title,
        date=made,
        facts=(
            ("Gebied", project.region),
            *day_facts(project),
            ("Datum", dutch_date(made)),
            ("Gemaakt met", f"zorgkaart {origin['versies']['zorgkaart']}"),
        ),
        summary=Section("In het kort", _summary(validation)),
        sections=tuple(
            section
            for section in (
                _distances(validation),
                _published(validation),
                coverage_section(validation.coverage),
                _drift(validation),
                _limits(validation),
                _account(validation, origin),
            )
            if section.blocks or section.sections
        ),
        appendices=(),
        provenance=origin,
    )


def _summary(validation: Validation) -> list[Block]:
    blocks: list[Block] = []
    fit = validation.fit
    figures = []
    if fit.buurten:
        blocks.append(
            Paragraph(
                f"De gemiddelde afstand over de weg tot {validation.official.to} is in deze berekening "
                f"{number(fit.ours_km, 2)} km "
                f"en volgens het CBS {number(fit.cbs_km, 2)} km. Over {count(fit.buurten, 'buurt', 'buurten')} is de "
                f"correlatie {number(fit.correlation, 3)}; in {number(fit.near_pct)} % van de buurten is het verschil "
                f"hoogstens {number(NEAR_KM, 1)} km.",
                tone="answer",
            )
        )
        figures += [
            KeyFigure(number(fit.correlation, 3), "correlatie met het CBS", "1 is volledige samenhang"),
            KeyFigure(f"{signed(fit.bias_km, 2)} km", "gemiddeld verschil", "zorgkaart min CBS, per inwoner"),
            KeyFigure(
                f"{number(fit.near_pct)} %",
                f"van de buurten binnen {number(NEAR_KM, 1)} km",
                "van de afstand van het CBS",
            ),
        ]
    for kind, by_gemeente in gemeente_fits(validation.study, validation.published).items():
        blocks.append(Paragraph(fit_sentence(validation.study, kind, by_gemeente)))
    known = validation.published.dropna(subset=["interval_laag", "interval_hoog"])
    for row in known.to_dict("records"):
        blocks.append(Paragraph(f"{_interval_sentence(row)}", lead=f"{row['onderwerp']}."))
    blocks += [Paragraph(text) for text in validation.coverage.sentences()]
    wrong = failing(validation.drift)
    if validation.has_accepted:
        figures.append(
            KeyFigure(
                number(len(wrong)), "afwijkingen van het aanvaarde", f"van {number(len(validation.drift))} cijfers"
            )
        )
    if figures:
        blocks.append(KeyFigures(tuple(figures)))
    blocks.append(Paragraph(_drift_sentence(validation, wrong)))
    return [*blocks, *_far(validation.published)]


def _far(published: pd.DataFrame) -> list[Block]:
    """The published figures that differ most; those that have an interval are told about already."""
    compared = published[published["interval_laag"].isna()]
    far = compared[compared["verschil_pct"].abs() > FAR_PCT]
    if compared.empty:
        return []
    other = "andere " if len(compared) < len(published) else ""
    verb = "verschilt" if len(far) == 1 else "verschillen"
    text = (
        f"Van de {number(len(compared))} {other}gepubliceerde cijfers {verb} er {number(len(far))} meer dan "
        f"{number(FAR_PCT)} % van het onze. De tabellen zeggen wat daarover bekend is."
    )
    rows = far.loc[far["verschil_pct"].abs().sort_values(ascending=False, kind="stable").index].to_dict("records")
    items = tuple(f"{_named(row)}: gepubliceerd {_published_cell(row)}, hier {_our_cell(row)}" for row in rows)
    return [Paragraph(text), *([Bullets(items)] if items else [])]


def _named(row: Mapping[Any, Any]) -> str:
    """A figure with its area, if that is not a long list."""
    return f"{row['onderwerp']}, {row['gebied']}" if len(row["gebied"]) <= LONGEST_AREA else str(row["onderwerp"])


def _published_cell(row: Mapping[Any, Any]) -> str:
    low, high = float(row["gepubliceerd"]), float(row["gepubliceerd_tot"])
    places = DECIMALS.get(row["eenheid"], 0)
    text = number(low, places) if math.isnan(high) else f"{short(low)}\N{EN DASH}{short(high)}"
    return _with_unit(text, row["eenheid"])


def _our_cell(row: Mapping[Any, Any]) -> str:
    return _with_unit(number(row["zorgkaart"], DECIMALS.get(row["eenheid"], 0)), row["eenheid"])


def _interval_sentence(row: Mapping[Any, Any]) -> str:
    """The published figure, ours and the interval in words."""
    return (
        f"Gepubliceerd {number(row['gepubliceerd'])}, deze berekening {number(row['zorgkaart'])}, met een interval van "
        f"{number(row['interval_laag'])} tot {number(row['interval_hoog'])}. {row['duiding']}"
    )


def _drift_sentence(validation: Validation, wrong: pd.DataFrame) -> str:
    if not validation.has_accepted:
        return "Er zijn nog geen uitkomsten aanvaard om deze mee te vergelijken; dat gaat met de optie --accept."
    if wrong.empty:
        return "Geen van de hoofdcijfers wijkt meer dan de afgesproken tolerantie af van de laatst aanvaarde uitkomst."
    names = listing([f"'{name}'" for name in wrong["onderwerp"]])
    return f"Deze cijfers wijken meer dan de tolerantie af van de laatst aanvaarde uitkomst: {names}."


# Distances.


def _distances(validation: Validation) -> Section:
    official = validation.official
    title = f"Afstand tot {official.to} per buurt, naast het CBS"
    if not validation.fit.buurten:
        return Section(title)
    text = (
        f"Het CBS publiceert per buurt de gemiddelde afstand over de weg tot de dichtstbijzijnde {official.site}. "
        "Die afstand hangt niet van snelheden af: dit toetst het wegennet, de ligging van adressen en de lijst van "
        f"{official.sites}. Beide zijn de kortste afstand, gemiddeld over de inwoners; het CBS rondt af op 0,1 km."
    )
    scatter = Picture(
        "spreiding",
        "Elke stip is een buurt. Op de lijn is er geen verschil; in de band is het verschil hoogstens "
        f"{number(NEAR_KM, 1)} km. De nummers zijn die van de tien grootste verschillen hieronder.",
        f"Spreidingsdiagram van de afstand tot {official.to} per buurt volgens het CBS en volgens zorgkaart: "
        f"{_fit_words(validation)}.",
        svg_bytes(scatter_picture(validation.distances, validation.worst)),
    )
    area = Picture(
        "kaart",
        "Verschil per buurt, zorgkaart min CBS, met de nummers van de tien grootste verschillen",
        f"Kaart van de buurten met het verschil in afstand tot {official.to}; de grootste staan in de tabel hieronder.",
        svg_bytes(difference_map(validation)),
    )
    return Section(
        title,
        [Paragraph(text), scatter],
        [
            Section("Naar stedelijkheid", [_urbanity(validation)]),
            Section("De tien grootste verschillen", [Paragraph(REASONS), _worst(validation), area]),
        ],
    )


REASONS = (
    "Een reden is in de gegevens gezocht en waar het kan geprobeerd: onze afstand is dan opnieuw berekend zonder de "
    "dichtstbijzijnde locatie, of met een locatie die bij ons niet meetelt. De eerste reden verklaart het meest."
)


def _fit_words(validation: Validation) -> str:
    fit = validation.fit
    return f"correlatie {number(fit.correlation, 3)}, gemiddeld verschil {signed(fit.bias_km, 2)} km"


def _urbanity(validation: Validation) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for row in validation.by_urbanity.to_dict("records"):
        urbanity = float(row["stedelijkheid"])
        known = urbanity in range(1, len(URBANITY_WORDS) + 1)
        name = f"{urbanity:.0f} {URBANITY_WORDS[int(urbanity) - 1]}" if known else "onbekend"
        rows.append((name, *_fit_cells(row)))
    rows.append(("Alle buurten", *_fit_cells(vars(validation.fit))))
    columns = (
        Column("Stedelijkheid", share=1.6),
        Column("Buurten", 0),
        Column("Inwoners", 0),
        Column("Zorgkaart (km)", 2),
        Column("CBS (km)", 2),
        Column("Verschil (km)", 2, sign=True),
        Column("Correlatie", 2),
        Column("RMSE (km)", 2),
        Column(f"Binnen {number(NEAR_KM, 1)} km", 0, percent=True),
    )
    note = (
        "Afstanden en hun verschil zijn gemiddelden over inwoners. Correlatie, RMSE (de wortel van het gemiddelde "
        "kwadraat van het verschil) en het laatste aandeel tellen elke buurt even zwaar."
    )
    caption = f"Gemiddelde afstand tot {validation.official.to}, zorgkaart en CBS, naar stedelijkheid"
    return Table("stedelijkheid", caption, columns, tuple(rows), totals=1, note=note, small=True)


def _fit_cells(row: Mapping[Any, Any]) -> tuple[Cell, ...]:
    names = ("buurten", "inwoners", "ours_km", "cbs_km", "bias_km", "correlation", "rmse_km")
    return (*(float(row[name]) for name in names), float(row["near_pct"]) / 100)


def _worst(validation: Validation) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (
            float(rank),
            f"{row['buurtnaam']} ({row['gemeentenaam']})",
            float(row["inwoners"]),
            float(row["km_cbs"]),
            float(row["km_zorgkaart"]),
            float(row["km_verschil"]),
            str(row["reden"]),
        )
        for rank, row in enumerate(validation.worst.drop(columns="geometry").to_dict("records"), start=1)
    ]
    columns = (
        Column("", 0),
        Column("Buurt", share=1.5),
        Column("Inwoners", 0),
        Column("CBS (km)", 1),
        Column("Hier (km)", 1),
        Column("Verschil", 1, sign=True),
        Column("Waarschijnlijke reden", share=3.4),
    )
    return Table("verschillen", "De tien grootste verschillen", columns, tuple(rows), small=True)


# Published figures.


def _published(validation: Validation) -> Section:
    table = validation.published
    if table.empty and validation.uncompared.empty:
        return Section("Gepubliceerde cijfers")
    effects = table["eenheid"].eq("inwoners") & table["onderwerp"].str.contains("buiten de norm", regex=False)
    parts = (
        ("Gevolgen van een sluiting", "Inwoners die door een sluiting buiten de norm komen", table[effects]),
        ("Afstanden", "Gemiddelde afstand over de weg", table[table["eenheid"] == "km"]),
        ("Norm, aanbod en bevolking", "Andere gepubliceerde cijfers", table[~effects & (table["eenheid"] != "km")]),
    )
    sections = [
        Section(title, _published_blocks(f"cijfers-{place}", caption, part))
        for place, (title, caption, part) in enumerate(parts, start=1)
        if len(part)
    ]
    if len(validation.uncompared):
        items = tuple(
            f"{row['onderwerp']}, {row['gebied']}: {row['waarom_niet']}."
            for row in validation.uncompared.to_dict("records")
        )
        sections.append(Section("Niet vergeleken", [Bullets(items)]))
    sources = listing(sorted(set(table["bron"]) - {""}))
    text = (
        f"Cijfers van anderen ({sources}) naast dezelfde cijfers uit deze berekening, die er niet op is afgesteld. "
        "Het verschil is het onze min het gepubliceerde; waar grenzen zijn gepubliceerd, tot de naaste grens."
    )
    if silent := provinces_without(validation.study, table):
        text += f" Over {listing(silent)} zijn geen gepubliceerde cijfers opgenomen; daarvan is dus niets vergeleken."
    return Section("Gepubliceerde cijfers", [Paragraph(text)], sections)


def _published_blocks(name: str, caption: str, part: pd.DataFrame) -> list[Block]:
    sure = part.dropna(subset=["interval_laag", "interval_hoog"])
    columns = [
        Column("Onderwerp", share=1.9),
        Column("Gepubliceerd", 0),
        Column("Hier", 0),
        Column("Verschil", 0),
        *([Column("Interval (90\N{NO-BREAK SPACE}%)", 0)] if len(sure) else []),
        Column("Opmerking", share=3.0),
    ]
    rows: list[tuple[Cell, ...]] = []
    for row in part.to_dict("records"):
        places = DECIMALS.get(row["eenheid"], 0)
        interval = [_interval_cell(row)] if len(sure) else []
        rows.append(
            (
                f"{row['onderwerp']}, {row['gebied']}",
                _published_cell(row),
                _our_cell(row),
                signed(row["verschil"], places),
                *interval,
                _remark(row),
            )
        )
    blocks: list[Block] = [Table(name, caption, tuple(columns), tuple(rows), small=True)]
    if len(sure):
        alt = " ".join(f"{row['onderwerp']}: {_interval_sentence(row)}" for row in sure.to_dict("records"))
        words = "Het gepubliceerde cijfer naast het onze, met ons interval"
        blocks.append(Picture(f"beeld-{name}", words, alt, svg_bytes(interval_picture(part))))
    return blocks


def _interval_cell(row: Mapping[Any, Any]) -> str:
    low, high = float(row["interval_laag"]), float(row["interval_hoog"])
    return "" if math.isnan(low) else f"{number(low)}\N{EN DASH}{number(high)}"


def _with_unit(text: str, unit: str) -> str:
    return f"{text}\N{NO-BREAK SPACE}{unit}" if unit in ("km", "%") else text


def _remark(row: Mapping[Any, Any]) -> str:
    """What was published, when, and what this run says about the difference."""
    when = ", ".join(filter(None, (row["jaar"], f"locaties van {_date(row['datum'])}" if row["datum"] else "")))
    year = f" ({when})" if when else ""
    return f"{sentence(row['toelichting']).rstrip('.')}{year}. {row['duiding']}".strip()


# Drift.


def _drift(validation: Validation) -> Section:
    title = "Verandering sinds de laatst aanvaarde uitkomst"
    if not validation.has_accepted:
        return Section(title, [Paragraph(_drift_sentence(validation, failing(validation.drift)))])
    text = (
        "Van elk hoofdcijfer is de laatst aanvaarde uitkomst bewaard, met een tolerantie. Wijkt een uitkomst verder "
        "af, dan faalt de bouw van het programma tot iemand de nieuwe uitkomst bewust aanvaardt."
    )
    rows: list[tuple[Cell, ...]] = []
    for row in validation.drift.to_dict("records"):
        unit = row["eenheid"]
        places = FINE_DECIMALS.get(unit, 0)
        cells = [_cell(row[name], places) for name in ("aanvaard", "nu")]
        change = "" if math.isnan(row["verschil"]) else signed(row["verschil"], places)
        allowed = "" if math.isnan(row["tolerantie"]) else number(row["tolerantie"], places)
        name = f"{row['onderwerp']} ({unit})" if unit and unit not in row["onderwerp"] else row["onderwerp"]
        rows.append((name, *cells, change, allowed, _date(row["aanvaard_op"]), row["uitslag"]))
    columns = (
        Column("Cijfer", share=3),
        Column("Aanvaard", 0),
        Column("Nu", 0),
        Column("Verschil", 0),
        Column("Tolerantie", 0),
        Column("Aanvaard op", share=0.9),
        Column("Uitslag", share=1.1),
    )
    table = Table("verandering", "Hoofdcijfers, aanvaard en nu", columns, tuple(rows), small=True)
    return Section(title, [Paragraph(text), Paragraph(_drift_sentence(validation, failing(validation.drift))), table])


def _date(text: str) -> str:
    """A date that does not break off at the end of a line."""
    return text.replace("-", "\N{NON-BREAKING HYPHEN}")


def _cell(value: float, places: int) -> str:
    return "" if math.isnan(value) else number(value, places)


# What it does not say.


def _limits(validation: Validation) -> Section:
    others = ["reistijden", "andere voorzieningen"]
    others += ["de snelheid van een ambulance"] if by_ambulance(validation.study.project) else []
    texts = [
        f"De toets aan het CBS gaat over afstanden tot {validation.official.to}. Over {listing(others)} zegt hij "
        "niets: daarover zijn geen officiële cijfers per buurt openbaar.",
        "De cijfers zijn van verschillende jaren. Praktijken openen, sluiten en verhuizen, en grenzen van buurten "
        "veranderen.",
        "Landelijke gemiddelden van het CBS zijn niet vergeleken: zij gaan over een ander gebied.",
    ]
    if validation.intervals:
        texts.append(
            "Een interval geeft weer hoe de uitkomst verandert als de aannames van het projectbestand tegelijk "
            "variëren. Het zegt niets over fouten die niet als aanname zijn opgenomen."
        )
    return Section("Wat deze toetsing niet zegt", [Bullets(tuple(texts))])


def _account(validation: Validation, origin: Mapping[str, Any]) -> Section:
    made = datetime.datetime.fromisoformat(origin["gemaakt"])
    rows: tuple[tuple[Cell, ...], ...] = (
        ("Gemaakt op", f"{dutch_date(made)}, {clock(made)} uur"),
        ("Opdracht", str(origin["opdracht"])),
        ("Projectbestand", str(origin["project"])),
        ("Programma", f"zorgkaart {origin['versies']['zorgkaart']}"),
    )
    columns = (Column("", share=0.6), Column("", share=2))
    blocks: list[Block] = [Table("herkomst", "De berekening", columns, rows, small=True)]
    if validation.study.project.project.sources:
        blocks.append(Bullets(validation.study.project.project.sources))
    return Section("Verantwoording", blocks)
