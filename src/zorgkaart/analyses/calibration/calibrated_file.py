"""The project file with the fitted numbers, which says in its first lines how they came about."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path

from zorgkaart.analyses.calibration.compute import Calibration
from zorgkaart.errors import ProjectError
from zorgkaart.files import atomic_path
from zorgkaart.words.dates import short_date


def write_calibrated(calibration: Calibration, path: Path) -> Path:
    """Write a project file that takes over the project with the fitted numbers, and says how it came about.

    Parameters
    ----------
    calibration : Calibration
        What was fitted.
    path : Path
        The file to make or to replace.

    Raises
    ------
    ProjectError
        If the file would replace the project itself.
    OutputError
        If the file cannot be written.
    """
    project = calibration.project
    if path.resolve() == project.path.resolve():
        raise ProjectError(f"{path.name} is the project itself, which stays as it is. Give another name with --output.")
    folder = path.resolve().parent
    base, output = (_relative(item, folder) for item in (project.path, project.output))
    lines = [
        *_story(calibration),
        f"base = {json.dumps(base)}",
        "",
        "[project]",
        f"name = {json.dumps(project.project.name + '-gekalibreerd')}",
        f"title = {json.dumps(project.project.title + ' (gekalibreerd)', ensure_ascii=False)}",
        f"output = {json.dumps(output + '-gekalibreerd')}",
        *_sections(calibration),
        "",
    ]
    with atomic_path(path) as temporary:
        temporary.write_text("\n".join(lines), encoding="utf-8")
    return path


def _story(calibration: Calibration) -> list[str]:
    """What was fitted to what, and how well, as comments."""
    names = ", ".join(_one_line(number.key) for number in calibration.numbers)
    lines = [f"# Gekalibreerd op {short_date(date.today())} door zorgkaart calibrate: {names} is passend gemaakt."]
    for number, after in zip(calibration.numbers, calibration.after, strict=True):
        prior = number.prior
        lines.append(
            f"# {_one_line(number.key)}: was {number.own:g}, werd {after:.4f} "
            f"(tussen {number.low:g} en {number.high:g}). "
            f"Vooraf verwacht: {prior.mean:.4g}, standaardafwijking {prior.sd:.2g}; {_one_line(prior.source)}."
        )
    lines.append(
        f"# Afwijking die overblijft: {calibration.misfit:.4g} van de doelen, {calibration.penalty:.4g} van wat "
        "vooraf is verwacht (kwadraten, in standaardafwijkingen)."
    )
    for row in calibration.figures.to_dict("records"):
        text = (
            f"# {'Doel' if row['doel'] else 'Niet gebruikt'}: {_one_line(row['id'])}: gepubliceerd "
            f"{row['gepubliceerd']:.0f} (afgerond op {row['afronding']:g}), eerst {row['zorgkaart_voor']:.0f}, nu "
            f"{row['zorgkaart_na']:.0f}, afwijking {round(row['afwijking_sd'], 1) + 0.0:g} standaardafwijkingen"
        )
        if row["zonder_dit_doel"] == row["zonder_dit_doel"]:
            text += f"; zonder dit doel gepast: {row['zonder_dit_doel']:.0f}"
        lines.append(text)
    return lines


def _sections(calibration: Calibration) -> list[str]:
    """The fitted numbers, by their sections."""
    sections: dict[tuple[str, ...], list[str]] = {}
    for number, after in zip(calibration.numbers, calibration.after, strict=True):
        for *section, key in number.paths:
            sections.setdefault(tuple(section), []).append(f"{json.dumps(key)} = {after:.6g}")
    lines = []
    for names, values in sections.items():
        lines += ["", f"[{'.'.join(json.dumps(name) if not _bare(name) else name for name in names)}]"]
        lines += [value.replace('"', "") if _bare(value.split('"')[1]) else value for value in values]
    return lines


def _bare(name: str) -> bool:
    """Whether a key needs no quotes in TOML."""
    return name.isascii() and name.replace("_", "").replace("-", "").isalnum()


def _relative(path: Path, folder: Path) -> str:
    return Path(os.path.relpath(path.resolve(), folder)).as_posix()


def _one_line(text: str) -> str:
    """Text for a comment: nothing that could end the line."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
