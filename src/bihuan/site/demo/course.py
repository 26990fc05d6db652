"""How a drawn finding of the demo goes: each act books the next, by whoever does it."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from bihuan.domain.findings.facts import FindingFacts
from bihuan.domain.policy.loop_acts import LoopAct
from bihuan.domain.refusals import Refusal
from bihuan.domain.severity import Severity
from bihuan.features.supervision import api as supervision
from bihuan.platform.auth import ActingPost, system_post
from bihuan.site.demo.play import Play
from bihuan.site.demo.story import BY_RULE, Course, Plan, texts

A = LoopAct
# What is found is written down soon; a phone without network sends it when it is back.
SEEN_BEFORE, OFFLINE, OFFLINE_EVERY = timedelta(minutes=3), timedelta(hours=4), 30


def book_plan(play: Play, plan: Plan) -> None:
    """Book the first act of a plan."""
    play.book(plan.at, lambda at: _Actor(play, plan).begin(at))


class _Actor:
    """Takes one plan through its course."""

    def __init__(self, play: Play, plan: Plan) -> None:
        self.play = play
        self.plan = plan
        self.text = texts()[plan.type.code]
        self.finding = ""
        self.older = ""
        self.failures = {Course.REWORK: 1, Course.TWICE_FAILED: 2}.get(plan.course, 0)

    @property
    def facts(self) -> FindingFacts:
        facts = supervision.finding_facts(self.finding)
        assert facts is not None  # noqa: S101  (the play has just made it)
        return facts

    def wait(self, at: datetime, minutes: float, deed: Callable[[datetime], None]) -> None:
        self.play.book(at + timedelta(minutes=minutes), deed)

    def pace(self, quick: float, slow: float) -> float:
        """Return minutes: quick for S1, slow for the rest, spread by the plan's own pace."""
        base = quick if self.plan.type.severity is Severity.S1 else slow
        return base * (0.4 + self.plan.pace)

    # Reporting and triage

    def begin(self, at: datetime) -> None:
        plan, cast = self.plan, self.play.cast
        by_rule = plan.type.code in BY_RULE
        own = ("", plan.zone, self.play.place_of(plan.site))
        self.older, zone, place = self.play.seen_before(plan) or own
        draft = supervision.FindingDraft(
            type_code=plan.type.code,
            zone=zone,
            place=place,
            text=plan.text,
            observed_at=at - (OFFLINE if plan.number % OFFLINE_EVERY == 0 else SEEN_BEFORE),
            source="rule" if by_rule else "",
            source_key=f"demo:gap:{plan.number}" if by_rule else "",
        )
        deed = supervision.file_by_rule if by_rule else supervision.report
        team = f"督查{'一二三'[plan.number % 3]}组督查岗"
        by = system_post() if by_rule else cast[team]
        answer = deed(by=by, incident=self.play.incident, draft=draft, key=self.play.key())
        if isinstance(answer, Refusal):
            self.play.refused.append(("report", answer.code, str(plan.zone)))
            return
        self.finding = str(answer.result["finding"])
        self.wait(at, self.pace(4, 15), self.assign if by_rule else self.triage)

    def triage(self, at: datetime) -> None:
        course, cast = self.plan.course, self.play.cast
        clerk = cast["市督查办文书岗"]
        if course is Course.ON_SITE:
            team = f"督查{'一二三'[self.plan.number % 3]}组督查岗"
            said = {"evidence": "示意：现场已恢复", "unit_agrees": True}
            self.play.act(cast[team], A.FIX_ON_SITE, self.finding, **said)
            self.wait(at, 60, self.verify_or_close)
            return
        if course is Course.REJECTED:
            self.play.act(
                clerk, A.REJECT, self.finding, reason="示意：不属于职责范围，已转有关部门"
            )
            return
        if self.older and self.play.act(clerk, A.MERGE, self.finding, target=self.older):
            return
        if self.play.act(clerk, A.FILE, self.finding):
            self.play.filed(self.facts)
            self.wait(at, self.pace(2, 8), self.assign)

    def assign(self, at: datetime) -> None:
        facts = self.facts
        said = {
            "order_text": supervision.ORDER_TEXT,
            "reply_text": supervision.REPLY_TEXT,
            "items": list(supervision.usual_items(facts)),
        }
        if not self.play.act(self.play.cast["市督查办文书岗"], A.ASSIGN, self.finding, **said):
            return
        if self.plan.course is not Course.SERVED:
            self.wait(at, self.pace(6, 25), self.receive)

    # The unit

    def unit(self) -> ActingPost:
        post = self.facts.handler_post
        assert post is not None  # noqa: S101  (an order has a responsible post)
        return self.play.cast.posts[post]

    def receive(self, at: datetime) -> None:
        course = self.plan.course
        if course is Course.RETURNED and self._hand_back(at):
            return
        self.play.act(self.unit(), A.RECEIVE, self.finding)
        if course is Course.WITHDRAWN:
            head = self.play.cast["市督查办主任"]
            self.play.act(head, A.WITHDRAW, self.finding, reason="示意：事实重复，已另案处理")
            return
        self.wait(at, self.pace(2, 10), self.start)

    def _hand_back(self, at: datetime) -> bool:
        above = self.play.unit_above(self.unit())
        if above is None:
            return False
        said = {"reason": "示意：该点位归上级单位管理", "to_post": above}
        if not self.play.act(self.unit(), A.REQUEST_RETURN, self.finding, **said):
            return False
        clerk = self.play.cast["市督查办文书岗"]

        def accept(later: datetime) -> None:
            if self.play.act(clerk, A.ACCEPT_RETURN, self.finding):
                self.wait(later, self.pace(5, 20), self.receive_again)

        self.wait(at, self.pace(4, 15), accept)
        return True

    def receive_again(self, at: datetime) -> None:
        self.play.act(self.unit(), A.RECEIVE, self.finding)
        self.wait(at, self.pace(2, 10), self.start)

    def start(self, at: datetime) -> None:
        self.play.act(self.unit(), A.START, self.finding, plan="示意：按条目逐项整改，每日汇报")
        _MIDDLE.get(self.plan.course, _Actor.go_on)(self, at)

    def go_on(self, at: datetime) -> None:
        budget = self.facts.rectify_seconds / 60
        share = 1.15 if self.plan.course is Course.LATE else 0.85 * self.plan.pace
        self.wait(at, budget * share, self.rectify)

    def stay(self, _at: datetime) -> None:
        """Leave it as it is."""

    def object(self, at: datetime) -> None:
        said = {
            "contested": "facts",
            "reason": "示意：现场情况与描述不符",
            "evidence": "示意：巡查记录",
        }
        self.play.act(self.unit(), A.DISPUTE, self.finding, **said)
        if self.plan.course is Course.CORRECTED:
            self.wait(at, self.pace(8, 40), self.correct)
        else:
            self.go_on(at) if self.plan.number % 2 else None

    def correct(self, at: datetime) -> None:
        head = self.play.cast["市督查办主任"]
        said = {"reason": "示意：事实部分属实，更正描述", "order_text": supervision.ORDER_TEXT}
        self.play.act(head, A.CORRECT_ORDER, self.finding, **said)
        self.go_on(at)

    def ask_for_time(self, at: datetime) -> None:
        said = {
            "seconds": self.facts.original_seconds // 2,
            "reason": "示意：配件明日到货",
            "protection": "示意：专人值守，通道保持畅通",
        }
        asked = self.play.act(self.unit(), A.REQUEST_EXTENSION, self.finding, **said)
        if asked and self.plan.course is Course.EXTENDED:
            self.wait(at, self.pace(5, 30), self.grant)

    def grant(self, at: datetime) -> None:
        above = self.play.cast["市长"]
        self.play.act(above, A.GRANT_EXTENSION, self.finding, reason="示意：同意")
        self.go_on(at)

    def block(self, _at: datetime) -> None:
        self.play.act(self.unit(), A.ASK_HELP, self.finding, need="示意：增派3人、车辆1台")
        self.play.act(self.unit(), A.BLOCK, self.finding, need="示意：需上级协调人员和车辆")
        if self.plan.number % 2:
            desk = self.play.cast["市指挥部统筹岗"]
            self.play.act(desk, A.OFFER_HELP, self.finding, need="示意：县里先派1人")

    def suspend(self, at: datetime) -> None:
        until = at + timedelta(hours=30)
        said = {"until": until, "reason": "示意：道路抢修，依法暂停"}
        self.play.act(self.play.cast["市长"], A.SUSPEND, self.finding, **said)

    def rectify(self, at: datetime) -> None:
        self.play.finish_items(self.unit(), self.facts)
        said = {
            "evidence": "示意：" + self.text["done"],
            "cause": "示意：" + self.text["cause"],
            "prevention": "示意：" + self.text["prevention"],
        }
        done = self.play.act(self.unit(), A.RECTIFY, self.finding, **said)
        if done and self.plan.course is not Course.TO_VERIFY:
            self.wait(at, self.pace(25, 70), self.verify_or_close)

    # Verification and close-out

    def verify_or_close(self, at: datetime) -> None:
        facts = self.facts
        if facts.state == "VERIFYING" and facts.verifier_post is not None:
            self.verify(at, self.play.cast.posts[facts.verifier_post])
        elif facts.state == "PASSED":
            self.wait(at, self.pace(6, 20), self.close)

    def verify(self, at: datetime, verifier: ActingPost) -> None:
        if self.failures:
            self.failures -= 1
            said = {"reason": "示意：仍有一处未到位", "notes": "示意：现场复核记录"}
            self.play.act(verifier, A.FAIL, self.finding, **said)
            self.wait(at, self.pace(3, 10), self.start)
            return
        said = {"visit": "on_site", "notes": "示意：现场核实已整改"}
        done = self.play.act(verifier, A.PASS, self.finding, **said)
        if done and self.plan.course is not Course.TO_CLOSE:
            self.wait(at, self.pace(6, 20), self.close)

    def close(self, _at: datetime) -> None:
        if self.facts.state == "PASSED":
            self.play.act(self.play.cast["市督查办文书二岗"], A.CLOSE, self.finding)


_MIDDLE: Mapping[Course, Callable[[_Actor, datetime], None]] = {
    Course.OVERDUE: _Actor.stay,
    Course.AT_WORK: _Actor.stay,
    Course.DISPUTED: _Actor.object,
    Course.CORRECTED: _Actor.object,
    Course.EXTENDED: _Actor.ask_for_time,
    Course.EXTENSION_ASKED: _Actor.ask_for_time,
    Course.BLOCKED: _Actor.block,
    Course.SUSPENDED: _Actor.suspend,
}
