"""Every state, act, event, record and clock of the loop has its words."""

from bihuan.domain.findings.escalation import OFFICE_CLOCKS
from bihuan.domain.findings.states import Dispute, Referral, Review, State
from bihuan.domain.findings.step import RecordKind, SeriesCode
from bihuan.domain.findings.transitions import MACHINES
from bihuan.domain.policy.loop_acts import LoopAct
from bihuan.features.supervision import labels

BESIDE = {
    "supervision.item_finished",
    "supervision.called",
    "supervision.evidence_added",
    "supervision.put_on_agenda",
}
TONES = {"waiting", "running", "ruling", "rework", "done", "ended"}


def test_every_state_has_a_name_and_a_tone():
    assert set(labels.STATES) == set(State) - {State.NEW} == set(labels.TONES)
    assert set(labels.TONES.values()) <= TONES


def test_every_stage_of_a_side_procedure_has_a_name():
    assert set(labels.DISPUTES) == set(Dispute) - {Dispute.NONE}
    assert set(labels.REVIEWS) == set(Review) - {Review.NONE}
    assert set(labels.REFERRALS) == set(Referral) - {Referral.NONE}


def test_every_act_has_a_verb_and_every_event_its_past_tense():
    events = {f"supervision.{row.event}" for machine in MACHINES for row in machine.transitions}
    assert set(labels.VERBS) == set(LoopAct)
    assert set(labels.EVENTS) == events | BESIDE


def test_every_record_series_and_clock_has_a_name():
    assert set(labels.RECORDS) == set(RecordKind)
    assert set(labels.SERIES) == set(SeriesCode)
    assert set(labels.CLOCKS) == {"receipt", "rectify", *OFFICE_CLOCKS}
    assert {f"{clock}_late" for clock in OFFICE_CLOCKS} <= set(labels.CALLS)


def test_every_open_state_says_what_comes_next():
    ended = {State.DELETED, State.MERGED, State.REJECTED, State.WITHDRAWN, State.ARCHIVED}
    passing = {State.NEW, State.ON_SITE_FIXED}
    assert set(labels.NEXT) == set(State) - ended - passing
