"""The meeting: agenda, time, decisions, minutes, plan, and what comes back the next night."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.template import engines
from django.utils.translation import override
from tests.factories import review as night
from tests.factories.review import DAY, EVENING, HOUR, MINUTE, NEXT, T0

from bihuan.domain.reviews.nights import NightState
from bihuan.domain.reviews.states import FollowAct, OptionKind
from bihuan.features.review import api
from bihuan.features.review.forms import DecisionForm, NoteForm
from bihuan.features.review.models import Decision, DecisionNote, Minutes
from bihuan.platform.commands import Outcome
from bihuan.platform.db.dialects import Session
from bihuan.platform.db.ledgered import ledgered_tables
from bihuan.platform.figures import AgendaKind
from bihuan.platform.ledger.rebuild import check
from bihuan.platform.ledger.verify import verify
from bihuan.platform.ui.print.values import Origin

pytestmark = pytest.mark.django_db
MORNING = EVENING + 10 * HOUR


@pytest.fixture
def meeting(drill):
    night.freeze(drill)
    night.call(drill)
    return drill


def follow(incident, act, *, by, text="", when=MORNING, number=1):
    with night.at(incident, when):
        return api.follow_decision(
            by=by, incident=incident, number=number, act=act, text=text,
            key=f"{act}:{when}:{by.post}",
        )  # fmt: skip


def test_a_meeting_needs_a_frozen_night(drill):
    with night.at(drill, EVENING):
        api.draft_night(by=night.SYSTEM, incident=drill, day=DAY, key="d")
    assert night.call(drill).code == "not_in_this_state"


def test_time_is_counted_for_the_item_that_is_open(meeting):
    view = api.night_of(incident=meeting, day=DAY)
    first, second, *_ = api.items_of(view)
    assert first.current
    with night.at(meeting, EVENING + 34 * MINUTE):
        api.turn_to(by=night.HEAD, incident=meeting, day=DAY, position=second.position, key="t")
        again = api.turn_to(
            by=night.HEAD, incident=meeting, day=DAY, position=second.position, key="t2"
        )
    assert again.code == "agenda_item_is_open"
    items = api.items_of(api.night_of(incident=meeting, day=DAY))
    assert [item.seconds_spent for item in items[:2]] == [240, 0]
    assert items[1].current
    with night.at(meeting, EVENING + 35 * MINUTE):
        none = api.turn_to(by=night.HEAD, incident=meeting, day=DAY, position=99, key="t3")
    assert none.code == "agenda_item_unknown"


def test_decisions_are_numbered_without_a_gap_and_leave_as_orders(meeting):
    assert night.decide(meeting).result["number"] == 1
    refused = night.decide(meeting, key="bad", reasons=" ")
    assert refused.code == "decision_field_missing"
    assert night.decide(meeting, key="second").result["number"] == 2
    one = api.decision_of(incident=meeting, number=1)
    assert (one.label, one.order.state, one.order.owner_unit) == ("D-1", "ordered", 2)
    assert one.chosen["text"] == "市直下沉 3 人"


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        (
            {"options": (api.Option("一"), api.Option("二"))},
            "no_less_restrictive_option",
            "options",
        ),
        ({"options": (api.Option("一", OptionKind.DO_NOTHING),)}, "options_too_few", "options"),
        ({"choice": 5}, "choice_missing", "choice"),
        ({"due_at": EVENING}, "time_has_passed", "due_at"),
        ({"due_at": datetime(9999, 12, 31, tzinfo=UTC)}, "time_too_far_ahead", "due_at"),
        ({"owner_post": 4_242}, "owner_missing", "owner_post"),
        ({"help": ""}, "decision_field_missing", "help"),
    ],
)
def test_a_decision_without_its_form_is_refused_at_the_field(meeting, changes, code, field):
    refusal = night.decide(meeting, **changes)
    assert (refusal.code, refusal.params["field"]) == (code, field)
    assert not Decision.objects.exists()


def test_only_the_leader_decides_and_only_in_the_meeting(meeting):
    assert night.decide(meeting, by=night.HEAD).code == "act_not_granted"
    night.through_the_agenda(meeting)
    night.issue(meeting)
    assert night.decide(meeting, key="late").code == "not_in_this_state"


def test_an_order_is_received_reported_sent_back_and_verified_by_another_unit(meeting):
    night.decide(meeting)
    assert follow(meeting, FollowAct.RECEIVE, by=night.SOUTH_DUTY).code == "outside_own_scope"
    assert follow(meeting, FollowAct.RECEIVE, by=night.OWNER).result["state"] == "received"
    empty = follow(meeting, FollowAct.REPORT_DONE, by=night.OWNER)
    assert empty.code == "feedback_missing"
    done = follow(
        meeting, FollowAct.REPORT_DONE, by=night.OWNER, text="3 人到岗", when=MORNING + HOUR
    )
    assert done.result["state"] == "reported_done"
    back = follow(meeting, FollowAct.SEND_BACK, by=night.CHECKER, text="只到 2 人")
    assert back.result["state"] == "received"
    follow(
        meeting, FollowAct.REPORT_DONE, by=night.OWNER, text="3 人都到岗", when=MORNING + 2 * HOUR
    )
    passed = follow(
        meeting, FollowAct.VERIFY, by=night.CHECKER, text="现场 3 人", when=MORNING + 3 * HOUR
    )
    assert passed.result["state"] == "done"
    one = api.decision_of(incident=meeting, number=1)
    assert not one.open
    assert (one.feedback, one.verdict) == ("3 人都到岗", "现场 3 人")
    assert check(Session(), ledgered_tables())[1] == []


def test_the_database_itself_refuses_the_owner_as_verifier(meeting):
    from django.db import IntegrityError, connection

    from bihuan.platform.db import guard

    night.decide(meeting)
    with guard.lifted(), pytest.raises(IntegrityError, match="decision_verified_by_another_unit"):
        connection.cursor().execute("UPDATE review_decision SET verifier_unit=owner_unit")


def test_an_undone_decision_returns_and_is_red_on_the_second_night(meeting):
    night.decide(meeting)
    for number in (1, 2):
        day = f"2022-11-{28 + number}"
        when = EVENING + timedelta(days=number)
        night.freeze(meeting, day=day, when=when, key=f"f{number}")
        night.freeze(meeting, day=day, when=when + MINUTE, key=f"again{number}")
        one = api.decision_of(incident=meeting, number=1)
        assert (one.order.nights, one.red) == (number, number == 2)
        report = api.report_of(json.loads(api.snapshot_body(incident=meeting, day=day)))
        item = next(fact for fact in report.agenda if fact.kind is AgendaKind.DECISION)
        assert item.subject == "D-1"
        assert report.content["decisions"][0]["nights"] == number
        assert report.figure("review.decisions_done").shown("en") == "0/1"
    assert verify(Session()).faults == ()


def test_minutes_need_the_safeguards_to_be_heard_and_say_who_was_there(meeting):
    assert night.issue(meeting).code == "safeguards_not_heard"
    night.through_the_agenda(meeting)
    assert night.issue(meeting, present=" ").code == "attendance_missing"


def test_minutes_are_numbered_and_carry_hash_root_and_decisions(meeting):
    night.decide(meeting)
    night.through_the_agenda(meeting)
    assert night.issue(meeting, present="组长").result == {"number": 1, "year": 2022}
    view = api.night_of(incident=meeting, day=DAY)
    assert view.state is NightState.MINUTES_ISSUED
    said = json.loads(Minutes.objects.get().said)
    head = api.snapshot_head(incident=meeting, day=DAY)
    assert said["snapshot"] == {"label": head.label, "sha256": head.sha256}
    assert said["root"] == view.root
    assert said["decisions"][0]["owner"]["en"] == "Hebin Subdistrict Office Duty post"
    assert check(Session(), ledgered_tables())[1] == []


def correct(
    meeting, *, present="组长、住建", words="", reason="漏记一人", seen=0, by=None, key="c"
):
    said = api.Correction(api.Attendance(present), words, reason, seen)
    with night.at(meeting, EVENING + 2 * HOUR):
        return api.correct_minutes(
            by=by or night.HEAD, incident=meeting, day=DAY, correction=said, key=key
        )


def test_issued_minutes_stay_and_a_correction_stands_beside_them(meeting):
    assert correct(meeting).code == "minutes_not_issued"
    night.through_the_agenda(meeting)
    night.issue(meeting, present="组长")
    before = Minutes.objects.values().get()
    wrong = {
        "nothing_corrected": {"present": "组长"},
        "attendance_missing": {"present": " "},
        "correction_reason_missing": {"reason": " "},
        "attendance_too_long": {"words": "长" * 601},
        "changed_meanwhile": {"seen": 1},
    }
    for code, said in wrong.items():
        assert correct(meeting, **said, key=code).code == code
    assert correct(meeting, by=night.SOUTH_DUTY, key="who").code == "act_not_granted"
    assert correct(meeting).result == {"number": 1}
    assert correct(meeting, words="决定 1 的期限为 12 时", key="again").code == "changed_meanwhile"
    assert correct(meeting, words="决定 1 的期限为 12 时", seen=1, key="2").result == {"number": 2}
    assert Minutes.objects.values().get() == before
    issued = Minutes.objects.get()
    first, second = api.corrections_of(issued)
    assert first.changes == (("present", "组长", "组长、住建"),)
    assert second.changes == ()
    content = json.loads(issued.said)
    paper = api.minutes_document(
        content, issued=vars(issued), body="指挥部", origin=Origin.REAL,
        corrections=[first, second],
    )  # fmt: skip
    assert paper.present == "组长"
    assert "由“组长”更正为“组长、住建”" in paper.corrections[0]
    assert "决定 1 的期限为 12 时。理由：漏记一人。" in paper.corrections[1]
    assert check(Session(), ledgered_tables())[1] == []


def test_the_plan_reaches_the_counties_and_each_takes_note_once(meeting):
    night.decide(meeting)
    with night.at(meeting, EVENING + 2 * HOUR):
        early = api.acknowledge_plan(by=night.SOUTH_DUTY, incident=meeting, day=DAY, key="a0")
        assert early.code == "plan_is_not_published"
        plan = api.publish_plan(
            by=night.HEAD, incident=meeting, day=DAY, draft=api.PlanDraft(risks="降温"), key="p"
        )
        assert plan.result["number"] == 1
        again = api.publish_plan(
            by=night.HEAD, incident=meeting, day=DAY, draft=api.PlanDraft(), key="p2"
        )
        assert again.code == "plan_is_published"
        for key, code in (("a1", None), ("a2", "plan_already_acknowledged")):
            answer = api.acknowledge_plan(by=night.SOUTH_DUTY, incident=meeting, day=DAY, key=key)
            assert getattr(answer, "code", None) == code
    view = api.plan_of(incident=meeting, day=DAY)
    assert (view.noted, len(view.notes), view.label) == (1, 2, "IAP-01")
    assert view.content["tasks"][0]["number"] == 1
    assert view.content["texts"]["risks"] == "降温"


def test_a_cancelled_decision_is_marked_in_the_minutes_and_is_no_task_of_the_plan(meeting):
    night.decide(meeting)
    night.decide(meeting, key="wrong", title="误录")
    gone = follow(
        meeting, FollowAct.CANCEL, by=night.LEADER, text="重复", when=EVENING + HOUR, number=2
    )
    assert isinstance(gone, Outcome), gone
    with night.at(meeting, EVENING + HOUR):
        said = api.minutes_content(incident=meeting, day=DAY)
        paper = api.minutes_document(said, issued=None, body="指挥部", origin=Origin.REAL)
    assert not any(" · " in words for words in paper.safeguards), "no line begins with a dot"
    assert [one["cancelled"] for one in said["decisions"]] == [None, "重复"]
    assert paper.decisions[1].subject.endswith("误录（已撤销，不再执行。理由：重复）")
    start = api.plan_start(incident=meeting, day=DAY)
    assert [task["number"] for task in start["tasks"]] == [1]


def test_live_numbers_and_drill_numbers_never_mix(meeting):
    night.through_the_agenda(meeting)
    night.issue(meeting)
    assert Minutes.objects.get().series == f"drill:{meeting}:minutes"
    assert NEXT > DAY


def note(incident, *, by=night.HEAD, subject="completeness", key="note", **changes):
    with night.at(incident, EVENING + 35 * MINUTE):
        return api.note_decision(
            by=by, incident=incident, day=DAY, subject=subject, draft=night.draft(**changes),
            key=key,
        )  # fmt: skip


def in_meeting(incident):
    night.freeze(incident)
    night.call(incident)


def test_what_the_scribe_takes_down_decides_nothing_until_the_leader_signs(drill):
    in_meeting(drill)
    note(drill, due_at=None, reasons="")
    assert api.decisions(incident=drill) == []
    note(drill, key="again", title="写完整了")
    (waiting,) = api.open_notes(incident=drill, day=DAY)
    assert (waiting.draft.title, waiting.version) == ("写完整了", 2)
    night.decide(drill)
    assert api.open_notes(incident=drill, day=DAY) == []
    (signed,) = DecisionNote.objects.all()
    assert (signed.state, signed.decision, signed.signer_person) == ("signed", 1, 9001)
    assert signed.writer_person == night.HEAD.actor.person
    assert check(Session(), ledgered_tables())[1] == []


def test_the_scribe_is_told_what_must_stand_there_before_the_leader_signs():
    drawn = engines["django"].from_string(
        "{% load bihuan %}{% field form.situation %}{% field form.due_at %}"
    )
    with override("zh-hans"):
        scribe, leader = (
            drawn.render({"form": one(owners=[])}) for one in (NoteForm, DecisionForm)
        )
    assert scribe.count("签署前须填写") == 2
    assert "可不填" not in scribe + leader


def test_nobody_signs_what_he_took_down_and_only_the_office_takes_down(drill):
    in_meeting(drill)
    assert note(drill, by=night.LEADER).code == "act_not_granted"
    assert note(drill, by=night.SOUTH_DUTY).code == "act_not_granted"
    same = night.acting(
        night.Role.CITY_LEADER, night.CITY, post=901, person=night.HEAD.actor.person
    )
    note(drill)
    assert night.decide(drill, by=same).code == "signed_by_its_writer"
    assert night.decide(drill, by=night.HEAD, key="head").code == "act_not_granted"
    assert night.decide(drill).result["number"] == 1


def test_a_draft_needs_a_meeting_and_a_title_and_can_be_dropped(drill):
    night.freeze(drill)
    assert note(drill).code == "no_meeting_going_on"
    night.call(drill)
    assert note(drill, title=" ").params["field"] == "title"
    note(drill)
    with night.at(drill, EVENING + HOUR):
        dropped = {"incident": drill, "day": DAY, "subject": "completeness"}
        assert api.drop_note(by=night.SOUTH_DUTY, key="d0", **dropped).code == "act_not_granted"
        assert api.drop_note(by=night.LEADER, key="d1", **dropped).result == {}
        assert api.drop_note(by=night.HEAD, key="d2", **dropped).code == "no_open_draft"
    note(drill, key="a new one")
    assert len(api.open_notes(incident=drill, day=DAY)) == 1


def test_the_projector_does_not_notice_a_draft_and_every_window_notices_a_turn(drill):
    in_meeting(drill)

    def marks():
        return [api.pulse_of(incident=drill, day=DAY, drafts=drafts) for drafts in (False, True)]

    before = marks()
    note(drill)
    noted = marks()
    assert (noted[0] == before[0], noted[1] == before[1]) == (True, False)
    night.decide(drill)
    decided = marks()
    assert (decided[0] == noted[0], decided[1] == noted[1]) == (False, False)


def test_counties_that_are_missing_are_reminded_once_in_five_minutes(drill):
    def remind(minute, about="submission", by=night.HEAD):
        with night.at(drill, T0 + HOUR + minute * MINUTE):
            return api.remind(by=by, incident=drill, day=DAY, about=about, key=f"{minute}{about}")

    with night.at(drill, T0 + MINUTE):
        api.submit(by=night.SOUTH_DUTY, incident=drill, day=DAY, key="s")
    assert remind(1, by=night.SOUTH_DUTY).code == "act_not_granted"
    assert remind(2).result == {"reminded": 1}
    assert remind(3).code == "reminded_a_moment_ago"
    assert remind(9).result == {"reminded": 1}
    asked = api.reminders(incident=drill, day=DAY, about="submission")
    assert list(asked) == [night.NORTH]
    assert remind(10, "plan").code == "plan_is_not_published"
    assert remind(11, "weather").code == "nothing_to_remind_of"
    night.freeze(drill)
    assert remind(61).code == "night_is_frozen"


def test_counties_without_a_note_of_the_plan_are_reminded(drill):
    in_meeting(drill)
    with night.at(drill, EVENING + 2 * HOUR):
        plan = api.PlanDraft(objectives="清零")
        api.publish_plan(by=night.HEAD, incident=drill, day=DAY, draft=plan, key="p")
        api.acknowledge_plan(by=night.NORTH_DUTY, incident=drill, day=DAY, key="a")
        answer = api.remind(by=night.HEAD, incident=drill, day=DAY, about="plan", key="r")
    assert answer.result == {"reminded": 1}
    assert list(api.reminders(incident=drill, day=DAY, about="plan")) == [night.SOUTH]
    assert check(Session(), ledgered_tables())[1] == []


def test_each_post_finds_what_the_review_asks_of_it(drill):
    from bihuan.features.incidents.api import incident

    def asked(by, when=EVENING + 2 * HOUR):
        view = incident(drill)
        with night.at(drill, when):
            return [(one.kind, one.title) for one in api.asks_of(by=by, view=view, now=when)]

    in_meeting(drill)
    note(drill)
    assert asked(night.LEADER) == [("sign", "南山县夜班缺 3 人")]
    night.decide(drill)
    named = "D-1 南山县夜班缺 3 人"
    assert asked(night.OWNER) == [("receive", named)]
    assert asked(night.CHECKER) == []
    for act in (FollowAct.RECEIVE, FollowAct.REPORT_DONE):
        with night.at(drill, EVENING + HOUR):
            api.follow_decision(
                by=night.OWNER, incident=drill, number=1, act=act, text="到岗", key=act.value
            )
    assert asked(night.OWNER) == []
    assert asked(night.CHECKER) == [("verify", named)]
    with night.at(drill, EVENING + 2 * HOUR):
        plan = api.PlanDraft(objectives="清零")
        api.publish_plan(by=night.HEAD, incident=drill, day=DAY, draft=plan, key="p")
    assert asked(night.SOUTH_DUTY) == [("note_plan", DAY)]


def test_a_county_that_was_reminded_finds_it_on_its_first_screen(drill):
    from bihuan.features.incidents.api import incident

    at = T0 + HOUR
    with night.at(drill, at):
        api.remind(by=night.HEAD, incident=drill, day=DAY, about="submission", key="r")
        asks = api.asks_of(by=night.SOUTH_DUTY, view=incident(drill), now=at)
    assert [one.kind for one in asks] == ["submit"]


def test_what_is_on_no_agenda_is_not_decided(meeting):
    with night.at(meeting, EVENING + 40 * MINUTE):
        answer = api.decide(
            by=night.LEADER, incident=meeting, day=DAY, subject="D-99", draft=night.draft(),
            key="none",
        )  # fmt: skip
    assert answer.code == "no_such_agenda_item"
