"""What a template says about each key."""

from __future__ import annotations

from zorgkaart.project.explanations import explanations

TEXT = """#:schema ./x.json
# Een bestand.

# Wat erboven staat,
# ook over twee regels.
# base = "a  # b.toml"
published = 1

[one]                # het eerste
first = "x"          # de eerste sleutel
second = ["#1"]      # de tweede

# Zo niet, dan dit.
third = 3
# [one.columns]
# fourth = 4

# Alle namen.
# [named.seh]
# key = "a"          # van elke naam
# [named.elv]        # niet deze
# key = "b"          # en niet nog eens
# other = "c"        # wel van elke naam
"""


def test_what_stands_behind_a_key_or_above_it() -> None:
    assert explanations(TEXT, frozenset({"named"})) == {
        ("base",): "Wat erboven staat, ook over twee regels.",
        ("one",): "het eerste",
        ("one", "first"): "de eerste sleutel",
        ("one", "second"): "de tweede",
        ("one", "third"): "Zo niet, dan dit.",
        ("named",): "Alle namen.",
        ("named", "*", "key"): "van elke naam",
        ("named", "*", "other"): "wel van elke naam",
    }
