"""The small project with other published figures and other distances of CBS."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from support.study_samples import BUURTEN, PROJECT, PUBLISHED, SEH, Buurt, write_sample, write_sites
from zorgkaart.project.model import Project
from zorgkaart.study.study import Study

NEAR = 2e-3
TODAY = datetime.date(2026, 11, 22)
HEADER = "id,maat,soort,niveau,gebied,gesloten,waarde,waarde_tot,eenheid,jaar,datum,bron,toelichting"
# Several closures, of a part and of all, of now and of another day; one that misses, one that nobody can compute.
FIGURES = """oost,extra_buiten_norm,seh,,,seh-oost,0,,inwoners,,,Verzonnen,x
dicht-toen,extra_buiten_norm,seh,,,seh-dicht,{then},,inwoners,2017,2017-06-01,Verzonnen,x
buiten-beta,buiten_norm,seh,gemeenten,Beta,,{beta},,inwoners,,,Verzonnen,x
buiten,buiten_norm,acute_verloskunde,,,,450,,inwoners,,,Verzonnen,x
mis,buiten_norm,seh,,,,99999,,inwoners,,,Verzonnen,x
onbekend,extra_buiten_norm,seh,,,seh-elders,5,,inwoners,,,Verzonnen,x
huisarts,afstand_km,huisarts,gemeenten,Alfa,,2,,km,,,Verzonnen,x
"""
DRAWN = """
[assumptions.ter_plaatse]
keys = ["norms.*.on_scene_min"]
distribution = "choice"
values = [4, 5]
source = "Verzonnen"
"""
OPEN = {"always": "ja", "hours": "24/7", "closes": "2018-06-30"}


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


def several(folder: Path, **values: float) -> Study:
    """The small project with published counts of several closures, days and parts."""
    study = sample_study(folder, project=PROJECT + DRAWN)
    data = folder / "gegevens"
    write_sites(data / "seh.csv", [replace(site, **OPEN) if site.id == "seh-dicht" else site for site in SEH])
    text = FIGURES.format(**{"then": 0.0, "beta": 0.0, **values})
    (data / "gepubliceerd.csv").write_text(f"{HEADER}\n{text}", encoding="utf-8")
    return Study(study.project)


def by_hand(project: Project, on_scene_min: float, *, closed: str = "", gemeente: str = "") -> float:
    """Who is outside the norm of SEHs, with a study of its own."""
    norms = {name: {"on_scene_min": on_scene_min} for name in project.norms}
    study = Study(project.with_changes(norms=norms))
    if closed:
        table = study.facilities.table.copy()
        table.loc[table["id"] == closed, "status"] = "gesloten"
        study = study.variant(facilities=replace(study.facilities, table=table))
    frame = study.results["buurten"]
    inside = frame["gemeentenaam"] == gemeente if gemeente else np.ones(len(frame), dtype=bool)
    return float(frame.loc[inside, "seh_inwoners_buiten_norm"].sum())
