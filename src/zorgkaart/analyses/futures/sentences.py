"""Years beside each other in Dutch sentences, of numbers alone."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from typing import Any

from zorgkaart.access.catalogue import norms_of
from zorgkaart.access.measures import OUTSIDE, OUTSIDE_AGED
from zorgkaart.analyses.futures.compute import Years
from zorgkaart.analyses.futures.tables import norm_table, owner_table, people_table, practice_table
from zorgkaart.analyses.uncertainty.fixed_speeds import has_fixed_speed
from zorgkaart.words.estimates import estimate
from zorgkaart.words.numbers import minutes, number, people, percent
from zorgkaart.words.sentences import in_sentence, listing

TOP = 3
OLDER = OUTSIDE_AGED[75]
CAUTION = (
    "Wie er dan woont is een prognose, met de adressen, wegen en snelheden van nu: nieuwe wijken staan er niet in, en "
    "cijfers voor een buurt zijn onzekerder dan die voor een gemeente."
)
DEALT = (
    "Hoe oud de praktijkhouder van een bepaalde praktijk is, is niet bekend; de leeftijden zijn in elke trekking over "
    "de praktijken geloot."
)


def sentences(years: Years) -> list[str]:
    """What changes until the last of the years: people, norms, owners, and the practices that matter most.

    Parameters
    ----------
    years : Years
        All years.
    """
    return [*about_people(years), *about_norms(years), *about_owners(years)]


def cautions(years: Years) -> list[str]:
    """What a reader must know of the figures.

    Parameters
    ----------
    years : Years
        All years.
    """
    unknown = people_table(years)["inwoners_leeftijd_onbekend"].max()
    texts = [CAUTION]
    if unknown > 0:
        texts.append(f"Van {people(unknown)} is de leeftijd niet bekend; zij ontbreken bij de leeftijden.")
    if any(year.retirements for year in years.years):
        texts.append(DEALT)
    return texts


def about_people(years: Years) -> Iterator[str]:
    """How many people there are in the last year, and how old.

    Parameters
    ----------
    years : Years
        All years.

    Yields
    ------
    str
        A sentence.
    """
    table = people_table(years)
    now, then = table.iloc[0], table.iloc[-1]
    last = years.years[-1]
    text = f"In {last.words} zijn er {people(then['inwoners'])}, nu {number(now['inwoners'])}"
    older = [name for name in ("inwoners_65plus", "inwoners_75plus", "inwoners_85plus") if name in table]
    parts = [
        f"van {name[9:11]} jaar en ouder {number(then[name])} ({percent(then[name] / now[name] - 1, 0, sign=True)})"
        for name in older
        if now[name] > 0
    ]
    yield f"{text}{'; ' + listing(parts) if parts else ''}."


def about_norms(years: Years) -> Iterator[str]:
    """Who is outside each norm in the last year.

    Parameters
    ----------
    years : Years
        All years.

    Yields
    ------
    str
        A sentence.
    """
    table = norm_table(years)
    for name, norm in norms_of(years.present.study.project).items():
        mine = table[table["norm"] == name]
        now, then = mine.iloc[0], mine.iloc[-1]
        value = people(then[OUTSIDE])
        if "midden" in mine:
            value = estimate(
                then["midden"],
                then["laag"],
                then["hoog"],
                unit=("inwoner", "inwoners"),
                fixed_speed=has_fixed_speed(years.present.study.project, name),
            )
        present = number(now[OUTSIDE])
        text = f"{norm.caption}, in {years.years[-1].words}: {value} buiten de norm (nu {present})"
        if OLDER in mine:
            text += f", van wie {number(then[OLDER])} van 75 jaar en ouder (nu {number(now[OLDER])})"
        yield f"{text}."


def about_owners(years: Years) -> Iterator[str]:
    """Which practices and owners are left in the last year, and the loss of which practice weighs most.

    Parameters
    ----------
    years : Years
        All years.

    Yields
    ------
    str
        A sentence.
    """
    table, practices = owner_table(years), practice_table(years)
    last = years.years[-1]
    for item in last.retirements:
        mine = table[(table["soort"] == item.kind) & (table["toekomst"] == last.name)]
        figures = {row["maat"]: row for row in mine.to_dict("records")}
        label = last.study.project.kinds[item.kind].label
        practice, owner, lost = (figures[name] for name in ("praktijken", "praktijkhouders", "inwoners_dichtstbij_weg"))
        yield (
            f"{label}: van de {number(practice['nu'])} praktijken hebben er in {last.words} naar schatting "
            f"{_range(practice)} nog een praktijkhouder, en van de {number(owner['nu'])} praktijkhouders zijn er, met "
            f"opvolgers, nog {_range(owner)}; {_range(lost)} inwoners verliezen de praktijk die nu de dichtstbijzijnde "
            "is."
        )
        worst = practices[practices["soort"] == item.kind].head(TOP).to_dict("records")
        names = [
            f"{row['naam']} ({people(row['inwoners_betrokken'])}, gemiddeld {minutes(row['extra_min'])} langer)"
            for row in worst
        ]
        if names:
            yield f"Het verlies van een enkele {in_sentence(label)} weegt het zwaarst bij {listing(names)}."


def _range(row: Mapping[Hashable, Any]) -> str:
    low, high = number(row["laag"]), number(row["hoog"])
    return low if low == high else f"{low} tot {high}"
