"""What the map of a closure atlas adds to that of a run: the ranking as data for the page, in Dutch."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from zorgkaart.access.catalogue import norms_of
from zorgkaart.access.verdict import rule_of
from zorgkaart.analyses.atlas.compute import BETWEEN, ONE_PERSON, TOGETHER
from zorgkaart.analyses.validation.headline_estimates import PEOPLE, accepted_interval
from zorgkaart.analyses.validation.published_closures import effect_id
from zorgkaart.project.defaults import AGES
from zorgkaart.study.study import Study
from zorgkaart.words.estimates import ONE_RUN, estimate
from zorgkaart.words.numbers import UNKNOWN, count, minutes, number, short
from zorgkaart.words.sentences import listing

MOST_NAMES = 3


def atlas_data(
    study: Study, kind: str, table: pd.DataFrame, *, further_min: float, views: Sequence[str] = ()
) -> dict[str, Any]:
    """The ranking for :func:`zorgkaart.outputs.web.folium_map.build_map`.

    Parameters
    ----------
    table : DataFrame
        As :func:`zorgkaart.analyses.atlas.compute.closure_atlas` gives it, of single closures or of pairs.
    further_min : float
        The limit that the table was made with.
    views : sequence of str
        The keys of the layers to show with the first closures.
    """
    norm = is_judged(study, kind)
    stations = kind not in study.project.travel_kinds
    pairs = is_of_pairs(table)
    measure = "Inwoners die buiten de norm komen" if norm else "Extra minuten reistijd, over alle inwoners samen"
    entries = [
        _entry(row, ids, len(table), pairs=pairs, norm=norm, stations=stations, further_min=further_min)
        for row, ids in zip(table.to_dict("records"), closed_ids(study, table), strict=True)
    ]
    for entry, view in zip(entries, views, strict=False):  # those further down have none
        entry["view"] = view
    return {
        "heading": "Wat twee sluitingen samen meer doen dan apart" if pairs else "Sluitingen, de zwaarste eerst",
        "measure": f"{measure}, boven de twee sluitingen apart" if pairs else measure,
        "caption": "Als deze twee sluiten" if pairs else "Als deze locatie sluit",
        "norm": norm,
        "kinds": [kind],
        "largest": max(entry["size"] for entry in entries),
        "entries": entries,
    }


def closed_ids(study: Study, table: pd.DataFrame) -> list[list[str]]:
    """The ids of the sites that each row of an atlas closes."""
    known = set(study.facilities.table["id"])
    return [[text] if text in known else text.split(BETWEEN) for text in table["gesloten_id"]]


def is_of_pairs(table: pd.DataFrame) -> bool:
    """Whether the rows of an atlas close two sites each."""
    return "samen_meer_persoonminuten" in table


def is_judged(study: Study, kind: str) -> bool:
    """Whether closing sites of a kind can bring people outside a norm."""
    return any(kind in norm.kinds for norm in norms_of(study.project).values())


def headline(study: Study, kind: str, table: pd.DataFrame) -> str:
    """What the gravest closure does, in one Dutch sentence."""
    row = table.iloc[0]
    names = row["gesloten"].replace(BETWEEN, " en ")
    if is_of_pairs(table) and not row["inwoners_zonder"] > 0:
        return _pair_headline(row, names, norm=is_judged(study, kind))
    if row["inwoners_zonder"] > 0:
        return f"Zonder {names} is er voor {_people(row['inwoners_zonder'])} geen locatie meer."
    if is_judged(study, kind):
        value = float(row["inwoners_buiten_erbij"])
        interval = accepted_interval(study.project, effect_id(kind, row["gesloten_id"]), value)
        text = f"Zonder {names} komen {estimate(value, *interval, unit=PEOPLE)} buiten de norm"
        if not math.isnan(row.get("gepubliceerd", math.nan)):
            text += f" (gepubliceerd: {number(row['gepubliceerd'])}, {row['gepubliceerd_bron']})"
        return f"{text}."
    users = _people(row["inwoners_gebruikers"])
    verb = "reist" if users.startswith("1\N{NO-BREAK SPACE}") else "reizen"
    return f"Zonder {names} {verb} {users} gemiddeld {_minutes(row['extra_min'])} langer ({ONE_RUN})."


def rule_sentence(study: Study, kind: str, table: pd.DataFrame) -> str:
    """Which closures break the rule on people, in one or two Dutch sentences; empty where there is no rule.

    Parameters
    ----------
    study : Study
        Whose project has the rule.
    kind : str
        The kind of the sites.
    table : DataFrame
        As of :func:`atlas_data`.
    """
    rule = rule_of(study.project, kind)
    if rule is None:
        return ""
    broken = table[~table["regel_doorstaan"].astype(bool)].sort_values("inwoners_te_ver", ascending=False)
    only = f"Alleen inwoners van {study.project.region} zijn geteld."
    what = ("paar sluitingen", "paren sluitingen") if is_of_pairs(table) else ("sluiting", "sluitingen")
    every = f"Van {count(len(table), *what)}"
    if broken.empty:
        return f"{every} doorstaat elk de regel ({ONE_RUN}). De grens is {rule.words}. {only}"
    shown = [
        f"{row['gesloten'].replace(BETWEEN, ' met ')} ({number(row['inwoners_te_ver'])})"
        for row in broken.head(MOST_NAMES).to_dict("records")
    ]
    more = len(broken) - len(shown)
    names = listing([*shown, *([f"{number(more)} andere"] if more else [])])
    verb = "doorstaat" if len(broken) == 1 else "doorstaan"
    return (
        f"{every} {verb} er {number(len(broken))} de regel niet: {names} ({ONE_RUN}). De grens is {rule.words}. {only}"
    )


def _pair_headline(row: pd.Series, names: str, *, norm: bool) -> str:
    """What two sites do together, and how much of that neither does alone."""
    more = row["samen_meer_buiten" if norm else "samen_meer_persoonminuten"]
    if not more >= ONE_PERSON:
        return "Geen twee locaties doen samen meer dan de twee sluitingen apart."
    if norm:
        verb = "komt" if number(row["inwoners_buiten_erbij"]) == "1" else "komen"
        return (
            f"Zonder {names} {verb} {_people(row['inwoners_buiten_erbij'])} buiten de norm: {number(more)} meer dan de "
            f"twee sluitingen apart bij elkaar ({ONE_RUN})."
        )
    return (
        f"Zonder {names} reizen alle inwoners samen {minutes(more, 0)} meer dan bij de twee sluitingen apart bij "
        f"elkaar ({ONE_RUN})."
    )


def _entry(
    row: Mapping[Any, Any], ids: list[str], total: int, *, pairs: bool, norm: bool, stations: bool, further_min: float
) -> dict[str, Any]:
    name = "inwoners_buiten_erbij" if norm else "persoonminuten"
    without, measure = row["inwoners_zonder"], row[TOGETHER[name] if pairs else name]
    known = not math.isnan(measure)
    size = without if without > 0 else max(measure, 0.0) if known else 0.0
    return {
        "ids": ids,
        "name": row["gesloten"],
        "rank": int(row["rang"]),
        "size": round(float(size), 1),
        "sensitive": None if norm and pd.isna(row["gevoelig"]) else bool(norm and row["gevoelig"]),
        "figure": number(measure),
        "note": _note(row, norm=norm),
        "drawn": not pairs or measure >= ONE_PERSON,
        "facts": [[term, text] for term, text in _facts(row, total, norm, stations, further_min) if text],
    }


def _note(row: Mapping[Any, Any], *, norm: bool) -> str:
    parts = []
    if row["inwoners_zonder"] > 0:
        parts.append(f"geen locatie meer voor {_people(row['inwoners_zonder'])}")
    if not math.isnan(row.get("gepubliceerd", math.nan)):
        parts.append(f"gepubliceerd: {number(row['gepubliceerd'])}")
    if norm and "samen_meer_buiten" in row and not math.isnan(row["inwoners_buiten_erbij"]):
        parts.append(f"samen {number(row['inwoners_buiten_erbij'])} buiten de norm")
    return "; ".join(parts)


def _facts(row: Mapping[Any, Any], total: int, norm: bool, stations: bool, further_min: float) -> list[tuple[str, str]]:
    facts = [("Rang", f"{row['rang']} van {total}")]
    if norm:
        facts += [
            ("Erbij buiten de norm", _people(row["inwoners_buiten_erbij"])),
            *(
                (f"waarvan {age}-plus", _people(row[f"{age}plus_buiten_erbij"]))
                for age in AGES
                if f"{age}plus_buiten_erbij" in row
            ),
        ]
    if not math.isnan(row.get("gepubliceerd", math.nan)):
        facts.append(("Gepubliceerd", f"{_people(row['gepubliceerd'])} ({row['gepubliceerd_bron']})"))
    if norm and "samen_meer_buiten" in row:
        facts.append(("Meer dan de twee apart", _people(row["samen_meer_buiten"])))
    if "inwoners_te_ver" in row:
        passes = "ja" if row["regel_doorstaan"] else "nee"
        facts.append(("Doorstaat de regel", f"{passes}: {_people(row['inwoners_te_ver'])} te ver"))
    facts += [
        ("Komt hiervandaan voor" if stations else "Dichtstbijzijnde voor", _people(row["inwoners_gebruikers"])),
        ("Gemiddeld langer", _minutes(row["extra_min"])),
        (f"Meer dan {short(further_min)} min langer", _people(row["inwoners_verder"])),
        ("Extra minuten samen", number(row["persoonminuten"])),
        ("Daarna meestal van" if stations else "Meesten gaan naar", row["naar"]),
    ]
    if row["inwoners_zonder"] > 0:
        facts.append(("Geen locatie meer", _people(row["inwoners_zonder"])))
    return facts


def _people(value: float) -> str:
    return UNKNOWN if math.isnan(value) else count(value, "inwoner", "inwoners")


def _minutes(value: float) -> str:
    return "" if math.isnan(value) else f"{number(value, 1)} min"
