"""What differs between sides in Dutch sentences, made from the numbers alone."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from zorgkaart.access.measures import Norm, Trip
from zorgkaart.access.norm_words import none_left
from zorgkaart.analyses.compare.compute import Comparison, Pair
from zorgkaart.analyses.compare.followed import common_ages
from zorgkaart.study.norm_shares import MET, UNMET, WHOLE, named
from zorgkaart.words.ages import ages_note, of_them
from zorgkaart.words.numbers import count, duration, minutes, number, people, signed
from zorgkaart.words.sentences import listing

ONE_PERSON = 0.5
CAUTION = "Elk aantal komt uit een enkele berekening per kant, zonder interval."

Row = Mapping[Any, Any]
# The row of each age.
Aged = Mapping[int, Row]


def side_lines(comparison: Comparison) -> list[str]:
    """What each letter stands for.

    Parameters
    ----------
    comparison : Comparison
        All sides.
    """
    return [f"{side.name}: {side.words}" for side in comparison.sides]


def cautions(comparison: Comparison) -> list[str]:
    """What a reader must know of the numbers: what differs besides, who is left out, and that there are no intervals.

    Parameters
    ----------
    comparison : Comparison
        All sides.
    """
    texts = [f"Ook anders: {'; '.join(comparison.differing)}."] if comparison.differing else []
    if not comparison.all_people:
        everyone = comparison.pairs[0].one.study.areas.buurten
        kept = everyone[everyone["buurtcode"].isin(comparison.buurten)]
        texts.append(
            f"Vergeleken {'is' if len(kept) == 1 else 'zijn'} {count(len(kept), 'buurt', 'buurten')} met "
            f"{people(float(kept['inwoners'].sum()))}, die op elke kant dezelfde adressen en inwoners "
            f"{'heeft' if len(kept) == 1 else 'hebben'}; wie elders woont, is weggelaten, en ook de normen die voor "
            "een deel van alle inwoners gelden en de gemeenten waarvan niet elke buurt is vergeleken."
        )
    ages = ages_note(common_ages(*(side.study for side in comparison.sides)))
    return [*texts, *([ages] if ages else []), CAUTION]


def paragraphs(comparison: Comparison) -> list[str]:
    """Per pair of sides what differs: who loses, who gains, and which norms hold on one side only.

    Parameters
    ----------
    comparison : Comparison
        All sides.

    Returns
    -------
    list of str
        A sentence or a few per norm and trip that differs, the letters of its sides in front; one that says so where
        nothing differs.
    """
    shares = comparison.norm_shares()
    texts = []
    for pair in comparison.pairs:
        totals = pair.totals()
        front = f"{pair.other.name} tegen {pair.one.name}"
        sentences = [
            *(_sentence(totals[totals["maat"] == stem], pair.measures[stem]) for stem in pair.changed),
            *_shares(shares, pair),
        ]
        sentences = [text for text in sentences if text]
        if not sentences:
            least = f" meer dan {duration(pair.threshold_min)}" if pair.threshold_min else ""
            sentences = [f"voor geen inwoner verschilt een reis{least} of een oordeel over een norm."]
        texts += [f"{front}, {text}" for text in sentences]
    return texts


def _sentence(rows: pd.DataFrame, item: Norm | Trip) -> str:
    row, *aged = rows.to_dict("records")
    old = {int(part["leeftijd"].removesuffix("+")): part for part in aged}
    parts = [*_norm(row, old), *_longer_and_shorter(row, old), *_served(row, item)]
    return f"{row['wat']}: {'; '.join(parts)}." if parts else ""


def _norm(row: Row, old: Aged) -> Iterator[str]:
    one, other = row["buiten_tegen"], row["buiten_kant"]
    if math.isnan(one) and math.isnan(other):
        return
    if math.isnan(one) or math.isnan(other):
        known = other if math.isnan(one) else one
        side = row["kant"] if math.isnan(one) else row["tegen"]
        yield f"{people(known)} buiten de norm in {side}; op de andere kant is dat niet te berekenen"
        return
    yield f"{people(other)} buiten de norm tegen {number(one)} ({signed(other - one)})"
    for name, words in (("nieuw_buiten", "komen"), ("nieuw_binnen", "komen er weer")):
        if row[name] >= ONE_PERSON:
            verb = words.replace("komen", "komt") if number(row[name]) == "1" else words
            where = "erbij" if name == "nieuw_buiten" else "binnen"
            yield f"{people(row[name])} {verb} {where}{_elderly(old, name)}"


def _longer_and_shorter(row: Row, old: Aged) -> Iterator[str]:
    for name, word, mean in (
        ("duurt_langer", "langer", "langer_gemiddeld_min"),
        ("duurt_korter", "korter", "korter_gemiddeld_min"),
    ):
        if row[name] >= ONE_PERSON:
            yield (
                f"voor {people(row[name])}{_elderly(old, name)} duurt het {word}, gemiddeld {minutes(row[mean])} en "
                f"hoogstens {minutes(row[mean.replace('gemiddeld', 'max')])}"
            )


def _served(row: Row, item: Norm | Trip) -> Iterator[str]:
    nothing = none_left(item) if isinstance(item, Norm) else "geen locatie"
    for value, side in ((row["bereikt_niets"], row["kant"]), (row["bereikt_weer"], row["tegen"])):
        if value >= ONE_PERSON:
            yield f"voor {people(value)} is er in {side} {nothing} te bereiken, en op de andere kant wel"


def _elderly(old: Aged, name: str) -> str:
    counts = {age: row[name] for age, row in old.items()}
    return f" ({of_them(counts)})" if max(counts.values(), default=0.0) >= ONE_PERSON else ""


def _shares(shares: pd.DataFrame, pair: Pair) -> Iterator[str]:
    """The norms that enough people of an area live within on one side only."""
    if shares.empty:
        return
    keys = ["norm", "omschrijving", "niveau", "gebiedscode", "gebied", "aandeel_gevraagd"]
    one, other = (shares[shares["kant"] == side.name] for side in (pair.one, pair.other))
    both = one.merge(other, on=keys, suffixes=("_tegen", "_kant"), sort=False)
    for caption, rows in both.groupby("omschrijving", sort=False):
        texts = []
        for met, unmet, side, against in (
            ("kant", "tegen", pair.other, pair.one),
            ("tegen", "kant", pair.one, pair.other),
        ):
            turned = rows[(rows[f"gehaald_{met}"] == MET) & (rows[f"gehaald_{unmet}"] == UNMET)]
            areas = turned[turned["niveau"] != WHOLE]
            where = []
            if len(turned) > len(areas):
                where.append("voor alle inwoners samen")
            if len(areas):
                where.append(
                    f"in {count(len(areas), 'gebied', 'gebieden')}: {named(areas, f'aandeel_binnen_{unmet}')} "
                    f"(aandeel in {against.name})"
                )
            if where:
                texts.append(f"wel gehaald in {side.name} en niet in {against.name} {listing(where)}")
        if texts:
            yield f"{caption}: {'; '.join(texts)}."
