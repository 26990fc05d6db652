"""A small city of posts, and a life that moves one finding through ``decide``."""

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from operator import attrgetter
from typing import Any

from bihuan.domain.findings.decide import decide, tick_act
from bihuan.domain.findings.facts import Circumstances, FindingFacts
from bihuan.domain.findings.rules import DEFAULT_RULES, LoopRules
from bihuan.domain.findings.step import Step
from bihuan.domain.policy.actor import CLOCK, Actor
from bihuan.domain.policy.loop_acts import LoopAct as A
from bihuan.domain.refusals import Refusal
from bihuan.domain.roles import Role
from bihuan.domain.zones import Level, range_of

CITY = 990100000000000
COUNTY = 990102000000000
TOWNSHIP = 990102003000000
COMMUNITY = 990102003017000
GRID = 990102003017004
PLACE = "p77"

OFFICE, TOWN, TEAM, OTHER_TEAM_UNIT, COUNTY_HALL, CITY_HALL, OTHER_TOWN, COUNTY_OFFICE = range(1, 9)


def post(number: int, role: Role, level: Level, zone: int, unit: int) -> Actor:
    reach = range_of(zone)
    return Actor(number, 1000 + number, unit, role, level, reach.lo, reach.hi)


CITY_LEVEL = Level.CITY
SUPERVISOR = post(10, Role.SUPERVISOR, CITY_LEVEL, CITY, TEAM)
GRID_WORKER = post(11, Role.GRID_WORKER, Level.GRID, GRID, TOWN)
CLERK = post(12, Role.CLERK, CITY_LEVEL, CITY, OFFICE)
SECOND_CLERK = post(13, Role.CLERK, CITY_LEVEL, CITY, OFFICE)
HEAD = post(14, Role.OFFICE_HEAD, CITY_LEVEL, CITY, OFFICE)
UNIT = post(15, Role.UNIT_DUTY, Level.TOWNSHIP, TOWNSHIP, TOWN)
OTHER_UNIT = post(16, Role.UNIT_DUTY, Level.TOWNSHIP, TOWNSHIP, OTHER_TOWN)
VERIFIER = post(17, Role.VERIFIER, CITY_LEVEL, CITY, OTHER_TEAM_UNIT)
SECOND_VERIFIER = post(18, Role.VERIFIER, CITY_LEVEL, CITY, TEAM)
COORDINATOR = post(19, Role.COORDINATOR, CITY_LEVEL, CITY, CITY_HALL)
GOVERNMENT = post(20, Role.GOVERNMENT_OFFICE, CITY_LEVEL, CITY, CITY_HALL)
CITY_LEADER = post(21, Role.CITY_LEADER, CITY_LEVEL, CITY, CITY_HALL)
COUNTY_PRINCIPAL = post(22, Role.COUNTY_PRINCIPAL, Level.COUNTY, COUNTY, COUNTY_HALL)
DUTY_OFFICER = post(23, Role.DUTY_OFFICER, CITY_LEVEL, CITY, CITY_HALL)
LEGAL = post(24, Role.LEGAL_REVIEWER, CITY_LEVEL, CITY, CITY_HALL)
ADMINISTRATOR = post(25, Role.ADMINISTRATOR, CITY_LEVEL, CITY, CITY_HALL)
AUDITOR = post(26, Role.AUDITOR, CITY_LEVEL, CITY, CITY_HALL)
HOTLINE = post(27, Role.HOTLINE_OPERATOR, CITY_LEVEL, CITY, CITY_HALL)

COUNTY_CLERK = post(28, Role.CLERK, Level.COUNTY, COUNTY, COUNTY_OFFICE)
COUNTY_HEAD = post(29, Role.OFFICE_HEAD, Level.COUNTY, COUNTY, COUNTY_OFFICE)
COUNTY_COORDINATOR = post(30, Role.COORDINATOR, Level.COUNTY, COUNTY, COUNTY_HALL)
COUNTY_GOVERNMENT = post(31, Role.GOVERNMENT_OFFICE, Level.COUNTY, COUNTY, COUNTY_HALL)
COUNTY_LEGAL = post(32, Role.LEGAL_REVIEWER, Level.COUNTY, COUNTY, COUNTY_HALL)

POSTS = (
    SUPERVISOR, GRID_WORKER, CLERK, SECOND_CLERK, HEAD, UNIT, OTHER_UNIT, VERIFIER,
    SECOND_VERIFIER, COORDINATOR, GOVERNMENT, CITY_LEADER, COUNTY_PRINCIPAL, DUTY_OFFICER,
    LEGAL, ADMINISTRATOR, AUDITOR, HOTLINE, COUNTY_CLERK, COUNTY_HEAD, COUNTY_COORDINATOR,
    COUNTY_GOVERNMENT, COUNTY_LEGAL, CLOCK,
)  # fmt: skip

# 28 November 2022, 10:00 in Shanghai, a Monday.
MORNING = datetime(2022, 11, 28, 2, 0, tzinfo=UTC)

OWNED = Circumstances(
    responsible_post=UNIT.post,
    responsible_unit=UNIT.unit,
    responsible_level=int(UNIT.level),
    proposed_post=OTHER_UNIT.post,
    proposed_unit=OTHER_UNIT.unit,
    proposed_level=int(OTHER_UNIT.level),
    verifier_post=VERIFIER.post,
    verifier_unit=VERIFIER.unit,
    verifier_person=VERIFIER.person,
    recent_same_type=1,
)

FULL: dict[str, Any] = {
    "reason": "checked on the spot",
    "clause": "plan 3",
    "order_text": "Clear the lane.",
    "reply_text": "You may object within the order's time.",
    "evidence": "lane clear at 14:00",
    "cause": "delivery stored there",
    "prevention": "daily check",
    "plan": "two steps",
    "notes": "seen",
    "visit": "on_site",
    "need": "two people",
    "contested": "facts",
    "talk": "not_held",
    "unit_agrees": True,
    "root_cause": "no storage",
    "resources": "a shed",
    "explanation": "reply in three days, review in thirty",
    "text": "our view",
    "mitigation": "three people ill",
    "protection": "guard at the door",
}


def new_finding(severity: int = 2, **columns: Any) -> FindingFacts:
    values: dict[str, Any] = {
        "id": "f1",
        "incident": 1,
        "zone": GRID,
        "place": PLACE,
        "type_code": "P02",
        "severity": severity,
        "default_severity": severity,
        "text": "Item missing",
        "clause": "plan",
        "around": OWNED,
    }
    return FindingFacts(**(values | columns))


COLUMNS = tuple(one.name for one in fields(FindingFacts))
PLACE_OF = {name: place for place, name in enumerate(COLUMNS)}
READ = attrgetter(*COLUMNS)


def changed(facts: FindingFacts, **columns: Any) -> FindingFacts:
    """Return the row with other columns: `replace` takes twice as long over its 130."""
    row = list(READ(facts))
    for name, value in columns.items():
        row[PLACE_OF[name]] = value
    return FindingFacts(*row)


class Life:
    """One finding, its clock, and every step it took."""

    def __init__(
        self,
        severity: int = 2,
        *,
        now: datetime = MORNING,
        rules: LoopRules = DEFAULT_RULES,
        **columns: Any,
    ) -> None:
        self.facts = new_finding(severity, **columns)
        self.now = now
        self.rules = rules
        self.steps: list[Step] = []
        self.numbers: dict[tuple[str, int], int] = {}

    def later(self, **gap: float) -> "Life":
        self.now += timedelta(**gap)
        return self

    def around(self, **values: Any) -> "Life":
        self.facts = changed(self.facts, around=replace(self.facts.around, **values))
        return self

    def ask(self, act: A, by: Actor, **payload: Any) -> Step | Refusal:
        """Decide with everything said that an act may need; nothing changes."""
        said = {k: v for k, v in (FULL | payload).items() if v is not None}
        return decide(act, self.facts, by=by, payload=said, now=self.now, rules=self.rules)

    def do(self, act: A, by: Actor, **payload: Any) -> Step:
        step = self.ask(act, by, **payload)
        assert isinstance(step, Step), f"{act.value} in {self.facts.state}: {step}"
        return self.take(step)

    def take(self, step: Step) -> Step:
        """Apply a step as the writer does: columns, version, gapless numbers."""
        values = dict(step.changes)
        for series in step.numbers:
            key = (series.code.value, series.year)
            self.numbers[key] = self.numbers.get(key, 0) + 1
            if series.on_row:
                values[series.column] = self.numbers[key]
        self.facts = changed(self.facts, **values, version=self.facts.version + 1)
        self.steps.append(step)
        return step

    def no(self, act: A, by: Actor, **payload: Any) -> str:
        """Return the code of the refusal."""
        refusal = self.ask(act, by, **payload)
        assert isinstance(refusal, Refusal), f"{act.value} was allowed in {self.facts.state}"
        return refusal.code

    def tick(self) -> Step | Refusal:
        answer = self.ask(tick_act(self.facts), CLOCK)
        return self.take(answer) if isinstance(answer, Step) else answer

    def to_filed(self) -> "Life":
        self.do(A.REPORT, SUPERVISOR)
        self.do(A.FILE, CLERK)
        return self

    def to_assigned(self) -> "Life":
        self.to_filed().do(A.ASSIGN, CLERK)
        return self

    def to_rectifying(self) -> "Life":
        self.to_assigned().do(A.RECEIVE, UNIT)
        self.do(A.START, UNIT)
        return self

    def to_verifying(self) -> "Life":
        self.to_rectifying().do(A.RECTIFY, UNIT)
        self.do(A.NAME_VERIFIER, CLERK)
        return self

    def to_passed(self) -> "Life":
        self.to_verifying().do(A.PASS, VERIFIER)
        return self

    def to_closed(self) -> "Life":
        self.to_passed().do(A.CLOSE, SECOND_CLERK)
        return self
