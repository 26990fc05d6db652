"""A plan shaken by a report is never in force again before somebody has looked.

Real commands in random order: reports at the gate and from the community, orders withdrawn, not
filed or verified, plans redrawn, checks that pass and checks that fail, a worker that comes late.
"""

from datetime import timedelta
from itertools import count

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from tests.factories import orders
from tests.factories.histories import RolledBack
from tests.factories.orders import MORNING, Town
from tests.factories.posts import CLERK, LEADER, SECRETARY
from tests.factories.premises import PLAN, inspector, keeper, signed
from tests.factories.territory import BRIDGE

from bihuan.domain.findings.states import OPEN_AFTER_FILED, State
from bihuan.domain.policy.loop_acts import LoopAct as A
from bihuan.domain.premises.gates import GateState
from bihuan.domain.zones import range_of
from bihuan.features.premises import api
from bihuan.features.supervision import api as supervision
from bihuan.platform.clock.system import fixed_at
from bihuan.platform.commands import Outcome
from bihuan.platform.jobs.reactions import run_waiting

MINUTE = timedelta(minutes=1)
SAID = {
    "clause": "Fire Law 28", "severity": 1, "order_text": "open it", "reply_text": "reply",
    "items": [], "plan": "at once", "evidence": "cut open", "cause": "by mistake",
    "prevention": "daily", "visit": "on_site", "notes": "it is open", "reason": "a mistake",
    "confirm": "yes",
}  # fmt: skip
WAY = {
    State.REPORTED: (A.FILE, CLERK), State.FILED: (A.ASSIGN, orders.SECOND_CLERK),
    State.ASSIGNED: (A.RECEIVE, LEADER), State.RECEIVED: (A.START, LEADER),
    State.RECTIFYING: (A.RECTIFY, LEADER), State.VERIFYING: (A.PASS, 0),
}  # fmt: skip


class SealedExits(RolledBack):
    """One compound; every history is rolled back before the next one begins."""

    @initialize()
    def begin(self):
        self.now, self.keys = MORNING, count()
        with fixed_at(self.now):
            self.town = Town()
            self.compound = signed(days=30)
        self.findings: dict[str, bool] = {}
        self.reported = False

    def at(self):
        self.now += MINUTE
        return fixed_at(self.now)

    def key(self):
        return f"step {next(self.keys)}"

    def open(self):
        """Return the findings on their way: several at once would hide what one of them does."""
        facts = [supervision.finding_facts(one) for one in self.findings]
        return [one for one in facts if one.state in (State.REPORTED, *OPEN_AFTER_FILED[:-1])]

    def see(self):
        """Notice the findings that there are, and which of them were verified."""
        found = supervision.due_findings(
            incident=self.town.incident, now=self.now + timedelta(days=99), most=99
        )
        for one in found:
            self.findings.setdefault(one.id, False)

    def work(self):
        run_waiting(self.now + MINUTE)
        self.see()

    @precondition(lambda self: not self.open())
    @rule()
    def somebody_reports_at_the_gate(self):
        with self.at():
            draft = api.SealDraft(compound=self.compound, gate="南门")
            answer = api.report_sealed(
                by=keeper(), incident=self.town.incident, draft=draft, key=self.key()
            )
            assert isinstance(answer, Outcome)
            self.reported = True
            self.work()

    @precondition(lambda self: not self.open())
    @rule()
    def the_community_reports(self):
        with self.at():
            draft = supervision.FindingDraft(type_code="X02", zone=BRIDGE, text="side gate locked")
            answer = supervision.report(
                by=self.town.by(SECRETARY), incident=self.town.incident, draft=draft,
                key=self.key(),
            )  # fmt: skip
            if isinstance(answer, Outcome):
                self.work()
                self.reported = True

    def act(self, finding, act, post):
        facts = supervision.finding_facts(finding)
        answer = supervision.act_on(
            by=self.town.by(post or facts.verifier_post), act=act, key=self.key(),
            seen=supervision.Seen(finding, self.town.incident), said=SAID,
        )  # fmt: skip
        self.work()
        return isinstance(answer, Outcome)

    @rule(which=st.integers(0, 9), late=st.booleans())
    def a_finding_ends_without_a_look(self, which, late):
        if not self.findings:
            return
        finding = list(self.findings)[which % len(self.findings)]
        with self.at():
            if late:
                self.act(finding, A.PROPOSE_REJECTION, orders.SECOND_CLERK)
                self.act(finding, A.REJECT, CLERK)
            self.act(finding, A.WITHDRAW, orders.HEAD)

    @rule(which=st.integers(0, 9), steps=st.integers(1, 6))
    def a_finding_goes_on(self, which, steps):
        if not self.findings:
            return
        finding = list(self.findings)[which % len(self.findings)]
        for _ in range(steps):
            act, post = WAY.get(supervision.finding_facts(finding).state, (None, 0))
            if act is None:
                return
            with self.at():
                if self.act(finding, act, post) and act is A.PASS:
                    # Somebody stood there: what this finding stood for has been looked at.
                    self.findings[finding] = True
                    self.reported = bool(self.waiting())

    def waiting(self):
        """Return the findings that nobody has verified, as the loop itself tells it."""
        return [one for one, verified in self.findings.items() if not verified]

    @rule(seconds=st.sampled_from([20, 90]))
    def somebody_checks(self, seconds):
        with self.at():
            measured = api.Measured({"北门": 10, "南门": seconds}, days=30)
            answer = api.sign_check(
                by=inspector(), compound=self.compound, measured=measured, key=self.key()
            )
            if isinstance(answer, Outcome) and answer.result["faults"] == 0:
                self.findings = dict.fromkeys(self.findings, True)
                self.reported = False

    @rule(state=st.sampled_from([GateState.OPEN, GateState.EGRESS_ONLY, None]))
    def the_plan_changes(self, state):
        with self.at():
            if state is None:
                api.draw_compound(by=keeper(), place=self.compound, plan=PLAN, key=self.key())
            else:
                api.set_gate(
                    by=keeper(), compound=self.compound, gate="南门", state=state, key=self.key()
                )

    @invariant()
    def what_nobody_looked_at_is_not_in_force(self):
        if not getattr(self, "reported", False):
            return
        ready = api.readiness([range_of(BRIDGE)], self.now)
        assert ready.unsafe or ready.without_plan
        assert api.compound_of(self.compound).problems(self.now)


@pytest.mark.django_db
def test_a_shaken_plan_is_never_in_force_again_before_somebody_has_looked():
    run_state_machine_as_test(
        SealedExits,
        settings=settings(max_examples=20, stateful_step_count=14, deadline=None),
    )
