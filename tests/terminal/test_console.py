import io
import sys

import pytest

from zorgkaart.terminal.console import say
from zorgkaart.words.numbers import number


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8", "Één \N{MINUS SIGN}1.888 \N{RIGHTWARDS ARROW} \N{HEAVY CHECK MARK}"),
        ("cp1252", "Één -1.888 -> ?"),
        ("ascii", "Een -1.888 -> ?"),
    ],
)
def test_a_sign_that_an_encoding_lacks_does_not_stop_the_results(
    encoding: str, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written, encoding=encoding))
    say(f"Één {number(-1888)} \N{RIGHTWARDS ARROW} \N{HEAVY CHECK MARK}")
    sys.stdout.flush()
    assert written.getvalue().decode(encoding).strip() == text
