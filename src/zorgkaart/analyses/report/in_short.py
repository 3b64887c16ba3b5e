"""The first page of a report: the answer, the figures to remember, and what else a council must know."""

from __future__ import annotations

import math

from zorgkaart.access.measures import ChainNorm
from zorgkaart.access.norm_scope import norm_sentence
from zorgkaart.analyses.report.facts import Facts, Theme
from zorgkaart.analyses.report.norm import norm_answer
from zorgkaart.analyses.report.site_list import destinations
from zorgkaart.analyses.report.travel import ended_texts
from zorgkaart.analyses.report.what_changes import change_phrase
from zorgkaart.analyses.validation.figures import compare_scenario
from zorgkaart.analyses.validation.headline_estimates import change_interval
from zorgkaart.analyses.validation.interval_misses import interval_misses
from zorgkaart.outputs.documents.content import Block, Bullets, KeyFigure, KeyFigures, Paragraph, Section
from zorgkaart.project.defaults import AMBULANCE, OUT_OF_HOURS
from zorgkaart.scenarios.no_effect import why_nothing
from zorgkaart.words.estimates import rounded
from zorgkaart.words.numbers import minutes, number, people, percent, short, signed
from zorgkaart.words.sentences import listing, lowered, sentence

ONE_PERSON = 0.5
SHOWN_MIN = 0.05
MOST_FIGURES = 4
MOST_NAMES = 3
WITHOUT_MARGIN = (
    "Een getal met 'circa' is afgerond op wat bekend is; ernaast staat tussen welke grenzen het in negen van de tien "
    "trekkingen ligt. Een getal zonder grenzen is de uitkomst van één berekening."
)


def summary_section(facts: Facts) -> Section:
    """The summary."""
    blocks: list[Block] = [*_answers(facts)]
    figures = _figures(facts)
    if figures:
        blocks.append(KeyFigures(tuple(figures[:MOST_FIGURES])))
        blocks.append(Paragraph(WITHOUT_MARGIN, tone="note"))
    points = [*_where(facts), *_going(facts), *_untouched(facts), *_published(facts), *_certainty(facts)]
    if points:
        blocks.append(Bullets(tuple(points)))
    return Section("Samenvatting", blocks)


def _answers(facts: Facts) -> list[Paragraph]:
    themes, scenario = facts.norm_themes, facts.scenario
    beside = norm_sentence(facts.project, scenario.kinds, scenario.after.moment)
    if not themes:
        text = beside if facts.project.norms else "Dit project kent geen norm."
        return [Paragraph(f"{_travel_line(facts)} {text}", tone="answer")]
    moment = scenario.after.moment
    what = f"als alleen telt wat open is op {moment}" if facts.only_moment else f"door {lowered(change_phrase(facts))}"
    question = f"Komt de norm in gevaar {what}?"
    if len(themes) == 1:
        answer = Paragraph(norm_answer(facts, themes[0]), lead=question, tone="answer")
        return [answer, *([Paragraph(beside)] if beside else [])]
    answers = [Paragraph(norm_answer(facts, theme), lead=f"{sentence(theme.name)}.", tone="answer") for theme in themes]
    return [Paragraph(question), *answers, *([Paragraph(beside)] if beside else [])]


def _travel_line(facts: Facts) -> str:
    parts = []
    for theme in facts.travel_themes:
        total = facts.totals[theme.kind]
        longer, shorter = total["inwoners_langer"], total["inwoners_korter"]
        words = []
        if longer >= ONE_PERSON:
            verb = "reist" if number(longer) == "1" else "reizen"
            words.append(f"{people(longer)} {verb} langer, gemiddeld {minutes(total['extra_min'])}")
        if shorter >= ONE_PERSON:
            words.append(f"{people(shorter)} {'reist' if number(shorter) == '1' else 'reizen'} korter")
        if words:
            parts.append(f"{sentence(theme.name)}: {listing(words)}.")
    if not parts and any(facts.ended(theme) for theme in facts.travel_themes):
        return " ".join(ended_texts(facts))
    why = [reason for kind in facts.scenario.kinds for reason in why_nothing(facts.scenario, kind)]
    unchanged = "De reistijden met de auto veranderen niet"
    return " ".join(parts) or (f"{unchanged}: {'; '.join(dict.fromkeys(why))}." if why else f"{unchanged}.")


def _figures(facts: Facts) -> list[KeyFigure]:
    figures = []
    for theme in facts.norm_themes:
        total = facts.norm_totals[theme.norm]
        difference = total["inwoners_buiten_verschil"]
        aged = {age: abs(total[f"{age}plus_buiten_verschil"]) for age in facts.scenario.before.ages}
        before, after = total["inwoners_buiten_voor"], total["inwoners_buiten_na"]
        note = f"van {number(before)} naar {number(after)}; {theme.name}"
        if math.isnan(difference):
            figures.append(KeyFigure("onbekend", "inwoners buiten de norm na de wijziging", note))
            continue
        more = "meer" if difference > 0 else "minder" if difference < 0 else "meer of minder"
        noun = "inwoner" if number(abs(difference)) == "1" else "inwoners"
        label = f"{noun} {more} buiten de norm"
        low, high = change_interval(facts.scenario, theme.norm)
        if math.isnan(low):
            figures.append(KeyFigure(number(abs(difference)), label, note))
        else:
            figures.append(_rounded_figure(difference, low, high, label, theme))
        if aged[65] >= ONE_PERSON:
            words = "voor zover gepubliceerd"
            higher = [f"{number(people)} van {age} jaar of ouder" for age, people in aged.items() if age > 65]
            if higher:
                words = f"{words}; naar schatting {listing(higher)}"
            figures.append(KeyFigure(number(aged[65]), "van hen 65 jaar of ouder", words))
    for theme in (theme for theme in facts.travel_themes if not facts.ended(theme)):
        where = "deze locatie" if len(facts.sites(theme.kind)) == 1 else "een van deze locaties"
        users = facts.users(theme.kind)
        who = (f"die nu het dichtst bij {where} woont", f"die nu het dichtst bij {where} wonen")
        if users.people < ONE_PERSON:
            users = facts.gained(theme.kind)
            who = ("die een dichterbij gelegen locatie krijgt", "die een dichterbij gelegen locatie krijgen")
        if users.people < ONE_PERSON:
            continue
        text = f"inwoner {who[0]}" if number(users.people) == "1" else f"inwoners {who[1]}"
        spread = users.spread().set_index("moment")["gemiddeld"]
        figures.append(KeyFigure(number(users.people), text, f"met de auto; {theme.name}"))
        extra = float(spread["na"] - spread["voor"])
        if not math.isnan(extra) and abs(extra) >= SHOWN_MIN:
            note = f"gemiddeld van {number(spread['voor'], 1)} naar {number(spread['na'], 1)} minuten"
            figures.append(KeyFigure(f"{signed(extra, 1)}", "minuten reistijd voor deze bewoners", note))
    return figures


def _rounded_figure(value: float, low: float, high: float, label: str, theme: Theme) -> KeyFigure:
    """A figure with its interval, in which a gain is told as one."""
    bounds = (value, low, high) if value >= 0 else (-value, -high, -low)
    shown, lowest, highest = (number(part) for part in rounded(*bounds))
    return KeyFigure(f"circa {shown}", label, f"tussen {lowest} en {highest}; {theme.name}")


def _where(facts: Facts) -> list[str]:
    if facts.level is None:
        return []
    lines = []
    for theme in facts.norm_themes:
        column = f"{facts.norm(theme).outside}_verschil"
        frame = facts.scenario.difference(facts.level)
        frame = frame[frame[column] >= ONE_PERSON].sort_values([column, facts.level_name], ascending=[False, True])
        rows = [f"{row[facts.level_name]} ({number(row[column])})" for row in frame.head(MOST_NAMES).to_dict("records")]
        if rows:
            more = "vooral " if len(frame) > MOST_NAMES else ""
            lines.append(f"Wie voor {theme.name} buiten de norm komt, woont {more}in {listing(rows)}.")
        if facts.only_closed and facts.norm_totals[theme.norm]["inwoners_buiten_verschil"] >= ONE_PERSON:
            lines += _sensitive(facts, theme)
    return lines


def _sensitive(facts: Facts, theme: Theme) -> list[str]:
    table, closed = facts.scenario.after.facilities.table, facts.scenario.applied.closed
    names = sorted({table["naam"].iat[row] for row in closed if table["soort"].iat[row] in theme.kinds})
    if len(names) != 1 or not isinstance(facts.norm(theme), ChainNorm):
        return []
    return [
        f"{names[0]} is daarmee voor {theme.name} een gevoelig ziekenhuis: sluiting vergroot het aantal inwoners "
        "buiten de norm."
    ]


def _going(facts: Facts) -> list[str]:
    lines = []
    for theme in (theme for theme in facts.travel_themes if not facts.ended(theme)):
        names, more = destinations(facts, theme)
        if names:
            most = "vooral " if more else ""
            lines.append(f"{sentence(theme.name)}: deze bewoners gaan straks {most}naar {listing(names)}.")
    return [*lines, *ended_texts(facts)]


def _untouched(facts: Facts) -> list[str]:
    study = facts.scenario.before
    if OUT_OF_HOURS not in study.travel or OUT_OF_HOURS in facts.scenario.kinds:
        return []
    label, mean = sentence(facts.label(OUT_OF_HOURS)), facts.present[OUT_OF_HOURS]["gemiddeld_min"]
    means = [f"{row['wanneer']} {minutes(row['gemiddeld_min'])}" for row in facts.at_moments(OUT_OF_HOURS)]
    how_far = listing(means) if means else minutes(mean)
    return [f"{label}: hier verandert niets (gemiddeld {how_far} met de auto)."]


def _published(facts: Facts) -> list[str]:
    lines = []
    for row in compare_scenario(facts.scenario).to_dict("records"):
        more = row["verschil_pct"]
        if math.isnan(more):
            continue
        side = f"{percent(abs(more) / 100, 0)} {'hoger' if more > 0 else 'lager'}"
        same = number(row["gepubliceerd"]) == number(row["zorgkaart"])
        lines.append(
            f"{row['bron']} noemt {number(row['gepubliceerd'])} {row['eenheid']} die buiten de norm komen; deze "
            f"berekening komt {'op hetzelfde' if same else side} uit. Verderop staat hoe dat kan."
        )
    return [*dict.fromkeys(lines), *interval_misses(facts.scenario)]


def _certainty(facts: Facts) -> list[str]:
    if not any(leg.mode == AMBULANCE for theme in facts.norm_themes for leg in facts.norm(theme).legs):
        return []
    speed = facts.project.speeds[AMBULANCE]
    return [
        "Het aantal inwoners buiten de norm hangt sterk af van de aangenomen rijsnelheid van de ambulance "
        f"(hier de snelheid per wegsoort maal {short(speed.factor)}). Lees het als een orde van grootte, niet als een "
        "telling."
    ]
