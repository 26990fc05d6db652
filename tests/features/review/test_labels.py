"""Every state and kind of the review has its words."""

from bihuan.domain.reviews.nights import NightState
from bihuan.domain.reviews.states import Follow, FollowAct, OptionKind
from bihuan.features.review import labels
from bihuan.features.review.models.figures import DIMENSIONS, MODES
from bihuan.platform.figures import AgendaKind


def test_every_member_has_its_label():
    assert set(labels.NIGHT_STATES) == set(NightState)
    assert set(labels.FOLLOW_STATES) == set(Follow)
    assert set(labels.FOLLOW_ACTS) >= set(FollowAct) - {FollowAct.ISSUE, FollowAct.CARRY_OVER}
    assert set(labels.OPTION_KINDS) == set(OptionKind)
    assert set(labels.AGENDA_KINDS) == set(AgendaKind)
    assert set(labels.DIMENSIONS) == set(DIMENSIONS)
    assert set(labels.MODES) == set(MODES)
