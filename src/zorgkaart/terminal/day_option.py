"""The options ``--date`` and ``--future``: the sites of a day, and the inhabitants of a year to come."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

from zorgkaart.errors import ProjectError
from zorgkaart.project.model import Project
from zorgkaart.terminal.console import out
from zorgkaart.words.sentences import sentence


def project_on(path: Path, text: str | None, *, future: str | None = None) -> Project:
    """Read a project file, with the sites of the day and the inhabitants of the year that were asked for, and say so.

    Parameters
    ----------
    path : Path
        The project file.
    text : str or None
        A day, as 2019-06-01; None for the project as it is.
    future : str, optional
        The name of a year to come, of ``[futures.NAME]``.

    Raises
    ------
    ProjectError
        If the project cannot be used, the text is no day, or there is no such future.
    MissingFileError
        If there is no such file.
    """
    project = Project.load(path).on(None if text is None else _day(text)).in_future(future)
    if project.on_day:
        out().print(f"{sentence(project.on_day)}.")
    return project


def _day(text: str) -> datetime.date:
    try:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            raise ValueError
        return datetime.date.fromisoformat(text)
    except ValueError as error:
        raise ProjectError(f"--date {text}: that is no day. Write it as 2019-06-01.") from error
