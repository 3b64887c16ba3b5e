"""What a look at supply comes to, in Dutch: numbers only, no judgement."""

from __future__ import annotations

import numpy as np
import pandas as pd

from zorgkaart.analyses.supply.compute import BESIDE, BESIDE_PER, COUNTED_PER, PER_BESIDE, SupplyOverview
from zorgkaart.words.numbers import count, number, people, short
from zorgkaart.words.sentences import in_sentence, listing

NAMED = 3


def paragraph(overview: SupplyOverview) -> str:
    """How much there is, where least and where most, for whom nothing is within reach, and plain counts.

    Parameters
    ----------
    overview : SupplyOverview
        The kind and the study.
    """
    shown, supplied, supply = overview.shown, overview.supplied, overview.supply
    sites = count(len(supplied.rows), "locatie", "locaties")
    texts = [f"{supply.label}: {sites} in {overview.study.project.region} tellen mee."]
    weight = np.nan_to_num(supplied.people)
    known = ~np.isnan(supplied.access) & (weight > 0)
    if known.any():
        mean = float(np.average(supplied.access[known], weights=weight[known])) * supply.per
        texts.append(f"Gemiddeld is er voor een inwoner {_amount(overview, mean)} {shown.per}.")
        texts += _extremes(overview)
    none, unknown, beyond = (
        float(weight[flags].sum())
        for flags in (~supplied.within & ~np.isnan(supplied.access), np.isnan(supplied.access), supplied.beyond)
    )
    if none >= 1:
        limit = short(supply.decay.limit_min)
        texts.append(f"Voor {people(none)} ligt geen locatie binnen {limit} minuten; voor hen telt het aanbod als nul.")
    if unknown >= 1:
        texts.append(f"Van {people(unknown)} is het aanbod niet bekend.")
    if beyond >= 1:
        texts.append(
            f"Voor {people(beyond)} ligt de dichtstbijzijnde locatie ({in_sentence(supply.label)}) buiten het gebied; "
            "die telt niet mee."
        )
    return " ".join([*texts, *_counts(overview)])


def _extremes(overview: SupplyOverview) -> list[str]:
    """The gemeenten with least and with most; of buurten where there are no gemeenten."""
    level = "gemeenten" if len(overview.study.areas.gemeenten) else "buurten"
    table = overview.areas(level).dropna(subset=[overview.supply.column])
    if len(table) <= 2 * NAMED:
        return []
    name = "gemeentenaam" if level == "gemeenten" else "buurtnaam"

    def told(rows: pd.DataFrame) -> str:
        amounts = zip(rows[name], rows[overview.supply.column], strict=True)
        return listing([f"{area} ({_amount(overview, value)})" for area, value in amounts])

    return [f"Het minst is er in {told(table.head(NAMED))}, het meest in {told(table.tail(NAMED).iloc[::-1])}."]


def _counts(overview: SupplyOverview) -> list[str]:
    """How many sites there are per 10,000 inhabitants, which says nothing of who shares them."""
    table = overview.gemeenten().dropna(subset=["locaties_per_10000"])
    if len(table) < 2:
        return []
    first, last = (
        (row["gemeentenaam"], number(row["locaties_per_10000"], 1)) for row in table.iloc[[0, -1]].to_dict("records")
    )
    where = f"Alleen geteld waar zij liggen, zijn er per {number(COUNTED_PER)} inwoners"
    if first[1] == last[1]:
        text = f"{where} in elke gemeente {first[1]}."
    else:
        text = f"{where} het minst in {first[0]} ({first[1]}) en het meest in {last[0]} ({last[1]})."
    return [text, *beside_sentences(overview)]


def beside_sentences(overview: SupplyOverview) -> list[str]:
    """The sites beside the number per gemeente that the project names; nothing without one.

    Parameters
    ----------
    overview : SupplyOverview
        The kind and the study.
    """
    if not overview.beside_label:
        return []
    table = overview.gemeenten()
    known = table.dropna(subset=[PER_BESIDE]).sort_values([PER_BESIDE, "gemeentecode"], kind="stable")
    front = f"Per {number(BESIDE_PER)} {overview.beside_label}"
    none = known[known["locaties"] == 0]
    some = known[known["locaties"] > 0]
    texts = []
    if len(some):
        first, last = (
            f"{row['gemeentenaam']} ({number(row[PER_BESIDE], 1)})" for row in some.iloc[[0, -1]].to_dict("records")
        )
        where = f"in {first}" if len(some) == 1 else f"het minst in {first} en het meest in {last}"
        which = "" if none.empty else " van de gemeenten met een locatie"
        texts.append(f"{front} zijn er{which} {where}.")
    if len(none):
        names = [f"{row['gemeentenaam']} ({number(row[BESIDE])})" for row in none.to_dict("records")]
        known_all = overview.study.project.kinds[overview.kind].complete
        where = "Geen locatie" if known_all else "Geen locatie op de lijst, die niet volledig is,"
        texts.append(f"{where} is er in {listing(names)}; tussen haakjes {overview.beside_label}.")
    unknown = table.loc[table[PER_BESIDE].isna(), "gemeentenaam"]
    if len(unknown):
        texts.append(f"Van {listing(list(unknown))} is dat aantal niet bekend.")
    return texts


def _amount(overview: SupplyOverview, value: float) -> str:
    return number(value, max(2, overview.shown.decimals))
