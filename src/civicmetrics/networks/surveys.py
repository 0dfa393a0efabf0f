"""A survey in waves, as read: the roster, and what was reported in each wave."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from civicmetrics.networks.errors import SurveyError
from civicmetrics.networks.values import Floats, Ints, Network, Organisation, frozen


@dataclass(frozen=True, eq=False)
class Wave:
    """One round of answers.

    network   all kinds of tie together
    kinds     names; reports (r, 3) source, target, kind of each reported kind of tie
    strong    the strengths were asked (else all are 1)
    ratings   (q, 8) rater, rated, then the six questions of `ratings.VALUE + ratings.TRUST`
    """

    name: str
    network: Network
    kinds: tuple[str, ...]
    reports: Ints
    strong: bool
    ratings: Floats


@dataclass(frozen=True, eq=False)
class Survey:
    """Organisations in roster order, waves in time order, and what had to be taken for granted."""

    organisations: tuple[Organisation, ...]
    waves: tuple[Wave, ...]
    assumptions: tuple[str, ...] = ()

    @cached_property
    def sectors(self) -> tuple[str, ...]:
        """Names of the sectors, largest first; organisations without one share the empty name."""
        names = [organisation.sector for organisation in self.organisations]
        return tuple(sorted(set(names), key=lambda name: (-names.count(name), name)))

    @cached_property
    def sector(self) -> Ints:
        """(n,) each organisation's place in `sectors`."""
        place = {name: at for at, name in enumerate(self.sectors)}
        return frozen(np.array([place[o.sector] for o in self.organisations], np.int64))

    @cached_property
    def attributes(self) -> tuple[str, ...]:
        seen: dict[str, None] = {}
        for organisation in self.organisations:
            seen.update(dict.fromkeys(organisation.attributes))
        return tuple(seen)

    def position(self, name: str) -> int:
        """Where an organisation stands in the roster, by id or label.

        Raises SurveyError when there is none.
        """
        for field in ("id", "label"):
            for place, organisation in enumerate(self.organisations):
                if getattr(organisation, field) == name:
                    return place
        raise SurveyError("no organisation has this id or label", value=name)
