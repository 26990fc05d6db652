"""One measure, what surrounds it, and a life that moves it through ``decide``."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

from tests.factories.loop import CITY, COMMUNITY, COUNTY, TOWNSHIP, post

from bihuan.domain.measures.catalogue import Catalogue, parse_catalogue
from bihuan.domain.measures.decide import MeasureStep, decide
from bihuan.domain.measures.facts import MeasureFacts, Surroundings
from bihuan.domain.measures.legal import Confirmation, LegalBasis, text_hash
from bihuan.domain.measures.proportionality import Question
from bihuan.domain.measures.transitions import EXPIRE
from bihuan.domain.policy.actor import CLOCK
from bihuan.domain.policy.acts import Act
from bihuan.domain.refusals import Refusal
from bihuan.domain.roles import Role
from bihuan.domain.zones import Level
from bihuan.platform.registry.rulefiles import read_rules

NOON = datetime(2026, 8, 2, 4, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
FILE = Path(__file__).parents[2] / "src/bihuan/features/measures/catalogue.yaml"

PRINCIPAL = post(40, Role.COUNTY_PRINCIPAL, Level.COUNTY, COUNTY, 20)
MAYOR = post(41, Role.CITY_LEADER, Level.CITY, CITY, 21)
DRAFTER = post(42, Role.GROUP_LEAD, Level.COUNTY, COUNTY, 20)
LEGAL = post(43, Role.LEGAL_REVIEWER, Level.COUNTY, COUNTY, 22)
CDC = post(44, Role.EPIDEMIOLOGIST, Level.COUNTY, COUNTY, 23)
HEARING = post(45, Role.GOVERNMENT_OFFICE, Level.CITY, CITY, 24)
SECRETARY = post(46, Role.TOWNSHIP_SECRETARY, Level.TOWNSHIP, TOWNSHIP, 25)
LEADER = post(47, Role.COMMUNITY_LEADER, Level.COMMUNITY, COMMUNITY, 26)
EVERYBODY = (PRINCIPAL, MAYOR, DRAFTER, LEGAL, CDC, HEARING, SECRETARY, LEADER, CLOCK)

TEXT = "Official text of the article."


@cache
def catalogue() -> Catalogue:
    read = parse_catalogue(read_rules(FILE))
    assert isinstance(read, Catalogue), [(p.where, p.code, p.params) for p in read]
    return read


def basis(reference="IDL 63(6)", **changes):
    return replace(
        LegalBasis(
            reference, TEXT, date(2025, 9, 1), None, Confirmation.CONFIRMED, text_hash(TEXT)
        ),
        **changes,
    )  # fmt: skip


def around(code="M10", **changes):
    kind = catalogue().types[code]
    values = {
        "type": kind,
        "basis": basis(kind.bases[0]),
        "law_day": date(2026, 8, 2),
        "answers": dict.fromkeys(Question, (True, "because")),
        "parts": dict.fromkeys(kind.said_parts, "said"),
        "zones": 1,
        "people": 4000,
        "compounds": 2,
    }
    return Surroundings(**(values | changes))


def new_measure(code="M10", *, zone=COMMUNITY, surroundings=None, **columns):
    values = {
        "purpose": "fewer contacts",
        "smaller_why": "cases in seven of nine buildings",
        "exceptions": "care, supplies",
        "help_line": "12345",
        "basis": catalogue().types[code].bases[0],
        "starts_at": NOON,
        "ends_at": NOON + 48 * HOUR,
    }
    near = surroundings or around(code)
    return MeasureFacts("m1", 1, zone, code, around=near, **(values | columns))


class Life:
    """One measure, its clock, every step."""

    def __init__(self, facts=None, now=NOON):
        self.facts = facts or new_measure()
        self.now = now
        self.steps: list[MeasureStep] = []

    def around(self, **changes):
        self.facts = replace(self.facts, around=replace(self.facts.around, **changes))
        return self

    def ask(self, act, by, **said):
        said = {"reason": "a reason that says why"} | said
        return decide(act, self.facts, by=by, payload=said, now=self.now)

    def try_(self, act, by, **said):
        step = self.ask(act, by, **said)
        if isinstance(step, MeasureStep):
            self.facts = replace(self.facts, **step.changes, version=self.facts.version + 1)
            self.steps.append(step)
        return step

    def do(self, act, by, **said):
        step = self.try_(act, by, **said)
        assert isinstance(step, MeasureStep), f"{act} in {self.facts.state}: {step}"
        return self

    def no(self, act, by, **said):
        refusal = self.ask(act, by, **said)
        assert isinstance(refusal, Refusal), f"{act} was allowed in {self.facts.state}"
        return refusal.code

    def to_legal_check(self):
        return self.do(Act.DRAFT_MEASURE, DRAFTER).do(Act.SUBMIT_MEASURE, DRAFTER)

    def to_opinion(self):
        self.to_legal_check().do(Act.PASS_LEGAL_CHECK, LEGAL)
        return self.do(Act.GIVE_OPINION, CDC, opinion="support")

    def to_decided(self):
        return self.to_opinion().do(Act.DECIDE_MEASURE, PRINCIPAL)

    def to_notice(self):
        self.to_decided().do(Act.PUBLISH_NOTICE, PRINCIPAL).do(Act.REPORT_UPWARD, PRINCIPAL)
        return self.do(Act.PROVIDE_COMPANION, SECRETARY)

    def to_active(self):
        return self.to_notice().do(Act.ACTIVATE_MEASURE, PRINCIPAL)

    def expire(self):
        return self.try_(EXPIRE, CLOCK)
