"""What the commands share: one message for an error, progress on a terminal, and where results are printed."""

from __future__ import annotations

import codecs
import os
import shlex
import sys
import time
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import NoReturn

import typer
from rich.console import Console, RenderableType
from rich.markup import escape

from zorgkaart.errors import ZorgkaartError
from zorgkaart.outputs.postgis.address import redacted
from zorgkaart.terminal.language import headed, spoken
from zorgkaart.words.numbers import MINUS, number

PIPE_WIDTH = 120
NEAREST = "zorgkaart.nearest"
_PLAIN = str.maketrans({MINUS: "-", "\N{EN DASH}": "-", "\N{RIGHTWARDS ARROW}": "->", "\N{MULTIPLICATION SIGN}": "x"})


@contextmanager
def errors() -> Iterator[None]:
    """Turn an error of ours into one message and exit code 1."""
    try:
        yield
    except ZorgkaartError as error:
        _fail("\n".join([spoken(str(error)), *getattr(error, "__notes__", ())]))
    except OSError as error:
        what = error.strerror or error
        _fail(spoken(f"{error.filename or 'file'}: {what}. Check that it can be read and written."))
    except KeyboardInterrupt:
        _fail(spoken("Interrupted; nothing was written by halves."))


@contextmanager
def progress(quiet: bool) -> Iterator[Callable[[str], None]]:
    """Show what is going on, on a terminal only."""
    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        yield lambda _: None
        return
    with console.status("Beginnen") as status:
        yield lambda text: status.update(f"{escape(text)} …")


def _fail(message: str) -> NoReturn:
    headed("Fout", "Error", message, style="bold red")
    raise typer.Exit(1)


def done(folder: Path, begin: float, *, page: str = "kaart.html") -> None:
    """Say how long it took and which file to open."""
    seconds = number(time.perf_counter() - begin, 1)
    path = Path(os.path.relpath(folder / page))
    how = " in een browser" if page.endswith(".html") else ""
    text = f"Klaar in {seconds} s. Open {escape(str(path))}{how}; de rest staat ernaast."
    out().print(text, highlight=False, soft_wrap=True)


def out() -> Console:
    """Where results are printed; a file or a pipe gets lines wide enough for the tables."""
    if isinstance(sys.stdout, TextIOWrapper) and sys.stdout.errors == "strict":
        sys.stdout.reconfigure(errors=NEAREST)
    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=PIPE_WIDTH)


def _nearest(error: UnicodeError) -> tuple[str, int]:
    """What comes closest in an encoding that lacks a character, as that of a file on Windows lacks a minus sign."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    text = error.object[error.start : error.end].translate(_PLAIN)
    plain = (unicodedata.normalize("NFKD", character).encode("ascii", "ignore").decode() for character in text)
    return "".join(character or "?" for character in plain), error.end


codecs.register_error(NEAREST, _nearest)


def command() -> str:
    """What was typed, but for the folders of this machine and who logs in to a database."""
    return shlex.join(["zorgkaart", *(redacted(_without_folder(argument)) for argument in sys.argv[1:])])


def _without_folder(argument: str) -> str:
    option, equals, value = argument.rpartition("=")
    return f"{option}{equals}{Path(value).name}" if Path(value).is_absolute() else argument


def show(parts: Iterable[RenderableType]) -> None:
    """Print the parts of a summary."""
    for part in parts:
        out().print(part)


def say(text: str) -> None:
    """Print a sentence that no terminal may break, as it holds a path or a command."""
    out().print(text, highlight=False, soft_wrap=True)
