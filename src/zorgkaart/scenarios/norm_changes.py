"""What a scenario does to the norms that ask a share of the people: where they break, and where they come to hold."""

from __future__ import annotations

import numpy as np
import pandas as pd

from zorgkaart.access.groups import Groups
from zorgkaart.access.measures import Norm
from zorgkaart.scenarios.scenario import Scenario
from zorgkaart.study.norm_shares import (
    MET,
    MOST_NAMES,
    UNKNOWN,
    UNMET,
    WHOLE,
    asking,
    met,
    named,
    parts_of,
    share_table,
    shared_norms,
    shares_within,
)
from zorgkaart.words.numbers import share_of
from zorgkaart.words.sentences import listing

BROKEN, MENDED, KEPT, STILL_UNMET, UNSURE = (
    "niet meer gehaald",
    "voortaan gehaald",
    "blijft gehaald",
    "blijft niet gehaald",
    "onbekend",
)
_AREA = ["norm", "omschrijving", "niveau", "gebiedscode", "gebied", "aandeel_gevraagd"]


def change_table(scenario: Scenario) -> pd.DataFrame:
    """Per touched norm with a share, for all inhabitants and per area of its level, what the scenario does.

    Parameters
    ----------
    scenario : Scenario
        Both sides.

    Returns
    -------
    DataFrame
        As :func:`~zorgkaart.study.norm_shares.share_table`, with its figures ``_voor`` and ``_na`` and ``gevolg``. Of a
        service area that ends, what comes after is about the people who lived in it; of one that is new, there is
        nothing before.
    """
    before, after = (share_table(study) for study in (scenario.before, scenario.after))
    touched = [name for name, norm in shared_norms(scenario.before).items() if norm.kind in scenario.kinds]
    both = before.merge(after, on=_AREA, how="outer", suffixes=("_voor", "_na"), sort=False)
    both = both[both["norm"].isin(touched)].reset_index(drop=True)
    for name in touched:
        _fill_ended(scenario, shared_norms(scenario.before)[name], both)
    for column in ("gehaald_voor", "gehaald_na"):
        both[column] = both[column].fillna(UNKNOWN)
    both["gevolg"] = [_effect(*pair) for pair in zip(both["gehaald_voor"], both["gehaald_na"], strict=True)]
    order = {name: place for place, name in enumerate(touched)}
    place = pd.DataFrame(
        {"norm": both["norm"].map(order), "part": both["niveau"] != WHOLE, "code": both["gebiedscode"]}
    )
    return both.loc[place.sort_values(["norm", "part", "code"]).index].reset_index(drop=True)


def _fill_ended(scenario: Scenario, norm: Norm, both: pd.DataFrame) -> None:
    """Of the service areas that end: how those who lived in them fare after the change."""
    if norm.per != "werkgebied":
        return
    parts = parts_of(scenario.before, scenario.before.chains[norm.name], norm.per)
    people, share = shares_within(
        scenario.after.chains[norm.name], Groups(parts.groups.area, parts.groups.count, parts.groups.weight)
    )
    number_of = {code: place for place, code in enumerate(parts.codes)}
    ended = (both["norm"] == norm.name) & (both["niveau"] == norm.per) & both["aandeel_binnen_na"].isna()
    for row in np.flatnonzero(ended.to_numpy()).tolist():
        place = number_of[both["gebiedscode"].iat[row]]
        both.loc[row, "inwoners_beoordeeld_na"] = people[place]
        both.loc[row, "aandeel_binnen_na"] = share[place]
        both.loc[row, "gehaald_na"] = met(norm, share[place])


def _effect(before: str, after: str) -> str:
    known = {(MET, MET): KEPT, (MET, UNMET): BROKEN, (UNMET, MET): MENDED, (UNMET, UNMET): STILL_UNMET}
    return known.get((before, after), UNSURE)


def crossings(scenario: Scenario, name: str) -> tuple[float, float]:
    """Inhabitants who come to lie outside a norm, and inhabitants who come to lie inside it; NaN where unknown.

    Parameters
    ----------
    scenario : Scenario
        Both sides.
    name : str
        The name of a norm.
    """
    before, after = (study.chains[name] for study in (scenario.before, scenario.after))
    return before.crossings(after, np.nan_to_num(scenario.before.residents.weight))


def change_sentences(scenario: Scenario) -> dict[str, str]:
    """Per touched norm with a share whether the scenario breaks it, a few Dutch sentences each, by the norm's name.

    Parameters
    ----------
    scenario : Scenario
        Both sides.
    """
    norms = shared_norms(scenario.before)
    table = change_table(scenario)
    return {name: _sentences(norms[name], table[table["norm"] == name]) for name in dict.fromkeys(table["norm"])}


def broken_sentences(scenario: Scenario) -> list[str]:
    """Those of :func:`change_sentences` that say that a norm is broken somewhere.

    Parameters
    ----------
    scenario : Scenario
        Both sides.
    """
    norms, table = shared_norms(scenario.before), change_table(scenario)
    broken = table[table["gevolg"] == BROKEN]
    names = {name for name, level in zip(broken["norm"], broken["niveau"], strict=True) if level == norms[name].per}
    return [text for name, text in change_sentences(scenario).items() if name in names]


def _sentences(norm: Norm, table: pd.DataFrame) -> str:
    rows = table if norm.per == WHOLE else table[table["niveau"] != WHOLE]
    whole = table[table["niveau"] == WHOLE].iloc[0]
    asked = asking(norm)
    broken, mended, still = (rows[rows["gevolg"] == word] for word in (BROKEN, MENDED, STILL_UNMET))
    if len(broken):
        texts = [
            f"{asked}: de norm wordt gebroken in {_pairs(broken)}."
            if norm.per != WHOLE
            else f"{asked}: de norm wordt gebroken."
        ]
    elif len(mended):
        texts = [f"{asked}: de norm wordt voortaan gehaald{f' in {_pairs(mended)}' if norm.per != WHOLE else ''}."]
    elif len(still) and norm.per != WHOLE:
        texts = [f"{asked}: de norm wordt nergens gebroken waar hij nu wordt gehaald."]
    elif len(still):
        texts = [f"{asked}: de norm wordt nu niet gehaald, en na de wijziging ook niet."]
    elif (rows["gevolg"] == UNSURE).all():
        return f"{asked}: niet te berekenen."
    else:
        texts = [f"{asked}: de norm wordt niet gebroken."]
    if len(still) and norm.per != WHOLE:
        texts.append(f"Nu en straks niet gehaald in {named(still, 'aandeel_binnen_na')}.")
    if not np.isnan(whole["aandeel_binnen_voor"]) and not np.isnan(whole["aandeel_binnen_na"]):
        bound = float(whole["aandeel_gevraagd"])
        pair = (share_of(float(whole[f"aandeel_binnen_{side}"]), bound) for side in ("voor", "na"))
        texts.append("Van alle inwoners woont nu {} daarbinnen, na de wijziging {}.".format(*pair))
    return " ".join(texts)


def _pairs(rows: pd.DataFrame) -> str:
    """Areas with their shares before and after."""
    names = ["gebied", "aandeel_binnen_voor", "aandeel_binnen_na"]
    worst = rows.sort_values("aandeel_binnen_na").head(MOST_NAMES)
    shown = [
        f"{name} ({share_of(float(before), float(asked))} wordt {share_of(float(after), float(asked))})"
        for name, before, after, asked in worst[[*names, "aandeel_gevraagd"]].to_numpy()
    ]
    more = len(rows) - len(shown)
    return listing([*shown, f"{more} andere"] if more > 0 else shown)
