"""The parts of a report that say what its figures rest on: comparison, method, assumptions, sources, account."""

from __future__ import annotations

import datetime
import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from zorgkaart.access.catalogue import by_ambulance, measures_of, norms_of
from zorgkaart.access.indicators import beyond_edge
from zorgkaart.access.measures import ArrivalNorm, ChainNorm, TripNorm
from zorgkaart.access.norm_words import ends, rule
from zorgkaart.analyses.report.facts import Facts
from zorgkaart.analyses.report.norm import MOST_AREAS, area_rows_table, newly_outside
from zorgkaart.analyses.report.study_facts import StudyFacts
from zorgkaart.analyses.validation.distances import distance_fits
from zorgkaart.analyses.validation.figures import compare_run, compare_scenario
from zorgkaart.network import tags
from zorgkaart.outputs.documents.content import Block, Bullets, Cell, Column, Paragraph, Section, Table
from zorgkaart.project.model import Project
from zorgkaart.project.sections import SpeedSection
from zorgkaart.words.dates import clock, dutch_date
from zorgkaart.words.numbers import count, number, people, percent, short, signed
from zorgkaart.words.sentences import in_sentence, listing, sentence

ONE_PERSON = 0.5
HASH_SHOWN = 12
COMPARED = "Hoe verhoudt dit zich tot gepubliceerde cijfers?"
ROADS = {
    "motorway": "Autosnelweg",
    "trunk": "Autoweg",
    "primary": "Belangrijke doorgaande weg",
    "secondary": "Doorgaande weg",
    "tertiary": "Verbindingsweg",
    "unclassified": "Overige weg",
    "residential": "Woonstraat",
    "living_street": "Woonerf",
    "service": "Oprit, terrein of parkeerplaats",
}


def comparison_section(facts: Facts) -> Section:
    """Published figures beside ours, with the difference."""
    effects = compare_scenario(facts.scenario)
    blocks: list[Block] = []
    if effects.empty:
        blocks.append(Paragraph("Over deze wijziging zijn bij dit project geen gepubliceerde cijfers bekend."))
    else:
        blocks.append(Paragraph(" ".join(_differences(effects)), tone="answer"))
        ambulance = by_ambulance(facts.project)
        waits = ", andere waarden voor de vaste delen van de keten" if ambulance else ""
        blocks += _comparison_tables("effecten", "Gepubliceerde gevolgen van deze wijziging", effects)
        blocks.append(
            Paragraph(
                f"Het verschil kan komen door andere rijsnelheden{' van de ambulance' if ambulance else ''}, een ander "
                f"peiljaar van de inwoners en de locaties{waits}, en doordat inwoners anders over het gebied zijn "
                "verdeeld. De rijsnelheid weegt het zwaarst. Cijfers van anderen staan hier alleen ter vergelijking; "
                "de berekening is er niet op afgesteld."
            )
        )
    return Section(COMPARED, [*blocks, *distance_blocks(facts)])


def distance_blocks(facts: StudyFacts) -> list[Block]:
    """Published distances beside ours, as a check on the roads; none where nothing is published."""
    distances = compare_run(facts.study)
    if distances.empty:
        return []
    blocks: list[Block] = []
    for official, fit in distance_fits(facts.study).items():
        text = (
            f"Als controle op het wegennet: de gemiddelde afstand tot {official.to} is over "
            f"{number(fit.buurten)} buurten hier {number(fit.ours_km, 2)} km en volgens het CBS "
            f"{number(fit.cbs_km, 2)} km ({signed(fit.deviation_pct, 1)} %). De samenhang tussen beide per buurt "
            f"is {number(fit.correlation, 2)}, waarbij 1 volledig is."
        )
        blocks.append(Paragraph(text))
    return [
        *blocks,
        *_comparison_tables("afstanden", "Gepubliceerde cijfers naast die in dit rapport", distances),
    ]


def _differences(effects: pd.DataFrame) -> list[str]:
    """A sentence per published figure; the same figure about several subjects is one sentence."""
    subjects: dict[str, list[str]] = {}
    for row in effects.to_dict("records"):
        more = row["zorgkaart"] - row["gepubliceerd"]
        text = f"{row['bron']} noemt {number(row['gepubliceerd'])} {row['eenheid']}"
        if math.isnan(more):
            text += "; hier is het aantal niet te berekenen."
        elif number(abs(more)) == "0":
            text += "; deze berekening geeft hetzelfde aantal."
        else:
            side = "hoger" if more > 0 else "lager"
            text += f", deze berekening geeft {number(row['zorgkaart'])}; dat is {number(abs(more))} {side}."
        subjects.setdefault(text, []).append(row["onderwerp"].partition(": ")[0])
    return [f"{sentence(listing([in_sentence(name) for name in names]))}: {text}" for text, names in subjects.items()]


def _comparison_tables(name: str, caption: str, frame: pd.DataFrame) -> list[Block]:
    """One table per unit."""
    tables: list[Block] = []
    for index, (unit, part) in enumerate(frame.groupby("eenheid", sort=False)):
        decimals = 1 if unit == "km" else 0
        rows = tuple(
            (
                row["onderwerp"],
                row["gebied"],
                row["gepubliceerd"],
                row["zorgkaart"],
                row["verschil_pct"] / 100,
                f"{row['bron']}, {row['jaar']}",
            )
            for row in part.to_dict("records")
        )
        columns = (
            Column("Onderwerp", share=1.6),
            Column("Gebied", share=1.5),
            Column(f"Gepubliceerd ({unit})", decimals),
            Column(f"Dit\N{NO-BREAK SPACE}rapport ({unit})", decimals),
            Column("Verschil", 0, sign=True, percent=True),
            Column("Bron", share=1.4),
        )
        tables.append(Table(f"{name}-{index + 1}", caption, columns, rows, small=True))
    return tables


def method_section(facts: StudyFacts) -> Section:
    """How the figures were made, on which assumptions, from which data, and what they do not say."""
    return Section(
        "Werkwijze, aannames en grenzen",
        (),
        [
            Section("Werkwijze", _method(facts)),
            Section("Aannames", [_assumptions(facts)]),
            Section("Wat deze cijfers niet zeggen", [Bullets(tuple(_limits(facts)))]),
            Section(
                "Gegevens",
                [Bullets(facts.project.project.sources)]
                if facts.project.project.sources
                else [Paragraph("Het projectbestand noemt geen bronnen.")],
            ),
        ],
    )


def _method(facts: StudyFacts) -> list[Block]:
    points = number(len(facts.study.residents.x))
    texts = [
        f"De inwoners van elke buurt zijn verdeeld over de adressen in die buurt: samen {points} plaatsen. Van elke "
        f"plaats "
        "is over de weg de snelste rit naar de dichtstbijzijnde locatie berekend, met een gemiddelde snelheid per "
        "soort "
        "weg waarin kruispunten zijn inbegrepen. Een buurt of gemeente krijgt het gemiddelde over haar inwoners; "
        "aantallen buiten de norm zijn per plaats bepaald en daarna opgeteld."
    ]
    norms = norms_of(facts.project).values()
    if any(isinstance(norm, TripNorm) for norm in norms):
        texts.append("Voor een norm over een reis is dezelfde rit berekend, naar de locaties die voor de norm tellen.")
    if any(isinstance(norm, ArrivalNorm) for norm in norms):
        texts.append(
            "Voor de aankomst van de ambulance is met haar snelheden de rit van de dichtstbijzijnde ambulancepost naar "
            "het adres berekend. Dat die ambulance bezet kan zijn, telt niet mee."
        )
    if any(isinstance(norm, ChainNorm) for norm in norms):
        texts.append(
            "Voor de norm is de hele keten berekend, met de snelheden van een ambulance: van de dichtstbijzijnde "
            "ambulancepost naar het adres en vandaar naar de dichtstbijzijnde locatie. Dat de dichtstbijzijnde "
            "ambulance "
            "bezet kan zijn, telt niet mee."
        )
    texts.append(
        "Bewoners die een locatie gebruiken, zijn in dit rapport de inwoners voor wie die locatie met de auto de "
        "dichtstbijzijnde is. Waar mensen werkelijk heen gaan, is niet bekend."
    )
    return [Paragraph(text) for text in texts]


def _assumptions(facts: StudyFacts) -> Table:
    project = facts.project
    norms: dict[tuple[Cell, ...], list[str]] = {}
    for name, norm in norms_of(project).items():
        source = project.norms[name].source
        counting = "dag en nacht open is" if norm.only_24_7 else "open is"
        flagged = f"Een buurt is gemarkeerd vanaf {percent(norm.flag_share, 0)} van de inwoners buiten de norm."
        if not isinstance(norm, ChainNorm):
            norms.setdefault((f"{rule(norm)}{flagged}", source), []).append(facts.norm_label(norm))
            continue
        text = (
            f"{short(norm.limit_min)} minuten voor de hele keten; daarvan {short(norm.turnout_min)} voor melding en "
            f"uitruk "
            f"en {short(norm.on_scene_min)} ter plaatse. Alleen wat {counting} telt mee. {flagged}"
        )
        norms.setdefault((text, source), []).append(facts.label(norm.kind))
    rows: list[tuple[Cell, ...]] = [(f"Norm voor {listing(names)}", *cells) for cells, names in norms.items()]
    used = _modes(project)
    for name, speed in ((name, speed) for name, speed in project.speeds.items() if name in used):
        capped = "nooit boven de maximumsnelheid" if speed.maxspeed else "niet begrensd door de maximumsnelheid"
        text = f"per soort weg (zie de bijlage) maal {short(speed.factor)}; {capped}"
        rows.append((f"Snelheid {name}", text, _source(speed)))
    access, own = project.access, "projectbestand"
    far = f"wie verder dan {number(access.limit_m)} m van een weg woont, heeft geen reistijd"
    abroad = "tellen mee" if project.facilities.abroad else "tellen niet mee"
    rows += [
        ("Van de deur naar de weg", f"{short(access.speed_kmh)} km per uur; {far}", own),
        ("Locaties in het buitenland", abroad, own),
    ]
    columns = (Column("Aanname", share=1.1), Column("Waarde", share=2.2), Column("Bron", share=1.7))
    return Table("aannames", "Aannames, met hun waarde in dit rapport", columns, tuple(rows), small=True)


def _modes(project: Project) -> set[str]:
    """The modes of all that is measured."""
    return {leg.mode for measure in measures_of(project) for leg in measure.legs}


def _source(speed: SpeedSection) -> str:
    """The sources that a speed table names for the kinds of road of the appendix, that of most kinds first."""
    frame = pd.read_csv(speed.table, dtype=str, encoding="utf-8-sig")
    if "source" not in frame:
        return speed.table.name
    # Behind a semicolon a table says more about a row, and "as tertiary" is no source of its own.
    named = frame.loc[frame["highway"].isin(list(ROADS)), "source"].dropna().str.partition(";")[0].str.strip()
    return "; ".join(named[~named.str.startswith("as ")].value_counts().index) or speed.table.name


def _limits(facts: StudyFacts) -> list[str]:
    project, study = facts.project, facts.study
    texts = [
        "Reistijden zijn gemiddelden over de dag: files, weer, wegwerk en bruggen zijn er niet in meegenomen.",
        "De inwoners van een buurt zijn gelijk over haar adressen verdeeld. Een getal tot op de inwoner is dus schijn; "
        "kleine verschillen zeggen weinig.",
    ]
    if by_ambulance(project):
        texts.append(
            "Het aantal inwoners buiten de norm hangt sterk af van de snelheid van de ambulance. Een iets andere "
            "aanname "
            "geeft een duidelijk ander aantal; het commando 'zorgkaart uncertainty' geeft de marge."
        )
    unknown = int(study.areas.buurten["inwoners"].isna().sum())
    if unknown:
        texts.append(
            f"Van {count(unknown, 'buurt', 'buurten')} is het aantal inwoners niet gepubliceerd; die tellen niet mee "
            f"in "
            "aantallen."
        )
    lost = float(facts.weight @ ~study.snapped.joined)
    if lost >= ONE_PERSON:
        verb = "telt" if number(lost) == "1" else "tellen"
        texts.append(f"Voor {people(lost)} is geen weg in de buurt gevonden; die {verb} niet mee.")
    for name, norm in norms_of(project).items():
        cut_off = study.chains[name].count_no_road(facts.weight)
        if cut_off >= ONE_PERSON:
            texts.append(
                f"Buiten de {short(norm.limit_min)}-minutennorm voor {norm.label} vallen ook "
                f"{people(cut_off)} zonder wegverbinding met {ends(norm)}, zoals op een eiland. "
                "Helikopters en boten zijn niet meegerekend."
            )
    texts += _edge_texts(facts)
    notes = [(project.kinds[kind].label, project.kinds[kind].note) for kind in facts.kinds]
    texts += [f"{label}: {note}" for label, note in notes if note]
    texts.append("Capaciteit, wachttijden, personeel en kwaliteit van zorg zijn geen deel van deze analyse.")
    return texts


def _edge_texts(facts: StudyFacts) -> list[str]:
    """In how many buurten something beyond the roads could be nearer, of the kinds that the report is about."""
    project, study, kinds = facts.project, facts.study, facts.kinds
    areas = len(np.unique(study.residents.area[beyond_edge(study.point_results, kinds)]))
    if not areas:
        return []
    timed = [in_sentence(project.kinds[kind].label) for kind in kinds if project.kinds[kind].moments]
    when = f", op het tijdstip waarop de {listing(timed)} het verst is" if timed else ""
    return [
        f"In {count(areas, 'buurt', 'buurten')} kan een snellere route of een dichterbij gelegen locatie buiten het "
        f"gebruikte wegennet liggen{when}."
    ]


def account_section(provenance: Mapping[str, Any]) -> Section:
    """Files, versions and the command, so that the run can be repeated."""
    made = datetime.datetime.fromisoformat(provenance["gemaakt"])
    versions = provenance["versies"]
    network = provenance["wegennet"]
    lines: list[tuple[Cell, ...]] = [
        ("Gemaakt op", f"{dutch_date(made)}, {clock(made)} uur"),
        ("Opdracht", str(provenance["opdracht"])),
        ("Projectbestand", str(provenance["project"])),
        ("Wegennet gemaakt uit", str(network.get("file", "onbekend"))),
        ("Programma", f"zorgkaart {versions['zorgkaart']}, Python {versions['python']}"),
    ]
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (str(file["bestand"]), file["bytes"] / 1000, str(file["sha256"])[:HASH_SHOWN]) for file in provenance["invoer"]
    )
    columns = (Column("Bestand", share=2.6), Column("kB", 0), Column("SHA-256 (begin)"))
    remarks = len(provenance["opmerkingen_bij_invoer"])
    text = (
        "Wie dezelfde bestanden en dezelfde opdracht gebruikt, krijgt dezelfde cijfers. Alle gegevens over de "
        "herkomst, "
        "met de volledige instellingen, zitten als bestand in dit rapport."
    )
    if remarks:
        text += (
            f" Bij het lezen van de invoer {'is' if remarks == 1 else 'zijn'} "
            f"{count(remarks, 'opmerking', 'opmerkingen')} gemaakt; die staan daar ook in."
        )
    return Section(
        "Verantwoording",
        [
            Paragraph(text),
            Table("herkomst", "De berekening", (Column("", share=0.6), Column("", share=2)), tuple(lines), small=True),
            Table("bestanden", "Gebruikte bestanden", columns, rows, small=True),
        ],
    )


def appendices(facts: Facts) -> list[Section]:
    """All buurten that come to lie outside a norm, and the speeds."""
    sections = []
    for theme in facts.norm_themes:
        frame = newly_outside(facts, theme)
        if len(frame) <= MOST_AREAS:
            continue
        order = [name for name in ("gemeentenaam", "buurtnaam", "buurtcode") if name in frame]
        text = f"Alle buurten waar inwoners buiten de norm voor {theme.name} komen, per gemeente"
        table = area_rows_table(facts, theme, frame.sort_values(order), name="bijlage", caption=text)
        sections.append(Section(f"Alle buurten die buiten de norm komen: {theme.name}", [table]))
    sections.append(speeds_section(facts))
    return sections


def speeds_section(facts: StudyFacts) -> Section:
    """The speeds per kind of road."""
    return Section("Snelheden", [_speeds(facts)])


def _speeds(facts: StudyFacts) -> Table:
    used = _modes(facts.project)
    codes = tags.class_codes()
    profiles = {name: profile for name, profile in facts.study.profiles.items() if name in used}
    rows = []
    for name, words in ROADS.items():
        cells: list[Cell] = [words]
        for profile in profiles.values():
            for speeds in (profile.outside_kmh, profile.inside_kmh):
                cells.append(float(speeds[codes[name]]) * profile.factor)
        rows.append(tuple(cells))
    columns = [Column("Soort weg", share=2)]
    columns += [Column(f"{sentence(name)}, {where} de kom", 0) for name in profiles for where in ("buiten", "binnen")]
    return Table("snelheden", "Gemiddelde snelheid in km per uur, de factor inbegrepen", tuple(columns), tuple(rows))
