import pytest

from bihuan.domain.machines import Transition
from bihuan.domain.reviews.community import CommunityStatus, community_status
from bihuan.domain.reviews.nights import NIGHT, NightCase, NightState


@pytest.mark.parametrize(
    ("counts", "residents", "status"),
    [
        ([0, 0, 0], None, CommunityStatus.ZERO),
        ([5, 0, 0, 0], 1000, CommunityStatus.ZERO),
        ([0, 0, None], 1000, None),
        ([0, 0], 1000, None),
        ([1, 0, 2], 4_000_000, CommunityStatus.BASICALLY_ZERO),
        ([40, 0, 0], 4_000_000, CommunityStatus.NOT_ZERO),
        ([0, 0, 28], 4_000, CommunityStatus.NOT_ZERO),
        ([0, 0, 28], None, CommunityStatus.NOT_ZERO),
        ([None, None, 28], 4_000_000, None),
    ],
)
def test_community_zero_needs_three_known_nights(counts, residents, status):
    assert community_status(counts, residents=residents) is status


@pytest.mark.parametrize(
    ("counts", "nights", "rate", "status"),
    [
        ([9, 0, 0, 0, 0], 5, 1, CommunityStatus.BASICALLY_ZERO),
        ([0, 0, 0, 0, 0], 5, 1, CommunityStatus.ZERO),
        ([0, 0, 0], 5, 1, None),
        ([None, None, 0], 1, 1, CommunityStatus.ZERO),
        ([4, 4, 4], 3, 0.1, CommunityStatus.NOT_ZERO),
    ],
)
def test_the_rule_is_the_profiles(counts, nights, rate, status):
    told = community_status(counts, residents=4_000_000, nights=nights, basic_per_100k=rate)
    assert told is status


def test_a_night_runs_one_way_from_draft_to_minutes():
    case = NightCase()
    for state, act, target in (
        ("", "draft", NightState.DRAFT),
        ("", "freeze", NightState.FROZEN),
        (NightState.DRAFT, "freeze", NightState.FROZEN),
        (NightState.FROZEN, "call", NightState.IN_MEETING),
        (NightState.IN_MEETING, "issue", NightState.MINUTES_ISSUED),
    ):
        step = NIGHT.step(state, act, case)
        assert isinstance(step, Transition)
        assert step.target == target
    for state in NightState:
        assert NIGHT.step(state, "draft", case).code == "not_in_this_state"
    assert NIGHT.step(NightState.FROZEN, "freeze", case).code == "not_in_this_state"


def test_the_meeting_does_not_end_before_its_fixed_items_were_opened():
    step = NIGHT.step(NightState.IN_MEETING, "issue", NightCase(fixed_items_unheard=1))
    assert step.code == "safeguards_not_heard"
