"""The template of a project file explains every key and is a project itself."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from support.project_texts import written, wrong_with
from support.schema import sections

from zorgkaart.project.model import Project
from zorgkaart.project.sections import NormSection
from zorgkaart.project.template import TEMPLATE

# The template of `zorgkaart init`.


def test_the_template_explains_every_key_of_every_section() -> None:
    text = TEMPLATE.read_text(encoding="utf-8")
    parts = re.split(r"^(?:# )?\[([a-z_.-]+)\]", text, flags=re.M)
    written = {"": parts[0]} | dict.fromkeys(parts[1::2], "")
    for name, body in zip(parts[1::2], parts[2::2], strict=True):
        written[name] += body
    for section, keys in sections(Project).items():
        bodies = {name: body for name, body in written.items() if name == section or name.startswith(f"{section}.")}
        assert section == "" or bodies, section
        for key in set(keys) - {"path"}:
            in_place = any(re.search(rf"^(?:# )?{key} = ", body, re.M) for body in bodies.values())
            assert in_place or f"{section}.{key}" in written, f"[{section}] {key}"


def test_the_template_says_what_the_program_takes_without_the_key(tmp_path: Path) -> None:
    """Numbers and switches in the template are the defaults, so that taking a line out changes nothing."""
    given = tomllib.loads(TEMPLATE.read_text(encoding="utf-8"))
    project = Project.load(written(tmp_path, TEMPLATE.read_text(encoding="utf-8")))
    for section in ("facilities", "network", "access", "map", "visits"):
        model = getattr(project, section)
        for key, value in given[section].items():
            default = type(model).model_fields[key].default
            if key != "file":
                assert value == (list(default) if isinstance(default, tuple) else default), f"{section}.{key}"
    norm = given["norms"]["seh"]
    for key in ("limit_min", "stations", "only_24_7", "flag_share"):
        assert norm[key] == NormSection.model_fields[key].default, key


def test_the_template_with_its_hints_switched_on_is_a_project_too(tmp_path: Path) -> None:
    text = TEMPLATE.read_text(encoding="utf-8")
    lines = [re.sub(r"^# (?=\[|[a-z_]+ = )", "", line) for line in text.splitlines()]
    assert len([line for line in lines if line.startswith("raster =")]) == 1
    kept = [line for line in lines if not line.startswith(("raster =", "place =", "base ="))]
    assert wrong_with(written(tmp_path, "\n".join(kept))) == []
