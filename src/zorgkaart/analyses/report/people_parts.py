"""The parts of a report for which people are needed: the use of care, and the conclusions."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from zorgkaart.analyses.report.study_facts import StudyFacts
from zorgkaart.errors import Problems
from zorgkaart.inputs.visits import read_visits
from zorgkaart.outputs.documents.content import Block, Bullets, Cell, Column, Paragraph, Section, Slot, Table
from zorgkaart.words.ages import ages_note

PER_PEOPLE = 100
USE = Slot("gebruik", "hoeveel mensen deze zorg nu gebruiken, waar zij vandaan komen, en hoe de vraag zich ontwikkelt")
SUPPLY = Slot("aanbod", "bedden, personeel, wachttijden en samenwerking van de aanbieders")
BOTTLENECKS = Slot("knelpunten", "knelpunten die niet over reistijd gaan, en wat inwoners en aanbieders ervaren")
WEIGHING = Slot("conclusies", "de afweging, de keuzes en de afspraken, met wie daarbij betrokken was")
SLOTS = (USE, SUPPLY, BOTTLENECKS, WEIGHING)


def use_section(facts: StudyFacts) -> Section:
    """Who lives in the area, how often people go where that is published, and what is not known here."""
    blocks: list[Block] = [
        Paragraph(
            "Hoeveel mensen deze zorg gebruiken, waar zij werkelijk heen gaan en hoe de vraag verandert, is hier niet "
            "bekend: zorgkaart rekent met waar inwoners wonen."
        )
    ]
    if any(kind in facts.project.need and kind in facts.project.supply for kind in facts.kinds):
        blocks.append(
            Paragraph(
                "Een schatting van wie meer en wie minder van deze zorg gebruikt, naar leeftijd, zit wel in het "
                "hoofdstuk over de vraag of er genoeg zorg is."
            )
        )
    if facts.level is not None:
        blocks.append(_people_table(facts))
    visits = _visits(facts)
    if visits is not None:
        blocks.append(visits)
    return Section("Gebruik", [*blocks, USE])


def _people_table(facts: StudyFacts) -> Table:
    assert facts.level is not None
    study, frame = facts.study, facts.study.results[facts.level]
    groups = study.groups(facts.level)
    aged = {age: np.bincount(groups.area, np.nan_to_num(old), groups.count) for age, old in study.ages.items()}
    rows: list[tuple[Cell, ...]] = [
        (str(name), people, *(float(counts[place]) for counts in aged.values()))
        for place, (name, people) in enumerate(zip(frame[facts.level_name], frame["inwoners"], strict=True))
    ]
    rows.sort(key=lambda row: str(row[0]))
    rows.append(("Totaal", float(np.nansum(frame["inwoners"])), *(float(counts.sum()) for counts in aged.values())))
    columns = (Column(facts.level_word, share=1.6), Column("Inwoners", 0), *(Column(f"{age}+", 0) for age in aged))
    note = f"65+: voor zover het aantal per buurt is gepubliceerd. {ages_note(aged)}".strip()
    return Table("inwoners", "Inwoners, en hoeveel van hen ouder zijn", columns, tuple(rows), totals=1, note=note)


def _visits(facts: StudyFacts) -> Table | None:
    """How often people go, for the kinds of this report of which that is published."""
    path = facts.project.visits.table
    table = read_visits(path, Problems()) if path is not None else None
    if table is None:
        return None
    rows = tuple(
        (
            facts.project.kinds[row["soort"]].label,
            PER_PEOPLE * row["bezoeken_per_jaar"] / row["inwoners"],
            f"{row['bron']}, {row['jaar']:.0f}",
        )
        for row in table.to_dict("records")
        if row["soort"] in facts.kinds
    )
    columns = (Column("Voorziening"), Column("Bezoeken per honderd inwoners per jaar", 1), Column("Bron", share=2))
    note = "Een gemiddelde uit de genoemde bron; of inwoners van dit gebied even vaak gaan, is niet bekend."
    return Table("bezoeken", "Hoe vaak inwoners gaan", columns, rows, note=note) if rows else None


def conclusions_section(sentences: Sequence[str]) -> Section:
    """What follows from the figures, and room for what does not.

    Parameters
    ----------
    sentences : sequence of str
        What was computed, a Dutch sentence each.
    """
    return Section(
        "Conclusies",
        [
            Paragraph("Uit de berekening volgt:"),
            Bullets(tuple(sentences)),
            Paragraph("Wat dit betekent en wat er moet gebeuren, kan een berekening niet zeggen."),
            WEIGHING,
        ],
    )
