from zorgkaart.words.sentences import in_sentence, listing, lowered, sentence


def test_items_in_a_sentence() -> None:
    assert [listing(list(items)) for items in ("", "a", "ab", "abc", "abcd")] == [
        "",
        "a",
        "a en b",
        "a, b en c",
        "a, b, c en d",
    ]


def test_braces_in_an_item_are_text() -> None:
    assert listing(["{0}", "{1}", "{x}"]) == "{0}, {1} en {x}"


def test_the_first_letter() -> None:
    assert [sentence(text) for text in ("de SEH", "", "één")] == ["De SEH", "", "Één"]
    assert [sentence(text) for text in ("'s nachts open", "'t Zandt", "'s")] == ["'s Nachts open", "'t Zandt", "'s"]
    assert [lowered(text) for text in ("De SEH", "", "Één")] == ["de SEH", "", "één"]


def test_an_abbreviation_keeps_its_capitals_inside_a_sentence() -> None:
    assert [in_sentence(label) for label in ("Huisarts", "SEH", "Spoedeisende hulp (SEH)")] == [
        "huisarts",
        "SEH",
        "spoedeisende hulp (SEH)",
    ]
