"""The small project with practices of one's own."""

from __future__ import annotations

from pathlib import Path

from support.study_samples import PROJECT, Site, write_sample, write_sites
from zorgkaart.project.model import Project
from zorgkaart.scenarios.load import site_load
from zorgkaart.study.study import Study

GPS_AS_CSV = PROJECT.replace("huisarts.geojson", "huisarts.csv")


def with_gps(folder: Path, sites: list[Site], *, extra: str = "") -> Study:
    path = write_sample(folder, project=GPS_AS_CSV + extra)
    write_sites(folder / "gegevens" / "huisarts.csv", sites)
    return Study(Project.load(path))


def loads(study: Study, kind: str = "huisarts") -> dict[str, float]:
    values = dict(zip(study.facilities.table["id"], site_load(study, kind), strict=True))
    return {site: round(value, 6) for site, value in values.items() if value}


VISITS = """soort,bezoeken_per_jaar,toename_bezoeken,toename_pct,inwoners,jaar,bron,toelichting
huisarts,5600,,,1400,2023,Verzonnen,
seh,,-21,-3.0,1400,2023,Verzonnen,
"""
