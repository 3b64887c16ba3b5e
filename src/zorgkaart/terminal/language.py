"""The language of errors, problems and warnings on the command line: Dutch, or English if that is asked for."""

from __future__ import annotations

import logging
import os
from contextvars import ContextVar
from enum import StrEnum

from rich.console import Console
from rich.markup import escape

from zorgkaart.errors import Problem

VARIABLE = "ZORGKAART_TAAL"
_LOGGER = "zorgkaart"


class Language(StrEnum):
    """Which language is asked for."""

    NL = "nl"
    EN = "en"


_asked: ContextVar[Language] = ContextVar("asked", default=Language.NL)


def speak(language: Language) -> None:
    """Have errors, problems and warnings said in a language from now on.

    Parameters
    ----------
    language : Language
        That of ``--lang`` or of the variable ``ZORGKAART_TAAL``.
    """
    _asked.set(language)
    logger = logging.getLogger(_LOGGER)
    if not any(isinstance(handler, _Warnings) for handler in logger.handlers):
        logger.addHandler(_Warnings(logging.WARNING))


def asked() -> Language:
    """The language that is asked for.

    Returns
    -------
    Language
        Dutch unless :func:`speak` was told otherwise.
    """
    return _asked.get()


def of_environment() -> Language:
    """The language that the environment asks for.

    Returns
    -------
    Language
        Dutch if it asks for none, or for another; that it may not is said when the command is read.
    """
    known = {language.value: language for language in Language}
    return known.get(os.environ.get(VARIABLE, ""), Language.NL)


def spoken(text: str) -> str:
    """An English text of the package as it is to be shown.

    Parameters
    ----------
    text : str
        An error or a warning.

    Returns
    -------
    str
        In the language that was asked for, as far as it is known.
    """
    if asked() is Language.EN:
        return text
    from zorgkaart.terminal.translation import dutch

    return dutch()(text)


def spoken_parts(problem: Problem) -> tuple[str, str, str]:
    """A problem as it is to be shown: where, what and what to do.

    Parameters
    ----------
    problem : Problem
        One of the input.

    Returns
    -------
    tuple of str
        In the language that was asked for, as far as it is known.
    """
    return spoken(problem.where), spoken(problem.what), spoken(problem.todo)


def headed(dutch: str, english: str, text: str, *, style: str) -> None:
    """Print a text on stderr behind a word that says what it is.

    Parameters
    ----------
    dutch, english : str
        The word, without its colon.
    text : str
        In the language that was asked for.
    style : str
        Of the word, as rich has them.
    """
    word = english if asked() is Language.EN else dutch
    Console(stderr=True, highlight=False).print(f"[{style}]{word}:[/] {escape(text)}", soft_wrap=True)


class _Warnings(logging.Handler):
    """Shows a warning on stderr, which may be another stream than when the program began."""

    def emit(self, record: logging.LogRecord) -> None:
        headed("Let op", "Warning", spoken(record.getMessage()), style="bold")
