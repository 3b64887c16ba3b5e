import pytest

from zorgkaart.words.opening_times import dutch_hours


@pytest.mark.parametrize(
    ("hours", "always", "text"),
    [
        ("Mo-Fr 08:00-17:00", "nee", "ma-vr 08:00-17:00"),
        ("Sa,Su 10:00-12:00; PH off", "nee", "za, zo 10:00-12:00; feestdagen dicht"),
        ("Tu 08:00-12:00, 13:00-17:00", "nee", "di 08:00-12:00, 13:00-17:00"),
        ("Mo-Su 00:00-24:00", "nee", "ma-zo hele dag"),
        ("24/7", "onbekend", "dag en nacht"),
        ("Mo-Fr 08:00-17:00", "ja", "dag en nacht"),
        ("", "ja", "dag en nacht"),
        ("", "onbekend", "openingstijden onbekend"),
    ],
)
def test_opening_hours_for_a_reader(hours: str, always: str, text: str) -> None:
    assert dutch_hours(hours, always) == text.replace("-", "\N{EN DASH}")
