"""The small project with a kind of its own: schools, with a norm of ten minutes by car and one of five."""

from __future__ import annotations

from pathlib import Path

from support.study_samples import PROJECT, Site, write_sample, write_sites
from zorgkaart.project.model import Project

SCHOOLS = (
    Site("school-west", "School West", (2, 0)),
    Site("school-oost", "School Oost", (28, 0)),
)
SCHOOL_PROJECT = f"""{PROJECT}
[norms.school]
label = "School binnen tien minuten"
measure = "reis"
mode = "auto"
limit_min = 10
share = 0.9
per = "gemeente"
source = "Verzonnen"

[norms.school_vlakbij]
kind = "school"
measure = "reis"
limit_min = 5
source = "Verzonnen"

[kinds.school]
table = "gegevens/school.csv"
label = "School"
"""


def write_school_sample(folder: Path, *, project: str = SCHOOL_PROJECT) -> Path:
    """Write the small project with its schools, and return its project file."""
    path = write_sample(folder, project=project)
    write_sites(folder / "gegevens" / "school.csv", SCHOOLS)
    return path


def only_schools(project: Project) -> Project:
    """The same project, of which nothing but the schools and their norms is left."""
    raw = project.model_dump()
    raw["kinds"] = {"school": raw["kinds"]["school"]}
    raw["norms"] = {name: norm for name, norm in raw["norms"].items() if name.startswith("school")}
    return Project.model_validate({**raw, "published": None})
