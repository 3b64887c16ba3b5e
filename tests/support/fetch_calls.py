"""Commands of ``zorgkaart`` as they are typed, and a country for ``fetch``."""

from __future__ import annotations

import sys

import pytest
from click.testing import Result
from typer.testing import CliRunner

from support.paths import SHARED
from zorgkaart.cli.app import app

LIECHTENSTEIN = SHARED / "data" / "network" / "liechtenstein-20150727.osm.pbf"


def call(*arguments: object) -> Result:
    words = [str(argument) for argument in arguments]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["zorgkaart", *words])
        result = CliRunner().invoke(app, words)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result
