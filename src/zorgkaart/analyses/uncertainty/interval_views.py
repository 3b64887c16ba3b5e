"""The layers of the map of an ensemble, and its headline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from zorgkaart.access.catalogue import norms_of
from zorgkaart.access.measures import OUTSIDE
from zorgkaart.analyses.uncertainty.compute import Ensemble
from zorgkaart.analyses.uncertainty.drawn_supply import MEASURE, drawn_supplies
from zorgkaart.analyses.uncertainty.fixed_speeds import has_fixed_speed
from zorgkaart.analyses.uncertainty.intervals import total_intervals
from zorgkaart.analyses.uncertainty.variants import AFTER, BEFORE, CHANGE
from zorgkaart.outputs.meaning import presentation
from zorgkaart.outputs.meaning.supply_views import changed_supply_views, supply_views
from zorgkaart.outputs.meaning.views import Moment, View
from zorgkaart.study.supply_tables import shown_supply
from zorgkaart.words.estimates import estimate
from zorgkaart.words.numbers import number, short

OVER_DRAWS = "Over de trekkingen: de middelste uitkomst, en de grenzen waarbinnen 90 % ligt."
CHANCE_PCT = (5.0, 25.0, 50.0, 75.0, 95.0)
MOMENTS: Mapping[str, Moment] = {"": "", f"_{BEFORE}": "voor", f"_{AFTER}": "na", f"_{CHANGE}": "verschil"}


def uncertainty_views(ensemble: Ensemble) -> list[View]:
    """The layers: how likely an area is outside the norm, and the middle, low and high of the chain."""
    project = ensemble.study.project
    views = []
    for kind, norm in norms_of(project).items():
        label = norm.label if norm.name == norm.kind else norm.caption
        for suffix in (suffix for suffix in ensemble.moments if suffix != f"_{CHANGE}"):
            moment = MOMENTS[suffix]
            views.append(
                View(
                    key=f"{kind}_kans{suffix}",
                    label=f"{label}: kans buiten de norm",
                    group="Hoe zeker",
                    column=f"{kind}_kans_buiten_pct{suffix}",
                    classes=CHANCE_PCT,
                    unit="%",
                    moment=moment,
                    theme=f"{kind}_kans" if moment else "",
                    verdict=f"{kind}_zekerheid{suffix}",
                    kinds=norm.kinds,
                    counting=norm.counts + presentation.counting_moment(moment),
                    explanation=f"Deel van de {len(ensemble.drawn)} trekkingen waarin de buurt deels of geheel buiten "
                    f"de norm van {short(norm.limit_min)} minuten ligt.",
                )
            )
        for suffix in ensemble.moments:
            moment = MOMENTS[suffix]
            difference = moment == "verschil"
            for name, words in (("midden", "middelste"), ("laag", "onderkant"), ("hoog", "bovenkant")):
                views.append(
                    View(
                        key=f"{kind}_{name}{suffix}",
                        label=f"{label}: {norm.words}, {words}",
                        group="Minuten",
                        column=f"{norm.column}_{name}{suffix}",
                        classes=presentation.DIFFERENCE_MIN if difference else norm.classes,
                        limit=None if difference else norm.limit_min,
                        diverging=difference,
                        moment=moment,
                        theme=f"{kind}_{name}" if moment else "",
                        kinds=norm.kinds,
                        counting=norm.counts + presentation.counting_moment(moment),
                        explanation=OVER_DRAWS,
                    )
                )
    views += _supply_views(ensemble)
    # Of a scenario the situation after it shows first.
    return sorted(views, key=lambda view: view.moment not in ("", "na"))


def _supply_views(ensemble: Ensemble) -> list[View]:
    """The middle, low and high of the supplies that hang on what is drawn."""
    study = ensemble.study
    shown = [shown_supply(study, kind) for kind in drawn_supplies(study)]
    kinds = [item.supply.kind for item in shown]
    whole = changed_supply_views(shown, kinds) if ensemble.changes else supply_views(shown)
    return [
        replace(
            view,
            key=f"{view.key}_{name}",
            label=f"{view.label}, {words}",
            column=f"{view.column.removesuffix(suffix)}_{name}{suffix}",
            theme=f"{view.theme}_{name}" if view.theme else "",
            explanation=f"{OVER_DRAWS} {view.explanation}",
        )
        for view in whole
        for suffix in (f"_{view.moment}" if view.moment else "",)
        for name, words in (("midden", "middelste"), ("laag", "onderkant"), ("hoog", "bovenkant"))
    ]


def supply_sentences(ensemble: Ensemble) -> list[str]:
    """Per supply that hangs on what is drawn its mean with the interval, as Dutch sentences."""
    table = total_intervals(ensemble)
    texts = []
    for kind in drawn_supplies(ensemble.study):
        shown = shown_supply(ensemble.study, kind)
        mine = table[(table["soort"] == kind) & (table["maat"] == MEASURE)].set_index("situatie")
        row = mine.loc[AFTER if ensemble.changes else "nu"]
        middle, low, high = (
            number(float(str(row[name])), max(2, shown.decimals)) for name in ("midden", "laag", "hoog")
        )
        when = " na de wijziging" if ensemble.changes else ""
        texts.append(f"{shown.supply.label}: gemiddeld{when} {middle} (tussen {low} en {high}) {shown.per}.")
    return texts


def sentences(ensemble: Ensemble) -> list[str]:
    """Per norm the headline with its interval, as Dutch sentences."""
    table = total_intervals(ensemble)
    people = table[table["maat"] == OUTSIDE]
    norms = norms_of(ensemble.study.project)
    labels = {name: norm.caption for name, norm in norms.items()}
    kinds = None if ensemble.scenario is None else ensemble.scenario.kinds
    touched = [name for name, norm in norms.items() if kinds is None or norm.kind in kinds]
    texts = []
    for row in people.to_dict("records"):
        label, change = labels[row["soort"]], row["situatie"] == "verschil"
        if row["situatie"] not in ("nu", "verschil"):
            continue
        if change and (row["soort"] not in touched or row["laag"] == row["hoog"] == 0):
            texts.append(f"{label}: de wijziging verandert het aantal inwoners buiten de norm in geen enkele trekking.")
            continue
        fixed = has_fixed_speed(ensemble.study.project, row["soort"])
        value = estimate(row["midden"], row["laag"], row["hoog"], unit=("inwoner", "inwoners"), fixed_speed=fixed)
        texts.append(f"{label}: {value} {'erbij ' if change else ''}buiten de norm.")
    return [*texts, *supply_sentences(ensemble)]
