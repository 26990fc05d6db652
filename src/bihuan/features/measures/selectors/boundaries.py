"""What measures hold against a change of boundaries: what was announced covers the same people.

A measure names its zones in its decision and in its notice. Nobody is drawn into one by a change
of boundaries, nor let out of it, and no gate is lost from its plan.
"""

import json
from collections.abc import Sequence

from bihuan.domain.boundaries import Succession
from bihuan.domain.chain.canonical import instant_of
from bihuan.domain.measures.catalogue import Part
from bihuan.domain.refusals import Refusal
from bihuan.domain.zones import ZoneRange, range_of
from bihuan.features.incidents import api as incidents
from bihuan.features.measures.selectors.people import names_up_from
from bihuan.features.measures.selectors.rows import DECIDED, SCOPES, TABLE
from bihuan.features.measures.selectors.rules import catalogue
from bihuan.platform.clock.incident import LOCAL
from bihuan.platform.db.dialects import Session
from bihuan.platform.db.reader import Reader


def held_boundaries(pairs: Sequence[Succession], changed: frozenset[int]) -> Refusal | None:
    """Return the measure, decided and not over, whose people or gates a change would touch.

    What covers all that changes from above goes on over it, unless it needs a plan for each
    compound below. Real boundaries do not wait for a drill: its measure reads as suspended then.
    """
    reaches = [range_of(code) for code in changed]
    rows = Session().all(
        "SELECT m.incident, m.code, m.ends_at, s.zone, s.zone_hi"  # noqa: S608
        f" FROM {SCOPES} s JOIN {TABLE} m ON m.id=s.measure WHERE s.zone<=? AND s.zone_hi>=?"
        f" AND NOT m.drill AND m.state IN ({', '.join('?' * len(DECIDED))})"
        " ORDER BY m.ends_at DESC",
        (max(one.hi for one in reaches), min(one.lo for one in reaches), *DECIDED),
    ) if reaches else []  # fmt: skip
    clocks = {view.id: view.now() for view in incidents.incidents()}
    for incident, code, ends_at, lo, hi in rows:
        end = instant_of(ends_at)
        over = incident not in clocks or end <= clocks[incident]
        if not over and _touched(code, ZoneRange(lo, hi), pairs, changed):
            name = names_up_from([lo])[lo]
            said = {"measure": code, "zone": name.zh, "zone_en": name.en or name.zh,
                    "until": f"{end.astimezone(LOCAL):%m-%d %H:%M}"}  # fmt: skip
            return Refusal("zone_under_measure", said, clause="IDL 67")
    return None


def _touched(
    code: str, reach: ZoneRange, pairs: Sequence[Succession], changed: frozenset[int]
) -> bool:
    """Tell whether a change is about the very zone a measure names, or moves people of it."""
    if reach.lo in changed:
        return True
    gated = Part.GATE_PLAN in catalogue().types[code].parts
    if gated and any(one in reach for one in changed):
        return True
    return any((pair.old in reach) != (pair.new in reach) for pair in pairs)


def measures_in_zones(read: Reader, zones: frozenset[int]) -> int:
    """Return how many scopes of measures name some zones."""
    row = read.session.one(
        f"SELECT count(*) FROM {SCOPES} WHERE zone IN (SELECT value FROM json_each(?))",  # noqa: S608
        (json.dumps(sorted(zones)),),
    )
    return int(row[0]) if row else 0
