"""The part of the report of the present situation about who is outside a norm, and where."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from zorgkaart.access.catalogue import norms_of
from zorgkaart.access.measures import Norm
from zorgkaart.access.norm_words import AREA_WORDS, heading, no_road, rule
from zorgkaart.access.norms import BUITEN, DEELS
from zorgkaart.analyses.report.all_norms import all_norms_table
from zorgkaart.analyses.report.people_parts import BOTTLENECKS
from zorgkaart.analyses.report.study_facts import StudyFacts
from zorgkaart.analyses.validation.headline_estimates import outside_estimate
from zorgkaart.outputs.documents.content import Block, Cell, Column, Paragraph, Section, Table
from zorgkaart.study.norm_shares import WHOLE, share_table
from zorgkaart.study.study_tables import flagged_table
from zorgkaart.words.ages import ages_note
from zorgkaart.words.numbers import count, short
from zorgkaart.words.sentences import listing, sentence

MOST_AREAS = 15


def bottlenecks_section(facts: StudyFacts) -> Section:
    """Every norm in one table, and a part for each."""
    norms = list(norms_of(facts.project).values())
    if not norms:
        text = "In dit project is geen norm opgenomen. Wie te ver weg woont, is daarom geen uitkomst van dit rapport."
        return Section("Knelpunten", [Paragraph(text), BOTTLENECKS])
    parts: dict[tuple[object, ...], list[Norm]] = {}
    for norm in norms:
        parts.setdefault(_figures(facts, norm), []).append(norm)
    sections = [_norm_section(facts, alike) for alike in parts.values()]
    return Section("Knelpunten", [all_norms_table(facts), BOTTLENECKS], sections)


def _figures(facts: StudyFacts, norm: Norm) -> tuple[object, ...]:
    """What makes two norms one story: the same minutes and the same limit."""
    minutes = facts.study.chains[norm.name].minutes
    return norm.limit_min, norm.asked_share, norm.per, minutes.tobytes()


def _norm_section(facts: StudyFacts, norms: list[Norm]) -> Section:
    norm, study = norms[0], facts.study
    blocks: list[Block] = [
        Paragraph(f"{sentence(outside_estimate(study, norm.name))} buiten de norm.", tone="answer"),
        Paragraph(f"{rule(norm)}{no_road(norm)}".strip(), lead="Wat de norm zegt."),
    ]
    if len(norms) > 1:
        names = listing([f'"{other.caption}"' for other in norms])
        blocks.insert(
            1, Paragraph(f"De cijfers voor {names} zijn precies gelijk; dit deel geldt voor elk ervan apart.")
        )
    table = share_table(study)
    shares = table[(table["norm"] == norm.name) & (table["niveau"] != WHOLE)]
    if norm.asked_share is not None and len(shares) and len(shares) <= MOST_AREAS:
        blocks.append(_share_table(norm, shares))
    if facts.level is not None:
        blocks.append(_area_table(facts, norm))
    flagged = _flagged(facts, norm)
    if len(flagged):
        blocks.append(_flagged_table(facts, norm, flagged.head(MOST_AREAS), name="buurten"))
    return Section(listing([other.caption for other in norms]), blocks)


def _share_table(norm: Norm, shares: pd.DataFrame) -> Table:
    """Where the asked share lives within the limit."""
    rows = tuple(
        (str(row["gebied"]), row["inwoners_beoordeeld"], row["aandeel_binnen"], row["aandeel_gevraagd"], _met(row))
        for row in shares.sort_values(["aandeel_binnen", "gebied"]).to_dict("records")
    )
    columns = (
        Column(sentence(AREA_WORDS[norm.per][0]), share=1.5),
        Column("Inwoners", 0),
        Column("Binnen de norm", 1, percent=True),
        Column("Gevraagd", 0, percent=True),
        Column("Oordeel"),
    )
    note = "Een werkgebied zijn de inwoners met dezelfde dichtstbijzijnde locatie." if norm.per == "werkgebied" else ""
    return Table(f"aandeel-{norm.name}", "Wie binnen de norm woont, per gebied", columns, rows, note=note)


def _met(row: dict[object, object]) -> str:
    return {"ja": "gehaald", "nee": "niet gehaald"}.get(str(row["gehaald"]), "onbekend")


def _area_table(facts: StudyFacts, norm: Norm) -> Table:
    assert facts.level is not None
    frame, ages = facts.study.results[facts.level], facts.study.ages
    names = ["inwoners", norm.outside, norm.share, *(norm.outside_aged(age) for age in ages)]
    frame = frame.sort_values([norm.outside, facts.level_name], ascending=[False, True])
    rows: list[tuple[Cell, ...]] = [
        (str(row[facts.level_name]), *(row[name] for name in names)) for row in frame.to_dict("records")
    ]
    chain = facts.study.chains[norm.name]
    known, outside = float(facts.weight @ chain.known), chain.count_outside(facts.weight)
    aged = [chain.count_outside(np.nan_to_num(people)) for people in ages.values()]
    share = outside / known if known else math.nan
    rows.append(("Totaal", float(np.nansum(frame["inwoners"])), outside, share, *aged))
    columns = (
        Column(facts.level_word, share=1.6),
        Column("Inwoners", 0),
        Column("Buiten de norm", 0),
        Column("Aandeel", 1, percent=True),
        *(Column(f"{age}+", 0) for age in ages),
    )
    note = f"65+: hoeveel van hen buiten de norm vallen, voor zover gepubliceerd. {ages_note(ages)}".strip()
    caption = f"Inwoners buiten de norm van {short(norm.limit_min)} minuten, per {facts.level_word.lower()}"
    return Table(f"gebied-{norm.name}", caption, columns, tuple(rows), totals=1, note=note)


def _flagged(facts: StudyFacts, norm: Norm) -> pd.DataFrame:
    """The buurten that are flagged for a norm, those with most inhabitants outside first."""
    frame = flagged_table(facts.study)
    more = frame[frame[norm.verdict].isin([DEELS, BUITEN])]
    return more.sort_values([norm.outside, "buurtcode"], ascending=[False, True]).reset_index(drop=True)


def _flagged_table(facts: StudyFacts, norm: Norm, frame: pd.DataFrame, *, name: str) -> Table:
    rows = tuple(
        (
            str(row["buurtnaam"]),
            str(row.get("gemeentenaam") or ""),
            row["inwoners"],
            row[norm.outside],
            row[norm.column],
            str(row[norm.verdict]),
        )
        for row in frame.to_dict("records")
    )
    columns = (
        Column("Buurt", share=1.5),
        Column("Gemeente"),
        Column("Inwoners", 0),
        Column("Buiten de norm", 0),
        Column(sentence(heading(norm)), 1),
        Column("Oordeel", share=0.8),
    )
    total = len(_flagged(facts, norm))
    caption = f"Gemarkeerde buurten: {count(total, 'buurt', 'buurten')}"
    if name == "buurten" and total > len(frame):
        caption = f"De {len(frame)} van {total} gemarkeerde buurten met de meeste inwoners buiten de norm"
    return Table(f"{name}-{norm.name}", caption, columns, rows, small=True)


def flagged_sections(facts: StudyFacts) -> list[Section]:
    """An appendix per norm of which not all flagged buurten fit in the text.

    Parameters
    ----------
    facts : StudyFacts
        The present situation.
    """
    sections = []
    told: set[tuple[object, ...]] = set()
    for norm in norms_of(facts.project).values():
        frame, key = _flagged(facts, norm), _figures(facts, norm)
        if len(frame) > MOST_AREAS and key not in told:
            told.add(key)
            frame = frame.sort_values([name for name in ("gemeentenaam", "buurtnaam", "buurtcode") if name in frame])
            table = _flagged_table(facts, norm, frame, name="bijlage")
            sections.append(Section(f"Alle gemarkeerde buurten: {norm.caption}", [table]))
    return sections
