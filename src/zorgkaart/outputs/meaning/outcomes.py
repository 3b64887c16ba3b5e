"""What the panel of a larger area tells: of every norm who is outside, and of which ages."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from zorgkaart.access.catalogue import norms_of
from zorgkaart.access.measures import Norm
from zorgkaart.project.model import Project


@dataclass(frozen=True)
class Outcome:
    """A norm in the panel of an area; everything but the label and the limit names a column of the areas.

    Attributes
    ----------
    label : str
        Dutch name of the norm.
    limit : float
        The norm in minutes.
    total : str
        Mean minutes of what the norm is about.
    verdict, outside, share : str
        The verdict, the inhabitants outside the norm and their share (0 to 1).
    aged : tuple of (int, str)
        From an age on, the inhabitants outside.
    asked : float, optional
        Which share of the inhabitants the norm asks to be within the limit; None for a norm that asks none.
    per : str
        Dutch word of the areas in which that share is asked.
    before : Outcome, optional
        In a scenario: the same norm with the columns of the situation before.
    """

    label: str
    limit: float
    total: str
    verdict: str
    outside: str
    share: str
    aged: tuple[tuple[int, str], ...] = ()
    asked: float | None = None
    per: str = ""
    before: Outcome | None = None

    def columns(self) -> Iterator[str]:
        """Yield the numeric columns of the areas that this outcome needs."""
        yield from (self.total, self.outside, self.share, *(column for _, column in self.aged))
        if self.before:
            yield from self.before.columns()

    def verdicts(self) -> Iterator[str]:
        """Yield the columns with verdicts that this outcome needs."""
        yield self.verdict
        if self.before:
            yield from self.before.verdicts()


def outcome_rows(project: Project, ages: Iterable[int], *, touched: Collection[str] = ()) -> list[Outcome]:
    """Every norm of a project; those of touched kinds with what was before.

    Parameters
    ----------
    project : Project
        Whose norms to show.
    ages : iterable of int
        From which ages on inhabitants are known.
    touched : collection of str
        The kinds that a scenario is about.
    """
    known = tuple(ages)
    rows = []
    for norm in norms_of(project).values():
        if norm.kind in touched:
            rows.append(replace(_outcome(norm, known, "_na"), before=_outcome(norm, known, "_voor")))
        else:
            rows.append(_outcome(norm, known, ""))
    return rows


def _outcome(norm: Norm, ages: Iterable[int], suffix: str) -> Outcome:
    return Outcome(
        norm.caption,
        norm.limit_min,
        norm.column + suffix,
        norm.verdict + suffix,
        norm.outside + suffix,
        norm.share + suffix,
        tuple((age, norm.outside_aged(age) + suffix) for age in ages),
        norm.asked_share,
        norm.per,
    )
