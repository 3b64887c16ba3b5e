"""The part of a report about the norm: is it in danger, where, and for how many."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from zorgkaart.access.catalogue import norms_of
from zorgkaart.access.measure_parts import Wait
from zorgkaart.access.measures import ChainNorm, Norm
from zorgkaart.access.norm_scope import norm_sentence
from zorgkaart.access.norm_words import STATION, no_road, none_left, rule, site_word, whole
from zorgkaart.analyses.report.all_norms import all_norms_table
from zorgkaart.analyses.report.facts import Facts, Theme
from zorgkaart.analyses.report.ride_ends import ride_end_blocks
from zorgkaart.analyses.validation.headline_estimates import change_estimate, change_interval, outside_estimate
from zorgkaart.outputs.documents.content import Block, Cell, Column, Paragraph, Section, Table
from zorgkaart.scenarios.no_effect import why_nothing
from zorgkaart.scenarios.verdict import verdict_sentences
from zorgkaart.words.ages import ages_note
from zorgkaart.words.estimates import ONE_RUN
from zorgkaart.words.numbers import count, duration, number, people, percent, short
from zorgkaart.words.sentences import listing, sentence

ONE_PERSON = 0.5
MOST_AREAS = 15
TITLE = "Knelpunten: komt de norm in gevaar?"


def norm_name(facts: Facts, theme: Theme) -> str:
    """The norm in a sentence."""
    return f"de {short(facts.norm(theme).limit_min)}-minutennorm voor {theme.name}"


def norm_answer(facts: Facts, theme: Theme) -> str:
    """Whether a norm comes into danger, in one or two sentences."""
    total = facts.norm_totals[theme.norm]
    before, after = float(total["inwoners_buiten_voor"]), float(total["inwoners_buiten_na"])
    name = norm_name(facts, theme)
    if math.isnan(after) and math.isnan(before):
        return f"Dat is niet te zeggen: voor {name} is in beide situaties geen {_sum(facts.norm(theme))} te berekenen."
    if math.isnan(after):
        return (
            f"Ja. Na de wijziging is voor niemand meer een {_sum(facts.norm(theme))} te berekenen voor {name}: er is "
            f"{none_left(facts.norm(theme))} meer die meetelt. Nu {_fall(before)} {people(before)} buiten de norm."
        )
    if math.isnan(before):
        return f"Na de wijziging {_fall(after)} {people(after)} buiten {name}. Hoeveel het er nu zijn, is onbekend."
    out, back = facts.crossings(theme.norm)
    shares = facts.shares_outside(theme.norm)
    change = number(before) != number(after)
    if change:
        margin = f" Dit is {ONE_RUN}."
    if change and not math.isnan(change_interval(facts.scenario, theme.norm)[0]):
        margin = ""
        text = _with_interval(facts, theme, worse=after > before, shares=shares)
    elif after > before and change:
        text = (
            f"Ja. Na de wijziging {_fall(after)} {people(after)} buiten {name}. Dat zijn er {number(after - before)} "
            f"meer dan nu ({number(before)}). Hun aandeel in de bevolking gaat van {percent(shares[0])} naar "
            f"{percent(shares[1])}."
        )
    elif change:
        text = (
            f"Nee. Na de wijziging {_fall(after)} {people(after)} buiten {name}; nu zijn dat er {number(before)}. "
            f"Dat zijn er {number(before - after)} minder."
        )
    else:
        now = outside_estimate(facts.scenario.before, theme.norm)
        why = [reason for kind in theme.kinds for reason in why_nothing(facts.scenario, kind)]
        because = f" {sentence('; '.join(dict.fromkeys(why)))}." if why else ""
        text = f"Nee. Het aantal inwoners buiten {name} blijft gelijk: {now}.{because}"
    text += margin if change else ""
    if min(out, back) >= ONE_PERSON:
        text += f" Daarbij komen {people(out)} buiten de norm en {people(back)} er juist binnen."
    broken = facts.norm_changes_of_share.get(theme.norm, "")
    return f"{broken} {text.removeprefix('Ja. ').removeprefix('Nee. ')}" if broken else text


def _sum(norm: Norm) -> str:
    return "volledige keten" if isinstance(norm, ChainNorm) else norm.words


def _with_interval(facts: Facts, theme: Theme, *, worse: bool, shares: tuple[float, float]) -> str:
    """The answer where the interval of the change is known: nothing in it is said more exactly than that."""
    change = change_estimate(facts.scenario, theme.norm)
    now, name = outside_estimate(facts.scenario.before, theme.norm), norm_name(facts, theme)
    text = (
        f"Ja. Door de wijziging komen er {change} bij buiten {name}; nu zijn dat er {now}."
        if worse
        else f"Nee. Door de wijziging komen {change} binnen {name}; nu vallen er {now} buiten."
    )
    part = f"van {percent(shares[0])} naar {percent(shares[1])}"
    return f"{text} In één berekening gaat hun aandeel in de bevolking {part}."


def norm_section(facts: Facts) -> Section:
    """All norms: those that the change touches, and a line for the others."""
    project = facts.project
    if not project.norms:
        return Section(
            TITLE,
            [Paragraph("In dit project is geen norm opgenomen. De analyse gaat daarom alleen over reistijden.")],
        )
    sections = [_theme_section(facts, theme) for theme in facts.norm_themes]
    untouched = [norm for norm in norms_of(project).values() if norm.kind not in facts.scenario.kinds]
    beside = norm_sentence(project, facts.scenario.kinds, facts.scenario.after.moment)
    blocks: list[Block] = [*_rule(facts), all_norms_table(facts, facts.scenario.after)]
    blocks += [Paragraph(text) for text in _untouched(facts, untouched)]
    if sections and beside:
        blocks.insert(0, Paragraph(beside))
    if len(sections) == 1:
        return Section(TITLE, [*sections[0].blocks, *blocks])
    if not sections:
        return Section(TITLE, [Paragraph(beside, tone="answer"), *blocks])
    return Section(TITLE, blocks, sections)


def _rule(facts: Facts) -> list[Block]:
    """Whether the change passes the rule on people, and who says so."""
    texts, section = verdict_sentences(facts.scenario), facts.project.verdict
    if not texts or section is None:
        return []
    source = f" Bron van de regel: {section.source.removesuffix('.')}." if section.source else ""
    return [Paragraph(f"{' '.join(texts)}{source}", lead="Regel over mensen.")]


def _untouched(facts: Facts, norms: list[Norm]) -> list[str]:
    texts = []
    for norm in norms:
        outside = facts.scenario.before.chains[norm.name].count_outside(facts.weight)
        texts.append(
            f"{norm.caption}: hier verandert niets. Nu en straks {_fall(outside)} {people(outside)} "
            f"buiten de {short(norm.limit_min)}-minutennorm."
            if not math.isnan(outside)
            else f"{norm.caption}: hier verandert niets; het aantal inwoners buiten de norm is niet bekend."
        )
    return texts


def _theme_section(facts: Facts, theme: Theme) -> Section:
    total = facts.norm_totals[theme.norm]
    blocks: list[Block] = [Paragraph(norm_answer(facts, theme), tone="answer")]
    if len(theme.kinds) > 1:
        blocks.append(
            Paragraph(
                f"De cijfers voor {theme.name} zijn precies gelijk; wat hieronder staat, geldt voor elk ervan apart."
            )
        )
    blocks.append(_meaning(facts, theme))
    difference = float(total["inwoners_buiten_verschil"])
    if facts.only_closed and difference >= ONE_PERSON:
        blocks.append(_sensitive(facts, theme, difference))
    if facts.level:
        blocks.append(_area_table(facts, theme))
    chain = _chain_table(facts, theme)
    if chain is not None:
        blocks.append(chain)
    blocks += ride_end_blocks(facts, theme)
    blocks += _newly_outside(facts, theme)
    return Section(sentence(theme.name), blocks)


def _meaning(facts: Facts, theme: Theme) -> Paragraph:
    norm = facts.norm(theme)
    if not isinstance(norm, ChainNorm):
        return Paragraph(f"{rule(norm)}{no_road(norm)}", lead="Wat de norm zegt.")
    stations = facts.label(norm.stations)
    open_ = " die dag en nacht open is" if norm.only_24_7 else ""
    return Paragraph(
        f"De norm gaat over de hele keten: van de melding tot de aankomst met de patiënt in het ziekenhuis mogen "
        f"hoogstens {short(norm.limit_min)} minuten verlopen. Gerekend is met {duration(norm.turnout_min)} voor "
        f"melding en uitruk, de rit naar de patiënt vanaf de dichtstbijzijnde locatie ({stations}{open_}), "
        f"{duration(norm.on_scene_min)} ter plaatse, en de rit naar de dichtstbijzijnde locatie{open_}. Dit is iets "
        "anders dan de reistijd met de eigen auto, die in het volgende hoofdstuk staat.",
        lead="Wat de norm zegt.",
    )


def _sensitive(facts: Facts, theme: Theme, difference: float) -> Paragraph:
    table, applied = facts.scenario.after.facilities.table, facts.scenario.applied
    rows = [row for row in applied.closed if table["soort"].iat[row] in theme.kinds]
    names = list(dict.fromkeys(table["naam"].iloc[rows]))
    if not names or not isinstance(facts.norm(theme), ChainNorm):
        what = site_word(facts.norm(theme)) if names else STATION
        return Paragraph(
            f"Sluiting van een {what} brengt hier {people(difference)} extra buiten de norm.", lead="Let op."
        )
    if len(names) == 1:
        text = (
            f"{names[0]} is voor {theme.name} een gevoelig ziekenhuis. Zo heet een ziekenhuis waarvan de sluiting het "
            f"aantal inwoners buiten de norm doet stijgen; hier met {number(difference)}."
        )
    else:
        text = (
            f"Een ziekenhuis heet gevoelig als zijn sluiting het aantal inwoners buiten de norm doet stijgen. "
            f"{listing(names)} sluiten hier samen; samen stijgt het aantal met {number(difference)}. Wat elke sluiting "
            "apart doet, staat in de sluitingsatlas."
        )
    return Paragraph(text, lead="Gevoelig.")


def _area_table(facts: Facts, theme: Theme) -> Table:
    """By municipality; the last row is the sum."""
    total = facts.norm_totals[theme.norm]
    assert facts.level is not None
    frame = facts.scenario.difference(facts.level)
    norm, ages = facts.norm(theme), facts.scenario.before.ages
    column = norm.outside
    frame = frame.sort_values([f"{column}_na", f"{column}_voor", facts.level_name], ascending=[False, False, True])
    rows: list[tuple[Cell, ...]] = [
        (
            str(row[facts.level_name]),
            row["inwoners"],
            row[f"{column}_voor"],
            row[f"{column}_na"],
            row[f"{column}_verschil"],
            row[f"{norm.share}_voor"],
            row[f"{norm.share}_na"],
            *(row[f"{norm.outside_aged(age)}_verschil"] for age in ages),
        )
        for row in frame.to_dict("records")
    ]
    shares = facts.shares_outside(theme.norm)
    rows.append(
        (
            "Totaal",
            float(np.nansum(frame["inwoners"])),
            total["inwoners_buiten_voor"],
            total["inwoners_buiten_na"],
            total["inwoners_buiten_verschil"],
            shares[0],
            shares[1],
            *(total[f"{age}plus_buiten_verschil"] for age in ages),
        )
    )
    columns = (
        Column(facts.level_word, share=1.6),
        Column("Inwoners", 0),
        Column("Buiten nu", 0),
        Column("Buiten na", 0),
        Column("Verschil", 0, sign=True),
        Column("Aandeel nu", 1, percent=True),
        Column("Aandeel na", 1, percent=True),
        *(Column(f"{age}+", 0, sign=True) for age in ages),
    )
    return Table(
        f"norm-{theme.norm}",
        f"Inwoners buiten {norm_name(facts, theme)}",
        columns,
        tuple(rows),
        totals=1,
        note="65+: het verschil in inwoners van 65 jaar en ouder, voor zover hun aantal per buurt is "
        f"gepubliceerd. {_spaced(ages_note(ages))}Getallen zijn afgerond; daardoor kan een som een inwoner afwijken.",
    )


def _spaced(text: str) -> str:
    return f"{text} " if text else ""


def _chain_table(facts: Facts, theme: Theme) -> Table | None:
    """The parts of the chain, on average over those for whom it changes."""
    before, after = (study.chains[theme.norm] for study in (facts.scenario.before, facts.scenario.after))
    changed = np.abs(after.minutes - before.minutes) > 1e-6
    weight = facts.weight * changed
    if weight.sum() < ONE_PERSON:
        return None

    def mean(values: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
        return float(np.average(values[changed], weights=weight[changed]))

    norm = facts.norm(theme)
    rides = iter(zip(before.rides, after.rides, strict=True))
    pairs = [
        (part.label, *((part.minutes,) * 2 if isinstance(part, Wait) else (mean(ride.minutes) for ride in next(rides))))
        for part in norm.parts
    ]
    if len(pairs) > 1:
        pairs.append((norm.words[:1].upper() + norm.words[1:], mean(before.minutes), mean(after.minutes)))
    rows = tuple((name, old, new, new - old) for name, old, new in pairs)
    part, what = ("Deel van de keten", "De keten") if isinstance(norm, ChainNorm) else ("Onderdeel", "De tijd")
    columns = (Column(part, share=3), Column("Nu", 1), Column("Na", 1), Column("Verschil", 1, sign=True))
    caption = f"{what} in minuten, gemiddeld over de {people(float(weight.sum()))} voor wie zij verandert"
    return Table(f"keten-{theme.norm}", caption, columns, rows, totals=1)


def newly_outside(facts: Facts, theme: Theme) -> pd.DataFrame:
    """Buurten with more inhabitants outside the norm of a theme than before, most first."""
    column = f"{facts.norm(theme).outside}_verschil"
    frame = facts.scenario.difference("buurten")
    more = frame[frame[column] >= ONE_PERSON]
    result: pd.DataFrame = more.sort_values([column, "buurtcode"], ascending=[False, True]).reset_index(drop=True)
    return result


def _newly_outside(facts: Facts, theme: Theme) -> list[Block]:
    frame = newly_outside(facts, theme)
    if frame.empty:
        return []
    total = float(frame[f"{facts.norm(theme).outside}_verschil"].sum())
    where = ""
    if "gemeentenaam" in frame:
        sums = frame.groupby("gemeentenaam")[f"{facts.norm(theme).outside}_verschil"].sum()
        names = [f"{name} ({number(value)})" for name, value in sums.sort_values(ascending=False).items()]
        where = f", in {listing(names)}" if len(names) <= 6 else f", in {len(names)} gemeenten"
    text = (
        f"In {count(len(frame), 'buurt', 'buurten')} komen inwoners buiten de norm die er nu binnen vallen{where}; "
        f"samen {people(total)}."
    )
    if len(frame) > MOST_AREAS:
        text += f" De tabel noemt de {MOST_AREAS} buurten met de meeste; alle buurten staan in de bijlage."
    return [Paragraph(text, lead="Waar."), area_rows_table(facts, theme, frame.head(MOST_AREAS), name="nieuw-buiten")]


def area_rows_table(facts: Facts, theme: Theme, frame: pd.DataFrame, *, name: str, caption: str = "") -> Table:
    """Buurten with what happens to them."""
    norm = facts.norm(theme)
    short_word = "Keten" if isinstance(norm, ChainNorm) else "Minuten"
    rows = tuple(
        (
            str(row["buurtnaam"]),
            str(row.get("gemeentenaam") or ""),
            row["inwoners"],
            row[f"{norm.outside}_voor"],
            row[f"{norm.outside}_na"],
            row[f"{norm.outside}_verschil"],
            row[f"{norm.column}_voor"],
            row[f"{norm.column}_na"],
        )
        for row in frame.to_dict("records")
    )
    columns = (
        Column("Buurt", share=1.6),
        Column("Gemeente"),
        Column("Inwoners", 0),
        Column("Buiten nu", 0),
        Column("Buiten na", 0),
        Column("Verschil", 0, sign=True),
        Column(f"{short_word} nu", 1),
        Column(f"{short_word} na", 1),
    )
    note = f"{short_word}: de gemiddelde tijd van {whole(norm)} in minuten over alle inwoners van de buurt."
    caption = caption or f"Buurten met de meeste inwoners die buiten {norm_name(facts, theme)} komen"
    return Table(f"{name}-{theme.norm}", caption, columns, rows, note=note, small=True)


def _fall(value: float) -> str:
    return "valt" if number(value) == "1" else "vallen"
