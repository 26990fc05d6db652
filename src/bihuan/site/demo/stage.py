"""Plays the demo's written scenes: each step at its minute, by whoever does it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from types import MappingProxyType
from typing import Any

from bihuan.domain.findings.facts import FindingFacts
from bihuan.domain.findings.states import State
from bihuan.domain.places import PlaceKind
from bihuan.domain.policy.loop_acts import LoopAct
from bihuan.domain.policy.loop_check import can_loop
from bihuan.domain.refusals import Refusal
from bihuan.domain.zones import range_of
from bihuan.features.incidents import api as incidents
from bihuan.features.supervision import api as supervision
from bihuan.platform.auth import ActingPost, system_post
from bihuan.platform.clock import playing
from bihuan.platform.clock.incident import LOCAL
from bihuan.site.demo.play import Cast, Play
from bihuan.site.demo.scenes import (
    DRAFTED,
    FIRST_VERIFIER,
    JULY,
    LAST_ROUND,
    LEFT_OPEN,
    MAYOR,
    RECURRED,
    ROUNDS,
    SAID,
    TEAMS,
    THROWN_AWAY,
    TONIGHT,
    UNIT,
    VERIFIER,
    Scene,
    Step,
)
from bihuan.site.demo.scenes_at_hand import AT_HAND
from bihuan.site.demo.story import Site

A = LoopAct
Said = dict[str, Any]
A_ROUND = 12
JULY_BEGINS, JULY_ENDS, ARCHIVED = "07-18 09:00", "08-10 18:00", "11-20 09:00"
JULY_DAYS = timedelta(days=14)


def at(when: str) -> datetime:
    """Return the instant of ``month-day hour:minute`` in the demo's year."""
    return datetime.strptime(f"2022-{when}", "%Y-%m-%d %H:%M").replace(tzinfo=LOCAL)


class Stage:
    """Plays scenes in one incident."""

    def __init__(self, play: Play, city: int) -> None:
        self.play = play
        self.scope = range_of(city)

    def tell(self, scene: Scene) -> None:
        """Book a scene."""
        (when, who, _), *steps = scene.steps

        def begin(_at: datetime) -> None:
            finding = self._report(scene, self.play.cast[who])
            if finding is not None:
                self.follow(finding, steps, {A.FILE: dict(scene.triage)})

        self.play.book(at(when), begin)

    def follow(
        self,
        finding: str,
        steps: Sequence[Step],
        own: Mapping[LoopAct, Said] = MappingProxyType({}),
    ) -> None:
        """Book what follows on a finding; ``own`` is what is said of it alone."""
        for when, who, act in steps:
            said = dict(SAID.get(act, {})) | own.get(act, {})
            self.play.book(at(when), partial(self._step, finding, who, act, said))

    def _report(self, scene: Scene, by: ActingPost) -> str | None:
        zh, en = f"{scene.place}（示意）", f"{scene.place_en} (made up)"
        place = self.play.place_of(Site(scene.zone, PlaceKind.PUBLIC, zh, en))
        text = f"示意：{scene.place}{scene.text}"
        draft = supervision.FindingDraft(scene.type_code, scene.zone, text, place)
        answer = supervision.report(
            by=by, incident=self.play.incident, draft=draft, key=self.play.key()
        )
        if isinstance(answer, Refusal):
            self.play.refused.append(("report", answer.code, scene.place))
            return None
        return str(answer.result["finding"])

    def _step(self, finding: str, who: str, act: LoopAct, said: Said, _at: datetime) -> None:
        facts = supervision.finding_facts(finding)
        assert facts is not None  # noqa: S101  (the scene has reported it)
        by = self._by(who, facts)
        if act is A.ASSIGN:
            said |= {"items": list(supervision.usual_items(facts))}
        if act is A.NAME_VERIFIER:
            named = self.play.cast[FIRST_VERIFIER].post
            if facts.verifier_post == named:
                return  # the lot has fallen on that team already
            said |= {"verifier": named}
        if act is A.REQUEST_RETURN:
            said |= {"to_post": self.play.unit_above(by)}
        if act is A.RECTIFY:
            self.play.finish_items(by, facts)
        self.play.act(by, act, finding, **said)

    def _by(self, who: str, facts: FindingFacts) -> ActingPost:
        post = {UNIT: facts.handler_post, VERIFIER: facts.verifier_post}.get(who)
        return self.play.cast[who] if post is None else self.play.cast.posts[post]

    def look_back(self, now: datetime) -> None:
        """Visit again what is due, a round's worth, by a team that has not seen it."""
        for facts in self._due(now):
            self._visit(facts, A.CONFIRM_LOOK_BACK)

    def find_again(self, now: datetime) -> None:
        """Find one exit locked again: a new finding follows by itself, and is ordered at once."""
        facts = next((one for one in self._due(now) if one.type_code == "X02"), None)
        if facts is not None:
            self._visit(facts, A.REOPEN)
            self.play.book(now + timedelta(minutes=2), partial(self._order_again, facts))

    def begin_one(self, now: datetime) -> None:
        """Begin a look-back and leave it."""
        for facts in self._due(now)[:1]:
            self._visit(facts, None)

    def _order_again(self, facts: FindingFacts, _at: datetime) -> None:
        wanted = supervision.LedgerFilter(types=(facts.type_code,))
        found = supervision.every_row(
            incident=self.play.incident, scope=range_of(facts.zone), wanted=wanted
        )
        for again in found:
            if again.parent == facts.id:
                self.follow(again.id, RECURRED)

    def _due(self, now: datetime) -> Sequence[FindingFacts]:
        states = (State.CLOSED,)
        wanted = supervision.LedgerFilter(open_only=False, states=states, look_back_by=now)
        return supervision.ledger_page(
            incident=self.play.incident, scope=self.scope, wanted=wanted, size=A_ROUND
        ).rows

    def _visit(self, facts: FindingFacts, outcome: LoopAct | None) -> None:
        teams = [self.play.cast[title] for title in TEAMS]
        by = next(one for one in teams if can_loop(A.BEGIN_LOOK_BACK, one.actor, facts))
        if self.play.act(by, A.BEGIN_LOOK_BACK, facts.id) and outcome is not None:
            self.play.act(by, outcome, facts.id, **SAID[outcome])

    def note(self, worker: ActingPost, text: str, when: str, thrown_away: str = "") -> None:
        """Book what a grid worker writes down and has not reported, or throws away."""
        play = self.play
        written: list[str] = []

        def write(_at: datetime) -> None:
            draft = supervision.FindingDraft("N01", worker.actor.lo, text)
            answer = supervision.save_draft(
                by=worker, incident=play.incident, draft=draft, key=play.key()
            )
            if not isinstance(answer, Refusal):
                written.append(str(answer.result["finding"]))

        def discard(_at: datetime) -> None:
            for finding in written:
                play.act(worker, A.DISCARD, finding)

        play.book(at(when), write)
        if thrown_away:
            play.book(at(thrown_away), discard)


def book_scenes(play: Play, city: int, grid: int) -> None:
    """Book tonight's scenes, the look-backs of the day, and what a grid worker wrote down."""
    stage = Stage(play, city)
    for scene in (*TONIGHT, *AT_HAND):
        stage.tell(scene)
    for when in ROUNDS:
        play.book(at(when), stage.look_back)
    play.book(at(LAST_ROUND), stage.find_again)
    play.book(at(LEFT_OPEN), stage.begin_one)
    worker = play.cast.posts[grid]
    stage.note(worker, *DRAFTED)
    stage.note(worker, *THROWN_AWAY)


def make_july(city: int, cast: Cast) -> int:
    """Play a drill of July that has ended: its orders are in the archive, one was withdrawn.

    Only its orders are played, not its nights.
    """
    draft = incidents.IncidentDraft(
        name_zh="2022年7月桌面演练",
        name_en="Table-top drill of July 2022",
        zone=city,
        level=3,
        day_zero=date(2022, 7, 18),
        drill_at=at(JULY_BEGINS),
        speed=0,
    )
    opened = incidents.open_incident(by=system_post(), draft=draft, key="demo:july")
    if isinstance(opened, Refusal):
        raise TypeError(f"the drill of July was refused: {opened.code}")
    play = Play(int(opened.result["incident"]), cast, name="july")
    stage = Stage(play, city)
    for scene in JULY:
        stage.tell(scene)
    for day in range(JULY_DAYS.days + 8):
        play.book(at(JULY_BEGINS) + timedelta(days=day, hours=9), stage.look_back)
    play.run_orders(at(JULY_ENDS))
    with playing(play.incident, at(JULY_ENDS)):
        # It goes by the other drill's days from here on, so that what was is in the past.
        incidents.set_drill_clock(
            by=system_post(),
            incident=play.incident,
            at=at(ARCHIVED),
            speed=1000,
            key="demo:july:on",
        )
        incidents.close_incident(by=cast[MAYOR], incident=play.incident, key="demo:july:end")
    play.run_orders(at(ARCHIVED))
    return play.incident
