"""Why a change changes nothing: the site did not count, counts the same as before, or is nobody's nearest."""

from __future__ import annotations

import numpy as np

from zorgkaart.access.catalogue import moments_of, norms_of
from zorgkaart.scenarios.scenario import Scenario
from zorgkaart.study.counting import Counting
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
    table, applied = scenario.after.facilities.table, scenario.applied
    before, after = Counting(scenario.before), Counting(scenario.after)
    norms = norms_of(scenario.before.project).values()
    about = {kind, *(touched for norm in norms if norm.kind == kind for touched in norm.kinds)}
    texts = []
    for row in (row for row in applied.rows if table["soort"].iat[row] in about):
        name = table["naam"].iat[row]
        counted = row < len(before.any) and bool(before.any[row])
        counts = bool(after.any[row])
        if not counted and not counts:
            side = before if row < len(before.any) and row in applied.closed else after
            reasons = [side.reasons(use)[row] for use in side.uses if use.leg.kind == table["soort"].iat[row]]
            texts.append(f"{name} telt voor en na de wijziging niet mee ({listing(list(dict.fromkeys(reasons)))})")
        elif row in applied.rehoured and counted == counts:
            texts.append(f"{name} telt met de andere openingstijden net zo mee als eerst")
        else:
            texts.append(f"{name} is voor niemand de dichtstbijzijnde, of een ander is even dichtbij")
    return texts
