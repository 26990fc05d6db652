"""The clock's part in measures: writing down what is over already, and where care falls short."""

from bihuan.domain.measures.standing import care_falls_short
from bihuan.domain.measures.transitions import EXPIRE
from bihuan.features.measures.actions.shortfalls import note_shortfall
from bihuan.features.measures.api import act_on_measure, lapsing
from bihuan.features.measures.selectors.listing import cared_for
from bihuan.platform.auth import system_post
from bihuan.platform.commands import Outcome
from bihuan.platform.db.dialects import Session
from bihuan.platform.jobs import Tick, tick
from bihuan.platform.ledger.marks import Mark, mark_now, since

BATCH = 200
CARE_HANGS_ON = ("territory", "premises")
"""What may change it; nothing comes in force while its care falls short."""
_looked: dict[int, Mark] = {}


@tick("measures.expire")
def expire(now: Tick) -> int:
    """Write the event of each end that has come; in every reader it is over already."""
    done = 0
    for identity, _ in lapsing(incident=now.clock.incident, at=now.now, most=BATCH):
        answer = act_on_measure(
            by=system_post(), act=EXPIRE, measure=identity, incident=now.clock.incident,
            key=f"expire:{identity}",
        )  # fmt: skip
        done += isinstance(answer, Outcome)
    return done


@tick("measures.note_shortfalls")
def note_shortfalls(now: Tick) -> int:
    """Note since when the care of each measure in force falls short, and until when.

    Nobody looks again while no zone and no compound has changed.
    """
    incident, session = now.clock.incident, Session()
    before, mark = _looked.get(incident), mark_now(session)
    if before is not None and not since(session, before).concerns(*CARE_HANGS_ON):
        return 0
    done = 0
    for one in cared_for(incident=incident, at=now.now):
        if care_falls_short(one) != one.shortfalls.endswith("-"):
            key = f"care:{one.id}:{one.version}"
            answer = note_shortfall(by=system_post(), measure=one.id, incident=incident, key=key)
            done += isinstance(answer, Outcome)
    _looked[incident] = mark
    return done
