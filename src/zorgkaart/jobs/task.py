"""A piece of work that may be done elsewhere: what it gives, and what went wrong in it."""

from __future__ import annotations

import pickle
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlsplit

from zorgkaart.errors import ProjectError, TaskError, ZorgkaartError

TASK = TypeVar("TASK")


RESULT = TypeVar("RESULT")


Report = Callable[[str], None]


def checked_address(text: str) -> str:
    """Return the address of a scheduler as it is.

    Raises
    ------
    ProjectError
        If it is no address.
    """
    try:
        parts = urlsplit(text)
        whole = parts.scheme in ("tcp", "tls") and parts.hostname and parts.port
        if whole and text == f"{parts.scheme}://{parts.netloc}" and parts.username is None:
            return text
    except ValueError:  # a port that is no number, or too large
        pass
    raise ProjectError(f"{text!r} is not the address of a scheduler. Write tcp://host:port, or tls://host:port.")


@dataclass(frozen=True)
class Failure:
    """What went wrong in a call, in a form that always survives the way back.

    Attributes
    ----------
    what : str
    details : str
        Where it went wrong; empty for an error that zorgkaart raised on purpose.
    """

    what: str
    details: str = ""

    @classmethod
    def of(cls, error: BaseException) -> Failure:
        """Describe an error."""
        if isinstance(error, ZorgkaartError):
            return cls(str(error))
        return cls(f"{type(error).__name__}: {error}", "".join(traceback.format_exception(error)))

    def error(self, name: str) -> TaskError:
        """The error to raise for the task of this name."""
        error = TaskError(f"{name}: {self.what}")
        if self.details:
            error.add_note(self.details)
        return error


def attempt(function: Callable[[Any, TASK], RESULT], shared: Any, task: TASK) -> bytes:
    """Call a function where the work is done: the pickled result, or the pickled failure."""
    try:
        return pickle.dumps(function(shared, task))
    except Exception as error:  # noqa: BLE001 -- whatever it is, it is raised anew where the work was asked for
        return pickle.dumps(Failure.of(error))
