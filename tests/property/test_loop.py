"""The nine invariants of the closed loop, after every step of generated histories."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from tests.factories.loop import (
    FULL,
    OWNED,
    POSTS,
    SECOND_VERIFIER,
    VERIFIER,
    Life,
    changed,
    new_finding,
)

from bihuan.domain.clocks import due, read_pauses
from bihuan.domain.findings.case import state_as_of
from bihuan.domain.findings.decide import decide, tick_act
from bihuan.domain.findings.escalation import anything_due
from bihuan.domain.findings.evidence import (
    FEEDBACK,
    LOOK_BACK,
    VERIFICATION,
    Shown,
    standing_in,
)
from bihuan.domain.findings.facts import FindingFacts
from bihuan.domain.findings.states import (
    BUCKET_OF,
    ORDERED,
    RECTIFY_RUNNING,
    Review,
    State,
)
from bihuan.domain.findings.step import RecordKind, Step
from bihuan.domain.findings.timing import kind_of
from bihuan.domain.findings.transitions import DISPUTE, MACHINE_OF, MAIN, REFERRAL, REVIEW
from bihuan.domain.policy.actor import CLOCK, Actor
from bihuan.domain.policy.loop_acts import LoopAct as A
from bihuan.domain.policy.loop_check import can_loop
from bihuan.domain.refusals import Refusal

INSTANTS = ("reported_at", "assigned_at", "drafted_at")
NEVER_AGING_ACTS = {
    A.REQUEST_RETURN, A.ACCEPT_RETURN, A.REFUSE_RETURN, A.DISPUTE, A.UPHOLD_ORDER,
    A.CORRECT_ORDER, A.SEND_TO_REVIEW,
}  # fmt: skip
GARBAGE: list[Any] = [None, "", "  ", 0, -1, 9, True, 3.5, [], {}, b"x", "2022-11-28"]


USUAL = {
    "": A.REPORT, "DRAFT": A.REPORT, "REPORTED": A.FILE, "FILED": A.ASSIGN,
    "ASSIGNED": A.RECEIVE, "RECEIVED": A.START, "FAILED": A.START, "RECTIFYING": A.RECTIFY,
    "RECTIFIED": A.NAME_VERIFIER, "VERIFYING": A.PASS, "PASSED": A.CLOSE,
    "CLOSED": A.BEGIN_LOOK_BACK, "LOOKBACK": A.CONFIRM_LOOK_BACK,
}  # fmt: skip


OFFICE_ACTS = {
    A.CLOSE, A.WITHDRAW, A.UPHOLD_ORDER, A.CORRECT_ORDER, A.SEND_TO_REVIEW, A.SUSPEND, A.ASSIGN,
    A.ACCEPT_RETURN, A.REFUSE_RETURN, A.NAME_VERIFIER, A.ACCEPT_BLOCKER, A.INVITE_REPLY, A.REFER,
    A.CONFIRM_REFERRAL, A.APPROVE_REFERRAL, A.DECLINE_REFERRAL, A.UPHOLD_ON_REVIEW,
    A.AMEND_ON_REVIEW, A.CANCEL_ON_REVIEW,
}  # fmt: skip
SHOWING = {A.RECTIFY, A.FIX_ON_SITE, A.CONFIRM_LOOK_BACK, A.REOPEN, A.DISPUTE, A.FAIL}
LEVELS = {one.post: one.level for one in POSTS}

STAGES = dict.fromkeys(RECTIFY_RUNNING, FEEDBACK) | {
    State.RECTIFIED: VERIFICATION, State.VERIFYING: VERIFICATION, State.CLOSED: LOOK_BACK,
    State.LOOKBACK: LOOK_BACK,
}  # fmt: skip

RARE = (
    A.SUSPEND, A.WITHDRAW, A.ASK_HELP, A.OFFER_HELP, A.REQUEST_REVIEW, A.DISPUTE, A.ESCALATE,
    A.RESUME,
)  # fmt: skip
MINUTES = (1, 9, 31, 61, 241, 700, 1500, 4400, 44_000, 130_000)
CHOICE = st.integers(0, 9_999)
JUNK = st.lists(st.sampled_from(GARBAGE), min_size=3, max_size=3)


class LoopHistories(RuleBasedStateMachine):
    """A few findings, every post of a small city, a clock that only moves forward."""

    def __init__(self) -> None:
        super().__init__()
        self.lives: list[Life] = []
        self.counters: dict[str, int] = {}
        self.documents: set[str] = set()
        self.shown: dict[str, list[Shown]] = {}
        self.taken: set[A] = set()
        self.asked: dict[tuple[str, int], tuple[FindingFacts, datetime]] = {}

    @initialize(severity=st.integers(1, 4), over=st.booleans(), depth=st.integers(1, 9))
    def found(self, severity: int, over: bool, depth: int) -> None:
        self._add(new_finding(severity, rural=over, over_control=over))
        self.the_usual_way(which=0, steps=depth)

    @rule(severity=st.integers(1, 4))
    def found_again(self, severity: int) -> None:
        if len(self.lives) < 3:
            self._add(new_finding(severity))

    @rule(which=st.integers(0, 2), choice=CHOICE, who=CHOICE)
    def somebody_turns_aside(self, which: int, choice: int, who: int) -> None:
        """Take an act beside the main path that the tables know here, by a post that may."""
        life = self._life(which)
        posts: list[Actor] = []
        rare = () if choice % 4 == 0 else RARE
        acts = [act for act in self._acts(life) if act not in (*USUAL.values(), *rare)]
        choice = choice * 7919 // 11
        for _ in acts:
            act = acts[choice % len(acts)]
            posts = [post for post in POSTS if can_loop(act, post, life.facts)]
            if posts:
                break
            choice += 1
        if posts:
            self._around(life, who)
            payload = FULL | {"until": life.now + timedelta(days=1 + who % 40), "seconds": 3600}
            self._try(life, act, posts[who % len(posts)], payload)

    @rule(which=st.integers(0, 2), choice=CHOICE, who=CHOICE)
    def somebody_turns_aside_again(self, which: int, choice: int, who: int) -> None:
        self.somebody_turns_aside(which, choice, who)

    @rule(which=st.integers(0, 2), choice=CHOICE, who=CHOICE)
    def somebody_rules_or_replies(self, which: int, choice: int, who: int) -> None:
        """Take an act of a side procedure that has begun."""
        life = self._life(which)
        facts = life.facts
        open_acts = [
            A(name)
            for machine, state in (
                (DISPUTE, facts.dispute),
                (REVIEW, facts.review),
                (REFERRAL, facts.referral),
            )
            for name in machine.acts_in(state)
            if state or facts.e3_rounds
        ]
        if open_acts:
            act = open_acts[choice % len(open_acts)]
            posts = [post for post in POSTS if can_loop(act, post, facts)] or [CLOCK]
            self._try(life, act, posts[who % len(posts)], FULL)

    @rule(which=st.integers(0, 5), steps=st.integers(1, 3))
    def the_usual_way(self, which: int, steps: int) -> None:
        """Go a few steps along the main path, so that histories reach the end."""
        life = self._life(which)
        for _ in range(steps):
            act = USUAL.get(state_as_of(life.facts, life.now))
            if act is None:
                return
            post = next((one for one in POSTS if can_loop(act, one, life.facts)), None)
            if post is None or not self._try(life, act, post, FULL):
                return

    @rule(which=st.integers(0, 5), act=st.sampled_from(A), who=CHOICE, junk=JUNK)
    def anybody_tries_anything(self, which: int, act: A, who: int, junk: list[Any]) -> None:
        if act not in MACHINE_OF:
            return
        life = self._life(which)
        payload = {"reason": junk[0], "severity": junk[1], "until": junk[2], "seconds": junk[1]}
        self._try(life, act, POSTS[who % len(POSTS)], FULL | payload)

    @rule(minutes=st.sampled_from(MINUTES))
    def time_passes(self, minutes: int) -> None:
        for life in self.lives:
            life.later(minutes=minutes)

    @rule()
    def the_clock_ticks(self) -> None:
        for life in list(self.lives):
            facts = life.facts
            if facts.next_tick_at is None or facts.next_tick_at > life.now:
                continue
            resuming = tick_act(facts) is A.RESUME
            assert self._try(life, tick_act(facts), CLOCK, {}), facts
            again = life.facts.next_tick_at
            # The end of a suspension is one tick, what fell due after it the next.
            assert resuming or again is None or again > life.now

    @invariant()
    def nothing_closes_without_a_verdict(self) -> None:
        for life in self.lives:
            if life.facts.state in ("CLOSED", "LOOKBACK", "ARCHIVED"):
                assert life.facts.passed_at is not None
                assert life.facts.closed_at >= life.facts.passed_at

    def _not_asked_yet(self, question: str) -> Iterator[Life]:
        """Say of which findings this was not asked as they stand at this instant."""
        for number, life in enumerate(self.lives):
            facts, now = self.asked.get((question, number), (None, None))
            if facts is not life.facts or now != life.now:
                self.asked[question, number] = life.facts, life.now
                yield life

    @invariant()
    def the_deadline_follows_from_its_start(self) -> None:
        for life in self._not_asked_yet("deadline"):
            facts = life.facts
            if facts.rectify_from is not None:
                budget = timedelta(seconds=facts.rectify_seconds)
                pauses = read_pauses(facts.pauses)
                clock = kind_of(facts, "rectify")
                expected = due(facts.rectify_from, budget, clock, life.rules.calendar, pauses)
                assert facts.rectify_due_at == expected

    @invariant()
    def the_next_tick_is_neither_late_nor_early(self) -> None:
        for life in self._not_asked_yet("tick"):
            facts = life.facts
            if facts.state in ("SUSPENDED", "CLOSED"):
                continue
            due_now = facts.next_tick_at is not None and facts.next_tick_at <= life.now
            assert due_now == anything_due(facts, life.now, life.rules)

    @invariant()
    def a_suspension_always_has_its_end_and_its_way_back(self) -> None:
        for life in self.lives:
            facts = life.facts
            suspended = facts.state == State.SUSPENDED
            assert (facts.suspended_until is not None) == suspended
            assert bool(facts.suspended_state) == suspended

    @invariant()
    def the_control_line_adds_up(self) -> None:
        buckets = [BUCKET_OF[life.facts.state].value for life in self.lives]
        for name in ("open", "closed", "rejected", "withdrawn", "merged"):
            assert self.counters.get(f"finding.stock.{name}", 0) == buckets.count(name)
        reported = self.counters.get("finding.flow.reported", 0)
        assert reported == len(buckets) - buckets.count("draft")
        for severity in range(1, 5):
            held = sum(
                life.facts.severity == severity and BUCKET_OF[life.facts.state].value == "open"
                for life in self.lives
            )
            assert self.counters.get(f"finding.stock.open.S{severity}", 0) == held

    @invariant()
    def an_order_always_has_a_responsible_post(self) -> None:
        for life in self.lives:
            facts = life.facts
            if facts.state in ORDERED and not facts.on_site:
                assert facts.handler_post is not None
                assert facts.handler_unit is not None
                assert facts.document_number is not None
                assert facts.ledger_number is not None
                assert facts.rectify_due_at is not None

    def _add(self, facts: FindingFacts) -> Life:
        life = Life()
        life.facts = changed(facts, id=f"f{len(self.lives)}")
        if self.lives:
            life.now = self.lives[0].now
        self.lives.append(life)
        return life

    def _life(self, which: int) -> Life:
        return self.lives[which % len(self.lives)]

    def _acts(self, life: Life) -> list[A]:
        facts = life.facts
        names = (
            *MAIN.acts_in(state_as_of(facts, life.now)), *DISPUTE.acts_in(facts.dispute),
            *REVIEW.acts_in(facts.review), *REFERRAL.acts_in(facts.referral), A.RESUME,
        )  # fmt: skip
        return [A(name) for name in names]

    def _around(self, life: Life, number: int) -> None:
        older = self.lives[0]
        candidate = (VERIFIER, SECOND_VERIFIER)[number % 2]
        life.facts = changed(
            life.facts,
            around=replace(
                OWNED,
                verifier_post=candidate.post, verifier_unit=candidate.unit,
                verifier_person=candidate.person, recent_same_type=1 + number % 3,
                seed=number, earlier_failures=number % 4, open_items=number % 5 == 4,
                target=older.facts.id, target_type=older.facts.type_code,
                target_zone=older.facts.zone, target_place=older.facts.place,
                target_open=BUCKET_OF[older.facts.state].value == "open"
                and State.PASSED not in (older.facts.state, older.facts.suspended_state),
                target_severity=older.facts.severity, target_at=older.facts.reported_at,
            ),
        )  # fmt: skip

    def _try(self, life: Life, act: A, by: Actor, payload: dict[str, Any]) -> bool:
        payload = self._shows(life, act, by, payload)
        before = life.facts
        answer = decide(act, before, by=by, payload=payload, now=life.now, rules=life.rules)
        assert answer == decide(
            act, before, by=by, payload=payload, now=life.now, rules=life.rules
        ), "the same arguments give the same answer"
        if isinstance(answer, Refusal):
            assert answer.code
            return False
        self.taken.add(A(act))
        self._check_step(before, answer, by, life)
        self._check_hands(before, answer, by, life)
        self._check_review(before, answer)
        self._check_shown(before, answer, by)
        life.take(answer)
        for name, delta in answer.counts:
            self.counters[name] = self.counters.get(name, 0) + delta
        self._side_rows(life, answer)
        return True

    def _shows(self, life: Life, act: A, by: Actor, payload: dict[str, Any]) -> dict[str, Any]:
        """Let whoever acts show a picture now and then, and say nothing beside old ones."""
        facts = life.facts
        pictures = self.shown.setdefault(facts.id, [])
        if facts.version % 5 == 0 or not pictures:
            stage = STAGES.get(state_as_of(facts, life.now), "found")
            pictures.append(Shown(stage, life.now, by.post, by.unit))
        if act not in SHOWING:
            return payload
        count = standing_in(act, facts, pictures, looked_back_at=facts.closed_at)
        if count != facts.around.evidence_count:
            life.facts = changed(facts, around=replace(facts.around, evidence_count=count))
        silent = {"evidence": "", "notes": ""} if facts.version % 2 else {}
        return payload | silent

    def _check_shown(self, before: FindingFacts, step: Step, by: Actor) -> None:
        """Without words there is a picture of this round by whoever acts, or by his unit."""
        if step.act not in SHOWING or before.version % 2 == 0:
            return
        begun = {
            A.RECTIFY: before.failed_at or before.assigned_at, A.DISPUTE: before.assigned_at,
            A.FAIL: before.rectified_at, A.CONFIRM_LOOK_BACK: before.closed_at,
            A.REOPEN: before.closed_at,
        }  # fmt: skip
        assert step.act != A.FIX_ON_SITE, "a fix on the spot is told in words"
        assert any(
            one.unit == by.unit and one.at >= begun[A(step.act)] for one in self.shown[before.id]
        )

    def _check_hands(self, before: FindingFacts, step: Step, by: Actor, life: Life) -> None:
        if step.act in OFFICE_ACTS:
            office = LEVELS.get(before.issuer_post or before.filer_post or -1)
            assert office is None or by is CLOCK or by.level <= office, "not the higher office's"
        if step.act is A.SUSPEND:
            assert by.unit != before.handler_unit
            taken = [end - begun for begun, end in read_pauses(step.changes["pauses"])]
            assert sum(taken, timedelta()) <= life.rules.suspension_most
        if step.act in (A.RECTIFY, A.PASS):
            assert before.around.open_items == 0
        if step.act is A.CORRECT_ORDER:
            assert before.state != State.PASSED, "nobody would verify it"
        if step.act in (A.BEGIN_LOOK_BACK, A.CONFIRM_LOOK_BACK, A.REOPEN):
            assert by.unit not in (before.verifier_unit, before.fixer_unit, before.handler_unit)
        for record in step.records:
            if record.kind is RecordKind.SUPERVISION_ORDER:
                late = before.rectify_due_at < life.now
                assert ("overdue" in record.values["triggers"]) == late
                assert record.values["complete_by"] >= before.rectify_due_at
                assert late or record.values["complete_by"] == before.rectify_due_at

    def _check_review(self, before: FindingFacts, step: Step) -> None:
        """Let each ruling and each close-out be reviewed once."""
        if step.act is A.REQUEST_REVIEW and before.review_from is not None:
            assert before.review != Review.OPEN
            concluded = (before.dispute_ruled_at, before.closed_at)
            assert max(filter(None, concluded)) > before.review_from

    def _check_step(self, before: FindingFacts, step: Step, by: Actor, life: Life) -> None:
        assert step.event.startswith("supervision.")
        assert step.changes.get("updated_at", before.updated_at) == life.now
        for name in INSTANTS:
            if getattr(before, name) is not None:
                assert name not in step.changes, f"{name} never moves"
        if step.act in NEVER_AGING_ACTS:
            assert not {"rectify_from", "rectify_due_at", "order_due_at"} & set(step.changes)
        if step.act in (A.PASS, A.FAIL):
            assert by.unit != before.handler_unit
            assert by.person not in (before.handler_person, before.author_person)
            assert before.severity > 2 or by.unit != before.issuer_unit
        if step.act is A.CLOSE:
            assert by.person != before.verifier_person
            assert State.PASSED in (before.state, before.suspended_state)
        if step.to_state == State.REJECTED and before.severity == 1:
            assert by.person
            assert before.proposer_person not in (None, 0, by.person)
            assert step.changes["rejecter_person"] == by.person
        if step.act is A.REFER:
            heard = before.replied_at is not None or before.reply_due_at <= life.now
            assert heard
            assert before.e3_rounds > 0

    def _side_rows(self, life: Life, step: Step) -> None:
        for record in step.records:
            assert record.key not in self.documents, "each document once"
            self.documents.add(record.key)
            if record.kind is RecordKind.RAISE:
                target = next(x for x in self.lives if x.facts.id == record.values["target"])
                payload = FULL | {"severity": record.values["severity"]}
                assert self._try(target, A.RAISE_SEVERITY, CLOCK, payload)
            if record.kind is RecordKind.FINDING:
                child = self._add(FindingFacts(id="", around=OWNED, **record.values))
                assert child.facts.severity == max(life.facts.severity - 1, 1)
                assert self._try(child, A.FILE_BY_RULE, CLOCK, {})


INVARIANTS = [
    one for one in vars(LoopHistories).values() if hasattr(one, "hypothesis_stateful_invariant")
]
WALKS, STEPS = 2_000, 30
ACTS = tuple(A)


def one_step(history: LoopHistories, rng: Random) -> None:
    """Take one of the rules with arguments by the seed."""
    match rng.randrange(9):
        case 0:
            history.found_again(severity=rng.randint(1, 4))
        case 1 | 2:
            history.somebody_turns_aside(which=rng.randrange(3), choice=_any(rng), who=_any(rng))
        case 3 | 4:
            history.somebody_rules_or_replies(
                which=rng.randrange(3), choice=_any(rng), who=_any(rng)
            )
        case 5:
            history.the_usual_way(which=rng.randrange(6), steps=rng.randint(1, 3))
        case 6:
            junk = rng.choices(GARBAGE, k=3)
            history.anybody_tries_anything(
                which=rng.randrange(6), act=rng.choice(ACTS), who=_any(rng), junk=junk
            )
        case 7:
            history.time_passes(minutes=rng.choice(MINUTES))
        case _:
            history.the_clock_ticks()


def _any(rng: Random) -> int:
    return rng.randrange(10_000)


def holds(history: LoopHistories) -> None:
    for invariant_of in INVARIANTS:
        invariant_of(history)


def walk(seed: int) -> LoopHistories:
    """Return a history of its own by a seed; every invariant is asked after every step."""
    rng = Random(seed)
    history = LoopHistories()
    history.found(severity=rng.randint(1, 4), over=rng.random() < 0.5, depth=rng.randint(1, 9))
    for number in range(STEPS):
        try:
            holds(history)
            one_step(history, rng)
        except AssertionError as broken:
            broken.add_note(f"history {seed}, step {number}")
            raise
    holds(history)
    return history


def test_every_invariant_holds_after_each_step_of_two_thousand_histories():
    """By seeds alone: the search below draws each choice for itself, which takes thrice as long."""
    taken: set[A] = set()
    for seed in range(WALKS):
        taken |= walk(seed).taken
    assert {act for act in MACHINE_OF if act not in taken} == set()


# The search that makes a failure small again, and remembers what it has learned within a run.
TestLoopHistories = LoopHistories.TestCase
TestLoopHistories.settings = settings(
    max_examples=200,
    stateful_step_count=30,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
