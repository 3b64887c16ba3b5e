"""Calling the command line, and what it may leave behind and say."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from zorgkaart.cli.app import app

START = "from zorgkaart.cli.app import app; app()"


def zorgkaart(*words: object) -> Result:
    """Call the command line in this process, which sees the words that were typed."""
    typed = [str(word) for word in words]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["zorgkaart", *typed])
        result = CliRunner().invoke(app, typed)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def files_in(folder: Path) -> set[str]:
    """Names of the files in a folder and the folders below it."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def outside(code: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own."""
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)


def flat(text: str) -> str:
    """Printed text without the breaks that the width of a table makes."""
    return " ".join(text.split())


def fails_with(result: Result, message: str, *, word: str = "Error") -> None:
    """Exit code 1, one message on stderr behind a word, and nothing that looks like Python."""
    assert result.exit_code == 1, result.output
    assert re.search(message, flat(result.stderr)), result.stderr
    assert result.stderr.startswith(f"{word}: ")
    assert "Traceback" not in result.stderr
    assert result.stdout == ""
