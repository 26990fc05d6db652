"""R4: the n-th write or sync fails, n = 1, 2, 3 …: each command is done or not done."""

import sqlite3

import pytest
from django.db import OperationalError
from tests.factories import posts as duty
from tests.factories.orders import SUPERVISOR
from tests.factories.territory import BRIDGE

from bihuan.domain.policy.loop_acts import LoopAct as A
from bihuan.features.supervision import api
from bihuan.platform.commands import Outcome
from bihuan.platform.db.dialects import Session
from bihuan.platform.db.ledgered import ledgered_tables
from bihuan.platform.ledger.rebuild import check
from bihuan.platform.ledger.verify import verify

pytestmark = pytest.mark.django_db(transaction=True)
FAULTS = (sqlite3.OperationalError, OperationalError)
ORDER = {"order_text": "打开西门", "items": ["打开西门"], "reply_text": "可以陈述"}
FEEDBACK = {"evidence": "西门已开", "cause": "夜间无人", "prevention": "交接试开"}
PATH = (
    (duty.CLERK, A.FILE, {}),
    (duty.CLERK, A.ASSIGN, ORDER),
    (duty.LEADER, A.RECEIVE, {}),
    (duty.LEADER, A.START, {"plan": "按条目整改"}),
    (duty.LEADER, A.RECTIFY, FEEDBACK),
)
MOST = 60


def counts():
    tables = ("ledger_event", "command", "supervision_finding", "supervision_record", "rollup")
    return [Session().one(f"SELECT count(*) FROM {table}")[0] for table in tables]


def whole(session):
    assert session.one("PRAGMA integrity_check") == ("ok",)
    assert verify(session).faults == ()
    assert check(session, ledgered_tables())[1] == []


class Attempts:
    """Tries a command with the n-th operation failing; n grows until it gets through."""

    def __init__(self, disk):
        self.disk, self.failures, self.number = disk, 0, 0

    def __call__(self, call):
        """Carry out a call under its key: first with the failure, then again as a client would."""
        before = counts()
        self.number += 1
        self.disk.fail_at(self.number)
        try:
            answer = call()
        except FAULTS:
            self.disk.fail_at(None)
            self.failures += 1
            assert counts() == before, f"between two states after operation {self.number}"
            answer = call()
        reached = self.disk.operations >= self.number
        self.disk.fail_at(None)
        assert isinstance(answer, Outcome), answer
        return answer, reached


def test_a_report_is_written_whole_or_not_at_all_whichever_write_fails(city):
    by, attempts = city.town.by(SUPERVISOR), Attempts(city.disk)
    Session().checkpoint()
    for number in range(1, MOST):
        draft = api.FindingDraft(type_code="P01", zone=BRIDGE, text="占道")
        said = {"by": by, "incident": city.town.incident, "draft": draft, "key": str(number)}
        answer, reached = attempts(lambda said=said: api.report(**said))
        again = api.report(**said)
        assert (again.repeated, again.number) == (True, answer.number)
        if not reached:
            break
    assert attempts.failures >= 5
    assert Session().one("SELECT count(*) FROM supervision_finding") == (number,)
    whole(Session())


def test_a_batch_is_written_whole_or_not_at_all_whichever_write_fails(city):
    said = {"by": city.town.by(SUPERVISOR), "incident": city.town.incident}
    failures = 0
    for number in range(1, MOST, 4):
        draft = api.FindingDraft(type_code="P01", zone=BRIDGE, text="占道")
        drafts = [(draft, f"{number}:{place}") for place in range(4)]
        before = counts()
        city.disk.fail_at(number)
        try:
            answers = api.report_many(**said, drafts=drafts, key="sync")
        except FAULTS:
            city.disk.fail_at(None)
            failures += 1
            assert counts() == before
            answers = api.report_many(**said, drafts=drafts, key="sync")
        city.disk.fail_at(None)
        assert all(isinstance(answer, Outcome) for answer in answers)
    assert failures >= 5
    whole(Session())


@pytest.mark.parametrize("first", [1, 2, 3])
def test_every_act_of_the_main_path_is_done_or_not_done(city, first):
    attempts = Attempts(city.disk)
    for start in range(first, 13, 3):
        draft = api.FindingDraft(type_code="P01", zone=BRIDGE, text="占道")
        report = {"by": city.town.by(SUPERVISOR), "incident": city.town.incident, "draft": draft}
        finding = api.report(**report, key=f"report-{start}").result["finding"]
        for post, act, said in PATH:
            attempts.number = start - 1
            if act is A.RECTIFY:
                item = {"finding": finding, "incident": city.town.incident, "position": 1}
                api.finish_item(by=city.town.by(post), **item, key=f"{finding}item")
            facts = city.town.facts(finding)
            seen = api.Seen(finding, city.town.incident, facts.version)
            sent = {"by": city.town.by(post), "act": act, "seen": seen, "said": said}
            attempts(lambda sent=sent, key=f"{finding}{act}": api.act_on(**sent, key=key))
    assert attempts.failures >= 8
    whole(Session())
