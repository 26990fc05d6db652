"""The demo's evenings: the bulletin that was really published, and what was decided (示意)."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from functools import partial

from bihuan.domain.refusals import Refusal
from bihuan.domain.reviews.states import FollowAct, OptionKind
from bihuan.features.incidents import api as incidents
from bihuan.features.review import api as review
from bihuan.platform.auth import ActingPost
from bihuan.platform.clock import now
from bihuan.platform.commands import Outcome
from bihuan.platform.exchange.readers import read_file
from bihuan.platform.figures.windows import window_of_day
from bihuan.platform.jobs.ticks import run_tick
from bihuan.site.demo.city import DATA, City
from bihuan.site.demo.play import Play
from bihuan.site.demo.record import enter_bulletin_in_record

FIRST, SECOND = "2022-11-28", "2022-11-29"
SOURCE = "临汾市卫生健康委员会 2022年11月28日通报"
BULLETINS = (
    DATA / "linfen_bulletin_2022-11-28.csv",
    DATA / "linfen_bulletin_2022-11-28_summary.csv",
)
HEARD_IN = timedelta(minutes=50)
REPORTING = 16  # of 17 counties: one is late, as one always is
DECISIONS = (
    (
        "示意：今晚增派3人支援夜间值守", "市指挥部统筹岗",
        "夜间值守缺口连续两晚", "漏巡、值守人员超时", "统筹调度职权",
        ("从市直机关下沉3人，23时前到岗", "邻近乡镇调剂2人", "不增派，停夜间巡查次日补巡"),
        "先补足夜班，不延长个人班次", "市里派车接送",
    ),
    (
        "示意：疏散通道逐小区核查", "尧都区值班岗",
        "疏散通道受阻反复出现", "火灾时无法疏散", "消防法第28条",
        ("全区逐小区核查通道", "只查老旧小区", "维持现有频次"),
        "生命通道优先，一晚可完成", "市消防派出两组",
    ),
    (
        "示意：统一公告期限和申诉途径", "新闻发布岗",
        "两处公告期限不一致", "群众无所适从", "突发公共卫生事件应对条款",
        ("今晚统一发布更正公告", "由各县自行更正", "暂不更正，随下一期公告"),
        "口径一致才可信", "法制审核岗当晚审核",
    ),
)  # fmt: skip


class Evenings:
    """Books both evenings into the play."""

    def __init__(self, play: Play, city: City) -> None:
        self._play = play
        self._cast = play.cast
        names = {zone.code: zone.name_zh for zone in city.zones}
        self._counties = [
            names[code] for code in sorted(names) if code % 10**9 == 0 and code % 10**11
        ]
        self._numbers: list[int] = []

    def book(self, first: datetime) -> None:
        """Book the evening of ``first`` (its 18:00) and the one after."""
        hour = timedelta(hours=1)
        # What arrives by the cut-off stands in the report; the bulletin closes with the window.
        self._at(first, self._enter_bulletin)
        self._at(first + 0.5 * hour, lambda at: self._submit(FIRST, at))
        self._at(first + 2 * hour, self._tick)
        self._at(first + 2.5 * hour, self._meet)
        self._at(first + 3.5 * hour, self._issue)
        self._at(first + 4.5 * hour, lambda at: self._acknowledge(FIRST, at))
        self._at(first + 15 * hour, self._follow)
        self._at(first + 24.5 * hour, lambda at: self._submit(SECOND, at))
        self._at(first + 26 * hour, self._tick)

    def _at(self, instant: datetime, deed: Callable[[datetime], None]) -> None:
        self._play.book(instant, deed)

    def _note(self, deed: str, answer: Outcome | Refusal) -> Outcome | None:
        if isinstance(answer, Refusal):
            self._play.refused.append((deed, answer.code, ""))
            return None
        return answer

    def _tick(self, _at: datetime) -> None:
        run_tick(now())

    def _submit(self, day: str, _at: datetime) -> None:
        for name in self._counties[:REPORTING]:
            by = self._cast[f"{name}县级带班领导"]
            answer = review.submit(
                by=by, incident=self._play.incident, day=day, key=self._play.key()
            )
            self._note("submit", answer)

    def _enter_bulletin(self, _at: datetime) -> None:
        incident = self._play.incident
        view = incidents.incident(incident)
        if view is None:
            return
        window = window_of_day(view.clock, date.fromisoformat(FIRST))
        for path in BULLETINS:
            file = read_file(path.read_bytes(), name=path.stem)
            if isinstance(file, Refusal):
                self._note("bulletin", file)
                continue
            sheet = file.sheets[0]
            report = review.check_bulletin(
                view=view, window=window, lines=sheet.lines, header=sheet.header
            )
            answer = review.enter_bulletin(
                by=self._cast["流行病学岗"],
                incident=incident,
                day=FIRST,
                report=report,
                source=SOURCE,
                key=self._play.key(),
            )
            self._note("bulletin", answer)
        recorded = enter_bulletin_in_record(
            by=self._cast["流行病学岗"],
            incident=incident,
            city=view.zone,
            day=FIRST,
            source=SOURCE,
            key=self._play.key(),
        )
        self._note("record", recorded)

    def _meet(self, at: datetime) -> None:
        clerk, leader = self._cast["市督查办文书岗"], self._cast["市长"]
        incident, key = self._play.incident, self._play.key
        self._note("call", review.call_meeting(by=clerk, incident=incident, day=FIRST, key=key()))
        night = review.night_of(incident=incident, day=FIRST)
        items = review.items_of(night) if night else []
        for row, item in zip(DECISIONS, items, strict=False):
            draft = self._draft(row, self._cast[row[1]], at)
            answer = review.decide(
                by=leader,
                incident=incident,
                day=FIRST,
                subject=item.fact.subject,
                draft=draft,
                key=key(),
            )
            done = self._note("decide", answer)
            if done is not None:
                self._numbers.append(int(done.result["number"]))
        self._hear_all(at, [item.position for item in items])

    def _hear_all(self, at: datetime, positions: Sequence[int]) -> None:
        """Turn to every item, the safeguards too: minutes are refused before they were heard.

        The first is open since the meeting was called; the others share what is left of the time.
        """
        each = HEARD_IN / max(1, len(positions))
        for number, position in enumerate(positions[1:], start=1):
            self._at(at + number * each, partial(self._turn, position))

    def _turn(self, position: int, _at: datetime) -> None:
        answer = review.turn_to(
            by=self._cast["市督查办文书岗"],
            incident=self._play.incident,
            day=FIRST,
            position=position,
            key=self._play.key(),
        )
        self._note("turn", answer)

    def _draft(self, row: tuple, owner: ActingPost, at: datetime) -> review.DecisionDraft:  # type: ignore[type-arg]
        title, _, situation, risks, powers, options, reasons, help_given = row
        kinds = (OptionKind.MEASURE, OptionKind.LESS_RESTRICTIVE, OptionKind.DO_NOTHING)
        return review.DecisionDraft(
            title=title,
            situation=situation,
            risks=risks,
            powers=powers,
            reasons=reasons,
            options=tuple(
                review.Option(text, kind) for text, kind in zip(options, kinds, strict=True)
            ),
            choice=0,
            owner_post=owner.post,
            owner_unit=owner.actor.unit,
            due_at=at + timedelta(hours=20),
            review_at=at + timedelta(hours=24),
            help=help_given,
        )

    def _issue(self, _at: datetime) -> None:
        clerk, incident, key = self._cast["市督查办文书岗"], self._play.incident, self._play.key
        attendance = review.Attendance("市领导及各工作组（示意）")
        plan = review.PlanDraft(
            objectives="示意：清零疏散通道受阻，按期结案率不低于八成",
            tasks="示意：逐小区核查通道；补足夜班；统一公告口径",
            resources="示意：市消防两组，下沉3人",
            risks="示意：降雪影响配送",
            contingency="示意：备用配送车两台",
        )
        issued = review.issue_minutes(
            by=clerk, incident=incident, day=FIRST, attendance=attendance, key=key()
        )
        self._note("minutes", issued)
        published = review.publish_plan(
            by=clerk, incident=incident, day=FIRST, draft=plan, key=key()
        )
        self._note("plan", published)

    def _acknowledge(self, day: str, _at: datetime) -> None:
        for name in self._counties[:REPORTING]:
            answer = review.acknowledge_plan(
                by=self._cast[f"{name}县级带班领导"],
                incident=self._play.incident,
                day=day,
                key=self._play.key(),
            )
            self._note("acknowledge", answer)

    def _follow(self, _at: datetime) -> None:
        """Carry out the first decision and sign for the second; the third comes back."""
        steps = ((0, FollowAct.RECEIVE), (0, FollowAct.REPORT_DONE), (1, FollowAct.RECEIVE))
        for position, act in steps:
            if position >= len(self._numbers):
                continue
            answer = review.follow_decision(
                by=self._cast[DECISIONS[position][1]],
                incident=self._play.incident,
                number=self._numbers[position],
                act=act,
                text="示意：已到岗并签到" if act is FollowAct.REPORT_DONE else "示意：已收到",
                key=self._play.key(),
            )
            self._note(act.value, answer)
