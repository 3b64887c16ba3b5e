"""What the siren table moves in the default project, a part at a time: ``python -m tools.siren.effect [PROJECT]``.

Each part stands by itself: the ambulance drives by the table of the planning studies but for that part. The parts need
not add up to the whole, since a drive goes over all kinds of road.
"""

from __future__ import annotations

import csv
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tools.siren.results import write
from tools.siren.speeds import PLANNING, SIREN, speeds_of
from zorgkaart.analyses.validation.published_closures import newly_outside
from zorgkaart.network.tags import TABLES, road_classes
from zorgkaart.project.defaults import AMBULANCE, TRAVEL
from zorgkaart.project.model import Project
from zorgkaart.scenarios.scenario import run_scenario
from zorgkaart.scenarios.vocabulary import changes_of
from zorgkaart.study.study import Study

ROOT = Path(__file__).parents[2]
PROJECT = ROOT / "projects" / "groningen.toml"
CAR_TABLE = TABLES / "speeds_auto.csv"
KIND, SCENARIO = "seh", "ommelander_dicht"
LINK = "_link"


def parts() -> Iterator[tuple[str, NDArray[np.float64], NDArray[np.float64]]]:
    """What is changed, with the speeds of the ambulance and of the car: (cells,) float64 each."""
    planning, car, siren = (speeds_of(path) for path in (PLANNING, CAR_TABLE, SIREN))
    inside = np.repeat([False, True], len(road_classes()))
    link = np.tile([name.endswith(LINK) for name in road_classes()], 2)
    yield "before", planning, planning
    yield "car limit", planning, car
    yield "car limit for the ambulance too", car, car
    yield "siren inside built-up areas", np.where(inside & ~link, siren, planning), car
    yield "siren outside built-up areas", np.where(~inside & ~link, siren, planning), car
    yield "siren on links", np.where(link, siren, planning), car
    yield "siren", siren, car


def effects(project: Project) -> pd.DataFrame:
    """Per part the inhabitants outside the norm, how many more without the Ommelander, and the minutes by car.

    Parameters
    ----------
    project : Project
        With a norm for the SEH and the scenario ``ommelander_dicht``.
    """
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for number, (name, ambulance, car) in enumerate(parts()):
            tables = {AMBULANCE: ambulance, TRAVEL: car}
            changes = {}
            for mode, kmh in tables.items():
                path = Path(folder) / f"{number}-{mode}.csv"
                _write(kmh, path)
                changes[mode] = {"table": path}
            study = Study(project.with_changes(speeds=changes))
            people = np.nan_to_num(study.residents.weight)
            scenario = run_scenario(study, changes_of(project.scenarios[SCENARIO]))
            minutes = study.travel[KIND].minutes
            known = np.isfinite(minutes)
            rows.append(
                {
                    "part": name,
                    "outside": study.chains[KIND].count_outside(people),
                    "more_outside": newly_outside(scenario, KIND, people),
                    "car_min": float(people[known] @ minutes[known] / people[known].sum()),
                }
            )
    return pd.DataFrame(rows)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table and write it beside those of the fit."""
    path = Path(arguments[0]) if arguments else PROJECT
    table = effects(Project.load(path)).round({"outside": 0, "more_outside": 0, "car_min": 2})
    print(table.to_string(index=False))
    write({"effect": table})
    return 0


def _write(kmh: NDArray[np.float64], path: Path) -> None:
    outside, inside = np.split(kmh, 2)
    with path.open("w", encoding="utf-8", newline="") as lines:
        table = csv.writer(lines, lineterminator="\n")
        table.writerow(["highway", "outside_kmh", "inside_kmh"])
        table.writerows(zip(road_classes(), outside, inside, strict=True))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
