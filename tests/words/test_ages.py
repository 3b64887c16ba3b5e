from __future__ import annotations

from zorgkaart.words.ages import ages_note, of_them


def test_ages_in_a_sentence_one_person_apart() -> None:
    assert of_them({65: 1234.4, 75: 1.2, 85: 0.2}) == "van hen 1.234 65-plussers, 1 75-plusser en 0 85-plussers"
    assert of_them({65: 3.0}) == "van hen 3 65-plussers"


def test_only_of_higher_ages_it_is_said_where_they_come_from() -> None:
    assert ages_note([65]) == ""
    assert ages_note([65, 75]).startswith("75+ komt uit")
    assert ages_note([65, 75, 85]).startswith("75+ en 85+ komen uit")
