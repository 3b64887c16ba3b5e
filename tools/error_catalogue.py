"""The catalogue of Dutch texts brought up to date with the code.

``python -m tools.error_catalogue`` adds what is missing, without a text, and takes out what nothing makes any more.
"""

from __future__ import annotations

import errno
import io
import os
import re

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from tools.error_texts import PACKAGE, templates
from zorgkaart.terminal.translation import CATALOGUE, catalogued

PO = PACKAGE / "terminal" / CATALOGUE
PYDANTIC = (
    "Extra inputs are not permitted",
    "Field required",
    "String should match pattern {1}",
    "input should be greater than {1}",
    "input should be greater than or equal to {1}",
    "input should be less than {1}",
    "input should be less than or equal to {1}",
    "input should be a finite number",
    "input should be a valid integer",
    "input should be a valid integer, got a number with a fractional part",
    "input should be a valid integer, unable to parse string as an integer",
    "input should be a valid date in the format YYYY-MM-DD, {1}",
    "input should be {1} or {2}",
    "string should have at least {1} character{2}",
    "string should have at most {1} character{2}",
    "{1} should have at least {2} item{3} after validation, not {4}",
    "{1} should have at most {2} item{3} after validation, not {4}",
)
PYTHON = (
    "None",
    "'utf-8' codec can't decode byte {1} in position {2}: {3}",
    "invalid start byte",
    "invalid continuation byte",
    "unexpected end of data",
    "No module named {1}",
    "File is not a zip file",
)
TYPER = (
    "Usage: {1}",
    "Usage: {1} [OPTIONS] {2}",
    "COMMAND [ARGS]",
    "{1} (env var: {2})",
    "Try '{1}' for help",
    "Error: {1}",
    "Got unexpected extra argument(s) ({1})",
    "Invalid value for {1}: {2}",
    "Invalid value: {1}",
    "Value error, {1}",
    "{1} is not one of {2}",
    "{1} is not in the range {2}",
    "{1} is not a valid integer",
    "{1} is not a valid float",
    "Input should be a valid integer, unable to parse string as an integer",
    "Input should be a valid number, unable to parse string as a number",
    "Input should be greater than or equal to {1}",
    "Input should be less than or equal to {1}",
    "Missing argument {1}",
    "Missing option {1}",
    "Missing command",
    "No such command {1}",
    "No such command {1}. Did you mean {2}?",
    "No such option: {1}",
    "No such option: {1} (Possible options: {2})",
    "Option {1} does not take a value",
    "Option {1} requires an argument",
    "Option {1} requires {2} arguments",
)
TOMLLIB = (
    "{1} (at line {2}, column {3})",
    "{1} (at end of document)",
    "Expected '=' after a key in a key/value pair",
    "Expected ']' at the end of a table declaration",
    "Expected ']]' at the end of an array declaration",
    "Expected newline or end of document after a statement",
    "Invalid date or datetime",
    "Invalid initial character for a key part",
    "Invalid statement",
    "Invalid value",
    "Unclosed array",
    "Unclosed inline table",
    r"Unescaped '\' in a string",
    "Unterminated string",
    "Cannot overwrite a value",
    "Cannot declare {1} twice",
)
CODES = (errno.ENOENT, errno.EACCES, errno.EPERM, errno.ENOSPC, errno.EISDIR, errno.ENOTDIR, errno.EEXIST, errno.EROFS)


def merged(known: dict[str, str]) -> str:
    """The catalogue as text: every sentence of the code with the Dutch that is known of it."""
    catalogue = Catalog(locale="nl")
    for text, file in sorted({**templates(), **borrowed()}.items(), key=lambda item: (item[1], item[0])):
        catalogue.add(text, known.get(text, ""), locations=[(file, 0)])
    written = io.BytesIO()
    write_po(written, catalogue, width=0, omit_header=True, include_lineno=False)
    return re.sub(r"^#, .*-format\n", "", written.getvalue().decode("utf-8"), flags=re.M)


def borrowed() -> dict[str, str]:
    """What others say, alone or in our sentences: Python, pydantic, typer, the reader of TOML, and the system."""
    others = {"pydantic": PYDANTIC, "python": PYTHON, "tomllib": TOMLLIB, "typer": TYPER}
    texts = {text: name for name, every in others.items() for text in every}
    return texts | {os.strerror(code): "errno" for code in CODES}


if __name__ == "__main__":
    PO.write_text(merged(catalogued()), encoding="utf-8")
