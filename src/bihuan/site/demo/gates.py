"""The demo's measures: entrance management on Yaodu, in force here, blocked there, with reasons.

Everything made up is marked 示意; only the register of zones is real.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from bihuan.domain.measures.legal import Confirmation
from bihuan.domain.places import PlaceKind
from bihuan.domain.policy.acts import Act
from bihuan.domain.policy.check import can
from bihuan.domain.policy.loop_acts import LoopAct
from bihuan.domain.refusals import Refusal
from bihuan.domain.zones import Level, level_of, range_of
from bihuan.features.incidents import api as incidents
from bihuan.features.measures import api as measures
from bihuan.features.premises import api as premises
from bihuan.features.supervision import api as supervision
from bihuan.features.territory import api as territory
from bihuan.platform.auth import ActingPost
from bihuan.platform.commands import Outcome
from bihuan.site.demo.city import City
from bihuan.site.demo.measure_words import LATER, MORNING, TONIGHT, Site, draft, pages
from bihuan.site.demo.play import Play

YAODU = 141002_000_000_000
PROFILE = "drill-generic"
TOWNSHIP = 10**6
EDGE = "fringe"
"""As the register marks villages at the edge of a town; the mark is official, not made up."""
PRINCIPAL, REASON = "尧都区县级带班领导", "示意：符合方案要求"
WALK = (
    (Act.SUBMIT_MEASURE, PRINCIPAL), (Act.PASS_LEGAL_CHECK, "法制审核岗"),
    (Act.GIVE_OPINION, "流行病学岗"), (Act.DECIDE_MEASURE, PRINCIPAL),
    (Act.PUBLISH_NOTICE, PRINCIPAL), (Act.REPORT_UPWARD, PRINCIPAL),
    (Act.PROVIDE_COMPANION, PRINCIPAL),
)  # fmt: skip
TOGETHER: tuple[tuple[Act, str, Mapping[str, str]], ...] = (
    (Act.PASS_LEGAL_CHECK, "法制审核岗", {"reason": REASON}),
    (Act.GIVE_OPINION, "流行病学岗", {"opinion": "support", "reason": REASON}),
)
PLAN: Mapping[str, Any] = {
    "buildings": {"1号楼": 420, "2号楼": 380, "3号楼": 260},
    "gates": [
        {"code": "北门", "name": "北门", "state": "staffed", "width_cm": 450,
         "unlock_seconds": 10, "accessible": True, "lanes": 2, "hours": "06:00-23:00"},
        {"code": "南门", "name": "南门", "state": "egress_only", "width_cm": 240,
         "unlock_seconds": 15, "accessible": False},
        {"code": "东门", "name": "东门", "state": "emergency_vehicle_only", "width_cm": 500,
         "unlock_seconds": 40, "accessible": True},
    ],
    "junctions": ["中心花园"],
    "ways": [
        {"a": "1号楼", "b": "北门", "lane": True}, {"a": "1号楼", "b": "南门"},
        {"a": "2号楼", "b": "中心花园", "lane": True}, {"a": "中心花园", "b": "北门", "lane": True},
        {"a": "2号楼", "b": "南门"}, {"a": "3号楼", "b": "东门", "lane": True},
        {"a": "3号楼", "b": "中心花园"}, {"a": "3号楼", "b": "南门"},
        {"a": "中心花园", "b": "东门", "lane": True},
    ],
}  # fmt: skip


class Package:
    """Plays the package of one morning: law, assessment, gates, drafts, decisions."""

    def __init__(self, play: Play, city: City) -> None:
        self.play = play
        self.city = city
        self.compounds: dict[int, str] = {}
        self.measures: dict[int, str] = {}
        self.package = ""

    def book(self) -> None:
        """Book the whole package on the drill's clock."""
        at = self.play.book
        at(MORNING - timedelta(hours=3), self.prepare)
        at(MORNING - timedelta(hours=1), self.decide_all)
        at(MORNING + timedelta(minutes=5), self.activate_all)
        at(MORNING + timedelta(minutes=30), self.acknowledge)
        at(MORNING + timedelta(minutes=100), self.carry_out)
        at(MORNING + timedelta(hours=2), self.chain_and_clear)
        at(MORNING + timedelta(hours=4, minutes=25), self.convey)
        at(MORNING + timedelta(hours=11), self.chain_again)

    def prepare(self, _at: datetime) -> None:
        """Adopt the drill's profile, confirm the basis, assess necessity, draw the gates."""
        play, cast = self.play, self.play.cast
        self._done(incidents.adopt_profile(
            by=cast["市长"], incident=play.incident, profile=PROFILE, major=True, key=play.key()
        ))  # fmt: skip
        for basis in ("IDL 63(6)", "IDL 63(1)", "IDL 53"):  # IDL 40 still waits for its reviewer
            word = measures.BasisWord(
                basis, "示意：正式文本以公布的法律为准，由法制机构录入并确认。",
                Confirmation.CONFIRMED,
            )  # fmt: skip
            self._done(measures.confirm_basis(by=cast["法制审核岗"], word=word, key=play.key()))
        said = measures.Assessment(YAODU, "示意：近三日社会面新增集中在城区数个社区", 96)
        self._done(measures.assess_necessity(
            by=cast["流行病学岗"], incident=play.incident, assessment=said, key=play.key()
        ))  # fmt: skip
        for site in self.sites():
            self._draw(site)

    def sites(self) -> Sequence[Site]:
        """Choose five communities of the district and a village at the edge of its town.

        Extra service is due at the edge: the evening compares how both are served.
        """
        near = [
            zone
            for zone in self.city.zones
            if zone.code in range_of(YAODU) and level_of(zone.code) is Level.COMMUNITY
        ]
        edge = next(zone for zone in near if EDGE in zone.raw["attributes"].split(";"))
        zones = [*near[:4], edge, near[4]]
        ways = ((TONIGHT, True, False), (LATER, True, False), (LATER, True, False),
                (LATER, False, False), (LATER, True, False), (LATER, True, True))  # fmt: skip
        return [
            Site(zone.code, zone.name_zh, zone.name_en, *way)
            for zone, way in zip(zones, ways, strict=True)
        ]

    def _draw(self, site: Site) -> None:
        play, cast = self.play, self.play.cast
        keeper = cast["尧都区县级带班领导"]
        draft = territory.PlaceDraft(
            site.zone, PlaceKind.COMPOUND, f"{site.name}示意小区",
            f"{site.english} Gardens (made up)", schematic=True,
        )  # fmt: skip
        place = territory.create_place(by=keeper, draft=draft, key=play.key())
        assert isinstance(place, Outcome)  # noqa: S101  (the register has just been made)
        compound = str(place.result["place"])
        self.compounds[site.zone] = compound
        drawn = premises.draw_compound(by=keeper, place=compound, plan=PLAN, key=play.key())
        assert isinstance(drawn, Outcome)  # noqa: S101  (the plan above is whole)
        if site.gates_ready:
            seconds = {gate["code"]: gate["unlock_seconds"] for gate in PLAN["gates"]}
            self._done(premises.sign_check(
                by=cast["督查一组督查岗"], compound=compound,
                measured=premises.Measured(seconds), key=play.key(),
            ))  # fmt: skip

    def decide_all(self, _at: datetime) -> None:
        """Decide one measure by itself, and take a package of nine lines through its wizard."""
        first, *others = self.sites()
        answer = measures.draft_measure(
            by=self.play.cast[PRINCIPAL], incident=self.play.incident, draft=draft(first),
            key=self.play.key(),
        )  # fmt: skip
        assert isinstance(answer, Outcome)  # noqa: S101  (the draft is whole)
        self.measures[first.zone] = str(answer.result["measure"])
        for act, title in WALK:
            self._act(self.measures[first.zone], act, title, opinion="support", reason=REASON)
        self.package = self._kept(others)
        for act, title, said in TOGETHER:
            measures.act_on_package(
                by=self.play.cast[title], act=act, package=self.package,
                incident=self.play.incident, key=self.play.key(), said=said,
            )  # fmt: skip
        for one in measures.measures_of_package(self.package):
            if one.code == "M10":
                self.measures[one.zone] = one.id

    def _kept(self, sites: Sequence[Site]) -> str:
        """Keep every page of the wizard and send the package to the legal office."""
        play, principal = self.play, self.play.cast[PRINCIPAL]
        answer = measures.begin_package(
            by=principal, incident=play.incident, template="nine-measures",
            zones=tuple(site.zone for site in sites), key=play.key(),
        )  # fmt: skip
        assert isinstance(answer, Outcome)  # noqa: S101  (the zones are in force)
        package = str(answer.result["package"])
        for part, value in pages(sites):
            self._done(measures.keep_package(
                by=principal, package=package, incident=play.incident,
                kept=measures.Kept(part, value), key=play.key(),
            ))  # fmt: skip
        self._done(measures.issue_package(
            by=principal, package=package, incident=play.incident, key=play.key()
        ))  # fmt: skip
        return package

    def activate_all(self, _at: datetime) -> None:
        """Sign: what lacks something stays where it is, with its reason."""
        first = self.sites()[0]
        self._act(self.measures[first.zone], Act.ACTIVATE_MEASURE, PRINCIPAL)
        answer = measures.sign_package(
            by=self.play.cast[PRINCIPAL], package=self.package, incident=self.play.incident,
            key=self.play.key(), said={"reason": REASON},
        )  # fmt: skip
        if isinstance(answer, Refusal):
            self.play.refused.append((str(Act.DECIDE_MEASURE), answer.code, self.package))

    def carry_out(self, _at: datetime) -> None:
        """Report some tasks as done, and let a supervisor look at a few of them."""
        play, keeper = self.play, self.play.cast[PRINCIPAL]
        for number, one in enumerate(measures.tasks_of(self.package)):
            if number % 3 == 0 and one.function not in ("supplies", "medical"):
                continue
            said = {"evidence": "示意：已到岗并公示"}
            self._done(measures.act_on_task(
                by=keeper, act=Act.REPORT_TASK, task=one.id, incident=play.incident,
                key=play.key(), said=said,
            ))  # fmt: skip
            if number % 3 == 1:
                self._done(measures.act_on_task(
                    by=play.cast["督查一组督查岗"], act=Act.VERIFY_TASK, task=one.id,
                    incident=play.incident, key=play.key(), said={},
                ))  # fmt: skip

    def acknowledge(self, at: datetime) -> None:
        """Let townships and communities acknowledge the notices; one community misses one."""
        listed = [one.zone for one in self.sites()]
        every = (*{zone - zone % TOWNSHIP for zone in listed}, *listed)
        for measure in measures.measures_in(
            incident=self.play.incident, scope=range_of(YAODU), at=at
        ):
            for zone in every if measure.notice_at else ():
                post = self._office(zone)
                if post is not None and (measure.code, zone) != ("M06", listed[-1]):
                    # What is not due in a zone is refused there, and nothing is written.
                    measures.acknowledge_notice(
                        by=post, measure=measure.id, incident=self.play.incident,
                        key=f"notice {measure.id} {zone}",
                    )  # fmt: skip

    def convey(self, _at: datetime) -> None:
        """Order what a rule has filed meanwhile: a township where a notice did not reach all."""
        found = supervision.every_row(
            incident=self.play.incident, scope=range_of(YAODU), wanted=supervision.LedgerFilter()
        )
        for one in found:
            if one.type_code == "N02" and one.source_key.startswith("fault:"):
                self._begun(one.id, "示意：今晚前补齐签收")

    def _office(self, zone: int) -> ActingPost | None:
        posts = self.play.cast.posts.values()
        return next(
            (
                one
                for one in posts
                if one.scope.lo == zone and can(Act.ACKNOWLEDGE_NOTICE, one.actor, range_of(zone))
            ),
            None,
        )

    def chain_and_clear(self, at: datetime) -> None:
        """Let a resident's report of a chained gate go through the whole loop."""
        site = self.sites()[1]
        self._chain(site)
        self.play.book(at + timedelta(minutes=12), lambda later: self._clear(site, later))

    def chain_again(self, _at: datetime) -> None:
        """Leave one gate chained: the measure there is suspended tonight."""
        self._chain(self.sites()[2])

    def _chain(self, site: Site) -> None:
        draft = premises.SealDraft(compound=self.compounds[site.zone], gate="南门")
        self._done(premises.report_sealed(
            by=self.play.cast["督查二组督查岗"], incident=self.play.incident, draft=draft,
            key=self.play.key(),
        ))  # fmt: skip

    def _clear(self, site: Site, at: datetime) -> None:
        """Order, open, verify, close."""
        finding = self._finding(site)
        if finding is None:
            return
        play, unit = self.play, self._begun(finding, "示意：立即剪除链锁")
        if unit is None:
            return
        said = {"evidence": "示意：链锁已剪除，门由内可开", "cause": "示意：夜间误锁",
                "prevention": "示意：每日两次检查"}  # fmt: skip
        play.act(unit, LoopAct.RECTIFY, finding, **said)
        play.book(at + timedelta(minutes=35), lambda later: self._verify(finding, later))

    def _begun(self, finding: str, plan: str) -> ActingPost | None:
        """Order a finding and let its unit begin; return the unit's post."""
        said = {
            "order_text": supervision.ORDER_TEXT, "reply_text": supervision.REPLY_TEXT,
            "items": [],
        }  # fmt: skip
        play = self.play
        play.act(play.cast["市督查办文书岗"], LoopAct.ASSIGN, finding, **said)
        facts = supervision.finding_facts(finding)
        if facts is None or facts.handler_post is None:
            return None
        unit = play.cast.posts[facts.handler_post]
        play.act(unit, LoopAct.RECEIVE, finding)
        play.act(unit, LoopAct.START, finding, plan=plan)
        return unit

    def _verify(self, finding: str, at: datetime) -> None:
        facts = supervision.finding_facts(finding)
        if facts is None or facts.verifier_post is None:
            return
        play = self.play
        said = {"visit": "on_site", "notes": "示意：现场核实可由内打开"}
        play.act(play.cast.posts[facts.verifier_post], LoopAct.PASS, finding, **said)
        play.book(at + timedelta(minutes=10), lambda _: self._close(finding))

    def _close(self, finding: str) -> None:
        self.play.act(self.play.cast["市督查办文书二岗"], LoopAct.CLOSE, finding)

    def _finding(self, site: Site) -> str | None:
        found = supervision.every_row(
            incident=self.play.incident, scope=range_of(site.zone),
            wanted=supervision.LedgerFilter(),
        )  # fmt: skip
        place = self.compounds[site.zone]
        return next(
            (one.id for one in found if one.type_code == "X02" and one.place == place), None
        )

    def _act(
        self, measure: str, act: Act, title: str, *, expected: bool = True, **said: str
    ) -> None:
        answer = measures.act_on_measure(
            by=self.play.cast[title], act=act, measure=measure, incident=self.play.incident,
            key=self.play.key(), said=said,
        )  # fmt: skip
        if isinstance(answer, Refusal) and expected:
            self.play.refused.append((str(act), answer.code, measure))

    def _done(self, answer: Outcome | Refusal) -> None:
        if isinstance(answer, Refusal):
            self.play.refused.append(("package", answer.code, ""))
