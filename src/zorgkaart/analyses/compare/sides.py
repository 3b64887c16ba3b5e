"""The sides of a comparison: what each of them is, as it is typed, and the study that it stands for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from zorgkaart.analyses.registry import repeated
from zorgkaart.analyses.rerun.recorded import (
    SAME,
    check_files,
    find_project,
    project_at_hand,
    read_record,
    recorded_project,
    shown,
)
from zorgkaart.analyses.study_product import StudyProduct
from zorgkaart.errors import ChangeError, InputError, MissingFileError
from zorgkaart.project.model import Project
from zorgkaart.project.moments import Moment, parse_moment
from zorgkaart.scenarios.changes import Change
from zorgkaart.scenarios.scenario import changed
from zorgkaart.scenarios.vocabulary import plan
from zorgkaart.study.study import Report, Study
from zorgkaart.words.dates import dutch_date

NOW = "nu"
LETTERS = "abcdefgh"


@dataclass(frozen=True)
class Side:
    """One side of a comparison.

    Attributes
    ----------
    letter : str
        Of :data:`LETTERS`; stands in names of columns.
    words : str
        What it is, in Dutch, without its letter.
    study : Study
        What is computed.
    stale : tuple of str
        Of an earlier run: the input files that are other ones than then.
    """

    letter: str
    words: str
    study: Study
    stale: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The letter as a reader sees it."""
        return self.letter.upper()


@dataclass(frozen=True)
class _Typed:
    """A side of the project at hand, or a file."""

    words: str
    changes: tuple[Change, ...] = ()
    own_moment: Moment | None = None
    asked_moment: Moment | None = None
    file: Path | None = None


def read_sides(
    project: Project, texts: Sequence[str], *, files: bool = True, report: Report | None = None
) -> list[Side]:
    """Read what is to be compared.

    Where exactly one moment stands in the scenarios themselves (``at``), all sides of the project that name none are at
    that moment, so that a scenario is compared with the situation that it changes.

    Parameters
    ----------
    project : Project
        To which ``nu`` and the names of scenarios belong.
    texts : sequence of str
        ``nu``, the name of a scenario, a project file or a file of an earlier run; ``@MOMENT`` may stand behind it.
    files : bool
        Whether a side may be a file.
    report : callable, optional
        Called with a Dutch sentence when a stage begins that takes more than a moment.

    Returns
    -------
    list of Side
        In the order of `texts`; nothing is computed yet.

    Raises
    ------
    ChangeError
        If there are fewer than two sides or too many, or one is neither a scenario nor a file.
    InputError
        If a moment or a file cannot be read.
    MissingFileError
        If a file that is named, or a project file that a record needs, is not there.
    """
    if not 2 <= len(texts) <= len(LETTERS):
        raise ChangeError(
            f"sides to compare: {len(texts)}. Give 2 to {len(LETTERS)}: nu, the name of a scenario, a project "
            "file or a file of an earlier run."
        )
    typed = [_read(project, text, files) for text in texts]
    own = {one.own_moment for one in typed if one.own_moment is not None}
    common = next(iter(own)) if len(own) == 1 else None
    base = Study(project, report=report)
    sides = [_side(letter, one, base, common, report) for letter, one in zip(LETTERS, typed, strict=False)]
    if any(side.study.moment is not None for side in sides):  # a kind's own moments say nothing beside a moment
        sides = [Side(side.letter, side.words, side.study.without_moments(), side.stale) for side in sides]
    return sides


def of_project(project: Project, text: str) -> bool:
    """Whether a side, as it is typed, is the project at hand or a scenario of it, and no file.

    Parameters
    ----------
    project : Project
        Whose scenarios there are.
    text : str
        A side.
    """
    return not Path(text).is_file() and text.partition("@")[0] in (NOW, *project.scenarios)


def _read(project: Project, text: str, files: bool) -> _Typed:
    name, _, when = text.partition("@") if not Path(text).is_file() else (text, "", "")
    asked = parse_moment(when, country=project.project.land) if when else None
    if name == NOW:
        return _Typed(NOW, asked_moment=asked)
    if name in project.scenarios:
        planned = plan(project, (), name=name)
        return _Typed(planned.title or name, planned.changes, planned.moment if asked is None else None, asked)
    if files and Path(name).is_file():
        return _Typed(name, asked_moment=asked, file=Path(name))
    if files and (Path(name).suffix or Path(name).name != name):
        raise MissingFileError(f"{name}: no such file to compare. Name a project file or a file of an earlier run.")
    known = ", ".join([NOW, *project.scenarios])
    raise ChangeError(f"{text!r} is nothing that can be compared. Give one of {known}, or a file that is there.")


def _side(letter: str, typed: _Typed, base: Study, common: Moment | None, report: Report | None) -> Side:
    words = typed.words
    stale: tuple[str, ...] = ()
    moment = typed.asked_moment or typed.own_moment
    if typed.file is None:
        moment = moment or common
        study = changed(base, typed.changes, moment=moment).after
    elif typed.file.suffix == ".toml":
        study = base.with_project(Project.load(typed.file))
    else:
        words, study, stale = _earlier(typed.file, report)
        if moment is not None and study.moment is not None:
            raise ChangeError(
                f"{typed.file.name}: it was computed at a moment of its own. Leave out what stands behind @."
            )
    if typed.file is not None and moment is not None:
        study = study.without_moments().variant(moment=moment)
    moment_words = "" if study.moment is None else str(study.moment)
    words = ", ".join(filter(None, (words, moment_words, study.project.on_day)))
    return Side(letter, words, study, stale)


def _earlier(path: Path, report: Report | None) -> tuple[str, Study, tuple[str, ...]]:
    """The study of an earlier run, with the settings of then and the files of now; and the files that are others."""
    record = read_record(path)
    file = find_project(record, path)
    now = project_at_hand(file)
    checks = check_files(record, file, now)
    gone = [shown(check.name) for check in checks if check.path is None]
    if gone:
        raise InputError(
            f"{path.name}: it cannot be computed again, as these files are gone, or changed and no longer named by "
            f"{file.name}: {', '.join(gone)}. Put them back."
        )
    product = repeated(record.taak, recorded_project(record, file, checks, now), report=report)
    if record.taak.naam not in ("run", "scenario") or not isinstance(product, StudyProduct):
        raise InputError(f"{path.name}: a file of a run or a scenario can be compared, not one of {record.taak.naam}.")
    stale = tuple(shown(check.name) for check in checks if check.state != SAME and check.name != record.project)
    return f"{path.name} ({dutch_date(record.gemaakt.date())}, {shown(product.heading)})", product.study, stale
