import time

import pytest

from zorgkaart.terminal.translation import ENOUGH, HOLE, Translation, catalogued, dutch, lost_holes

SAMPLE = Translation(
    {
        "{1}: no such file. Correct {2}": "{1}: dit bestand bestaat niet. Verbeter {2}",
        "{1}: cannot be written: {2}. {3}": "{1}: schrijven lukt niet: {2}. {3}",
        "the disk is full": "de schijf is vol",
        "Free some space": "Maak ruimte vrij",
        "{1:n} of {2:n} rows have no id": "van {2:n} rijen hebben er {1:n} geen id",
        "{1} and {2}": "{1} en {2}",
        "not ready yet": "",
    }
)


@pytest.mark.parametrize(
    ("english", "expected"),
    [
        (
            "seh.csv: no such file. Correct [kinds.seh] table.",
            "seh.csv: dit bestand bestaat niet. Verbeter [kinds.seh] table.",
        ),
        ("the disk is full.", "de schijf is vol."),
        ("1,250 of 12,000.5 rows have no id", "van 12.000,5 rijen hebben er 1.250 geen id"),
        (
            "a.csv: cannot be written: the disk is full. Free some space.",
            "a.csv: schrijven lukt niet: de schijf is vol. Maak ruimte vrij.",
        ),
        ("a.csv: cannot be written: Spanish flu. Sleep.", "a.csv: schrijven lukt niet: Spanish flu. Sleep."),
    ],
)
def test_a_text_is_known_by_its_template_and_so_is_what_stands_in_it(english: str, expected: str) -> None:
    assert SAMPLE(english) == expected


def test_a_list_of_problems_is_translated_line_by_line() -> None:
    text = "a.csv: the disk is full. Free some space\nb.csv: this is new\n  seh.csv: no such file. Correct it."
    assert SAMPLE(text).split("\n") == [
        "a.csv: de schijf is vol. Maak ruimte vrij",
        "b.csv: this is new",
        "  seh.csv: dit bestand bestaat niet. Verbeter it.",
    ]


@pytest.mark.parametrize(
    ("english", "expected"), [("no such file", "dit bestand bestaat niet"), ("Correct x", "Verbeter x")]
)
def test_a_sentence_of_a_text_is_known_alone(english: str, expected: str) -> None:
    """As in the table of ``zorgkaart check``, where the place, the fault and the advice stand apart."""
    assert SAMPLE(english) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "not ready yet",
        "something else: went wrong. Do what you like.",
        "Wegwijzer Noord and partners practice",
        "\n\n",
    ],
)
def test_what_is_not_known_stays_as_it_is(text: str) -> None:
    assert SAMPLE(text) == text


def test_a_long_list_of_names_is_no_trouble() -> None:
    names = ", ".join(f"Praktijk {number} (van A. and B.): de Brug; noord" for number in range(500))
    told = "they count neither at a moment nor where a norm asks for day and night"
    english = f"the hours of 500 sites are not known ({names}); {told}"
    begin = time.perf_counter()
    assert dutch()(english).startswith(f"de openingstijden van 500 locaties zijn niet bekend ({names}); ")
    assert time.perf_counter() - begin < 2.0


def test_a_hole_that_is_lost_is_noticed() -> None:
    pairs = [
        ("{1} of {2}", "{2} van {1}"),
        ("no {1}", "geen"),
        ("none", "geen {1}"),
        ("{1:n} km", "{1} km"),
        ("no", ""),
    ]
    assert lost_holes(pairs) == ["no {1}", "none"]


def _filled(template: str, kinds: str) -> str:
    """The template with a word in each hole, or a number where `kinds` has one for a number."""
    numbers = {hole[1] for hole in HOLE.finditer(kinds) if hole[2]}
    return HOLE.sub(lambda hole: f"{7 + int(hole[1])}" if hole[1] in numbers else f"Xq{hole[1]}z", template)


def test_every_text_of_the_catalogue_is_known_again_when_it_is_filled() -> None:
    """With words in its holes that say nothing, no other template comes in between."""
    translate = dutch()
    texts = {_filled(english, english): _filled(dutch, english) for english, dutch in catalogued().items()}
    long = [english for english in texts if sum(c.isalpha() for c in english.replace("Xq", "")) > 1.5 * ENOUGH]
    assert len(long) > 400
    assert {english: translate(english) for english in long} == {english: texts[english] for english in long}
