"""The numbers that a project allows to be fitted: which keys, what they are, and what was thought of them before."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from zorgkaart.analyses.calibration.targets import EVENLY
from zorgkaart.analyses.uncertainty.draws import Prior, own_values, prior_of
from zorgkaart.analyses.uncertainty.variants import Variant, nested
from zorgkaart.errors import ProjectError
from zorgkaart.project.model import Project
from zorgkaart.project.plans import CalibrationSection

NO_ASSUMPTION = "geen aanname hierover: de waarde in het projectbestand, met een even ruime spreiding als de grenzen"


@dataclass(frozen=True)
class Fitted:
    """A number that may be fitted.

    Attributes
    ----------
    key : str
        As in the project file.
    paths : tuple of tuple of str
        The keys that get its value; more than one where `key` has a star.
    own : float
        Its value in the project.
    low, high : float
        Its bounds.
    prior : Prior
        What was thought of it before.
    """

    key: str
    paths: tuple[tuple[str, ...], ...]
    own: float
    low: float
    high: float
    prior: Prior

    def at(self, part: float) -> float:
        """The value at a part of the range, from 0 (`low`) to 1 (`high`).

        Parameters
        ----------
        part : float
            From 0 to 1.
        """
        return self.low + part * (self.high - self.low)

    def part(self, value: float) -> float:
        """At which part of the range a value lies; at an end if it lies beyond.

        Parameters
        ----------
        value : float
            In the unit of the key.
        """
        return min(1.0, max(0.0, (value - self.low) / (self.high - self.low)))

    def penalty(self, value: float) -> float:
        """How far a value lies from what was thought before, in squared standard deviations.

        Parameters
        ----------
        value : float
            In the unit of the key.
        """
        return ((value - self.prior.mean) / self.prior.sd) ** 2


def numbers_to_fit(project: Project, section: CalibrationSection) -> list[Fitted]:
    """The numbers of ``[calibration]``, with their values and priors.

    A key that no assumption is about gets the value in the project file as its mean, and for its standard deviation
    that of a value that may lie anywhere between its bounds: (high - low) / √12.

    Parameters
    ----------
    project : Project
        With ``[assumptions]`` or without.
    section : CalibrationSection
        Its keys and bounds.

    Raises
    ------
    ProjectError
        If a key is no number, is meant twice, or has no prior to hold it to.
    """
    numbers: list[Fitted] = []
    for item in section.fitted:
        values = own_values(project, item.key)
        own = _one_number(item.key, list(values.values()))
        spread = (item.high - item.low) / math.sqrt(EVENLY)
        prior = prior_of(project, item.key) or Prior(own, spread, NO_ASSUMPTION)
        if prior.sd <= 0:
            raise ProjectError(
                f"[calibration] keys: the assumption about {item.key!r} has one value only, so nothing is left to fit. "
                "Take the key out, or give the assumption more values."
            )
        number = Fitted(item.key, tuple(values), own, item.low, item.high, prior)
        for other in numbers:
            if twice := set(other.paths) & set(number.paths):
                path = ".".join(sorted(twice)[0])
                raise ProjectError(
                    f"[calibration] keys: {path} is fitted by {other.key!r} and by {item.key!r}. Keep one."
                )
        numbers.append(number)
    return numbers


def variant_of(numbers: Sequence[Fitted], values: Sequence[float]) -> Variant:
    """The project with these values for its numbers.

    Parameters
    ----------
    numbers : sequence of Fitted
        The numbers.
    values : sequence of float
        A value each.
    """
    name = ", ".join(f"{number.key} = {value:g}" for number, value in zip(numbers, values, strict=True))
    changes = {path: value for number, value in zip(numbers, values, strict=True) for path in number.paths}
    return Variant(name, nested(changes))


def _one_number(key: str, values: Sequence[object]) -> float:
    numbers = [float(value) for value in values if isinstance(value, (int, float)) and not isinstance(value, bool)]
    if not numbers or len(numbers) < len(values):
        raise ProjectError(
            f"[calibration] key: {key!r} is no number of the project file. Write it as speeds.ambulance.factor."
        )
    if len(set(numbers)) > 1:
        raise ProjectError(
            f"[calibration] key: {key!r} means numbers that differ, and one value cannot take the place of all. "
            "Name each on its own."
        )
    return numbers[0]
