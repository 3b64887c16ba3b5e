from __future__ import annotations

import pandas as pd

from zorgkaart.outputs.sheets.site_names import named_column, replaced_ids, with_names

SITES = {"a": "Noord", "b": "Zuid"}
KINDS = {"seh": "Spoedeisende hulp (SEH)"}


def test_names_stand_beside_ids_and_labels_beside_kinds() -> None:
    table = pd.DataFrame(
        {"soort": ["seh", "ggz"], "seh_id": ["a", None], "seh_id_na": ["b", "weg"], "inwoners": [1, 2]}
    )
    result = with_names(table, SITES, KINDS)
    assert list(result) == ["soort", "voorziening", "seh_id", "seh_naam", "seh_id_na", "seh_naam_na", "inwoners"]
    assert result["voorziening"].fillna("").tolist() == ["Spoedeisende hulp (SEH)", ""]
    assert result["seh_naam"].fillna("").tolist() == ["Noord", ""]
    assert result["seh_naam_na"].fillna("").tolist() == ["Zuid", ""]
    assert replaced_ids(result) == {"soort", "seh_id", "seh_id_na"}
    pd.testing.assert_frame_equal(result[list(table)], table)


def test_a_table_that_has_the_names_stays_as_it_is() -> None:
    table = pd.DataFrame({"soort": ["seh"], "voorziening": ["x"], "van_id": ["a"], "van": ["Noord"], "id": ["a"]})
    assert list(with_names(table, SITES, KINDS)) == list(table)
    assert replaced_ids(table) == {"soort", "van_id"}


def test_what_has_no_ids_has_no_column_of_names() -> None:
    assert [named_column(name) for name in ("id", "inwoners", "idee", "x_identiek")] == [""] * 4
    assert replaced_ids(["seh_id", "id"]) == set(), "an id without a name stays to see"
