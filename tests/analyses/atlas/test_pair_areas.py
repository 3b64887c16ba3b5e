"""The layers of an atlas of pairs: each is what one pair does, as its scenario gives it."""

from __future__ import annotations

import numpy as np
import pytest

from zorgkaart import Close, Study, run_scenario
from zorgkaart.analyses.atlas.compute import closure_atlas
from zorgkaart.analyses.atlas.pair_areas import pair_areas, pair_views, shown_pairs
from zorgkaart.analyses.atlas.product import AtlasProduct
from zorgkaart.analyses.atlas.ranking import atlas_data


@pytest.mark.parametrize("kind", ["seh", "ambulancepost", "huisarts"])
def test_each_layer_is_what_the_scenario_of_its_pair_gives(small: Study, kind: str) -> None:
    pairs = shown_pairs(kind, closure_atlas(small, kind, pairs=True))
    areas, views = pair_areas(small, pairs), pair_views(small, pairs)
    assert len({view.key for view in views}) == len(views) >= len(pairs)
    for pair in pairs:
        after = run_scenario(small, [Close(site, (kind,)) for site in pair.ids]).after.results["buurten"]
        for view in (view for view in views if f"_paar_{pair.rank}_" in f"{view.column}_"):
            if view.verdict is None:
                then = (after[f"{kind}_min"] - small.results["buurten"][f"{kind}_min"]).to_numpy(dtype=float)
                np.testing.assert_allclose(areas[view.column].to_numpy(dtype=float), then, atol=1e-6)
                continue
            for name in filter(None, (view.column, view.verdict, view.outside)):
                plain = after[name.replace(f"_paar_{pair.rank}", "")]
                if name == view.verdict:
                    assert areas[name].tolist() == plain.tolist()
                else:
                    np.testing.assert_allclose(
                        areas[name].to_numpy(dtype=float), plain.to_numpy(dtype=float), atol=1e-6
                    )


def test_the_page_shows_the_layer_of_the_pair_that_is_chosen(small: Study) -> None:
    table = closure_atlas(small, "huisarts", pairs=True)
    product = AtlasProduct(small, "huisarts", table)
    keys = [view.key for view in product.views]
    data = atlas_data(small, "huisarts", table, further_min=5.0, views=keys)
    assert [entry.get("view") for entry in data["entries"]] == [*keys, *[None] * (len(table) - len(keys))]
    assert all(f"{entry['rank']}" in entry["view"] for entry in data["entries"][: len(keys)])
