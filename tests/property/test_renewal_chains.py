"""R7 over chains of renewals: whatever posts decide of them, at most one holds people at a time.

Real commands in random order on one community: first drafts and renewals walk towards force, a
hearing body suspends and lets go on, the city revokes, the county lifts, the profile changes and
changes back, an exit is locked, hours pass with or without the clock's tick.
"""

from datetime import timedelta
from itertools import count

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from tests.factories.acting import acting
from tests.factories.decided import PRINCIPAL, WAY, adopted, draft, lawful
from tests.factories.histories import RolledBack
from tests.factories.orders import MORNING, Town
from tests.factories.premises import inspector, keeper, signed
from tests.factories.territory import BRIDGE, CITY
from tests.property.test_measures import ONCE

from bihuan.domain.measures.case import Case
from bihuan.domain.measures.guards import ACTIVATION
from bihuan.domain.policy.actor import CLOCK
from bihuan.domain.policy.acts import Act
from bihuan.domain.profiles import Permission
from bihuan.domain.roles import Role
from bihuan.domain.zones import range_of
from bihuan.features.incidents import api as incidents
from bihuan.features.measures import api
from bihuan.features.measures.jobs import expire
from bihuan.features.premises import api as premises
from bihuan.platform.auth import system_post
from bihuan.platform.clock.system import fixed_at
from bihuan.platform.commands import Outcome
from bihuan.platform.jobs import Tick

HOUR = timedelta(hours=1)
MAYOR = acting(Role.CITY_LEADER, CITY, post=90, person=190, unit=41)
HEARING = acting(Role.GOVERNMENT_OFFICE, CITY, post=91, person=191, unit=42)
CITY_LEADER = acting(Role.CITY_LEADER, CITY)
UNDOING = {
    Act.SUSPEND_ON_APPEAL: HEARING, Act.RESUME_MEASURE: HEARING, Act.REVOKE_MEASURE: MAYOR,
    Act.LIFT_MEASURE: PRINCIPAL,
}  # fmt: skip
OVER = frozenset({"LIFTED", "REVOKED", "EXPIRED", "AFTERCARE", "ARCHIVED", "DISCARDED"})
FORBIDS = "influenza"
PROFILES = ("respiratory-novel", FORBIDS)


class RenewalChains(RolledBack):
    """One community; every history is rolled back before the next one begins."""

    @initialize()
    def begin(self):
        self.now, self.keys, self.over = MORNING, count(), set()
        with fixed_at(self.now):
            self.town = Town()
            adopted(self.town.incident, profile=FORBIDS, key="signed too")
            adopted(self.town.incident)
            lawful(self.town)
            self.compound = signed(days=30)
        self.chain: list[str] = []

    def key(self):
        return f"step {next(self.keys)}"

    def act(self, measure, what, by):
        return api.act_on_measure(
            by=by, act=what, measure=measure, incident=self.town.incident, key=self.key(),
            said={"reason": "a reason", "opinion": "support", "appeal": "a1"},
        )  # fmt: skip

    def one(self, which):
        return self.chain[which % len(self.chain)]

    @rule(hours=st.sampled_from([2, 24, 72]), ahead=st.booleans(), steps=st.sampled_from([0, 4, 8]))
    def somebody_drafts(self, hours, ahead, steps):
        before = api.measure_of(self.chain[-1]) if self.chain else None
        begins = before.ends_at if before is not None and ahead else self.now
        said = draft(hours=hours, starts_at=begins, ends_at=begins + hours * HOUR)
        renewing = api.MeasureDraft(
            said.code, said.zones, said.columns, said.answers, said.parts, said.companion,
            renews=before.id if before is not None else "",
        )  # fmt: skip
        with fixed_at(self.now):
            answer = api.draft_measure(
                by=PRINCIPAL, incident=self.town.incident, draft=renewing, key=self.key()
            )
        if isinstance(answer, Outcome):
            self.chain.append(answer.result["measure"])
            self.it_walks(0, steps)

    def it_walks(self, back, steps):
        with fixed_at(self.now):
            for what, by in WAY[:steps] if self.chain else ():
                self.act(self.chain[-1 - back % len(self.chain)], what, by)

    @rule(back=st.integers(0, 2))
    def it_walks_on(self, back):
        self.it_walks(back, len(WAY))

    @rule(which=st.integers(0, 9), what=st.sampled_from(sorted(UNDOING)))
    def somebody_undoes(self, which, what):
        with fixed_at(self.now):
            if self.chain:
                self.act(self.one(which), what, UNDOING[what])

    @rule(profile=st.sampled_from(PROFILES))
    def the_profile_changes(self, profile):
        with fixed_at(self.now):
            standing = {one.id for one in self.seen() if one.decided_at is not None}
            answer = incidents.adopt_profile(
                by=CITY_LEADER, incident=self.town.incident, profile=profile, major=True,
                key=self.key(), reason="laboratory result",
            )  # fmt: skip
        assert isinstance(answer, Outcome)
        if profile == FORBIDS:
            self.over |= standing

    @rule(locked=st.booleans())
    def an_exit_is_locked_or_found_open(self, locked):
        with fixed_at(self.now):
            if locked:
                seal = premises.SealDraft(compound=self.compound, gate="南门")
                premises.report_sealed(
                    by=keeper(), incident=self.town.incident, draft=seal, key=self.key()
                )
                return
            for seal, incident in premises.open_seals_of(""):
                premises.clear_seal(by=system_post(), incident=incident, seal=seal, key=self.key())
        self.now += timedelta(minutes=1)
        with fixed_at(self.now):
            measured = premises.Measured({"北门": 10, "南门": 20}, days=30)
            premises.sign_check(
                by=inspector(), compound=self.compound, measured=measured, key=self.key()
            )

    @rule(hours=st.sampled_from([1, 2, 24]), ticks=st.booleans())
    def time_passes(self, hours, ticks):
        self.now += hours * HOUR
        if ticks:
            with fixed_at(self.now):
                expire(Tick(incidents.incident(self.town.incident).clock, self.now))

    def seen(self):
        return [api.measure_of(one) for one in self.chain]

    @invariant()
    def one_at_most_holds_and_nothing_stands_in_its_way(self):
        if not getattr(self, "chain", None):
            return
        with fixed_at(self.now):
            known = self.seen()
            held = [one for one in known if api.in_force(one, self.now)]
            assert len(held) <= 1
            for one in held:
                assert self.now < one.ends_at
                assert one.decided_at is not None
                assert one.activated_at is not None
                case = Case("", one, CLOCK, {}, self.now, one.state)
                assert {g.name for g in ACTIVATION if not g.holds(case)} <= ONCE
                rule = incidents.incident(self.town.incident).adoption.profile.measures["M10"]
                assert rule.permission is not Permission.FORBIDDEN
                assert not premises.readiness([range_of(BRIDGE)], self.now).unsafe

    @invariant()
    def what_is_over_stays_over(self):
        if not getattr(self, "chain", None):
            return
        with fixed_at(self.now):
            found = {one.id for one in self.seen() if api.state_as_of(one, self.now) in OVER}
        assert self.over <= found
        self.over = found


@pytest.mark.django_db
def test_of_a_chain_of_renewals_one_at_most_holds_and_none_comes_back():
    run_state_machine_as_test(
        RenewalChains,
        settings=settings(max_examples=20, stateful_step_count=24, deadline=None),
    )
