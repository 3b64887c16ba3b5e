"""Answers on the page of questions about whether there is enough care, now and in a year to come."""

from __future__ import annotations

import numpy as np
import pandas as pd

from docs.typed import Words, bullets, options, planned
from zorgkaart.access.catalogue import norms_of, supply_of
from zorgkaart.analyses.futures.compute import NEIGHBOURS, future_study
from zorgkaart.analyses.futures.losses import site_losses
from zorgkaart.analyses.supply.compute import BESIDE, PER_BESIDE, SupplyOverview
from zorgkaart.analyses.supply.paragraph import beside_sentences
from zorgkaart.scenarios.scenario import changed
from zorgkaart.study.study import Study
from zorgkaart.study.supply_tables import shown_supply
from zorgkaart.words.estimates import ONE_RUN
from zorgkaart.words.numbers import minutes, number, people, percent
from zorgkaart.words.sentences import listing

MOST = 5
# Of buurten with fewer people no figure is named.
FEWEST = 50
# The gemeenten that the Regiobeeld Groningen 2023 names as those with the fewest GPs per 10,000 inhabitants.
STATED = ("Oldambt", "Pekela")
# Whose supply is looked at in a year to come.
GP = "huisarts"


def per_inhabitant(study: Study, name: str, words: Words) -> list[str]:
    """Practices per 10,000 inhabitants of each gemeente, and whether the fewest are where the Regiobeeld says."""
    overview = SupplyOverview(study, options(name, words)["soort"])
    counts = overview.gemeenten()
    shared = overview.areas("gemeenten").set_index("gemeentecode")[overview.supply.column]
    lines = [
        f"| gemeente | inwoners | {overview.shown.unit} | per 10.000 inwoners | {overview.shown.per} |",
        "|---|---:|---:|---:|---:|",
    ]
    for row in counts.to_dict("records"):
        cells = (number(row["inwoners"]), number(row["locaties"]), number(row["locaties_per_10000"], 1))
        lines.append(f"| {' | '.join((row['gemeentenaam'], *cells, number(shared[row['gemeentecode']], 2)))} |")
    return [*lines, "", *bullets(_beside_stated(counts))]


def _beside_stated(counts: pd.DataFrame) -> list[str]:
    order = list(counts["gemeentenaam"])
    places = {area: order.index(area) + 1 for area in STATED}
    where = listing([f"{area} op plaats {place}" for area, place in places.items()])
    texts = [
        f"Het Regiobeeld Groningen 2023 noemt {listing(list(STATED))} als de gemeenten met de minste huisartsen per "
        f"10.000 inwoners. Hier staan van de {number(len(order))} gemeenten, de minste eerst, {where}."
    ]
    between = [area for area in order[: max(places.values())] if area not in STATED]
    agrees = "Dat komt overeen." if not between else f"Anders is het bij {listing(between)}, hier ook bij de minste."
    return [*texts, agrees]


def heaviest(study: Study, name: str, words: Words) -> list[str]:
    """The practices of which the loss means most, by the inhabitants of the year that is named."""
    year = future_study(Study(study.project, k=NEIGHBOURS), options(name, words)["names"][-1])
    section = year.project.retirement[GP]
    table = site_losses(year, GP, over_min=section.over_min)
    lines = [
        "| praktijk | plaats | inwoners | van hen 75+ | gemiddeld langer | te ver |",
        "|---|---|---:|---:|---:|---:|",
    ]
    for row in table.head(MOST).to_dict("records"):
        cells = (
            number(row["inwoners_betrokken"]),
            number(row["75plus_betrokken"]),
            minutes(row["extra_min"]),
            number(row["inwoners_te_ver"]),
        )
        lines.append(f"| {' | '.join((str(row['naam']), str(row['plaats']), *cells))} |")
    far = number(section.over_min)
    return [*lines, "", f"Te ver: wie daarna meer dan {far} minuten met de auto rijdt, en nu niet."]


def to_come(study: Study, name: str, words: Words) -> list[str]:
    """People, supply and a norm in the year that is named, without and with the changes of the command."""
    asked = options(name, words)
    year = asked["names"][-1]
    then = future_study(study, year)
    plan = planned(then.project, asked)
    scenario = changed(then, plan.changes, title=plan.title)
    after = scenario.after
    touched = after.facilities.table["naam"].iloc[list(scenario.applied.rows)]
    without_them = f"zonder {listing(list(dict.fromkeys(touched)))}"
    texts = [_people(study, then, year), *_least(study, then, year)]
    for key, norm in norms_of(then.project).items():
        if norm.kind not in asked["soort"]:
            continue
        sides = [_outside(side, key) for side in (study, then, after)]
        now, without, with_changes = (f"{number(all_)} (75+: {number(old)})" for all_, old in sides)
        texts.append(
            f"{norm.caption}, inwoners buiten de norm ({ONE_RUN}): nu {now}; in {year} {without}, en "
            f"{without_them} {with_changes}."
        )
    return bullets(texts)


def _people(now: Study, then: Study, year: str) -> str:
    old, new = (side.areas.buurten[["inwoners", "inwoners_75plus"]].sum() for side in (now, then))
    grown = percent(new["inwoners_75plus"] / old["inwoners_75plus"] - 1, 0, sign=True)
    return (
        f"In {year} zijn er naar verwachting {people(new['inwoners'])}, nu {number(old['inwoners'])}; van 75 jaar en "
        f"ouder {number(new['inwoners_75plus'])} ({grown})."
    )


def _least(now: Study, then: Study, year: str) -> list[str]:
    """The buurten with least supply of the need of that year, and how much need there is in all."""
    supply, shown = supply_of(then.project, GP), shown_supply(then, GP)
    frame = then.areas.buurten
    table = frame[["buurtnaam", "gemeentenaam", "inwoners"]].assign(
        aanbod=then.supply_columns("buurten", GP)[supply.column]
    )
    table = table[table["inwoners"] >= FEWEST].dropna(subset=["aanbod"]).sort_values(["aanbod", "buurtnaam"])
    none = int((table["aanbod"] == 0).sum())
    nothing = f" Bij {number(none)} daarvan is het nul." if none else ""
    least = [
        f"{row['buurtnaam']} in {row['gemeentenaam']} ({number(row['aanbod'], 2)})"
        for row in table.head(MOST).to_dict("records")
    ]
    growth = then.need(GP).total / now.need(GP).total - 1
    more = "meer" if growth > 0 else "minder"
    return [
        f"Van de {number(len(table))} buurten waar dan {number(FEWEST)} inwoners of meer wonen, hebben deze het minste "
        f"aanbod: {listing(least)}, in {shown.per}.{nothing}",
        f"Alle inwoners samen vragen in {year} {percent(abs(growth), 1)} {more} huisartsenzorg, naar leeftijd gewogen. "
        "Dat zit in het aanbod: het is gerekend per inwoner met het gemiddelde gebruik van nu.",
    ]


def _outside(study: Study, norm: str) -> tuple[float, float]:
    chain = study.chains[norm]
    everyone, old = (np.nan_to_num(values) for values in (study.residents.weight, study.ages[75]))
    return chain.count_outside(everyone), chain.count_outside(old)


def beside(study: Study, name: str, words: Words) -> list[str]:
    """Sites of a kind beside the number per gemeente that the project names."""
    overview = SupplyOverview(study, options(name, words)["soort"])
    lines = [
        f"| gemeente | {overview.beside_label} | {overview.shown.unit} | per 1.000 |",
        "|---|---:|---:|---:|",
    ]
    table = overview.gemeenten().sort_values([PER_BESIDE, "gemeentecode"], kind="stable")
    for row in table.to_dict("records"):
        cells = (number(row[BESIDE]), number(row["locaties"]), number(row[PER_BESIDE], 1))
        lines.append(f"| {' | '.join((row['gemeentenaam'], *cells))} |")
    note = study.project.kinds[overview.kind].note
    return [*lines, "", *bullets([*beside_sentences(overview), *([note] if note else [])])]
