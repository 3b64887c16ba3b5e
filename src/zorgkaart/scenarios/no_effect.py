"""Why a change changes nothing: the site did not count, counts the same as before, or is nobody's nearest."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from zorgkaart.access.catalogue import moments_of, norms_of, trip_of
from zorgkaart.scenarios.scenario import Scenario
from zorgkaart.study.counting import Counting, Use
from zorgkaart.words.sentences import listing


def changes_nothing(scenario: Scenario, kind: str) -> bool:
    """Whether all minutes of a kind are as before, by car and by its norms.

    Parameters
    ----------
    scenario : Scenario
        Both sides.
    kind : str
        A touched kind.
    """
    sides = (scenario.before, scenario.after)
    pairs = []
    if kind in scenario.before.travel:
        words = ["", *(moment.word for moment in moments_of(scenario.before.project, kind))]
        pairs += [[study.trip(kind, at).minutes for study in sides] for at in words]
    names = [name for name, norm in norms_of(scenario.before.project).items() if norm.kind == kind]
    pairs += [[study.chains[name].minutes for study in sides] for name in names]
    return all(np.array_equal(before, after, equal_nan=True) for before, after in pairs)


def why_nothing(scenario: Scenario, kind: str) -> list[str]:
    """Per changed site of a kind why that changes nothing, a Dutch phrase each; empty where something does change.

    Parameters
    ----------
    scenario : Scenario
        Both sides.
    kind : str
        A touched kind.
    """
    if not changes_nothing(scenario, kind):
        return []
    norms = norms_of(scenario.before.project).values()
    about = {kind, *(touched for norm in norms if norm.kind == kind for touched in norm.kinds)}
    return _reasons(scenario, about, lambda use: True)


def why_nobody_travels_otherwise(scenario: Scenario, kind: str, at: str = "") -> list[str]:
    """Per changed site of a kind why nobody drives longer or shorter for it, a Dutch phrase each.

    Parameters
    ----------
    scenario : Scenario
        Both sides.
    kind : str
        A touched kind with travel times.
    at : str
        The word of one of its moments; without it whatever the hours, or at the moment of the scenario.

    Returns
    -------
    list of str
        Empty where the minutes of somebody do differ, or nothing of this kind changes.
    """
    before, after = (study.trip(kind, at).minutes for study in (scenario.before, scenario.after))
    if not np.array_equal(before, after, equal_nan=True):
        return []
    trip = trip_of(scenario.before.project, kind, at=at)
    return _reasons(scenario, {kind}, lambda use: use.measure.key == trip.key)


def _reasons(scenario: Scenario, kinds: set[str], about: Callable[[Use], bool]) -> list[str]:
    """Per changed site of some kinds why it changes nothing for some of what its kind is used for."""
    table, applied = scenario.after.facilities.table, scenario.applied
    before, after = Counting(scenario.before), Counting(scenario.after)
    texts = []
    for row in (row for row in applied.rows if table["soort"].iat[row] in kinds):
        name = table["naam"].iat[row]
        uses = [use for use in after.uses if use.leg.kind == table["soort"].iat[row] and about(use)]
        counted, counts = (any(row in side.rows(use) for use in uses) for side in (before, after))
        if not counted and not counts:
            side = before if row in applied.closed else after
            reasons = listing(list(dict.fromkeys(side.reasons(use)[row] for use in uses)))
            texts.append(
                f"{name} telt ook na de wijziging niet mee ({reasons})"
                if row in applied.opened
                else f"{name} telt voor en na de wijziging niet mee ({reasons})"
            )
        elif row in applied.rehoured and counted == counts:
            texts.append(f"{name} telt met de andere openingstijden net zo mee als eerst")
        elif row in applied.opened:
            texts.append(f"{name} ligt voor niemand dichterbij dan de locaties die er al zijn")
        else:
            texts.append(f"{name} is voor niemand de dichtstbijzijnde, of een ander is even dichtbij")
    return texts
