"""Promise R7: after every step of generated histories nothing restricts anybody unlawfully.

Whatever posts try, whatever registers say, whether the clock's tick runs or stands still for a
day: no measure is ever read as in force with a condition unmet or after its end, and none gets
there without a decision of a county or the city.
"""

from dataclasses import replace
from datetime import timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from tests.factories.measures import (
    CDC,
    DRAFTER,
    EVERYBODY,
    HEARING,
    HOUR,
    LEGAL,
    MAYOR,
    NOON,
    PRINCIPAL,
    SECRETARY,
    Life,
    around,
    basis,
    new_measure,
)

from bihuan.domain.measures.case import Case
from bihuan.domain.measures.catalogue import Part
from bihuan.domain.measures.decide import MeasureStep
from bihuan.domain.measures.guards import ACTIVATION
from bihuan.domain.measures.hands import hands_in
from bihuan.domain.measures.legal import Confirmation, text_hash
from bihuan.domain.measures.proportionality import Question
from bihuan.domain.measures.reading import in_force, state_as_of
from bihuan.domain.measures.states import MeasureState as S
from bihuan.domain.measures.transitions import LOSE_GROUND
from bihuan.domain.policy.actor import CLOCK
from bihuan.domain.policy.acts import Act
from bihuan.domain.refusals import Refusal
from bihuan.domain.zones import Level

ACTS = [act for act in Act if "measure" in act.value] + [
    Act.PASS_LEGAL_CHECK, Act.GIVE_OPINION, Act.PUBLISH_NOTICE, Act.REPORT_UPWARD,
    Act.PROVIDE_COMPANION, Act.PROPOSE_LIFTING, Act.SUSPEND_ON_APPEAL, Act.FINISH_AFTERCARE,
]  # fmt: skip
MACHINE_ACTS = [a for a in ACTS if a != Act.VIEW_MEASURES]
USUAL = {
    "": (Act.DRAFT_MEASURE, DRAFTER),
    S.DRAFT: (Act.SUBMIT_MEASURE, DRAFTER),
    S.LEGAL_CHECK: (Act.PASS_LEGAL_CHECK, LEGAL),
    S.EXPERT_OPINION: (Act.GIVE_OPINION, CDC),
    S.DECIDED: (Act.PUBLISH_NOTICE, PRINCIPAL),
    S.NOTICE_PUBLISHED: (Act.ACTIVATE_MEASURE, PRINCIPAL),
    S.SUSPENDED: (Act.RESUME_MEASURE, HEARING),
}
HARM = [
    {"unsafe": 1}, {"without_plan": 1}, {"companion_short": 3}, {"conflicts": ("m0",)},
    {"people": 0}, {"basis": None}, {"basis": basis(confirmation=Confirmation.UNCONFIRMED)},
    {"basis": basis(text="amended")}, {"not_offered": Refusal("level_too_low")},
    {"add_on": Refusal("add_on_forbidden")}, {"compounds": 0}, {"people": None},
    {"lost": Refusal("measure_forbidden")},
    {"basis": basis(text="amended", confirmed_hash=text_hash("amended"))},
    {"answers": {q: (q is not Question.LAWFUL, "said") for q in Question}},
]  # fmt: skip
# What has to hold on the day of activation only; the rest must hold as long as it is in force.
ONCE = {
    "time_runs_on", "offered", "covers_somebody", "no_conflict", "nothing_added", "proportionate",
}  # fmt: skip


class MeasureHistories(RuleBasedStateMachine):
    """One measure, every post, registers that change under it, a tick that may stand still."""

    @initialize(code=st.sampled_from(["M10", "M11", "M06", "M14"]), hours=st.integers(1, 72))
    def begin(self, code, hours):
        self.life = Life(new_measure(code, surroundings=around(code), ends_at=NOON + hours * HOUR))
        self.ends = self.life.facts.ends_at

    def note(self, before, act, by, step):
        if not isinstance(step, MeasureStep):
            return
        if act in {Act.DECIDE_MEASURE, Act.ACTIVATE_MEASURE, Act.LIFT_MEASURE}:
            assert by.level <= Level.COUNTY
            assert by is not CLOCK
        if self.life.facts.state == S.ACTIVE and before != S.ACTIVE:
            case = Case(act, self.life.facts, by, {}, self.life.now, before)
            assert [g.name for g in ACTIVATION if not g.holds(case)] == []

    @rule(
        act=st.sampled_from(MACHINE_ACTS),
        by=st.sampled_from(EVERYBODY),
        reason=st.sampled_from(["", "because it must be"]),
    )
    def somebody_tries(self, act, by, reason):
        before = self.life.facts.state
        said = {"reason": reason, "opinion": "support", "override_reason": reason}
        self.note(before, act, by, self.life.try_(act, by, **said))

    @rule(times=st.integers(1, 6))
    def the_usual_way(self, times):
        for _ in range(times):
            state = self.life.facts.state
            act, by = USUAL.get(state, (Act.REPORT_UPWARD, PRINCIPAL))
            if state == S.EXPERT_OPINION and self.life.facts.opinion:
                act, by = Act.DECIDE_MEASURE, PRINCIPAL
            if state == S.NOTICE_PUBLISHED:
                self.life.try_(Act.REPORT_UPWARD, PRINCIPAL)
                self.life.try_(Act.PROVIDE_COMPANION, SECRETARY)
            if state == S.EXPERT_OPINION:
                self.life.try_(Act.APPROVE_MEASURE, MAYOR)
            self.note(state, act, by, self.life.try_(act, by, opinion="support"))

    @rule(harm=st.sampled_from(HARM))
    def registers_change(self, harm):
        self.life.around(**harm)

    @rule()
    def registers_are_whole_again(self):
        code = self.life.facts.code
        self.life.facts = new_from(self.life.facts, around(code))

    @rule(hours=st.sampled_from([0.02, 1, 6, 24, 48, -3]))
    def time_passes_or_a_clock_is_set_back(self, hours):
        self.life.now += timedelta(hours=hours)

    @rule(why=st.sampled_from([None, Refusal("measure_forbidden")]))
    def the_footing_changes(self, why):
        self.life.around(lost=why)
        ended = isinstance(self.life.try_(LOSE_GROUND, MAYOR), MeasureStep)
        assert why is not None or not ended

    @rule()
    def the_tick_runs(self):
        self.life.expire()

    @invariant()
    def nothing_is_in_force_with_a_condition_unmet(self):
        facts, now = self.life.facts, self.life.now
        if not in_force(facts, now):
            return
        case = Case("", facts, CLOCK, {}, now, facts.state)
        lasting = [g for g in ACTIVATION if g.name not in ONCE]
        unmet = [g.name for g in lasting if not g.holds(case)]
        assert [name for name in unmet if name != "has_begun"] == []

    @invariant()
    def nothing_is_in_force_after_its_end(self):
        facts = self.life.facts
        for late in (timedelta(0), timedelta(minutes=1), timedelta(days=1)):
            assert not in_force(facts, self.ends + late)

    @invariant()
    def the_end_never_moves(self):
        assert self.life.facts.ends_at == self.ends

    @invariant()
    def nothing_is_in_force_that_the_footing_does_not_carry(self):
        facts = self.life.facts
        assert facts.around.lost is None or not in_force(facts, self.life.now)

    @invariant()
    def no_two_hands_are_one(self):
        facts = self.life.facts
        hands = [one for one in hands_in(facts)[:3] if one[1] is not None]
        assert len({person for _, person in hands}) == len(hands)

    @invariant()
    def nobody_is_held_to_anything_behind_a_locked_exit(self):
        facts, kind = self.life.facts, self.life.facts.around.type
        holds = kind is None or kind.restricts or Part.GATE_PLAN in kind.parts
        if facts.around.unsafe and holds:
            assert state_as_of(facts, self.life.now) not in {S.ACTIVE, S.REVIEW_DUE}

    @invariant()
    def whatever_was_decided_was_decided_by_a_county_or_the_city(self):
        facts = self.life.facts
        if facts.decided_at is not None:
            assert facts.decider_level in {Level.CITY, Level.COUNTY}
            assert facts.decider_post in {PRINCIPAL.post, MAYOR.post}
        if facts.activated_at is not None:
            assert facts.decided_at is not None


def new_from(facts, surroundings):
    return replace(facts, around=surroundings)


TestMeasureHistories = MeasureHistories.TestCase
TestMeasureHistories.settings = settings(
    max_examples=120, stateful_step_count=30, deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)  # fmt: skip
