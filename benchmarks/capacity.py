"""The fixed point of choice and waiting, and the best division, for all addresses of the default project."""

from __future__ import annotations

import numpy as np

from benchmarks.inputs import study
from benchmarks.peers.arrays import GP
from benchmarks.peers.measure import repeated, report
from zorgkaart.access.queues import waiting
from zorgkaart.access.spill_over import Servers, equilibrium
from zorgkaart.analyses.capacity.compute import Capacity
from zorgkaart.analyses.capacity.fitting import best_division

DECAY = 0.3
# One doctor for so many, who is busy for so much of the time if nobody minds waiting.
PEOPLE, BUSY, SERVICE_MIN = 2_000, 0.9, 10.0


def main() -> None:
    """Doctors in each practice by how many would come: some are a little too few, so that waiting matters."""
    capacity = Capacity(study(), GP)
    choice = repeated("own choice", lambda: Capacity(capacity.study, GP).choice, times=3)
    load = choice.at(DECAY).load()
    servers = Servers(np.maximum(np.round(load / PEOPLE), 1.0), PEOPLE / BUSY, SERVICE_MIN)
    facts = {"points": len(choice.order), "sites": len(load), "nearest": choice.place.shape[1]}
    balance = repeated(
        "own fixed point", lambda: equilibrium(choice, servers, decay=DECAY, wait_weight=1.0), times=3, **facts
    )
    if balance is None:
        raise SystemExit("there is no fixed point; give these practices more doctors")
    wait = waiting(servers.count, balance.load / servers.per_year, SERVICE_MIN)[0]
    again = choice.at(DECAY, wait).load()
    report("own fixed point found", steps=balance.steps, off=float(np.abs(again - balance.load).max() / load.max()))
    repeated("own division", lambda: best_division(capacity), times=3, **facts)


if __name__ == "__main__":
    main()
