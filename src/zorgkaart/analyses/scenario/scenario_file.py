"""A scenario in a file of its own, such as the live map saves: ``[scenarios.NAME]`` and nothing else."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from pydantic import ValidationError

from zorgkaart.errors import ChangeError, MissingFileError
from zorgkaart.project.messages import NAME_PATTERN, sentence
from zorgkaart.project.plans import ScenarioSection

SECTION = "scenarios"


def read_scenario_file(path: Path) -> dict[str, ScenarioSection]:
    """Read a file with one scenario, written as in a project file.

    Parameters
    ----------
    path : Path
        A TOML file with one table ``[scenarios.NAME]``.

    Returns
    -------
    dict of str to ScenarioSection
        The one scenario by its name.

    Raises
    ------
    MissingFileError
        If there is no such file.
    ChangeError
        If it is not TOML, has anything but one scenario, or the scenario has wrong or unknown keys; all are listed.
    """
    if not path.is_file():
        raise MissingFileError(f"{path}: no such file with a scenario. The live map saves one.")
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ChangeError(f"{path.name}: not a valid TOML file ({error}). Correct that line.") from error
    scenarios = raw.get(SECTION)
    if set(raw) != {SECTION} or not isinstance(scenarios, dict) or len(scenarios) != 1:
        raise ChangeError(f"{path.name}: a file with a scenario has one [scenarios.NAME] and nothing else.")
    ((name, keys),) = scenarios.items()
    if not re.match(NAME_PATTERN, name):
        raise ChangeError(f"{path.name}: {name!r} is no name of a scenario. Write small letters, digits, _ and -.")
    try:
        return {name: ScenarioSection.model_validate(keys)}
    except ValidationError as error:
        lines = [
            f"{path.name}: {'.'.join(map(str, (name, *item['loc'])))}: {sentence(item['type'], item['msg'])}."
            for item in error.errors()
        ]
        raise ChangeError("\n".join(lines)) from error
