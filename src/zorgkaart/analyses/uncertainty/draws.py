"""Draws of the assumptions of a project: the same draw is one project in which all of them have a value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats
from scipy.stats import qmc

from zorgkaart.errors import ProjectError
from zorgkaart.inputs.facilities import Facilities
from zorgkaart.project.model import Project
from zorgkaart.project.plans import ALWAYS, AssumptionSection

SITES = "sites."
# Below this share of its own value a number that cannot be negative is not drawn.
LEAST = 0.01


def sample(project: Project, *, draws: int | None = None, seed: int | None = None) -> pd.DataFrame:
    """Draw all assumptions of a project, as a Latin hypercube: each distribution is covered evenly.

    Parameters
    ----------
    draws, seed : int, optional
        In place of those in ``[uncertainty]``. The same seed gives the same draws, in whatever order the
        assumptions stand in the file.

    Returns
    -------
    DataFrame
        One row per draw and a column per assumption, by name. Numbers of a ``relative`` assumption are
        factors; of ``chance`` they are 1 (the site counts) or 0.

    Raises
    ------
    ProjectError
        If there are no assumptions, or one is about a key that is not there or is no number.
    """
    names = sorted(project.assumptions)
    if not names:
        raise ProjectError(f"{project.path.name}: there is nothing to draw. Add [assumptions.NAME] sections.")
    _check_keys(project, names)
    settings = project.uncertainty
    random = np.random.default_rng(settings.seed if seed is None else seed)
    unit = qmc.LatinHypercube(len(names), rng=random).random(settings.draws if draws is None else draws)
    return pd.DataFrame({name: _values(project.assumptions[name], unit[:, i]) for i, name in enumerate(names)})


def _values(assumption: AssumptionSection, unit: NDArray[np.float64]) -> NDArray[np.float64]:
    """Turn evenly spread numbers between 0 and 1 into values of a distribution."""
    values: NDArray[np.float64]
    if assumption.distribution == "chance":
        values = (unit < float(assumption.chance or 0)).astype(float)
    elif assumption.distribution == "choice":
        choices = np.array(assumption.values)
        values = choices[np.minimum((unit * len(choices)).astype(int), len(choices) - 1)]
    else:
        values = np.asarray(_distribution(assumption).ppf(unit), dtype=float)
    return values


def _distribution(assumption: AssumptionSection) -> Any:
    """The continuous distribution of an assumption, as scipy has it."""
    low, high, mode = assumption.low or 0.0, assumption.high or 0.0, assumption.mode or 0.0
    if assumption.distribution == "uniform":
        return stats.uniform(low, high - low)
    if assumption.distribution == "triangular":
        return stats.triang((mode - low) / (high - low), low, high - low)
    return stats.norm(assumption.mean, assumption.sd)


@dataclass(frozen=True)
class Draw:
    """One value for every assumption.

    Attributes
    ----------
    number : int
        Which draw, from 0; it also says how inhabitants are spread over addresses.
    values : mapping of str to float
        By the names of the assumptions.
    """

    number: int
    values: Mapping[str, float]

    def project(self, project: Project) -> Project:
        """Return the project in which the drawn numbers stand.

        Raises
        ------
        ProjectError
            If a drawn number cannot be; narrow its distribution.
        """
        changes: dict[str, Any] = {"residents": {"seed": self.number}}
        raw = project.model_dump()
        for name, value in self.values.items():
            assumption = project.assumptions[name]
            for path, own in (found for key in assumption.keys for found in _found(raw, key)):
                wanted = own * value if assumption.relative else value
                _put(changes, path, max(wanted, LEAST * own) if own > 0 else wanted)
        return project.with_changes(**changes)

    def facilities(self, project: Project, facilities: Facilities) -> Facilities:
        """Return the sites of which it is drawn whether they count day and night."""
        table = facilities.table
        ids = table["id"].to_numpy()
        for name, value in self.values.items():
            sites = [key.removeprefix(SITES) for key in project.assumptions[name].keys if key.startswith(SITES)]
            rows = np.flatnonzero(np.isin(ids, sites))
            if len(rows) < len(sites):
                absent = ", ".join(sorted(set(sites) - set(ids)))
                raise ProjectError(f"assumptions.{name}: there is no site {absent}. Correct the id behind 'sites.'.")
            if not len(rows):
                continue
            if table is facilities.table:
                table = table.copy()
            if value:
                table.loc[rows, ["status", "volcontinu", "openingstijden"]] = ["open", "ja", ALWAYS]
            else:
                table.loc[rows, "volcontinu"] = "nee"
        return facilities if table is facilities.table else replace(facilities, table=table)


def draws_of(table: pd.DataFrame) -> list[Draw]:
    """The draws of a table of :func:`sample`."""
    rows = table.to_dict("records")
    return [Draw(number, {str(name): float(value) for name, value in row.items()}) for number, row in enumerate(rows)]


def _check_keys(project: Project, names: Sequence[str]) -> None:
    """Every key must be there and hold a number, and be the matter of one assumption only."""
    raw = project.model_dump()
    by_key: dict[str, str] = {}
    for name in names:
        for key in project.assumptions[name].keys:
            found = [(key, 1.0)] if key.startswith(SITES) else [(".".join(path), own) for path, own in _found(raw, key)]
            if not found:
                raise ProjectError(
                    f"assumptions.{name}: {key!r} is no key of the project file. Write it as section.key."
                )
            for path, own in found:
                if isinstance(own, bool) or not isinstance(own, (int, float)):
                    raise ProjectError(f"assumptions.{name}: {path} is {own!r} and no number. Draw another key.")
                if path in by_key:
                    raise ProjectError(f"assumptions.{name}: {path} is drawn by {by_key[path]} too. Keep one of them.")
                by_key[path] = name


def _found(raw: Mapping[str, Any], key: str) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every key that is meant, with its value: a star means every name, and a road class without factor has 1."""
    if key.startswith(SITES):
        return
    found: list[tuple[tuple[str, ...], Any]] = [((), raw)]
    for part in key.split("."):
        deeper: list[tuple[tuple[str, ...], Any]] = []
        for path, table in (item for item in found if isinstance(item[1], dict)):
            if path[-1:] == ("adjust",):
                deeper.append(((*path, part), table.get(part, 1.0)))
            else:
                deeper += [((*path, name), value) for name, value in table.items() if part in ("*", name)]
        found = deeper
    yield from found


def _put(changes: dict[str, Any], path: tuple[str, ...], value: float) -> None:
    table = changes
    for part in path[:-1]:
        table = table.setdefault(part, {})
    table[path[-1]] = value
