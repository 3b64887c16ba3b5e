"""The part of a report about travel times by car of the residents who use the sites that change."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from zorgkaart.errors import Problems
from zorgkaart.inputs.visits import read_visits
from zorgkaart.outputs.pictures import distribution_picture, svg_bytes
from zorgkaart.outputs.report_content import Block, Cell, Column, Paragraph, Picture, Section, Table
from zorgkaart.outputs.report_facts import Facts, Theme
from zorgkaart.outputs.report_words import count, listing, minutes, number, people, percent, sentence, short
from zorgkaart.scenarios.scenario import SAME_MIN
from zorgkaart.scenarios.users import Users
from zorgkaart.summaries import summary_table, unknown_hours

ONE_PERSON = 0.5
OUT_OF_HOURS = "huisartsenpost"
TITLE = "Wat betekent het voor de reistijd van bewoners?"
MOST_RECEIVING = 10
MOST_NAMES = 3
SHOWN_SHARE = 0.005  # what is not zero in whole percents
NINE = "9\N{NO-BREAK SPACE}op\N{NO-BREAK SPACE}10"


def travel_section(facts: Facts) -> Section:
    """All touched kinds with travel times by car."""
    same = [theme for theme in facts.travel_themes if not facts.travel_changes(theme)]
    ended = [theme for theme in facts.travel_themes if facts.ended(theme)]
    sections = [_theme_section(facts, theme) for theme in facts.travel_themes if theme not in (*same, *ended)]
    if not facts.travel_themes:
        text = "De wijziging raakt geen voorziening waarvoor reistijden met de auto zijn berekend."
        return Section(TITLE, [Paragraph(text, tone="answer")])
    blocks: list[Block] = [Paragraph(text, tone="" if sections else "answer") for text in ended_texts(facts)]
    if same:
        names = listing([theme.name for theme in same])
        text = f"De reistijden met de auto naar {names} veranderen voor niemand."
        blocks.append(Paragraph(text, tone="" if sections else "answer"))
        for theme in same:
            users = facts.users(theme.kind)
            if users.people >= ONE_PERSON:
                text = f"Voor {people(users.people)} is {_the_sites(facts, theme)} met de auto de dichtstbijzijnde."
                blocks.append(Paragraph(f"{text} Dat blijft zo."))
    if len(sections) == 1 and not blocks:
        return Section(TITLE, sections[0].blocks)
    return Section(TITLE, blocks, sections)


def ended_texts(facts: Facts) -> list[str]:
    """Sentences about the kinds of which no site is left."""
    ended: dict[str, list[str]] = {}
    for theme in facts.travel_themes:
        if facts.ended(theme):
            ended.setdefault(people(facts.users(theme.kind).people), []).append(theme.name)
    known = ", voor zover de openingstijden bekend zijn" if unknown_hours(facts.scenario) else ""
    return [
        f"Voor {who} is er na de wijziging geen locatie meer voor {listing(names)}{known}."
        for who, names in ended.items()
    ]


def others_section(facts: Facts) -> Section:
    """Out-of-hours posts and all other kinds that the change does not touch."""
    study = facts.scenario.before
    blocks: list[Block] = []
    label = facts.label(OUT_OF_HOURS) if OUT_OF_HOURS in study.travel else ""
    table = summary_table(study).set_index("soort")
    if not label:
        blocks.append(
            Paragraph("Huisartsenposten zijn in dit project niet opgenomen; daarover zegt deze analyse niets.")
        )
    elif OUT_OF_HOURS in facts.scenario.kinds:
        blocks.append(Paragraph(f"De wijziging raakt ook de {label}; zie het vorige hoofdstuk."))
    else:
        row = table.loc[OUT_OF_HOURS]
        text = f"De wijziging raakt de {label} niet. "
        text += (
            f"Inwoners rijden nu en straks gemiddeld {minutes(row['gemiddeld_min'])} naar de dichtstbijzijnde van "
            f"{count(int(row['locaties']), 'post', 'posten')}."
            if not math.isnan(row["gemiddeld_min"])
            else "De reistijd ernaartoe is niet bekend."
        )
        note = study.project.kinds[OUT_OF_HOURS].note
        blocks.append(Paragraph(f"{text} {note}".strip(), tone="answer"))
    others = [kind for kind in study.travel if kind not in facts.scenario.kinds]
    if others:
        rows = tuple(
            (row["voorziening"], row["locaties"], row["gemiddeld_min"], row["gemiddeld_km"])
            for row in table.loc[others].to_dict("records")
        )
        columns = (
            Column("Voorziening", share=2), Column("Locaties", 0), Column("Gemiddelde reistijd (min)", 1),
            Column("Gemiddelde afstand (km)", 1),
        )  # fmt: skip
        when = "" if study.moment is None else f", op {study.moment}"
        blocks.append(Table("overige", f"Voorzieningen die niet veranderen, met de auto{when}", columns, rows))
    return Section("De huisartsenpost en andere voorzieningen", blocks)


def travel_answer(facts: Facts, theme: Theme) -> str:
    """What happens to the travel time of those who use the sites that change, in a few sentences."""
    users = facts.users(theme.kind)
    if users.people < ONE_PERSON:
        return ""
    spread = users.spread()
    before, after = spread.iloc[0], spread.iloc[1]
    who = f"Voor {people(users.people)} is {_the_sites(facts, theme)} met de auto nu de dichtstbijzijnde."
    known = ~np.isnan(users.before) & ~np.isnan(users.after)
    if not known.any() or math.isnan(after["gemiddeld"]):
        return f"{who} Na de wijziging is voor hen geen locatie meer bereikbaar."
    if not (np.abs(users.after - users.before)[known] > SAME_MIN).any():
        return f"{who} Hun reistijd verandert niet."
    change = after["gemiddeld"] - before["gemiddeld"]
    word = "langer" if change > 0 else "korter"
    text = (
        f"{who} Hun reistijd wordt gemiddeld {minutes(abs(change))} {word}: van "
        f"{number(before['gemiddeld'], 1)} naar {minutes(after['gemiddeld'])}. De helft is nu binnen "
        f"{number(before['p50'], 1)} minuten ter plaatse en straks "
        f"binnen {number(after['p50'], 1)}; negen van de tien nu binnen {number(before['p90'], 1)} en straks binnen "
        f"{number(after['p90'], 1)} minuten. De langste rit gaat van {number(before['langste'], 1)} naar "
        f"{minutes(after['langste'])}."
    )
    if users.without >= ONE_PERSON:
        text += f" Voor {people(users.without)} is geen locatie meer bereikbaar."
    return f"{text} {_longer_than(facts, theme, users)}".strip()


def _longer_than(facts: Facts, theme: Theme, users: Users) -> str:
    """How many travel longer than a limit between classes: the one that most people cross."""
    frame = users.classes(facts.project.kinds[theme.kind].classes_min)
    above = [frame[f"inwoners_{moment}"][::-1].cumsum()[::-1].to_numpy()[1:] for moment in ("voor", "na")]
    crossing = np.abs(above[1] - above[0])
    if crossing.max(initial=0.0) < ONE_PERSON:
        return ""
    index = int(crossing.argmax())
    return (
        f"Langer dan {short(frame['tot'].iat[index])} minuten onderweg zijn nu {number(above[0][index])} van hen en "
        f"straks {number(above[1][index])}."
    )


def _the_sites(facts: Facts, theme: Theme) -> str:
    """The sites that these users go to now."""
    names = facts.sites(theme.kind)
    return names[0] if len(names) == 1 else f"een van {count(len(names), 'locatie', 'locaties')} voor {theme.name}"


def _theme_section(facts: Facts, theme: Theme) -> Section:
    kind = theme.kind
    users, gained = facts.users(kind), facts.gained(kind)
    blocks: list[Block] = []
    if len(theme.kinds) > 1:
        blocks.append(
            Paragraph(f"De reistijden naar {theme.name} zijn gelijk; dit hoofdstuk geldt voor elk ervan apart.")
        )
    if users.people >= ONE_PERSON:
        blocks.append(Paragraph(travel_answer(facts, theme), tone="answer"))
        if not np.isnan(users.after).all():
            blocks += _spread_blocks(facts, theme, users, f"reistijd-{kind}", "bewoners die de locatie nu gebruiken")
            blocks += _going(facts, theme)
    if gained.people >= ONE_PERSON:
        blocks.append(Paragraph(_gained_text(gained), tone="" if blocks else "answer"))
        who = "bewoners die naar een andere locatie gaan"
        blocks += _spread_blocks(facts, theme, gained, f"nieuwe-gebruikers-{kind}", who)
    blocks += _load_blocks(facts, theme)
    return Section(sentence(theme.name), blocks)


def _gained_text(gained: Users) -> str:
    spread = gained.spread()
    before, after = spread["gemiddeld"]
    text = f"Voor {people(gained.people)} wordt een andere locatie de dichtstbijzijnde."
    if math.isnan(before):
        return f"{text} Nu kunnen zij geen locatie bereiken; straks rijden zij gemiddeld {minutes(after)}."
    return (
        f"{text} Hun reistijd wordt gemiddeld {minutes(before - after)} korter: van {number(before, 1)} naar "
        f"{minutes(after)}."
    )


def _spread_blocks(facts: Facts, theme: Theme, users: Users, name: str, who: str) -> list[Block]:
    """Distribution before and after, as a table, as classes, as a picture and by municipality."""
    if len(users.rows) == 0 or (np.isnan(users.before).all() and np.isnan(users.after).all()):
        return []
    blocks: list[Block] = [_spread_table(users, name, who), _class_table(facts, theme, users, name)]
    if not (np.isnan(users.before).all() or np.isnan(users.after).all()):
        figure = distribution_picture(users.before, users.after, users.weight, words=("Nu", "Na de wijziging"))
        blocks.append(
            Picture(
                name, f"Reistijd met de auto van {who}, nu en na de wijziging",
                "Twee staafdiagrammen van het aantal inwoners per reistijd, nu en na de wijziging; de cijfers staan in "
                "de tabellen hierboven.",
                svg_bytes(figure),
            )
        )  # fmt: skip
    if facts.level:
        blocks.append(_area_table(facts, users, name))
    return blocks


def _spread_table(users: Users, name: str, who: str) -> Table:
    spread = users.spread().set_index("moment")
    words = {
        "gemiddeld": "Gemiddelde", "p10": "Een op de tien is er binnen", "p50": "De helft is er binnen",
        "p90": "Negen op de tien zijn er binnen", "langste": "Langste reistijd",
    }  # fmt: skip
    rows = tuple(
        (text, float(spread.at["voor", key]), float(spread.at["na", key]),
         float(spread.at["na", key] - spread.at["voor", key]))
        for key, text in words.items()
    )  # fmt: skip
    columns = (Column("", share=2), Column("Nu", 1), Column("Na", 1), Column("Verschil", 1, sign=True))
    return Table(f"{name}-spreiding", f"Reistijd in minuten van {who}", columns, rows)


def _class_table(facts: Facts, theme: Theme, users: Users, name: str) -> Table:
    """Inhabitants per class of travel time."""
    frame = users.classes(facts.project.kinds[theme.kind].classes_min)
    rows: list[tuple[Cell, ...]] = []
    for row in frame.to_dict("records"):
        low, high = row["vanaf"], row["tot"]
        text = f"meer dan {short(low)} min" if math.isnan(high) else f"{short(low)}\N{EN DASH}{short(high)} min"
        difference = row["inwoners_na"] - row["inwoners_voor"]
        rows.append(
            (text, row["inwoners_voor"], row["inwoners_na"], difference, row["aandeel_voor"], row["aandeel_na"])
        )
    before, after = float(frame["inwoners_voor"].sum()), float(frame["inwoners_na"].sum())
    lost = (users.people - before, users.people - after)
    if max(lost) >= ONE_PERSON:
        rows.append(("geen locatie bereikbaar", lost[0], lost[1], lost[1] - lost[0], None, None))
    rows.append(("Totaal", users.people, users.people, 0.0, None, None))
    columns = (
        Column("Reistijd met de auto", share=2), Column("Inwoners nu", 0), Column("Inwoners na", 0),
        Column("Verschil", 0, sign=True), Column("Aandeel nu", 1, percent=True), Column("Aandeel na", 1, percent=True),
    )  # fmt: skip
    return Table(f"{name}-klassen", "Hoeveel inwoners hoe lang reizen", columns, tuple(rows), totals=1)


def _area_table(facts: Facts, users: Users, name: str) -> Table:
    assert facts.level is not None
    frame = users.by_area(facts.scenario.before, facts.level)
    whole = users.spread().set_index("moment")
    known = ~np.isnan(users.after - users.before)
    extra = np.average((users.after - users.before)[known], weights=users.weight[known]) if known.any() else np.nan
    columns_of = ("inwoners", "min_voor", "min_na", "extra_min", "p90_voor", "p90_na", "langste_na")
    rows: list[tuple[Cell, ...]] = [
        (str(row[facts.level_name]), *(row[column] for column in columns_of)) for row in frame.to_dict("records")
    ]
    rows.append(
        (
            "Totaal", users.people, whole.at["voor", "gemiddeld"], whole.at["na", "gemiddeld"], float(extra),
            whole.at["voor", "p90"], whole.at["na", "p90"], whole.at["na", "langste"],
        )
    )  # fmt: skip
    columns = (
        Column(facts.level_word, share=1.4), Column("Inwoners", 0), Column("Gemiddeld nu", 1),
        Column("Gemiddeld na", 1), Column("Verschil", 1, sign=True), Column(f"{NINE} nu", 1), Column(f"{NINE} na", 1),
        Column("Langste na", 1),
    )  # fmt: skip
    note = "9 op 10: de reistijd waarbinnen negen van de tien van deze inwoners er zijn."
    return Table(
        f"{name}-gebied", f"Reistijd in minuten van deze bewoners, per {facts.level_word.lower()}", columns,
        tuple(rows), totals=1, note=note,
    )  # fmt: skip


def _going(facts: Facts, theme: Theme) -> list[Block]:
    """Where residents go instead."""
    moves = facts.scenario.moves()
    moves = moves[moves["soort"] == theme.kind]
    total = float(moves["inwoners"].sum())
    if total < ONE_PERSON:
        return []
    several = moves["van_id"].nunique() > 1
    rows: list[tuple[Cell, ...]] = [
        (
            *((row["van"],) if several else ()), row["naar"] or "geen locatie meer", row["inwoners"],
            row["inwoners"] / total, row["extra_min"],
        )
        for row in moves[moves["inwoners"] >= ONE_PERSON].to_dict("records")
    ]  # fmt: skip
    columns = (
        *((Column("Nu naar", share=1.5),) if several else ()), Column("Na de wijziging naar", share=1.5),
        Column("Inwoners", 0), Column("Aandeel", 1, percent=True), Column("Gemiddeld langer (min)", 1, sign=True),
    )  # fmt: skip
    sums = moves.groupby("naar", as_index=False)["inwoners"].sum()
    sums = sums.sort_values(["inwoners", "naar"], ascending=[False, True])
    first = sums[sums["inwoners"] >= SHOWN_SHARE * total].head(MOST_NAMES)
    names = [
        f"{row['naar'] or 'geen locatie meer'} ({percent(row['inwoners'] / total, 0)})"
        for row in first.to_dict("records")
    ]
    who = f"{people(total)} {'krijgt' if number(total) == '1' else 'krijgen'}"
    if len(sums) > 1:
        word = ", vooral" if len(sums) > len(names) else ":"
        text = f"{who} een andere dichtstbijzijnde locatie{word} {listing(names)}."
    elif sums["naar"].iat[0]:
        text = f"{who} een andere dichtstbijzijnde locatie: {sums['naar'].iat[0]}."
    else:
        text = f"{people(total)} {'heeft' if number(total) == '1' else 'hebben'} geen locatie meer."
    return [
        Paragraph(text, lead="Waar zij heen gaan."),
        Table(f"verschuiving-{theme.kind}", "Waar bewoners na de wijziging heen gaan", columns, tuple(rows)),
    ]


def _load_blocks(facts: Facts, theme: Theme) -> list[Block]:
    """What the shift means for the sites, in inhabitants and, where known, visits and capacity."""
    frame = facts.load
    frame = frame[frame["soort"] == theme.kind]
    if frame["inwoners_na"].sum() < ONE_PERSON:  # no site left, which has been said
        return []
    optional = [
        ("bezoeken_per_jaar_voor", Column("Bezoeken nu", 0)), ("bezoeken_per_jaar_na", Column("Bezoeken na", 0)),
        ("aandeel_capaciteit_voor", Column("Bezetting nu", 0, percent=True)),
        ("aandeel_capaciteit_na", Column("Bezetting na", 0, percent=True)),
    ]  # fmt: skip
    shown = [(name, column) for name, column in optional if name in frame and frame[name].notna().any()]
    rows = tuple(
        (
            f"{row['naam']}, {row['plaats']}" if row["plaats"] else str(row["naam"]),
            row["inwoners_voor"], row["inwoners_na"], row["inwoners_erbij"], *(row[name] for name, _ in shown),
        )
        for row in _strongest(frame).to_dict("records")
    )  # fmt: skip
    columns = (
        Column("Locatie", share=2.2), Column("Inwoners nu", 0), Column("Inwoners na", 0),
        Column("Verschil", 0, sign=True), *(column for _, column in shown),
    )  # fmt: skip
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
            f" De {len(rows)} locaties met de grootste verandering; {len(frame) - len(rows)} andere veranderen minder."
        )
    if any(name.startswith("bezoeken") for name, _ in shown):
        note += f" Bezoeken per jaar, als inwoners overal even vaak komen. {_visits_source(facts, theme)}"
    return [Table(f"belasting-{theme.kind}", "Wat dit voor de locaties betekent", columns, rows, note=note)]


def _strongest(frame: pd.DataFrame) -> pd.DataFrame:
    """The sites that change most, in the order of the table."""
    strongest = frame["inwoners_erbij"].abs().sort_values(ascending=False, kind="stable").head(MOST_RECEIVING).index
    result: pd.DataFrame = frame.loc[frame.index.isin(strongest)]
    return result


def _visits_source(facts: Facts, theme: Theme) -> str:
    path = facts.project.visits.table
    table = read_visits(path, Problems()) if path is not None else None
    if table is None:
        return ""
    row = table.set_index("soort").loc[theme.kind]
    rate = row["bezoeken_per_jaar"] / row["inwoners"]
    return f"Dat is {short(100 * rate)} bezoeken per honderd inwoners ({row['bron']}, {row['jaar']:.0f})."
