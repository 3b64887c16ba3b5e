"""The ambulance chain: from the call to the door of the hospital, its parts kept apart."""

from __future__ import annotations

from zorgkaart.access.norms import Judged
from zorgkaart.routing.nearest import TravelTimes


class Chain(Judged):
    """The parts of the chain for every resident point; minutes add up to :attr:`minutes`.

    Call and turn-out, the drive from the nearest station to the patient, the time on the scene, and
    the drive from the patient to the nearest site: :class:`zorgkaart.access.measures.ChainNorm`. This is no car trip
    and must not be read as one.

    Its fields are those of :class:`~zorgkaart.access.norms.Judged`.
    """

    @property
    def approach(self) -> TravelTimes:
        """From the nearest station to the patient, at ambulance speed."""
        return self.rides[0]

    @property
    def transport(self) -> TravelTimes:
        """From the patient to the nearest site, at ambulance speed."""
        return self.rides[1]
