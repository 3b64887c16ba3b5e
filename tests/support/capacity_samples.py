"""The small project with what its practices can do, and what comes of that."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd

from support.study_samples import HUISARTS, write_sites
from zorgkaart.analyses.capacity.change import Situations
from zorgkaart.project.model import Project
from zorgkaart.study.study import Study

DECAYS = {"decay_per_min": 0.1, "decay_low": 0.05, "decay_high": 0.2}
SECTION: dict[str, Any] = {
    "per_server_per_year": 4000.0,
    "service_min": 10.0,
    "nearest": 2,
    "reach_min": 15.0,
    "source": "Verzonnen",
    **DECAYS,
}
VISITS = "soort,bezoeken_per_jaar,inwoners,jaar,bron\nhuisarts,5000,1000,2023,Verzonnen\n"


def with_capacity(
    *, capacities: tuple[float | None, float | None] = (None, None), flows: str = "", visits: bool = True, **keys: Any
) -> Callable[[Project, Path], Project]:
    """Give the practices Heem and Lint these capacities, and the project a section with these keys."""

    def change(project: Project, folder: Path) -> Project:
        folder.mkdir(exist_ok=True)
        write_sites(folder / "praktijken.csv", HUISARTS)
        frame = pd.read_csv(folder / "praktijken.csv")
        frame["capaciteit"], frame["eenheid"] = [*capacities, None], ["artsen", "artsen", ""]
        frame.loc[frame["capaciteit"].isna(), "eenheid"] = ""
        frame.to_csv(folder / "praktijken.csv", index=False)
        section = {**SECTION, **({} if capacities != (None, None) else {"each": 2.0, "unit": "praktijken"}), **keys}
        if flows:
            (folder / "stromen.csv").write_text(f"herkomst,bestemming,aantal\n{flows}", encoding="utf-8")
            section |= dict.fromkeys(DECAYS) | {"flows": folder / "stromen.csv"}
        if visits:
            (folder / "bezoeken.csv").write_text(VISITS, encoding="utf-8")
            project = project.with_changes(visits={"table": folder / "bezoeken.csv"})
        return project.with_changes(
            kinds={"huisarts": {"table": folder / "praktijken.csv"}}, capacity={"huisarts": section}
        )

    return change


def crowded(project: Project) -> str:
    """What a look at the capacity of practices comes to."""
    found = Situations.of(Study(project), "huisarts")
    frames = [found.totals(), found.sites().drop(columns="geometry"), found.areas("buurten").drop(columns="geometry")]
    return "\n".join(pd.DataFrame(frame).to_json() or "" for frame in frames)
