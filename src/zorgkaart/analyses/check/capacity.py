"""What a check says of capacities: tables of flows, sites of unknown capacity, and why no waiting follows."""

from __future__ import annotations

from zorgkaart.errors import Problems
from zorgkaart.inputs.areas import Areas
from zorgkaart.inputs.facilities import Facilities
from zorgkaart.inputs.flows import read_flows
from zorgkaart.inputs.schema import CAPACITY
from zorgkaart.inputs.tables import counted, listed
from zorgkaart.project.model import Project
from zorgkaart.study.study import LEVELS


def check_capacity(project: Project, areas: Areas, facilities: Facilities, problems: Problems) -> None:
    """Look at every ``[capacity.KIND]``.

    Parameters
    ----------
    project : Project
        What the project says of them.
    areas : Areas
        Where flows come from.
    facilities : Facilities
        Where they go, and what these can do.
    problems : Problems
        Gets what is wrong, and what is doubtful without stopping a run.
    """
    codes = {level: getattr(areas, level)[code].tolist() for level, code in LEVELS.items()}
    for kind, section in project.capacity.items():
        mine = facilities.table.iloc[facilities.rows(kind)]
        if section.flows is not None:
            read_flows(section.flows, codes, mine["id"].tolist(), problems)
        unknown = mine[mine[CAPACITY].isna()]
        if section.each is None and len(unknown):
            problems.add(
                f"[capacity.{kind}]",
                f"the capacity of {counted(len(unknown), 'site')} is not known ({listed(unknown['naam'])}); they have "
                "no limit",
                "Fill in capaciteit and eenheid, or name one for all of them with each.",
                fatal=False,
            )
        need = project.need.get(kind)
        counts = project.visits.table is not None or (need is not None and not need.weights_only)
        if section.minutes_of_service is not None and not counts:
            problems.add(
                f"[capacity.{kind}]",
                "no waiting follows, as nobody says how often people go",
                f"Add a [need.{kind}] that counts uses, or a row in the table of [visits].",
                fatal=False,
            )
