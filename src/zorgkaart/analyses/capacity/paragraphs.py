"""What the figures of capacity come to, in Dutch sentences."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Mapping
from typing import Any

import pandas as pd

from zorgkaart.analyses.capacity.change import Situations
from zorgkaart.analyses.capacity.compute import HIGH, LOW, MIDDLE, NoWait
from zorgkaart.analyses.capacity.tables import UNKNOWN
from zorgkaart.words.numbers import count, minutes, number, people, percent, short
from zorgkaart.words.sentences import listing, sentence

MOST_NAMED = 5
ONE = 0.5
CAUTION = (
    "Alleen wie in het gebied van dit project woont, telt als vraag. Locaties aan en over de rand krijgen ook mensen "
    "van daarbuiten: zij zijn voller dan hier staat."
)


def paragraphs(situations: Situations) -> list[str]:
    """Everything a reader must know of the figures, a sentence or a few each.

    Parameters
    ----------
    situations : Situations
        Now, and after changes if there are any.
    """
    rows = situations.totals().to_dict("records")
    texts = []
    for row in rows:
        begin = f"{row['toestand']}: " if len(rows) > 1 else ""
        told = [_asked(situations, row), _waits(situations, row), *_division(situations, row)]
        texts += [sentence(f"{begin}{text}") for text in told]
    if situations.after is not None:
        texts += _changed(situations)
    return [*texts, *_basis(situations)]


def _asked(situations: Situations, row: Mapping[Hashable, Any]) -> str:
    unit, where = situations.now.demand.unit, row["locaties"]
    text = f"er worden {_units(row['gevraagd_per_jaar'], unit)} verdeeld over {count(where, 'locatie', 'locaties')}"
    known = where - row["locaties_capaciteit_onbekend"]
    if not known:
        return f"{text}; van geen daarvan is bekend hoeveel zij aankan."
    over, total = row["locaties_over_capaciteit"], number(row["capaciteit_per_jaar"])
    measured = row["locaties_capaciteit_aangenomen"] < known
    text += f", die er samen {total} aankunnen" if measured else f"; samen is voor hen {total} aangenomen"
    than = "zij aankan" if measured else "is aangenomen"
    if not over:
        return f"{text}. Bij geen daarvan wordt meer gevraagd dan {than}."
    more, most = number(row["gevraagd_over_capaciteit"]), _between(row, "gevraagd_over_capaciteit", number)
    return (
        f"{text}. Bij {count(over, 'locatie', 'locaties')}{_between(row, 'locaties_over_capaciteit', number)} wordt "
        f"meer gevraagd dan {than}, samen {more}{most} meer."
    )


def _between(row: Mapping[Hashable, Any], name: str, written: Callable[[float], str]) -> str:
    """Between what a figure lies over the interval of the decay, in brackets; nothing where it is the same.

    It need not lie between those of the ends: fewest may be too many where people spread neither much nor little.
    """
    values = [row[name], *(row[f"{name}_{which}"] for which in (LOW, HIGH))]
    if any(math.isnan(value) for value in values):
        return ""
    low, high = written(min(values)), written(max(values))
    return f" ({low} tot {high})" if low != high else ""


def _units(value: float, unit: str) -> str:
    return f"{number(value)} {unit}"


def _waits(situations: Situations, row: Mapping[Hashable, Any]) -> str:
    if row["waarom_geen_wachttijd"]:
        missing = row["capaciteit_tekort"]
        short_of = f" ({number(missing)} te veel)" if row["waarom_geen_wachttijd"] == NoWait.TOO_MUCH.value else ""
        return f"wachttijden zijn niet te geven: {row['waarom_geen_wachttijd']}{short_of}."
    return (
        f"een bezoek wacht gemiddeld {minutes(row['wachttijd_gemiddeld_min'])}"
        f"{_between(row, 'wachttijd_gemiddeld_min', lambda value: number(value, 1))}; "
        f"{people(row['inwoners_verplaatst'])}{_between(row, 'inwoners_verplaatst', number)} zouden zonder wachten een "
        "andere locatie kiezen."
    )


def _division(situations: Situations, row: Mapping[Hashable, Any]) -> list[str]:
    limit, unit = situations.now.section.reach_min, situations.now.demand.unit
    short_of, moved = row["tekort_per_jaar"], row["elders_per_jaar"]
    texts = []
    if row["buiten_bereik_per_jaar"] >= ONE:
        beyond = _units(row["buiten_bereik_per_jaar"], unit)
        texts.append(f"{beyond} hebben geen locatie binnen {short(limit)} minuten met de auto.")
    if short_of > 0:
        best = situations.best[row["toestand"]]
        table = best.areas("gemeenten") if len(best.capacity.study.areas.gemeenten) else pd.DataFrame()
        where = f", bij de kortste ritten in {_named(table)}" if len(table) else ""
        return [
            *texts,
            f"hoe mensen ook verdeeld worden: binnen {short(limit)} minuten vinden ten minste "
            f"{_units(short_of, unit)} geen plek{where}.",
        ]
    if moved < ONE:
        return [*texts, f"binnen {short(limit)} minuten past iedereen bij de dichtstbijzijnde locatie."]
    part = percent(moved / (row["gevraagd_per_jaar"] - row["buiten_bereik_per_jaar"]), 0)
    return [
        *texts,
        f"er is een verdeling waarin iedereen binnen {short(limit)} minuten past. In die met de "
        f"kortste ritten gaan {_units(moved, unit)} ({part}) niet naar de dichtstbijzijnde locatie; zij rijden "
        f"gemiddeld {minutes(row['elders_extra_min'])} verder.",
    ]


def _named(table: pd.DataFrame) -> str:
    short_of = table[table["tekort_per_jaar"] >= ONE].sort_values("tekort_per_jaar", ascending=False)
    rows = short_of.head(MOST_NAMED)
    pairs = zip(rows["gemeentenaam"], rows["tekort_per_jaar"], strict=True)
    named = [f"{name} ({number(value)})" for name, value in pairs]
    more = len(short_of) - len(rows)
    return listing([*named, f"{count(more, 'andere gemeente', 'andere gemeenten')}"] if more else named)


def _changed(situations: Situations) -> list[str]:
    sites = situations.sites()
    closed, new = (sites[sites["over_capaciteit"] == word] for word in ("gesloten", "nieuw"))
    moved = float(sites["inwoners_weg"].sum())
    texts = [f"Door de wijzigingen gaan {people(moved)} naar een andere locatie dan nu."]
    if len(closed):
        gone = people(float(closed["inwoners_weg"].sum()))
        texts.append(f"Daarvan gingen er {gone} naar wat sluit: {_names(closed)}.")
    if len(new):
        texts.append(f"Door de wijzigingen komt boven haar capaciteit: {_names(new)}.")
    else:
        texts.append("Geen locatie komt door de wijzigingen boven haar capaciteit.")
    return texts


def _names(sites: pd.DataFrame) -> str:
    names = sorted(sites["naam"])
    more = len(names) - MOST_NAMED
    return listing(names[:MOST_NAMED] + ([f"{number(more)} andere"] if more > 0 else []))


def _basis(situations: Situations) -> list[str]:
    last, section = situations.last, situations.now.section
    sites = situations.sites()
    texts = []
    if (unknown := sites[sites["capaciteit_bekend"] == UNKNOWN]).size:
        texts.append(
            f"Van {count(len(unknown), 'locatie', 'locaties')} is de capaciteit niet bekend; daar is geen grens aan "
            f"gesteld en geen wachttijd berekend: {_names(unknown)}."
        )
    if assumed := int(last.supply.assumed.sum()):
        texts.append(
            f"Van {count(assumed, 'locatie', 'locaties')} is de capaciteit aangenomen: {short(section.each or 0)} per "
            f"locatie{section.unit and f' ({section.unit})'}. Een daarvan kan "
            f"{_units(section.per_server, last.demand.unit)} aan. Bron: {section.source}"
        )
    if len(last.everything.empty):
        names = last.study.facilities.table.iloc[last.everything.empty]
        texts.append(f"Met een capaciteit van nul telt niet mee: {_names(names)}.")
    decay, fitted = last.decay.values, last.decay.fitted
    less, least, most = (percent(1 - math.exp(-decay[which]), 0) for which in (MIDDLE, LOW, HIGH))
    texts.append(
        f"Mensen kiezen uit de {section.nearest} dichtstbijzijnde plekken. Wat een minuut verder is, wordt {less} "
        f"minder gekozen ({least} tot {most}): "
        + (
            "een aanname, geen meting. Daarvan komt wat bij aantallen tussen haakjes staat."
            if fitted is None
            else f"geschat uit {number(fitted.used)} van de {number(fitted.total)} getelde reizen."
        )
    )
    texts.append(CAUTION)
    return [text if text.endswith(".") else f"{text}." for text in texts]
