"""The part of a report that says what changes: the sites, where they are, and what counts before and after."""

from __future__ import annotations

import pandas as pd

from zorgkaart.access.catalogue import main_norms, norms_of
from zorgkaart.access.measures import ChainNorm, TripNorm
from zorgkaart.analyses.report.facts import Facts
from zorgkaart.analyses.report.people_parts import SUPPLY
from zorgkaart.outputs.documents.content import Block, Column, Paragraph, Section, Table
from zorgkaart.scenarios.in_words import unknown_hours
from zorgkaart.study.counting import Counting
from zorgkaart.words.numbers import count, people
from zorgkaart.words.opening_times import dutch_hours
from zorgkaart.words.places import coordinates
from zorgkaart.words.sentences import listing, sentence

NOUNS = ("sluiting", "verplaatsing", "opening", "andere openingstijden")
MOST_NAMES = 3
ONE_PERSON = 0.5


def change_phrase(facts: Facts) -> str:
    """What changes, as a title: "Sluiting van A en verplaatsing van B"."""
    table, applied = facts.scenario.after.facilities.table, facts.scenario.applied
    parts = []
    for noun, (rows, _) in zip(NOUNS, applied.groups(), strict=True):
        names = list(dict.fromkeys(table["naam"].iloc[list(rows)]))
        if names:
            what = listing(names) if len(names) <= MOST_NAMES else count(len(names), "locatie", "locaties")
            parts.append(f"{noun} {'voor' if noun == NOUNS[-1] else 'van'} {what}")
    moment = facts.scenario.after.moment
    if moment is not None:
        if not parts:
            return f"Alleen wat open is op {moment}"
        parts[-1] += f", op {moment}"
    return sentence(listing(parts))


def changes_section(facts: Facts) -> Section:
    """What changes."""
    scenario = facts.scenario
    blocks: list[Block] = []
    rows = len(scenario.applied.rows)
    if rows:
        blocks.append(
            Paragraph(
                f"Deze analyse vergelijkt twee situaties: {_now(facts)}, en na de wijziging hieronder. Al het andere "
                "blijft gelijk: de inwoners, de wegen, de snelheden en de overige locaties."
            )
        )
        blocks.append(_changes_table(facts))
    else:
        blocks.append(
            Paragraph(
                f"Er sluit of opent geen locatie. Deze analyse vergelijkt alle locaties samen, ongeacht hun "
                f"openingstijden, met de locaties die open zijn op {scenario.after.moment}. In dit rapport heet het "
                f"eerste 'nu', en het tweede 'na' of 'na de wijziging'."
            )
        )
    if rows and scenario.after.moment is not None:
        blocks.append(
            Paragraph(
                f"Voor en na de wijziging tellen voor de reistijd alleen locaties die open zijn op "
                f"{scenario.after.moment}."
            )
        )
    blocks.append(_counting_table(facts))
    blocks += [Paragraph(text, tone="note") for text in unknown_hours(scenario)]
    lost: dict[str, list[str]] = {}
    for kind, row in facts.totals.items():
        if row["inwoners_zonder"] >= ONE_PERSON:
            lost.setdefault(people(row["inwoners_zonder"]), []).append(facts.label(kind))
    norms = main_norms(facts.project)
    for who, kinds in lost.items():
        chained = [isinstance(norm, ChainNorm) and facts.label(kind) in kinds for kind, norm in norms.items()]
        nothing = "locatie of ambulancepost" if any(chained) else "locatie"
        text = (
            f"Voor {who} is er na de wijziging geen bereikbare {nothing} meer over die meetelt voor {listing(kinds)}."
        )
        blocks.append(Paragraph(text, lead="Let op."))
    return Section("Aanbod: wat verandert er?", [*blocks, SUPPLY])


def _now(facts: Facts) -> str:
    """The situation before, which the report calls 'now'."""
    on_day = facts.project.on_day
    return f"die {on_day} (in dit rapport 'nu')" if on_day else "nu"


def _changes_table(facts: Facts) -> Table:
    scenario = facts.scenario
    before, after = scenario.before.facilities.table, scenario.after.facilities.table
    # One building with several kinds is one row.
    buildings: dict[tuple[str, str, str], list[str]] = {}
    for numbers, what in scenario.applied.groups():
        for row in numbers:
            site = after.iloc[row]
            old = before.iloc[row] if row < len(before) else None
            change = _what(site, old, what.removesuffix(" in dit scenario"))
            buildings.setdefault((str(site["naam"]), _place(site), change), []).append(facts.label(site["soort"]))
    rows = [(name, sentence(listing(kinds)), place, change) for (name, place, change), kinds in buildings.items()]
    columns = (Column("Locatie", share=1.5), Column("Voorziening"), Column("Adres", share=1.1), Column("Verandering"))
    return Table("wijzigingen", "De wijziging", columns, tuple(rows))


def _place(site: pd.Series) -> str:
    address = ", ".join(str(site[name]) for name in ("adres", "plaats") if site[name])
    return address or coordinates(site["lat"], site["lon"])


def _what(site: pd.Series, old: pd.Series | None, what: str) -> str:
    hours = dutch_hours(str(site["openingstijden"]), str(site["volcontinu"]))
    if old is None:
        return f"{what}; {hours}"
    was = dutch_hours(str(old["openingstijden"]), str(old["volcontinu"]))
    if what == "gesloten":
        return f"{what}; was open: {was}"
    if what == "verplaatst":
        return f"{what} naar {coordinates(site['lat'], site['lon'])}"
    if what.startswith("andere"):
        return f"open: {hours}; was: {was}"
    return f"weer open; {hours}" if old["status"] != "open" else f"{what}; {hours}"


def _counting_table(facts: Facts) -> Table:
    """How many sites count for each touched kind, and stations for its norm, before and after."""
    before, after = facts.scenario.before, facts.scenario.after
    rows: dict[str, tuple[str, float, float]] = {}
    for kind in facts.scenario.kinds:
        label = facts.project.kinds[kind].label
        if kind in before.travel:
            counts = [Counting(study).count(kind) for study in (before, after)]
            rows[kind] = (f"{label}: reistijd met de auto", counts[0], counts[1])
        for norm in (norm for norm in norms_of(facts.project).values() if norm.kind == kind):
            always = ", dag en nacht open" if norm.only_24_7 else ""
            at = f" ({norm.at.words})" if isinstance(norm, TripNorm) and norm.at is not None else ""
            for leg in norm.legs:
                counts = [
                    len(study.serving_sites(leg.kind, only_24_7=leg.only_24_7, moment=leg.moment).rows)
                    for study in (before, after)
                ]
                text = f"{facts.project.kinds[leg.kind].label}{always}: telt voor de norm{at}"
                rows[text] = (text, counts[0], counts[1])
    columns = (Column("Locaties die meetellen", share=3.0), Column("Nu", 0), Column("Na", 0))
    note = "Ook locaties buiten het gebied tellen mee als zij in de invoer staan en over de weg bereikbaar zijn."
    return Table("meetellen", "Hoeveel locaties meetellen", columns, tuple(rows.values()), note=note)
