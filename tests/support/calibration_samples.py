"""The small project with published figures of another truth, for fits that must find it again."""

from __future__ import annotations

from pathlib import Path

from support.study_samples import PROJECT, write_sample
from zorgkaart.project.model import Project
from zorgkaart.scenarios.changes import Close
from zorgkaart.scenarios.scenario import run_scenario
from zorgkaart.study.study import Study

SECTION = """
[calibration]
key = "norms.seh.on_scene_min"
low = 0.0
high = 12.0
targets = ["zonder-oost"]
"""
TRUTH_MIN = 7.0
FIGURES = "id,maat,soort,niveau,gebied,gesloten,waarde,afronding,eenheid,jaar,bron,toelichting\n"


def effect(project: Project, *sites: str) -> float:
    """Inhabitants who fall outside the norm when these hospitals close."""
    totals = run_scenario(Study(project), [Close(site, ("seh",)) for site in sites]).totals()
    return float(totals.set_index("soort").loc["seh", "inwoners_buiten_verschil"])


def write_truth(folder: Path, *, section: str = SECTION, unit: str = "1", **truth: float) -> Project:
    """The small project, with a second hospital that is open day and night, and figures of other parts of the chain."""
    path = write_sample(folder, project=PROJECT + section)
    sites = folder / "gegevens" / "seh.csv"
    sites.write_text(sites.read_text(encoding="utf-8").replace("nee,Mo-Fr 08:00-20:00", "ja,24/7"), encoding="utf-8")
    there = Project.load(path).with_changes(norms={"seh": truth or {"on_scene_min": TRUTH_MIN}})
    found = {name: effect(there, f"seh-{name}") for name in ("west", "oost")}
    rows = [
        f"zonder-{name},extra_buiten_norm,seh,,,seh-{name},{people},{unit},inwoners,2020,Verzonnen,x"
        for name, people in found.items()
    ]
    rows.append("elders,extra_buiten_norm,seh,,,seh-nergens,5,,inwoners,2020,Verzonnen,x")
    (folder / "gegevens" / "gepubliceerd.csv").write_text(FIGURES + "\n".join(rows) + "\n", encoding="utf-8")
    return Project.load(path)
