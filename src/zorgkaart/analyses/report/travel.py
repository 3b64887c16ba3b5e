"""The part of a report about travel times by car of the residents who use the sites that change."""

from __future__ import annotations

import math

import numpy as np

from zorgkaart.analyses.report.facts import Facts, Theme
from zorgkaart.analyses.report.site_list import going_blocks, load_blocks
from zorgkaart.analyses.report.study_facts import Row
from zorgkaart.outputs.documents.content import Block, Cell, Column, Paragraph, Picture, Section, Table
from zorgkaart.outputs.pictures.charts import distribution_picture
from zorgkaart.outputs.pictures.drawing import svg_bytes
from zorgkaart.project.defaults import OUT_OF_HOURS
from zorgkaart.scenarios.in_words import unknown_hours
from zorgkaart.scenarios.scenario import SAME_MIN
from zorgkaart.scenarios.users import Users
from zorgkaart.words.ages import ages_note, of_them
from zorgkaart.words.numbers import count, minutes, number, people, short
from zorgkaart.words.sentences import listing, sentence

ONE_PERSON = 0.5
TITLE = "Knelpunten: wat betekent het voor de reistijd van bewoners?"
NINE = "9\N{NO-BREAK SPACE}op\N{NO-BREAK SPACE}10"


def _present(row: Row) -> str:
    """How far one drives now and after, as a sentence; at a moment if the row is about one."""
    when = f"{sentence(str(row['wanneer']))} rijden inwoners" if "wanneer" in row else "Inwoners rijden"
    if math.isnan(row["gemiddeld_min"]):
        when = f"{sentence(str(row['wanneer']))} is de" if "wanneer" in row else "De"
        return f"{when} reistijd ernaartoe niet bekend."
    posts = int(row["locaties"])
    open_then = " die dan open is" if "wanneer" in row else ""
    where = f"enige post{open_then}" if posts == 1 else f"dichtstbijzijnde van {number(posts)} posten"
    return f"{when} nu en straks gemiddeld {minutes(row['gemiddeld_min'])} naar de {where}."


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
    if not label:
        blocks.append(
            Paragraph("Huisartsenposten zijn in dit project niet opgenomen; daarover zegt deze analyse niets.")
        )
    elif OUT_OF_HOURS in facts.scenario.kinds:
        blocks.append(Paragraph(f"{sentence(label)}: de wijziging gaat ook hierover; zie het vorige hoofdstuk."))
    else:
        row = facts.present[OUT_OF_HOURS]
        text = f"{sentence(label)}: hier verandert niets. "
        text += " ".join(_present(one) for one in (facts.at_moments(OUT_OF_HOURS) or [row]))
        note = study.project.kinds[OUT_OF_HOURS].note
        blocks.append(Paragraph(f"{text} {note}".strip(), tone="answer"))
    others = [kind for kind in study.travel if kind not in facts.scenario.kinds]
    if others:
        rows = tuple(
            (row["voorziening"], row["locaties"], row["gemiddeld_min"], row["gemiddeld_km"])
            for kind in others
            for row in (facts.present[kind], *facts.at_moments(kind))
        )
        columns = (
            Column("Voorziening", share=2),
            Column("Locaties", 0),
            Column("Gemiddelde reistijd (min)", 1),
            Column("Gemiddelde afstand (km)", 1),
        )
        when = "" if study.moment is None else f", op {study.moment}"
        blocks.append(Table("overige", f"Voorzieningen die niet veranderen, met de auto{when}", columns, rows))
        shut = [facts.label(kind) for kind in others if facts.present[kind]["locaties"] == 0]
        if shut and when:
            blocks.append(
                Paragraph(
                    f"Van {listing(shut)} telt geen enkele locatie: zij zijn dan dicht, of hun openingstijden zijn "
                    "niet bekend. Dat betekent niet dat er dan geen zorg is."
                )
            )
    return Section("Huisartsenpost en andere voorzieningen", blocks)


def travel_answer(facts: Facts, theme: Theme) -> str:
    """What happens to the travel time of those who use the sites that change, in a few sentences."""
    users = facts.users(theme.kind)
    if users.people < ONE_PERSON:
        return ""
    before, after = _spread(users)
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
    bounds = facts.project.kinds[theme.kind].classes_min
    frame = users.classes(bounds)
    people_in = [frame[f"inwoners_{moment}"].to_numpy(dtype=np.float64) for moment in ("voor", "na")]
    above = [counts[::-1].cumsum()[::-1][1:] for counts in people_in]
    crossing = np.abs(above[1] - above[0])
    if crossing.max(initial=0.0) < ONE_PERSON:
        return ""
    index = int(crossing.argmax())
    return (
        f"Langer dan {short(bounds[index])} minuten onderweg zijn nu {number(above[0][index])} van hen en "
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
            blocks += going_blocks(facts, theme)
    if gained.people >= ONE_PERSON:
        blocks.append(Paragraph(_gained_text(gained), tone="" if blocks else "answer"))
        who = "bewoners die naar een andere locatie gaan"
        blocks += _spread_blocks(facts, theme, gained, f"nieuwe-gebruikers-{kind}", who)
    blocks += _age_blocks(facts, kind)
    blocks += load_blocks(facts, theme)
    return Section(sentence(theme.name), blocks)


def _age_blocks(facts: Facts, kind: str) -> list[Block]:
    """Of which ages those are who travel longer and shorter."""
    row, ages = facts.totals[kind], facts.scenario.before.ages
    texts = []
    for word in ("langer", "korter"):
        everyone = row[f"inwoners_{word}"]
        if everyone >= ONE_PERSON:
            verb = "reist" if number(everyone) == "1" else "reizen"
            counts = {age: row[f"{age}plus_{word}"] for age in ages}
            texts.append(f"{people(everyone)} {verb} {word}, {of_them(counts)}")
    text = f"{'; '.join(texts)}. {ages_note(ages)}".strip()
    return [Paragraph(text, lead="Leeftijd.")] if texts else []


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
                name,
                f"Reistijd met de auto van {who}, nu en na de wijziging",
                "Twee staafdiagrammen van het aantal inwoners per reistijd, nu en na de wijziging; de cijfers staan in "
                "de tabellen hierboven.",
                svg_bytes(figure),
            )
        )
    if facts.level:
        blocks.append(_area_table(facts, users, name))
    return blocks


def _spread(users: Users) -> tuple[Row, Row]:
    """The spread of travel times before and after."""
    before, after = users.spread().to_dict("records")
    return before, after


def _spread_table(users: Users, name: str, who: str) -> Table:
    before, after = _spread(users)
    words = {
        "gemiddeld": "Gemiddelde",
        "p10": "Een op de tien is er binnen",
        "p50": "De helft is er binnen",
        "p90": "Negen op de tien zijn er binnen",
        "langste": "Langste reistijd",
    }
    rows = tuple((text, before[key], after[key], after[key] - before[key]) for key, text in words.items())
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
        Column("Reistijd met de auto", share=2),
        Column("Inwoners nu", 0),
        Column("Inwoners na", 0),
        Column("Verschil", 0, sign=True),
        Column("Aandeel nu", 1, percent=True),
        Column("Aandeel na", 1, percent=True),
    )
    return Table(f"{name}-klassen", "Hoeveel inwoners hoe lang reizen", columns, tuple(rows), totals=1)


def _area_table(facts: Facts, users: Users, name: str) -> Table:
    assert facts.level is not None
    frame = users.by_area(facts.scenario.before, facts.level)
    before, after = _spread(users)
    known = ~np.isnan(users.after - users.before)
    extra = np.average((users.after - users.before)[known], weights=users.weight[known]) if known.any() else np.nan
    columns_of = ("inwoners", "min_voor", "min_na", "extra_min", "p90_voor", "p90_na", "langste_na")
    rows: list[tuple[Cell, ...]] = [
        (str(row[facts.level_name]), *(row[column] for column in columns_of)) for row in frame.to_dict("records")
    ]
    rows.append(
        (
            "Totaal",
            users.people,
            before["gemiddeld"],
            after["gemiddeld"],
            float(extra),
            before["p90"],
            after["p90"],
            after["langste"],
        )
    )
    columns = (
        Column(facts.level_word, share=1.4),
        Column("Inwoners", 0),
        Column("Gemiddeld nu", 1),
        Column("Gemiddeld na", 1),
        Column("Verschil", 1, sign=True),
        Column(f"{NINE} nu", 1),
        Column(f"{NINE} na", 1),
        Column("Langste na", 1),
    )
    note = "9 op 10: de reistijd waarbinnen negen van de tien van deze inwoners er zijn."
    return Table(
        f"{name}-gebied",
        f"Reistijd in minuten van deze bewoners, per {facts.level_word.lower()}",
        columns,
        tuple(rows),
        totals=1,
        note=note,
    )
