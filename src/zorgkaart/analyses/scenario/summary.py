"""What a scenario says on the terminal."""

from __future__ import annotations

import math
from collections.abc import Iterator

import pandas as pd
from rich.console import RenderableType
from rich.markup import escape

from zorgkaart.access.catalogue import label_of, main_norms, norms_of
from zorgkaart.access.norm_words import heading
from zorgkaart.analyses.report.outcome import ONE_PERSON, outcome
from zorgkaart.analyses.validation.figures import compare_scenario
from zorgkaart.analyses.validation.interval_misses import interval_misses
from zorgkaart.analyses.validation.published_table import comparison_summary
from zorgkaart.outputs.meaning.presentation import assumptions
from zorgkaart.scenarios.in_words import describe, unknown_hours
from zorgkaart.scenarios.scenario import Scenario
from zorgkaart.terminal.text_table import SHOWN, text_table
from zorgkaart.words.ages import ages_note, of_them
from zorgkaart.words.numbers import count, number, signed
from zorgkaart.words.numbers import people as people_words
from zorgkaart.words.sentences import listing

# Columns of the totals, and what the terminal calls them.
OUTSIDE = {
    "inwoners_buiten_voor": "buiten voor",
    "inwoners_buiten_na": "buiten na",
    "inwoners_buiten_verschil": "erbij",
    "65plus_buiten_verschil": "65+ erbij",
}
LONGER = {"inwoners_langer": "langer", "extra_min": "extra (min)", "extra_min_max": "hoogstens"}
_BY_AGE = {"buiten_verschil": "buiten de norm", "langer": "langer onderweg", "korter": "korter onderweg"}
SHORTER = {"inwoners_korter": "korter", "winst_min": "winst (min)", "winst_min_max": "hoogste winst"}


def scenario_summary(scenario: Scenario) -> Iterator[RenderableType]:
    """Totals before and after, where people go, who falls outside the norm, and published figures."""
    yield "Wat als: " + escape(": ".join(filter(None, (scenario.title, "; ".join(describe(scenario))))))
    yield from map(escape, outcome(scenario))
    labels = {name: kind.label for name, kind in scenario.after.project.kinds.items()}
    yield _totals(scenario, labels)
    yield from map(escape, _told_norms(scenario))
    yield from map(escape, _ages(scenario))
    yield from map(escape, unknown_hours(scenario))
    yield from _moves(scenario, labels)
    yield from _load(scenario, labels)
    yield from _newly_outside(scenario)
    compared = compare_scenario(scenario)
    yield from comparison_summary(compared)
    yield from map(escape, interval_misses(scenario))
    if not compared.empty:
        yield "Dit cijfer hangt af van: " + "; ".join(assumptions(scenario.after.project)) + "."


def _totals(scenario: Scenario, labels: dict[str, str]) -> RenderableType:
    """Per kind who comes outside the norm, where one is modelled for any, and who travels longer and shorter.

    What nobody does has no columns: all of them are wider than a terminal.
    """
    totals = scenario.totals()
    gains = totals.get("inwoners_korter", pd.Series(dtype=float)).sum() >= ONE_PERSON
    losses = not gains or totals["inwoners_langer"].sum() >= ONE_PERSON
    norms = set(scenario.kinds) & set(main_norms(scenario.after.project))
    shown = {**(OUTSIDE if norms else {}), **(LONGER if losses else {}), **(SHORTER if gains else {})}
    title = "Inwoners die langer of korter reizen (met de auto)"
    table = text_table(
        f"Inwoners buiten de norm, en {title[0].lower()}{title[1:]}" if norms else title,
        "soort",
        **dict.fromkeys(shown.values(), 0),
    )
    for row in totals.to_dict("records"):
        texts = [
            ""
            if name in OUTSIDE and scenario.norm_of_row(row["soort"], row["tijdstip"]) is None
            else number(row.get(name, math.nan), name.count("_min"))
            for name in shown
        ]
        table.add_row(escape(label_of(scenario.before.project, row["soort"], row["tijdstip"])), *texts)
    return table


def _told_norms(scenario: Scenario) -> Iterator[str]:
    """Of the kinds with several norms, which of them the columns are about."""
    norms = norms_of(scenario.after.project).values()
    for kind, main in main_norms(scenario.after.project).items():
        if kind in scenario.kinds and len([norm for norm in norms if norm.kind == kind]) > 1:
            label = label_of(scenario.after.project, kind)
            yield f'{label}: buiten en erbij gaan over de norm "{main.caption}"; de andere staan hierboven.'


def _ages(scenario: Scenario) -> Iterator[str]:
    """Of which ages those are who come outside the norm, and who travel longer or shorter; alike kinds together."""
    ages = scenario.before.ages
    told: dict[str, list[str]] = {}
    for row in scenario.totals().to_dict("records"):
        parts = []
        for column, words in _BY_AGE.items():
            people = row.get(f"inwoners_{column}", math.nan)
            if abs(people) >= ONE_PERSON:
                side = ("meer " if people > 0 else "minder ") if column == "buiten_verschil" else ""
                counts = {age: abs(row[f"{age}plus_{column}"]) for age in ages}
                parts.append(f"{people_words(abs(people))} {side}{words}, {of_them(counts)}")
        if parts:
            label = label_of(scenario.before.project, row["soort"], row["tijdstip"])
            told.setdefault("; ".join(parts), []).append(label)
    for text, labels in told.items():
        yield f"{listing(labels)}: {text}."
    if told and (note := ages_note(ages)):
        yield note


def _moves(scenario: Scenario, labels: dict[str, str]) -> Iterator[RenderableType]:
    moves = scenario.moves()
    if moves.empty:
        return
    table = text_table(
        "Waar inwoners naartoe gaan (met de auto)", "soort", "van", "naar", inwoners=0, **{"extra (min)": 0}
    )
    for row in moves.head(SHOWN).to_dict("records"):
        names = [labels[row["soort"]], row["van"], row["naar"] or "geen locatie meer"]
        table.add_row(*map(escape, names), number(row["inwoners"]), number(row["extra_min"], 1))
    yield table


def _load(scenario: Scenario, labels: dict[str, str]) -> Iterator[RenderableType]:
    """The visits that go elsewhere, for the kinds of which the project says how often people go."""
    load = scenario.load()
    if "bezoeken_per_jaar_erbij" not in load:
        return
    load = load[load["bezoeken_per_jaar_erbij"].notna()]
    full = "aandeel_capaciteit_na" in load
    share = {"van capaciteit": 0} if full else {}
    table = text_table("Bezoeken per jaar", "soort", "locatie", voor=0, na=0, erbij=0, **share)
    for row in load.head(SHOWN).to_dict("records"):
        texts = [number(row[f"bezoeken_per_jaar_{name}"]) for name in ("voor", "na")]
        texts.append(signed(row["bezoeken_per_jaar_erbij"]))
        if full:
            used = row["aandeel_capaciteit_na"]
            texts.append("onbekend" if math.isnan(used) else f"{number(100 * used)} %")
        table.add_row(escape(labels[row["soort"]]), escape(row["naam"]), *texts)
    yield table


def _newly_outside(scenario: Scenario) -> Iterator[RenderableType]:
    frame = scenario.newly_outside()
    shown: dict[tuple[object, ...], str] = {}
    norms = norms_of(scenario.after.project)
    for norm in (norm for kind in scenario.kinds for norm in norms.values() if norm.kind == kind):
        column = f"{norm.outside}_verschil"
        rows = frame[frame[column] > 0].sort_values([column, "buurtcode"], ascending=[False, True])
        if rows.empty:
            continue
        figures = tuple(rows[["buurtcode", column]].itertuples(index=False, name=None))
        if figures in shown:
            same = count(len(rows), "buurt", "buurten")
            yield f"{norm.caption}: dezelfde {same} en aantallen als bij {shown[figures]}."
            continue
        shown[figures] = norm.caption
        title = f"{norm.caption}: {count(len(rows), 'buurt', 'buurten')} met meer inwoners buiten de norm"
        table = text_table(title, "buurt", "gemeente", erbij=0, **{heading(norm): 0}, oordeel=None)
        for row in rows.head(SHOWN).to_dict("records"):
            minutes, verdict = number(row[f"{norm.column}_na"], 1), row[f"{norm.verdict}_na"]
            table.add_row(escape(row["buurtnaam"]), escape(row["gemeentenaam"]), number(row[column]), minutes, verdict)
        yield table
        if len(rows) > SHOWN:
            yield f"… en nog {len(rows) - SHOWN}; alle staan in tabellen/erbij_buiten_de_norm.csv."
