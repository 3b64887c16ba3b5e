"""The part of a report about which station the ambulance comes from and which site it goes to, where that changes."""

from __future__ import annotations

import math

import pandas as pd

from zorgkaart.access.measure_parts import Leg
from zorgkaart.access.measures import ARRIVAL
from zorgkaart.analyses.report.facts import Facts, Theme
from zorgkaart.analyses.report.study_facts import Row
from zorgkaart.outputs.documents.content import Block, Column, Paragraph, Table
from zorgkaart.words.numbers import count, people, percent

MOST_AREAS = 15
FREE = " Of daar een ambulance vrij is, is niet meegerekend."
ARRIVING = ("komt de ambulance voor de meeste inwoners van een andere post", "post", FREE)
GOING = ("gaat de rit voor de meeste inwoners naar een andere locatie", "locatie", "")


def ride_end_blocks(facts: Facts, theme: Theme) -> list[Block]:
    """Per ride of a norm the buurten where most inhabitants get another station or another site.

    Parameters
    ----------
    facts : Facts
        The scenario.
    theme : Theme
        One of its norms.

    Returns
    -------
    list of Block
        A paragraph and a table per ride; empty where no station and no site is another.
    """
    frame = facts.scenario.difference("buurten")
    blocks: list[Block] = []
    for leg in facts.norm(theme).legs:
        if not leg.word:
            continue
        told = next((one for one in _before(facts, theme) if leg in facts.norm(one).legs), None)
        column = facts.norm(theme).ride_site(leg)
        before, after = (frame[f"{column.id}_{moment}"].fillna("") for moment in ("voor", "na"))
        changed = frame[(before != after) & (frame["inwoners"] > 0)]
        if len(changed) and told is not None:
            blocks.append(Paragraph(f"Dat is dezelfde rit als bij {told.name}; zie daar.", lead=_lead(leg)))
        elif len(changed):
            changed = changed.sort_values(["inwoners", "buurtcode"], ascending=[False, True])
            blocks += _blocks(facts, theme, leg, changed)
    return blocks


def _before(facts: Facts, theme: Theme) -> list[Theme]:
    """The norms of which the report tells before this one."""
    return facts.norm_themes[: facts.norm_themes.index(theme)]


def _lead(leg: Leg) -> str:
    return f"Welke {(ARRIVING if leg.word == ARRIVAL else GOING)[1]}."


def _blocks(facts: Facts, theme: Theme, leg: Leg, frame: pd.DataFrame) -> list[Block]:
    norm = facts.norm(theme)
    what, end, caution = ARRIVING if leg.word == ARRIVAL else GOING
    affected = people(float(frame["inwoners"].sum()))
    text = f"In {count(len(frame), 'buurt', 'buurten')} ({affected}) {what}.{caution}"
    if len(frame) > MOST_AREAS:
        text += f" De tabel noemt de {MOST_AREAS} buurten met de meeste inwoners; de andere staan in de tabellen."
    column, minutes = norm.ride_site(leg), norm.part(leg)
    rows = tuple(
        (
            str(row["buurtnaam"]),
            str(row.get("gemeentenaam") or ""),
            row["inwoners"],
            *(_end(row, column.name, column.share, moment) for moment in ("voor", "na")),
            row[f"{minutes}_voor"],
            row[f"{minutes}_na"],
        )
        for row in frame.head(MOST_AREAS).to_dict("records")
    )
    columns = (
        Column("Buurt", share=1.3),
        Column("Gemeente", share=1.1),
        Column("Inwoners", 0),
        Column(f"{end.capitalize()} nu", share=1.8),
        Column(f"{end.capitalize()} na", share=1.8),
        Column("Rit nu", 1),
        Column("Rit na", 1),
    )
    table = Table(
        f"{leg.word}-{theme.norm}",
        f"Waar de {end} van de meeste inwoners een andere wordt; de rit in minuten",
        columns,
        rows,
        note="Tussen haakjes het deel van de inwoners, waar dat niet allen zijn; de rit is gemiddeld over allen.",
    )
    return [Paragraph(text, lead=_lead(leg)), table]


def _end(row: Row, name: str, share: str, moment: str) -> str:
    site, part = row[f"{name}_{moment}"], row[f"{share}_{moment}"]
    if not isinstance(site, str) or math.isnan(part):
        return "geen"
    return site if part > 1 - 1e-9 else f"{site} ({percent(part)})"
