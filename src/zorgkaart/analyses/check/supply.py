"""What a check says of supply: of which sites in the areas the capacity is not known."""

from __future__ import annotations

import numpy as np

from zorgkaart.errors import Problems
from zorgkaart.inputs.areas import Areas
from zorgkaart.inputs.facilities import Facilities
from zorgkaart.inputs.schema import CAPACITY
from zorgkaart.project.model import Project
from zorgkaart.quality.unknown_capacities import check_capacities


def check_supply(project: Project, areas: Areas, facilities: Facilities, problems: Problems) -> None:
    """Look at every ``[supply.KIND]``.

    Parameters
    ----------
    project : Project
        What the project says of them.
    areas : Areas
        Only sites in these are shared.
    facilities : Facilities
        What each site has.
    problems : Problems
        Gets what is doubtful without stopping a run.
    """
    table = facilities.table
    for kind, section in project.supply.items():
        rows = facilities.rows(kind)
        inside = np.unique(areas.buurten.sindex.query(table.geometry.iloc[rows], predicate="intersects")[0])
        amounts = table[CAPACITY].to_numpy(dtype=np.float64)
        none = bool(np.isnan(amounts[(table["soort"] == kind).to_numpy()]).all())
        check_capacities(kind, section, amounts[rows[inside]], counts_sites=none, problems=problems)
