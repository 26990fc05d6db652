"""Plays the demo's days through the ordinary commands, on the drill's own clock."""

import heapq
import itertools
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from bihuan.domain.findings.decide import tick_act
from bihuan.domain.findings.facts import FindingFacts
from bihuan.domain.findings.states import RECTIFY_RUNNING
from bihuan.domain.policy.loop_acts import LoopAct
from bihuan.domain.refusals import Refusal
from bihuan.features.supervision import api as supervision
from bihuan.features.territory import api as territory
from bihuan.platform.auth import ActingPost, system_post
from bihuan.platform.clock import now, playing
from bihuan.platform.jobs.reactions import run_waiting
from bihuan.platform.jobs.ticks import run_tick
from bihuan.site.demo.story import Course, Plan, Site

STEP = timedelta(minutes=10)
REACHED_AFTER = timedelta(minutes=25)


class Cast:
    """The demo's acting posts: by number, and the few that everybody needs by title."""

    def __init__(self, posts: Mapping[int, ActingPost], titles: Mapping[str, int]) -> None:
        self.posts = posts
        self._titles = titles

    def __getitem__(self, title: str) -> ActingPost:
        return self.posts[self._titles[title]]


class Play:
    """A queue of moments; each plays one act of one plan and books the next."""

    def __init__(self, incident: int, cast: Cast, name: str = "demo") -> None:
        self.incident = incident
        self.cast = cast
        self.name = name
        self.refused: list[tuple[str, str, str]] = []
        self._queue: list[tuple[datetime, int, Callable[[datetime], None]]] = []
        self._order = itertools.count()
        self._key = itertools.count()
        self._last: dict[str, tuple[str, int, str | None]] = {}
        self._places: dict[Site, str] = {}

    def book(self, at: datetime, deed: Callable[[datetime], None]) -> None:
        """Book a deed for an instant on the drill's clock."""
        heapq.heappush(self._queue, (at, next(self._order), deed))

    def run(self, begin: datetime, end: datetime) -> None:
        """Play everything booked up to ``end``, with a tick of the clock every ten minutes."""
        tick = begin
        while tick < end:
            while self._queue and self._queue[0][0] <= min(tick, end):
                at, _, deed = heapq.heappop(self._queue)
                self._play(at, deed)
            with playing(self.incident, tick):
                run_tick(now())
                run_waiting(now() + timedelta(seconds=1))
                self._call(tick)
            tick += STEP

    def run_orders(self, end: datetime) -> None:
        """Play everything booked up to ``end`` and what falls due on orders, but no nights."""
        while self._queue and self._queue[0][0] <= end:
            at, _, deed = heapq.heappop(self._queue)
            self._fall_due(at)
            self._play(at, deed)
        self._fall_due(end)

    def _play(self, at: datetime, deed: Callable[[datetime], None]) -> None:
        with playing(self.incident, at):
            deed(at)
            run_waiting(now() + timedelta(seconds=1))

    def _fall_due(self, end: datetime) -> None:
        """Issue what falls due by ``end``, each at its own minute."""
        done = True
        while done and (due := supervision.due_findings(incident=self.incident, now=end, most=1)):
            facts = due[0]
            assert facts.next_tick_at is not None  # noqa: S101  (the selector asked for it)
            with playing(self.incident, facts.next_tick_at):
                done = self.act(system_post(), tick_act(facts), facts.id)
                self._call(facts.next_tick_at)

    def _call(self, at: datetime) -> None:
        """Let the duty officer reach those who have been on the list for a while."""
        desk = self.cast["市指挥部值班岗"]
        waiting = supervision.records_of_kind(incident=self.incident, kind="call", undone=True)
        for line in waiting:
            if at - line.at > REACHED_AFTER:
                supervision.tick_call(
                    by=desk, record=line.id, incident=self.incident, key=self.key()
                )

    def act(self, by: ActingPost, act: LoopAct, finding: str, **said: Any) -> bool:
        """Do one act; a refusal is kept for the builder to look at."""
        seen = supervision.Seen(finding, self.incident)
        answer = supervision.act_on(by=by, act=act, seen=seen, key=self.key(), said=said)
        if isinstance(answer, Refusal):
            self.refused.append((act.value, answer.code, finding))
            return False
        return True

    def finish_items(self, by: ActingPost, facts: FindingFacts) -> None:
        """Tick every item of an order as its unit."""
        for position, _ in enumerate(supervision.usual_items(facts), start=1):
            supervision.finish_item(
                by=by,
                finding=facts.id,
                incident=self.incident,
                position=position,
                key=self.key(),
            )

    def unit_above(self, by: ActingPost) -> int | None:
        """Return a post of the same kind of work above a unit's, of another unit."""
        own = by.actor
        for number, post in self.cast.posts.items():
            other = post.actor
            if other.role is own.role and other.lo <= own.lo <= other.hi and other.unit != own.unit:
                return number
        return None

    def key(self) -> str:
        """Return a key that no other act of the play has."""
        return f"{self.name}:{next(self._key)}"

    def place_of(self, site: Site) -> str:
        """Return a site's place, named in the register when it is first seen."""
        if site not in self._places:
            draft = territory.PlaceDraft(
                site.zone, site.kind, site.name, site.name_en, schematic=True
            )
            answer = territory.create_place(by=system_post(), draft=draft, key=self.key())
            if isinstance(answer, Refusal):
                raise TypeError(f"the demo's place was refused: {answer.code}")
            self._places[site] = str(answer.result["place"])
        return self._places[site]

    def filed(self, facts: FindingFacts) -> None:
        """Remember the last finding of its type, so that somebody can report it once more."""
        self._last[facts.type_code] = (facts.id, facts.zone, facts.place)

    def seen_before(self, plan: Plan) -> tuple[str, int, str | None] | None:
        """Return an open finding of the same type: itself, its zone and its place."""
        found = self._last.get(plan.type.code) if plan.course is Course.MERGED else None
        facts = supervision.finding_facts(found[0]) if found else None
        standing = facts is not None and facts.state in RECTIFY_RUNNING
        return found if standing else None
