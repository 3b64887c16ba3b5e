"""Errors and the list in which validation collects every problem before it reports.

Every error is a :class:`ZorgkaartError` and also the builtin that a caller would expect, so that
``except ValueError`` and ``except FileNotFoundError`` keep working.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field


class ZorgkaartError(Exception):
    """Base of every error that zorgkaart raises on purpose."""


class ProjectError(ZorgkaartError, ValueError):
    """The project file has a wrong, missing or unknown key."""


class MissingFileError(ZorgkaartError, FileNotFoundError):
    """A file that the project names does not exist."""


class InputError(ZorgkaartError, ValueError):
    """An input table or file cannot be used as it is."""


class CrsError(InputError):
    """A layer has no coordinate reference system, or one that does not fit."""


class CoordinateError(InputError):
    """Coordinates lie outside their bounds, or latitude and longitude are swapped."""


class NetworkError(ZorgkaartError, ValueError):
    """A road network is empty, broken or of another version."""


class EmptySitesError(ZorgkaartError, ValueError):
    """A sweep was asked for without a single site inside the network."""


class ChangeError(ZorgkaartError, ValueError):
    """A scenario change names no site, more than one site, or an impossible place."""


class DownloadError(ZorgkaartError, ConnectionError):
    """A download failed, or what came back is not what was asked for."""


class MissingExtraError(ZorgkaartError, ImportError):
    """An optional library is asked for that is not installed."""


class SchedulerError(ZorgkaartError, ConnectionError):
    """A cluster's scheduler cannot be reached, was lost, or has workers that cannot do the work."""


class TaskError(ZorgkaartError, RuntimeError):
    """One of many pieces of work failed, or the processes that did it kept dying."""


class OutputError(ZorgkaartError, OSError):
    """A result cannot be written: no space, no permission, or something else is in the way."""


class DatabaseError(OutputError):
    """A database cannot be reached or refuses what is asked; nothing in it was changed."""


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with an input: where it is, what it is and what to do about it.

    Attributes
    ----------
    where : str
        The file, section or key.
    what : str
        What is wrong there, without a closing full stop.
    todo : str
        What the user can do about it, as a sentence.
    fatal : bool
        Whether it stops the run.
    """

    where: str
    what: str
    todo: str
    fatal: bool = True

    def __str__(self) -> str:
        return f"{self.where}: {self.what}. {self.todo}"


@dataclass
class Problems:
    """Collects problems, so that a user hears of all of them at once.

    A fatal problem stops the run; the others are reported and the run goes on under a stated rule.

    Attributes
    ----------
    items : list of Problem
        In the order in which they were found.
    """

    items: list[Problem] = field(default_factory=list)

    def add(self, where: str, what: str, todo: str, *, fatal: bool = True) -> None:
        """Note one problem.

        Parameters
        ----------
        where : str
            The file, section or key.
        what : str
            What is wrong there; a closing full stop is taken off.
        todo : str
            What the user can do about it, as a sentence.
        fatal : bool
            Whether it stops the run.
        """
        self.items.append(Problem(where, what.rstrip("."), todo, fatal))

    @property
    def fatal(self) -> list[Problem]:
        """The problems that stop a run."""
        return [p for p in self.items if p.fatal]

    def __iter__(self) -> Iterator[Problem]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    def raise_if_fatal(self, error: type[ZorgkaartError] = InputError) -> None:
        """Raise one `error` that lists every fatal problem, if there is any.

        Parameters
        ----------
        error : type
            A class of :class:`ZorgkaartError`.

        Raises
        ------
        ZorgkaartError
            Of class `error`; the message has one line per fatal problem.
        """
        if self.fatal:
            raise error("\n".join(str(p) for p in self.fatal))
