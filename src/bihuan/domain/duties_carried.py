"""Who answers in the zones that a change of boundaries makes, decided without a database.

What moves keeps its post where that post's own zone still contains it. Otherwise the post that
answers for the function in the nearest zone around it takes it over: no duty is left behind
because the zone of its post is gone.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bihuan.domain.boundaries import Succession
from bihuan.domain.zones import ancestors_of, range_of


@dataclass(frozen=True, slots=True)
class Owning:
    """A responsibility in force: which post answers for a function in a zone, and who is named."""

    zone: int
    function: str
    post: int
    deputy: int | None = None
    escalation: int | None = None


@dataclass(frozen=True, slots=True)
class CarriedDuty:
    """One duty of a zone that goes, and who answers for it in the zone that carries it on.

    ``after`` is None where nobody can: that is a gap for somebody to close.
    """

    old: int
    new: int
    before: Owning
    after: Owning | None


def carry(
    pairs: Iterable[Succession], owning: Iterable[Owning], homes: Mapping[int, int]
) -> tuple[CarriedDuty, ...]:
    """Return what becomes of every duty of the zones that go.

    Parameters
    ----------
    pairs
        Old and new codes.
    owning
        The responsibilities in force in the old zones, the new ones and those around them.
    homes
        The zone of each post.
    """
    stands = {(one.zone, one.function): one for one in owning}
    found = []
    # What lies above is settled first: what lies below falls back on it.
    for pair in sorted(pairs, key=lambda one: (one.new, one.old)):
        for before in [one for one in stands.values() if one.zone == pair.old]:
            place = (pair.new, before.function)
            if place in stands:
                continue
            after = _answering(before, pair.new, stands, homes)
            if after is not None:
                stands[place] = after
            found.append(CarriedDuty(pair.old, pair.new, before, after))
    return tuple(found)


def _answering(
    before: Owning,
    new: int,
    stands: Mapping[tuple[int, str], Owning],
    homes: Mapping[int, int],
) -> Owning | None:
    around = (stands.get((zone, before.function)) for zone in ancestors_of(new))
    for one in (before, *around):
        home = None if one is None else homes.get(one.post)
        if one is not None and home is not None and new in range_of(home):
            return Owning(new, before.function, one.post, one.deputy, one.escalation)
    return None
