"""What a check says of capacities: sites without one, faulty flows, and why no waiting follows."""

from __future__ import annotations

from pathlib import Path

from support.study_samples import PROJECT, write_sample

from zorgkaart.analyses.check.compute import check_project

SECTION = """
[capacity.huisarts]
per_server_per_year = 4000
service_min = 10
flows = "gegevens/stromen.csv"
source = "Verzonnen"
"""


def test_sites_without_a_capacity_faulty_flows_and_missing_visits_are_named(tmp_path: Path) -> None:
    path = write_sample(tmp_path, project=PROJECT + SECTION)
    flows = "herkomst,bestemming,aantal\nBU00000002,huisarts-heem,-4\n"
    (tmp_path / "gegevens" / "stromen.csv").write_text(flows, encoding="utf-8")
    found = {(item.where, item.what, item.fatal) for item in check_project(path)}
    assert {
        ("stromen.csv", "row 2: aantal is no number of 0 or more", True),
        (
            "[capacity.huisarts]",
            "the capacity of 2 sites is not known (Praktijk Heem, Praktijk Lint); they have no limit",
            False,
        ),
        ("[capacity.huisarts]", "no waiting follows, as nobody says how often people go", False),
    } <= found
