"""The part of the report of the present situation about what there is: which sites, where, and when they are open."""

from __future__ import annotations

import pandas as pd

from zorgkaart.analyses.report.people_parts import SUPPLY
from zorgkaart.analyses.report.study_facts import StudyFacts
from zorgkaart.outputs.documents.content import Block, Column, Paragraph, Section, Table
from zorgkaart.scenarios.shown_sites import site_table
from zorgkaart.study.counting import COUNTS
from zorgkaart.words.numbers import count
from zorgkaart.words.opening_times import dutch_hours
from zorgkaart.words.sentences import listing

# Of a kind with more sites a list would fill the report; they are in the tables of the run.
MOST_SITES = 25


def supply_section(facts: StudyFacts) -> Section:
    """The kinds with how far they are, and the sites of those that have few."""
    blocks: list[Block] = [
        Paragraph(
            "De tabel telt de locaties die meetellen: zij zijn open en liggen aan het gebruikte wegennet, ook buiten "
            "het gebied. Gemiddelden zijn over alle inwoners."
        ),
        _kinds_table(facts),
    ]
    notes = [(facts.project.kinds[kind].label, facts.project.kinds[kind].note) for kind in facts.kinds]
    blocks += [Paragraph(f"{label}: {note}", tone="note") for label, note in notes if note]
    sites = site_table(facts.study)
    sites = sites[sites[COUNTS]]
    shown = {kind: sites[sites["soort"] == kind] for kind in _all_kinds(facts)}
    long = [facts.label(kind) for kind, table in shown.items() if len(table) > MOST_SITES]
    if long:
        blocks.append(Paragraph(f"Van {listing(long)} staan de locaties in de tabel voorzieningen van de berekening."))
    tables = [_sites_table(facts, kind, table) for kind, table in shown.items() if 0 < len(table) <= MOST_SITES]
    blocks.append(SUPPLY)
    return Section("Aanbod", blocks, [Section("De locaties", tables)] if tables else ())


def _all_kinds(facts: StudyFacts) -> list[str]:
    """The kinds that something hangs on, the stations of norms too."""
    return [kind for kind in facts.project.kinds if kind in {*facts.kinds, *_stations(facts)}]


def _stations(facts: StudyFacts) -> set[str]:
    return {leg.kind for chain in facts.study.chains.values() for leg in chain.norm.legs}


def _kinds_table(facts: StudyFacts) -> Table:
    rows = tuple(
        (row["voorziening"], row["locaties"], row["gemiddeld_min"], row["gemiddeld_km"])
        for row in facts.summary.to_dict("records")
    )
    columns = (
        Column("Voorziening", share=2),
        Column("Locaties", 0),
        Column("Gemiddelde reistijd (min)", 1),
        Column("Gemiddelde afstand (km)", 1),
    )
    moment = facts.study.moment
    when = "" if moment is None else f", op {moment}"
    return Table("voorzieningen", f"Voorzieningen, met de auto{when}", columns, rows)


def _sites_table(facts: StudyFacts, kind: str, table: pd.DataFrame) -> Table:
    table = table.sort_values(["naam", "id"])
    rows = tuple(
        (
            str(row["naam"]),
            ", ".join(str(row[name]) for name in ("adres", "plaats") if row[name]),
            dutch_hours(str(row["openingstijden"]), str(row["volcontinu"])),
        )
        for row in table.to_dict("records")
    )
    label = facts.project.kinds[kind].label
    caption = f"{label}: {count(len(rows), 'locatie die meetelt', 'locaties die meetellen')}"
    columns = (Column("Locatie", share=1.4), Column("Adres", share=1.3), Column("Open", share=1.3))
    return Table(f"locaties-{kind}", caption, columns, rows, small=True)
