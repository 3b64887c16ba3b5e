"""The part of a report about the sites that residents go to instead: how many come, and whether it fits."""

from __future__ import annotations

import pandas as pd

from zorgkaart.analyses.report.facts import Facts, Theme
from zorgkaart.errors import Problems
from zorgkaart.inputs.visits import read_visits
from zorgkaart.outputs.documents.content import Block, Cell, Column, Paragraph, Table
from zorgkaart.words.numbers import count, number, people, percent, short
from zorgkaart.words.sentences import listing

ONE_PERSON = 0.5
MOST_RECEIVING = 10
MOST_NAMES = 3
NOWHERE = "geen locatie meer"
SHOWN_SHARE = 0.005  # what is not zero in whole percents


def going_blocks(facts: Facts, theme: Theme) -> list[Block]:
    """Where residents go instead."""
    moves = facts.scenario.moves()
    moves = moves[moves["soort"] == theme.kind]
    total = float(moves["inwoners"].sum())
    if total < ONE_PERSON:
        return []
    several = moves["van_id"].nunique() > 1
    rows: list[tuple[Cell, ...]] = [
        (
            *((row["van"],) if several else ()),
            row["naar"] or NOWHERE,
            row["inwoners"],
            row["inwoners"] / total,
            row["extra_min"],
        )
        for row in moves[moves["inwoners"] >= ONE_PERSON].to_dict("records")
    ]
    columns = (
        *((Column("Nu naar", share=1.5),) if several else ()),
        Column("Na de wijziging naar", share=1.5),
        Column("Inwoners", 0),
        Column("Aandeel", 1, percent=True),
        Column("Gemiddeld langer (min)", 1, sign=True),
    )
    names, more = destinations(facts, theme)
    who = f"{people(total)} {'krijgt' if number(total) == '1' else 'krijgen'}"
    if names == [NOWHERE]:
        text = f"{people(total)} {'heeft' if number(total) == '1' else 'hebben'} geen locatie meer."
    else:
        text = f"{who} een andere dichtstbijzijnde locatie{', vooral' if more else ':'} {listing(names)}."
    return [
        Paragraph(text, lead="Waar zij heen gaan."),
        Table(f"verschuiving-{theme.kind}", "Waar bewoners na de wijziging heen gaan", columns, tuple(rows)),
    ]


def destinations(facts: Facts, theme: Theme) -> tuple[list[str], bool]:
    """The sites that most of those who change go to, with the share of each, and whether there are others."""
    moves = facts.scenario.moves()
    moves = moves[moves["soort"] == theme.kind]
    sums = moves.groupby("naar")["inwoners"].sum().reset_index()
    sums = sums.sort_values(["inwoners", "naar"], ascending=[False, True])
    total = float(sums["inwoners"].sum())
    if total < ONE_PERSON:
        return [], False
    first = sums[sums["inwoners"] >= SHOWN_SHARE * total].head(MOST_NAMES)
    if len(sums) == 1:
        return [str(first["naar"].iat[0]) or NOWHERE], False
    names = [f"{row['naar'] or NOWHERE} ({percent(row['inwoners'] / total, 0)})" for row in first.to_dict("records")]
    return names, len(sums) > len(names)


def load_blocks(facts: Facts, theme: Theme) -> list[Block]:
    """What the shift means for the sites, in inhabitants and, where known, visits and capacity."""
    frame = facts.load
    frame = frame[frame["soort"] == theme.kind]
    if frame["inwoners_na"].sum() < ONE_PERSON:  # no site left, which has been said
        return []
    optional = [
        ("bezoeken_per_jaar_voor", Column("Bezoeken nu", 0)),
        ("bezoeken_per_jaar_na", Column("Bezoeken na", 0)),
        ("aandeel_capaciteit_voor", Column("Bezetting nu", 0, percent=True)),
        ("aandeel_capaciteit_na", Column("Bezetting na", 0, percent=True)),
    ]
    shown = [(name, column) for name, column in optional if name in frame and frame[name].notna().any()]
    rows = tuple(
        (
            f"{row['naam']}, {row['plaats']}" if row["plaats"] else str(row["naam"]),
            row["inwoners_voor"],
            row["inwoners_na"],
            row["inwoners_erbij"],
            *(row[name] for name, _ in shown),
        )
        for row in _strongest(frame).to_dict("records")
    )
    columns = (
        Column("Locatie", share=2.2),
        Column("Inwoners nu", 0),
        Column("Inwoners na", 0),
        Column("Verschil", 0, sign=True),
        *(column for _, column in shown),
    )
    shares = facts.project.visits.shares
    rule = (
        "elke inwoner naar de dichtstbijzijnde locatie gaat"
        if len(shares) == 1
        else f"inwoners zich over de {len(shares)} dichtstbijzijnde locaties verdelen "
        f"({listing([percent(share, 0) for share in shares])})"
    )
    note = (
        f"Gerekend is alsof {rule}. Alleen inwoners van {facts.project.region} zijn geteld; wie van elders komt, telt "
        "hier niet mee."
    )
    if len(frame) > len(rows):
        note += (
            f" De {len(rows)} locaties met de grootste verandering; "
            f"{count(len(frame) - len(rows), 'andere verandert', 'andere veranderen')} minder."
        )
    if any(name.startswith("bezoeken") for name, _ in shown):
        need = facts.scenario.before.need(theme.kind)
        ages = f", en hun leeftijden: {need.source}" if need.counts_use else ""
        alike = "inwoners van een leeftijd overal even vaak komen" if ages else "inwoners overal even vaak komen"
        note += f" Bezoeken per jaar, als {alike}. {_visits_source(facts, theme, ages)}"
    return [Table(f"belasting-{theme.kind}", "Wat dit voor de locaties betekent", columns, rows, note=note)]


def _strongest(frame: pd.DataFrame) -> pd.DataFrame:
    """The sites that change most, in the order of the table."""
    strongest = frame["inwoners_erbij"].abs().sort_values(ascending=False, kind="stable").head(MOST_RECEIVING).index
    result: pd.DataFrame = frame.loc[frame.index.isin(strongest)]
    return result


def _visits_source(facts: Facts, theme: Theme, ages: str) -> str:
    path = facts.project.visits.table
    table = read_visits(path, Problems()) if path is not None else None
    if table is None:
        return ""
    row = table[table["soort"] == theme.kind].to_dict("records")[0]
    rate = row["bezoeken_per_jaar"] / row["inwoners"]
    return f"Dat is {short(100 * rate)} bezoeken per honderd inwoners ({row['bron']}, {row['jaar']:.0f}{ages})."
