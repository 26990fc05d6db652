"""The clock's part in measures: writing down what is over already."""

from bihuan.domain.measures.transitions import EXPIRE
from bihuan.features.measures.api import act_on_measure, lapsing
from bihuan.platform.auth import system_post
from bihuan.platform.commands import Outcome
from bihuan.platform.jobs import Tick, tick

BATCH = 200


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
