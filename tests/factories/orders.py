"""A small city with every role of the loop, a live incident, and orders on their way."""

import re
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

from django.db import connection
from django.test import Client
from tests.factories import posts as duty
from tests.factories.acting import acting
from tests.factories.territory import BRIDGE, CITY, NORTH, RIVER, SOUTH, enter_city

from bihuan.domain.policy.loop_acts import LoopAct
from bihuan.domain.roles import Role
from bihuan.features.incidents import api as incidents
from bihuan.features.posts import api as posts
from bihuan.features.supervision import api
from bihuan.platform.auth.models import Account
from bihuan.platform.clock import now
from bihuan.platform.clock.system import fixed_at
from bihuan.platform.commands import Outcome
from bihuan.platform.jobs.reactions import run_waiting

# 10:00 in Shanghai on a Monday.
BEFORE = datetime(2000, 1, 1, tzinfo=UTC)
PAUSE = timedelta(minutes=25)
MORNING = datetime(2026, 8, 3, 2, 0, tzinfo=UTC)
HALL, TEAM, COURT = 21, 22, 23
(
    SUPERVISOR, SECOND_CLERK, HEAD, COORDINATOR, GOVERNMENT, CITY_LEADER, LEGAL, AUDITOR,
    COUNTY_PRINCIPAL, SOUTH_VERIFIER, SECOND_SUPERVISOR, CITY_VERIFIER,
) = range(601, 613)  # fmt: skip
ORGANISATIONS = (
    *duty.ORGANISATIONS,
    (HALL, "应急指挥部", "Command", "command", CITY, ""),
    (TEAM, "督查组", "Supervision Team", "department", CITY, ""),
    (COURT, "政府办公室", "Government Office", "government", CITY, ""),
)
POSTS = (
    *duty.POSTS,
    (SUPERVISOR, "督查员", "Supervisor", TEAM, "supervisor", CITY, "0350-201"),
    (SECOND_CLERK, "二文书", "Second clerk", duty.OFFICE, "clerk", CITY, "0350-202"),
    (HEAD, "主任", "Head", duty.OFFICE, "office_head", CITY, "0350-203"),
    (COORDINATOR, "统筹", "Coordinator", HALL, "coordinator", CITY, ""),
    (GOVERNMENT, "复核岗", "Review", COURT, "government_office", CITY, ""),
    (CITY_LEADER, "市长", "Mayor", HALL, "city_leader", CITY, ""),
    (LEGAL, "法制岗", "Legal", COURT, "legal_reviewer", CITY, ""),
    (AUDITOR, "审计岗", "Auditor", COURT, "auditor", CITY, ""),
    (COUNTY_PRINCIPAL, "区长", "Principal", 24, "county_principal", NORTH, ""),
    (SOUTH_VERIFIER, "南山核查员", "Verifier", 25, "verifier", SOUTH, ""),
    (CITY_VERIFIER, "市核查员", "Verifier", 26, "verifier", CITY, ""),
    (SECOND_SUPERVISOR, "二督查员", "Second supervisor", TEAM, "supervisor", CITY, ""),
)
MORE_UNITS = (
    (24, "北门区人民政府", "Beimen Government", "government", NORTH, ""),
    (25, "南山核查队", "Nanshan Team", "department", SOUTH, ""),
    (26, "市核查队", "City Team", "department", CITY, ""),
)
RESPONSIBILITIES = (
    *duty.RESPONSIBILITIES,
    ("patrols", BRIDGE, duty.LEADER, "", duty.SECRETARY),
    ("markets", RIVER, duty.SECRETARY, "", ""),
)
HOLDERS = {post[0]: post[0] + 1000 for post in POSTS}
GRAVE, ORDINARY = "X02", "P01"


class Town:
    """The city, its incident, and a client for each post."""

    def __init__(self, wall: datetime = MORNING) -> None:
        self.clients: dict[int, Client] = {}
        self.seen: dict[int, datetime] = {}
        self.done: set[LoopAct] = set()
        self.through_forms = False  # whether an act's first time opens its form, as people do
        self.wall = wall
        with fixed_at(wall - timedelta(days=1)):
            enter_city()
            duty.enter_posts(
                organisations=(*ORGANISATIONS, *MORE_UNITS),
                posts=POSTS,
                people=[(p, f"工作人员{p}", f"1390000{p}") for p in HOLDERS.values()],
                appointments=[duty.appointment(n, person=p) for n, p in HOLDERS.items()],
                responsibilities=[(*row, duty.START, "") for row in RESPONSIBILITIES],
            )
            draft = incidents.IncidentDraft(
                name_zh="应急", name_en="Emergency", zone=CITY, level=2, day_zero=date(2026, 8, 1),
                drill_at=None,
            )  # fmt: skip
            leader = acting(Role.CITY_LEADER, CITY)
            opened = incidents.open_incident(by=leader, draft=draft, key="open")
        assert isinstance(opened, Outcome)
        self.incident = int(opened.result["incident"])

    def client(self, post: int) -> Client:
        """The signed-in browser of a post's holder; after a long pause it signs in again."""
        if post not in self.clients:
            account = Account(username=f"post{post}", person=HOLDERS[post])
            account.set_unusable_password()
            account.save()
            self.clients[post] = Client()
        if abs(now() - self.seen.get(post, BEFORE)) > PAUSE:
            self.clients[post].cookies.pop("bihuan", None)
            self.clients[post].force_login(Account.objects.get(person=HOLDERS[post]))
            self.clients[post].get("/")  # noted now, so that a counted page only reads
            self.seen[post] = now()
        return self.clients[post]

    def by(self, post: int):
        """The acting post of a post's holder."""
        return next(one for one in posts.posts_held(HOLDERS[post], now()) if one.post == post)

    @contextmanager
    def later(self, **gap: float):
        """Let time pass and hold the clock there."""
        self.wall += timedelta(**gap)
        with fixed_at(self.wall):
            yield self

    def report(self, type_code: str = GRAVE, zone: int = BRIDGE, *, post: int = SUPERVISOR) -> str:
        """Report a finding and return its id."""
        draft = api.FindingDraft(type_code=type_code, zone=zone, text="西门链锁锁闭")
        answer = api.report(
            by=self.by(post), incident=self.incident, draft=draft, key=f"report:{self.wall}"
        )
        assert isinstance(answer, Outcome), answer
        return str(answer.result["finding"])

    def press(self, post: int, finding: str, act: LoopAct, **fields):
        """Send the form of an act; one minute later."""
        with self.later(minutes=1):
            answer = self.send(post, finding, act, **fields)
            with fixed_at(self.wall + timedelta(seconds=1)):
                run_waiting(now())
        return answer

    def send(self, post: int, finding: str, act: LoopAct, **fields):
        """Send the form of an act with what is given."""
        client = self.client(post)
        address = address_of(finding, act)
        unseen = {"key": uuid4().hex, "version": str(self.facts(finding).version)}
        if self.through_forms and act not in self.done:
            unseen |= hidden(client.get(address).content.decode())
        return client.post(address, {**unseen, **fields})

    def do(self, post: int, finding: str, act: LoopAct, **fields) -> None:
        """Do an act through the web; it must be taken."""
        answer = self.press(post, finding, act, **fields)
        assert answer.status_code == 303, f"{act.value}: {text_of(answer)}"
        self.done.add(act)

    def facts(self, finding: str):
        """Read the finding."""
        facts = api.finding_facts(finding)
        assert facts is not None
        return facts

    def to_reported(self, **how) -> str:
        """Report a finding a minute later."""
        with self.later(minutes=1):
            return self.report(**how)

    def to_assigned(self, **how) -> str:
        """Bring a new finding to its order."""
        finding = self.to_reported(**how)
        self.do(duty.CLERK, finding, LoopAct.FILE, severity=self.facts(finding).severity,
                clause="Fire Law 28")  # fmt: skip
        said = {"order_text": "打开西门", "items": "打开西门\n专人值守", "reply_text": "可以陈述"}
        self.do(duty.CLERK, finding, LoopAct.ASSIGN, **said)
        return finding

    def to_rectifying(self, **how) -> str:
        """Bring a new finding to the unit's work."""
        finding = self.to_assigned(**how)
        self.do(duty.LEADER, finding, LoopAct.RECEIVE)
        self.do(duty.LEADER, finding, LoopAct.START)
        return finding

    def to_verifying(self, **how) -> str:
        """Bring a new finding to its verifier."""
        finding = self.to_rectifying(**how)
        self.tick_all(finding)
        said = {"evidence": "西门已开", "cause": "夜间无人", "prevention": "交接试开"}
        self.do(duty.LEADER, finding, LoopAct.RECTIFY, **said)
        assert self.facts(finding).state == "VERIFYING"
        return finding

    def to_passed(self, **how) -> str:
        """Bring a new finding to a passed verification."""
        finding = self.to_verifying(**how)
        self.do(self.facts(finding).verifier_post, finding, LoopAct.PASS, visit="on_site")
        return finding

    def to_closed(self, **how) -> str:
        """Bring a new finding to its close-out."""
        finding = self.to_passed(**how)
        self.do(SECOND_CLERK, finding, LoopAct.CLOSE)
        return finding

    def tick_all(self, finding: str) -> None:
        """Tick both items of the order as its unit."""
        for position in (1, 2):
            self.tick(duty.LEADER, finding, position)

    def tick(self, post: int, finding: str, position: int):
        """Tick an item of the order."""
        with self.later(seconds=10):
            return self.client(post).post(
                f"/orders/{finding}/items", {"position": position, "key": f"{finding}{position}"}
            )


def address_of(finding: str, act: LoopAct) -> str:
    """The address of an act's form."""
    slug = act.value.removeprefix("supervision.").replace("_", "-")
    return f"/orders/{finding}/{slug}"


def hidden(page: str) -> dict[str, str]:
    """The key and version that a form carries."""
    found = re.findall(r'<input type="hidden" name="(key|version)" value="([^"]*)"', page)
    form = page[page.find('id="act-form"') :]
    inside = re.findall(r'<input type="hidden" name="(key|version)" value="([^"]*)"', form)
    return dict(inside or found)


def text_of(answer) -> str:
    """What a page says, without its tags."""
    body = answer.content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body[body.find("<main") :]))


@contextmanager
def statements():
    """Every SQL statement of the connection, Django's and the plain ones."""
    connection.ensure_connection()
    seen: list[str] = []
    connection.connection.set_trace_callback(seen.append)
    try:
        yield seen
    finally:
        connection.connection.set_trace_callback(None)
        seen[:] = [sql for sql in seen if sql.lstrip().upper().startswith("SELECT")]
