"""The small project with other published figures and other distances of CBS."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from support.study_samples import BUURTEN, PROJECT, PUBLISHED, Buurt, write_sample
from zorgkaart.project.model import Project
from zorgkaart.study.study import Study

NEAR = 2e-3
TODAY = datetime.date(2026, 11, 22)


def with_cbs(**km: float) -> list[Buurt]:
    """The buurten of the sample with other distances of CBS."""
    return [replace(buurt, cbs_km=km.get(buurt.name, buurt.cbs_km)) for buurt in BUURTEN]


def sample_study(folder: Path, *, buurten: Sequence[Buurt] = BUURTEN, project: str = PROJECT, more: str = "") -> Study:
    path = write_sample(folder, project=project, buurten=buurten)
    if more:
        header, rows = PUBLISHED.split("\n", 1)
        wide = "".join(f"{row},\n" for row in rows.splitlines())
        text = f"{header},waarde_tot\n{wide}{more}"
        (folder / "gegevens" / "gepubliceerd.csv").write_text(text, encoding="utf-8")
    return Study(Project.load(path))
