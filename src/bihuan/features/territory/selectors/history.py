"""The territory as it was, and what became of a zone."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid5

from django.db.models import Q

from bihuan.domain.chain.canonical import instant_of
from bihuan.domain.zones import ZoneRange
from bihuan.features.territory.models import FormerName
from bihuan.features.territory.selectors.zones import (
    ZoneName,
    ZoneView,
    name_chain,
    names,
    zones_in,
)
from bihuan.platform.db.changes import Entry, Insert, Update
from bihuan.platform.db.dialects import Session

NAMES = UUID("0a52c6ee-6f5b-5c55-9a53-3f0f6f3d7c11")


def as_it_was(*, at: datetime, scope: ZoneRange) -> list[ZoneView]:
    """Return the zones of a scope at an instant, under the names they had then."""
    zones = zones_in(scope=scope, at=at)
    then = _names_then(at, Q(zone_id__gte=scope.lo, zone_id__lte=scope.hi))
    return [replace(zone, name=then.get(zone.code, zone.name)) for zone in zones]


def _names_then(at: datetime, of: Q) -> dict[int, ZoneName]:
    found = (
        FormerName.objects.filter(of, valid_to__gt=at)
        .order_by("-valid_to")
        .values_list("zone_id", "name_zh", "name_en")
    )
    return {row[0]: ZoneName(*row) for row in found}


def name_chain_at(code: int, at: datetime) -> Sequence[ZoneName]:
    """Return the names from the city down to a zone as they were at an instant of the wall."""
    chain = name_chain(code)
    then = _names_then(at, Q(zone_id__in=[one.code for one in chain]))
    return tuple(then.get(one.code, one) for one in chain)


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a zone's history with the names of both sides; a renaming has no new one."""

    kind: str
    at: datetime
    old: ZoneName
    new: ZoneName | None


@dataclass(frozen=True, slots=True)
class ZoneHistory:
    """What became of a zone, oldest first, and the zones that carry its territory on today.

    A zone that was split and stayed is among its own successors.
    """

    steps: Sequence[Step]
    successors: Sequence[ZoneName]


def former_name(renaming: Update, name_zh: str, name_en: str, at: datetime) -> Insert:
    """Return the row that keeps a zone's name of before; papers of then are printed with it."""
    zone = int(renaming.id)
    former = {"zone_id": zone, "name_zh": name_zh, "name_en": name_en, "valid_to": at}
    identity = uuid5(NAMES, f"{zone}:{renaming.version}").hex
    return Insert("territory_former_name", identity, former)


def kept_names(changed: Sequence[Update], now: datetime) -> list[Entry]:
    """Keep the names that rows lose, as a renaming on screen does; read before they are written."""
    renamed = [one for one in changed if {"name_zh", "name_en"} & one.new.keys()]
    stood = names(int(one.id) for one in renamed)
    return [
        Entry(
            "territory.zone_renamed",
            one.id,
            int(one.id),
            (former_name(one, stood[int(one.id)].zh, stood[int(one.id)].en, now),),
        )
        for one in renamed
    ]


# What led to a zone, what follows from it however far, and its former names.
_HISTORY = (
    "WITH RECURSIVE carried(zone) AS (SELECT ?1 UNION"
    " SELECT s.new_id FROM territory_succession s JOIN carried c ON s.old_id=c.zone)"
    " SELECT s.kind, s.at, s.old_id, o.name_zh, o.name_en, o.valid_to,"
    " s.new_id, n.name_zh, n.name_en FROM territory_succession s"
    " JOIN territory_zone o ON o.id=s.old_id JOIN territory_zone n ON n.id=s.new_id"
    " WHERE s.new_id=?1 OR s.old_id IN (SELECT zone FROM carried)"
    " UNION ALL SELECT 'renamed', valid_to, zone_id, name_zh, name_en, NULL, NULL, '', ''"
    " FROM territory_former_name WHERE zone_id=?1"
)


def history_of(code: int) -> ZoneHistory:
    """Return a zone's mergers, splits and former names, and what carries it on: one query."""
    steps, known, gone = [], {}, set()
    follows: defaultdict[int, set[int]] = defaultdict(set)
    for kind, at, old, zh, en, ended, new, new_zh, new_en in Session().all(_HISTORY, (code,)):
        before = ZoneName(old, zh, en)
        after = None if new is None else ZoneName(new, new_zh, new_en)
        if code in (old, new):
            steps.append(Step(kind, instant_of(at), before, after))
        if after is not None:
            known[old], known[new] = before, after
            follows[old].add(new)
        if ended is not None:
            gone.add(old)
    steps.sort(key=lambda step: (step.at, step.new.code if step.new else 0))
    carried = _followed(code, follows) - gone
    return ZoneHistory(steps, [known[one] for one in sorted(carried) if one in known])


def _followed(code: int, follows: Mapping[int, set[int]]) -> set[int]:
    reached, ahead = {code}, [code]
    while ahead:
        new = follows.get(ahead.pop(), set()) - reached
        reached |= new
        ahead += new
    return reached
