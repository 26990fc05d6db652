"""Which post may hear an appeal."""

from bihuan.domain.appeals import Seat, may_hear
from bihuan.domain.policy.acts import Act
from bihuan.domain.refusals import Refusal
from bihuan.features.measures import api as measures
from bihuan.features.safeguards.permissions import check_act
from bihuan.features.safeguards.selectors.appeals import AppealView, hands_of
from bihuan.platform.auth import ActingPost


def hears(by: ActingPost, appeal: AppealView) -> Refusal | None:
    """Return why a post may not hear an appeal, open or decided."""
    refusal = check_act(by, Act.DECIDE_APPEAL, appeal.zone)
    measure = measures.measure_of(appeal.measure)
    if refusal is not None or measure is None:
        return refusal
    actor = by.actor
    return may_hear(Seat(actor.post, actor.person, actor.unit, int(actor.level)), hands_of(measure))
