"""Which sites are open at a moment."""

from __future__ import annotations

import numpy as np
import pytest

from zorgkaart.access.hours import is_open, open_at
from zorgkaart.errors import InputError
from zorgkaart.project.moments import parse_moment

# The out-of-hours posts of the province: hours and volcontinu, as handed to the project.
POSTS = {
    "HAP Delfzijl": ("Mo-Fr 18:00-21:00; Sa-Su 08:00-18:00", "nee"),
    "HAP Groningen": ("Mo-Fr 17:00-08:00; Sa-Su 00:00-24:00", "nee"),
    "HAP Hoogezand": ("", ""),
    "HAP Leek": ("Sa-Su 08:00-18:00", "nee"),
    "HAP Scheemda": ("Mo-Fr 17:00-23:00; Sa-Su 08:00-23:00", "nee"),
    "HAP Stadskanaal": ("Mo-Fr 17:00-23:00; Sa-Su 08:00-23:00", "nee"),
    "HAP Winsum": ("", ""),
}
GRONINGEN = POSTS["HAP Groningen"][0]


def posts_open(text: str) -> set[str]:
    hours, volcontinu = zip(*POSTS.values(), strict=True)
    result = open_at(hours, volcontinu, parse_moment(text), land=["NL"] * len(hours))
    return {name for name, is_it in zip(POSTS, result.open, strict=True) if is_it}


def test_only_groningen_is_open_at_night() -> None:
    assert posts_open("nacht") == {"HAP Groningen"}
    assert posts_open("zo 03:00") == {"HAP Groningen"}


def test_posts_through_the_week() -> None:
    assert posts_open("werkdag") == set()
    assert posts_open("avond") == {"HAP Delfzijl", "HAP Groningen", "HAP Scheemda", "HAP Stadskanaal"}
    assert posts_open("di 22:00") == {"HAP Groningen", "HAP Scheemda", "HAP Stadskanaal"}
    assert posts_open("weekend") == POSTS.keys() - {"HAP Hoogezand", "HAP Winsum"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("zo 23:59", True),
        ("ma 00:00", False),  # Sunday's rule ended at 24:00 and Monday's starts at 17:00: a gap in the source's hours
        ("ma 03:00", False),
        ("ma 16:59", False),
        ("ma 17:00", True),
        ("di 07:59", True),
        ("di 08:00", False),
        ("za 03:00", True),
        ("za 12:00", True),
    ],
)
def test_hours_over_midnight(text: str, expected: bool) -> None:
    assert is_open(GRONINGEN, parse_moment(text)) is expected


@pytest.mark.parametrize("hours", ["", "  ", "24/7 unknown"])
def test_unknown_hours(hours: str) -> None:
    assert is_open(hours, parse_moment("zo 03:00")) is None


def test_holidays_count_only_with_a_country() -> None:
    christmas = parse_moment("2026-12-25 12:00")
    assert is_open("24/7; PH off", christmas) is True
    assert is_open("24/7; PH off", christmas, country="NL") is False
    land = ["NL", "DE", "CN", "NL"]
    assert open_at(["24/7; PH off"] * 4, ["nee", "nee", "nee", "ja"], christmas, land=land).open.tolist() == [
        False,
        False,
        True,
        True,
    ]


@pytest.mark.parametrize("hours", ["dag/avond (uren onbekend)", "ma-vr 9-17", "Mo-Fr 25:00-26:00", "<b>24/7</b>"])
def test_hours_in_another_syntax_are_named(hours: str) -> None:
    with pytest.raises(InputError) as caught:
        is_open(hours, parse_moment("zo 03:00"))
    assert f"'{hours}'" in str(caught.value)


def test_open_and_unknown_are_told_apart() -> None:
    result = open_at(
        ["24/7", "", "", "Mo-Fr 08:00-17:00", "Sa-Su 08:00-18:00"],
        ["nee", "nee", "ja", "ja", "onbekend"],
        parse_moment("za 14:00"),
        land=["NL"] * 5,
    )
    assert result.open.tolist() == [True, False, True, True, True]
    assert result.unknown.tolist() == [False, True, False, False, False]
    assert result.open.dtype == result.unknown.dtype == np.bool_


def test_no_sites_at_all() -> None:
    result = open_at([], [], parse_moment("nacht"), land=[])
    assert result.open.shape == result.unknown.shape == (0,)
    assert result.open.dtype == np.bool_


def test_columns_of_different_length_are_refused() -> None:
    with pytest.raises(ValueError, match="shorter"):
        open_at(["24/7", ""], ["nee"], parse_moment("nacht"), land=["NL", "NL"])
