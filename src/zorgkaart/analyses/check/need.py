"""What a check says of ages and need: of how many people they are known, and what is doubtful about them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from zorgkaart.errors import Problems
from zorgkaart.inputs.areas import Areas, read_areas
from zorgkaart.inputs.tables import counted
from zorgkaart.inputs.visits import read_visits
from zorgkaart.project.model import Project
from zorgkaart.study.need import buurt_need

# From which difference on two figures of the same visits are named beside each other.
NEAR = 0.05


def check_need(project: Project, areas: Areas, problems: Problems) -> None:
    """Look at the ages and at every table of need.

    Parameters
    ----------
    project : Project
        What the project says of them.
    areas : Areas
        The buurten, with classes of age where the project has them.
    problems : Problems
        Gets what is wrong, and what is doubtful without stopping a run.
    """
    people = areas.buurten["inwoners"].to_numpy(dtype=np.float64)
    if areas.age_classes is not None:
        unknown = np.isnan(areas.age_classes.totals) & (people > 0)
        if unknown.any():
            problems.add(
                "[areas] age_classes",
                f"an age is unknown in {counted(int(unknown.sum()), 'buurt')} with {people[unknown].sum():,.0f} of "
                f"{np.nansum(people):,.0f} inhabitants; need by age is unknown there",
                "Nothing needs to be done if that is not published.",
                fatal=False,
            )
    visits = _visits(project)
    for kind, section in project.need.items():
        need = buurt_need(section, kind, areas, problems)
        if need is None or section.weights_only or kind not in visits:
            continue
        known = ~np.isnan(need) & ~np.isnan(people)
        expected = visits[kind] * people[known].sum()
        total = need[known].sum()
        if abs(total - expected) > NEAR * expected:
            problems.add(
                f"[need.{kind}]",
                f"by age the inhabitants make {total:,.0f} {section.unit}, and by [visits] {expected:,.0f}; "
                "scenarios keep the number of [visits], divided by age",
                "Look whether both are of the same year and the same region.",
                fatal=False,
            )
    if without := [kind for kind in project.travel_kinds if kind not in project.need] if project.need else []:
        problems.add(
            "[need]",
            f"there is no need by age of {', '.join(without)}; every inhabitant counts as one",
            "Add a section where the use by age is known.",
            fatal=False,
        )


@dataclass(frozen=True)
class KindNeed:
    """What the inhabitants together need of a kind, as the project says it.

    Attributes
    ----------
    kind : str
        What the kind is called for the reader.
    total : float
        In `unit`, of the inhabitants of whom it is known.
    unit : str
        What is counted.
    per_inhabitant : float
        The mean over the same inhabitants.
    known : float
        Which part of all inhabitants they are.
    source : str
        Where the use by age comes from.
    """

    kind: str
    total: float
    unit: str
    per_inhabitant: float
    known: float
    source: str


def needs_of(path: Path) -> list[KindNeed]:
    """The need by age of each kind of a project without faults that has one, in the order of the project file.

    Parameters
    ----------
    path : Path
        The project file.
    """
    project = Project.load(path)
    areas = read_areas(project.areas, Problems(), crs=project.project.crs) if project.need else None
    if areas is None:
        return []
    people = areas.buurten["inwoners"].to_numpy(dtype=np.float64)
    rows = []
    for kind, section in project.need.items():
        need = buurt_need(section, kind, areas, Problems())
        if need is not None:
            known = ~np.isnan(need) & ~np.isnan(people)
            total, of = float(need[known].sum()), float(people[known].sum())
            mean, part = (total / of, of / float(np.nansum(people))) if of > 0 else (np.nan, 0.0)
            label = project.kinds[kind].label
            rows.append(KindNeed(label, total, section.unit, mean, part, section.source))
    return rows


def _visits(project: Project) -> dict[str, float]:
    """Visits per inhabitant by kind; what is wrong with their table is said elsewhere."""
    table = read_visits(project.visits.table, Problems()) if project.visits.table is not None else None
    if table is None:
        return {}
    return dict(zip(table["soort"], table["bezoeken_per_jaar"] / table["inwoners"], strict=True))
