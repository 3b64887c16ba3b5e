"""Whether a scenario passes the rule on people of its project."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from zorgkaart.access.verdict import Rule, newly_beyond, rule_of
from zorgkaart.scenarios.scenario import Scenario
from zorgkaart.words.estimates import ONE_RUN
from zorgkaart.words.numbers import number


@dataclass(frozen=True)
class Verdict:
    """What the rule says of a scenario, for one kind.

    Attributes
    ----------
    kind : str
        A touched kind.
    rule : Rule
        By which it is judged.
    inhabitants : float
        Who lives within the limit before and not after.
    """

    kind: str
    rule: Rule
    inhabitants: float

    @property
    def broken(self) -> bool:
        """Whether there are too many of them."""
        return self.rule.broken_by(self.inhabitants)


def verdicts(scenario: Scenario) -> list[Verdict]:
    """What the rule on people says of a scenario, for every touched kind that it is about.

    Parameters
    ----------
    scenario : Scenario
        Both sides.

    Returns
    -------
    list of Verdict
        In the order of the touched kinds; none where the project has no rule, or sites only open.
    """
    if not set(scenario.applied.rows) - set(scenario.applied.opened):
        return []
    weight = np.nan_to_num(scenario.before.residents.weight)
    verdicts = []
    for kind in scenario.kinds:
        rule = rule_of(scenario.before.project, kind)
        if rule is not None:
            verdicts.append(Verdict(kind, rule, float(weight @ _newly_beyond(scenario, kind, rule))))
    return verdicts


def totals_judged(scenario: Scenario) -> pd.DataFrame:
    """The totals of a scenario with what the rule on people says.

    Parameters
    ----------
    scenario : Scenario
        Both sides.

    Returns
    -------
    DataFrame
        As :meth:`~zorgkaart.scenarios.scenario.Scenario.totals`; where the rule is about any touched kind also
        ``inwoners_te_ver`` and ``regel_doorstaan``, empty in the rows that it is not about.
    """
    totals, judged = scenario.totals(), {verdict.kind: verdict for verdict in verdicts(scenario)}
    if not judged:
        return totals
    rows = [None if at else judged.get(kind) for kind, at in zip(totals["soort"], totals["tijdstip"], strict=True)]
    return totals.assign(
        inwoners_te_ver=[np.nan if row is None else row.inhabitants for row in rows],
        regel_doorstaan=pd.Series([None if row is None else not row.broken for row in rows], dtype=object),
    )


def verdict_sentences(scenario: Scenario) -> list[str]:
    """Whether a scenario passes the rule on people, with the numbers: a Dutch sentence or two per kind.

    Parameters
    ----------
    scenario : Scenario
        Both sides.
    """
    texts = []
    for verdict in verdicts(scenario):
        rule, label = verdict.rule, scenario.before.project.kinds[verdict.kind].label
        passes = "doorstaat de regel niet" if verdict.broken else "doorstaat de regel"
        texts.append(
            f"{label}: de wijziging {passes}. De grens is {rule.words}; hier zijn het er "
            f"{number(verdict.inhabitants)} ({ONE_RUN}). "
            f"Alleen inwoners van {scenario.before.project.region} zijn geteld."
        )
    return texts


def _newly_beyond(scenario: Scenario, kind: str, rule: Rule) -> NDArray[np.bool_]:
    before, after = scenario.before, scenario.after
    if rule.over_min is not None:
        return newly_beyond(before.trip(kind).minutes, after.trip(kind).minutes, rule.over_min)
    result = np.zeros(len(scenario.before.residents.weight), dtype=bool)
    for norm in rule.norms:
        result |= newly_beyond(before.chains[norm.name].minutes, after.chains[norm.name].minutes, norm.limit_min)
    return result
