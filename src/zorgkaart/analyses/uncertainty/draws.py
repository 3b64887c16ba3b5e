"""Draws of the assumptions of a project: a draw is a variant of it in which all of them have a value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats
from scipy.stats import qmc

from zorgkaart.analyses.uncertainty.variants import Variant, VariantSites, nested
from zorgkaart.errors import ProjectError
from zorgkaart.project.model import Project
from zorgkaart.project.plans import AssumptionSection

SITES = "sites."
# Below this share of its own value a number that cannot be negative is not drawn.
LEAST = 0.01
OwnKey = tuple[tuple[str, ...], Any]


def sample(project: Project, *, draws: int | None = None, seed: int | None = None) -> pd.DataFrame:
    """Draw all assumptions of a project, as a Latin hypercube: each distribution is covered evenly.

    The method is that of McKay, Beckman and Conover (1979), *Technometrics* 21, 239-245.

    Parameters
    ----------
    project : Project
        With ``[assumptions]``.
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


def draws_of(project: Project, table: pd.DataFrame) -> list[Variant]:
    """The draws of a table of :func:`sample`, each a variant of the project.

    The number of a draw also says how inhabitants are spread over addresses.

    Parameters
    ----------
    project : Project
        The one that was sampled.
    table : DataFrame
        One row per draw and a column per assumption.

    Returns
    -------
    list of Variant
        In the order of the rows, called ``trekking 1`` and so on.
    """
    raw = project.model_dump()
    keys = {
        name: [own for key in section.keys for own in _own(raw, key)] for name, section in project.assumptions.items()
    }
    return [_draw(project, number, row, keys) for number, row in enumerate(table.to_dict("records"))]


@dataclass(frozen=True)
class Prior:
    """What is thought of a number before anything is fitted.

    Attributes
    ----------
    mean, sd : float
        In the unit of the key.
    source : str
        Who says so.
    """

    mean: float
    sd: float
    source: str


def own_values(project: Project, key: str) -> dict[tuple[str, ...], Any]:
    """The keys of a project file that are meant by one with stars, and the value of each.

    Parameters
    ----------
    project : Project
        Whose keys to look at.
    key : str
        Written with dots; a star is every name.

    Returns
    -------
    dict of tuple of str
        By the path of each key that is meant; empty where there is none.
    """
    return dict(_own(project.model_dump(), key))


def prior_of(project: Project, key: str) -> Prior | None:
    """What the assumptions of a project say of a number; None where none is about it.

    Parameters
    ----------
    project : Project
        With ``[assumptions]`` or without.
    key : str
        Written with dots; with a star, one assumption must be about all that is meant.

    Returns
    -------
    Prior or None
        Its mean and standard deviation, in the unit of the key.
    """
    values = own_values(project, key)
    for assumption in project.assumptions.values():
        drawn = {path for other in assumption.keys for path in own_values(project, other)}
        if values and values.keys() <= drawn and assumption.distribution != "chance":
            own = float(next(iter(values.values()))) if assumption.relative else 1.0
            mean, sd = _mean_and_sd(assumption)
            return Prior(own * mean, own * sd, assumption.source)
    return None


def _mean_and_sd(assumption: AssumptionSection) -> tuple[float, float]:
    if assumption.distribution == "choice":
        return float(np.mean(assumption.values)), float(np.std(assumption.values))
    distribution = _distribution(assumption)
    return float(distribution.mean()), float(distribution.std())


def _draw(project: Project, number: int, row: Mapping[Any, Any], keys: Mapping[str, Sequence[OwnKey]]) -> Variant:
    values: dict[tuple[str, ...], float] = {("residents", "seed"): number}
    sites = []
    for name, value in row.items():
        assumption = project.assumptions[name]
        for path, own in keys[name]:
            wanted = own * value if assumption.relative else float(value)
            values[path] = max(wanted, LEAST * own) if own > 0 else wanted
        ids = tuple(key.removeprefix(SITES) for key in assumption.keys if key.startswith(SITES))
        if ids:
            sites.append(VariantSites(ids, bool(value), f"assumptions.{name}"))
    return Variant(f"trekking {number + 1}", nested(values), tuple(sites))


def _check_keys(project: Project, names: Sequence[str]) -> None:
    """Every key must be there and hold a number, and be the matter of one assumption only."""
    raw = project.model_dump()
    by_key: dict[str, str] = {}
    for name in names:
        for key in project.assumptions[name].keys:
            meant = [((key,), 1.0)] if key.startswith(SITES) else list(_own(raw, key))
            if not meant:
                raise ProjectError(
                    f"assumptions.{name}: {key!r} is no key of the project file. Write it as section.key."
                )
            for path, own in ((".".join(parts), own) for parts, own in meant):
                if isinstance(own, bool) or not isinstance(own, (int, float)):
                    raise ProjectError(f"assumptions.{name}: {path} is {own!r} and no number. Draw another key.")
                if path in by_key:
                    raise ProjectError(f"assumptions.{name}: {path} is drawn by {by_key[path]} too. Keep one of them.")
                by_key[path] = name


def _own(raw: Mapping[str, Any], key: str) -> Iterator[OwnKey]:
    """Every key that is meant, with its value: a star means every name, and a road class without factor has 1."""
    if key.startswith(SITES):
        return
    meant: list[OwnKey] = [((), raw)]
    for part in key.split("."):
        deeper: list[OwnKey] = []
        for path, table in (item for item in meant if isinstance(item[1], dict)):
            if path[-1:] == ("adjust",):
                deeper.append(((*path, part), table.get(part, 1.0)))
            else:
                deeper += [((*path, name), value) for name, value in table.items() if part in ("*", name)]
        meant = deeper
    # A star means every name that has the number: a norm on a trip has no minutes for turning out.
    yield from (own for own in meant if own[1] is not None or "*" not in key)
