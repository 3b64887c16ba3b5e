"""The rule on people: from how many inhabitants who come to live too far away on, a closure is too grave."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zorgkaart.access.catalogue import norms_of
from zorgkaart.access.groups import ROUNDING
from zorgkaart.access.measures import Norm
from zorgkaart.project.model import Project
from zorgkaart.words.numbers import duration, people


@dataclass(frozen=True)
class Rule:
    """``[verdict]`` of a project, for one kind of site.

    Attributes
    ----------
    newly_outside : float
        From so many inhabitants on the rule is broken.
    over_min : float or None
        The minutes by car to the nearest site; None where the norms that the kind is part of decide.
    norms : tuple of Norm
        Those norms; none where the minutes by car decide.
    source : str
        Who says so; may be empty.
    """

    newly_outside: float
    over_min: float | None
    norms: tuple[Norm, ...]
    source: str

    def broken_by(self, inhabitants: float) -> bool:
        """Whether so many inhabitants break it.

        Parameters
        ----------
        inhabitants : float
            Those whom :func:`newly_beyond` marks.
        """
        return inhabitants >= self.newly_outside - ROUNDING

    @property
    def limit_words(self) -> str:
        """Within what they are no longer: "30 minuten met de auto", "de norm"."""
        if self.over_min is not None:
            return f"{duration(self.over_min)} met de auto"
        return "de norm" if len(self.norms) == 1 else "minstens een van de normen"

    @property
    def words(self) -> str:
        """The rule in a sentence, as "minstens 5.000 inwoners die nu binnen 30 minuten ..."."""
        return (
            f"minstens {people(self.newly_outside)} die nu binnen {self.limit_words} bij een locatie zijn en daarna "
            "niet meer"
            if self.over_min is not None
            else f"minstens {people(self.newly_outside)} die nu binnen {self.limit_words} vallen en daarna niet meer"
        )


def rule_of(project: Project, kind: str) -> Rule | None:
    """The rule on people for closures of a kind.

    Parameters
    ----------
    project : Project
        Whose ``[verdict]`` is taken.
    kind : str
        A name in ``[kinds]``.

    Returns
    -------
    Rule or None
        None where the project has no rule, it is not about this kind, or what it asks is not computed for it.
    """
    section = project.verdict
    if section is None or (section.kinds and kind not in section.kinds):
        return None
    if section.over_min is not None:
        computed = kind in project.travel_kinds
        return Rule(section.newly_outside, section.over_min, (), section.source) if computed else None
    norms = tuple(norm for norm in norms_of(project).values() if kind in norm.kinds)
    return Rule(section.newly_outside, None, norms, section.source) if norms else None


def newly_beyond(
    before_min: NDArray[np.float64], after_min: NDArray[np.float64], limit_min: float
) -> NDArray[np.bool_]:
    """Who lives within a limit before a change and not after it, as it takes longer or no site can be reached.

    Whom nothing could reach before is not newly beyond.

    Parameters
    ----------
    before_min, after_min : (n,) float64
        Minutes of every point; NaN where no site can be reached.
    limit_min : float
        What must not be exceeded.

    Returns
    -------
    (n,) bool
        Per point.
    """
    result: NDArray[np.bool_] = (before_min <= limit_min) & ~(after_min <= limit_min)
    return result
