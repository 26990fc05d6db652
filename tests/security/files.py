"""A small city with a file of every kind in it: what an attacker from elsewhere would like to see.

Everything lies in the north; the south and the neighbouring community have nothing to do with it.
"""

import io
from dataclasses import dataclass, field
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from tests.factories import posts as duty
from tests.factories.orders import (
    AUDITOR,
    CITY_LEADER,
    CITY_VERIFIER,
    COUNTY_PRINCIPAL,
    HOLDERS,
    LEGAL,
    SECOND_SUPERVISOR,
    SOUTH_VERIFIER,
    SUPERVISOR,
    Town,
)
from tests.factories.territory import BRIDGE, GRIDS
from tests.security.town import browser

from bihuan.features.posts import api as posts
from bihuan.features.supervision import api as supervision
from bihuan.platform.clock import now
from bihuan.platform.clock.system import fixed_at
from bihuan.platform.commands import Outcome
from bihuan.platform.db.dialects import Session
from bihuan.platform.jobs.ticks import run_tick

PHRASE = "西门链锁锁闭"  # what every finding says, so that a page that leaks it is found
# Who has nothing to do with the files: another county, another community, another village.
STRANGERS = (SOUTH_VERIFIER, duty.MARKET_LEADER, duty.FIELD_DUTY, duty.HILL_DUTY)
CONCERNED = (
    duty.CLERK, duty.LEADER, duty.SECRETARY, SUPERVISOR, SECOND_SUPERVISOR, CITY_VERIFIER,
    COUNTY_PRINCIPAL, CITY_LEADER, AUDITOR, LEGAL, duty.GRID_WORKER,
)  # fmt: skip


@dataclass
class Files:
    """The city and the ids of what is in it."""

    town: Town
    findings: dict[str, str] = field(default_factory=dict)  # by the stage it is in
    pictures: list[str] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    call_lists: list[str] = field(default_factory=list)
    call_lines: list[str] = field(default_factory=list)
    appointments: list[str] = field(default_factory=list)
    handovers: list[str] = field(default_factory=list)
    browsers: dict[int, Client] = field(default_factory=dict)

    def label(self, stage: str) -> str:
        """What an order is called in addresses."""
        return supervision.label_of(self.town.facts(self.findings[stage]))

    def get(self, post: int, address: str, **headers: str):
        """Ask for an address as a post's holder."""
        with fixed_at(self.town.wall):
            return self._browser(post).get(address, headers=headers)

    def send(self, post: int, address: str, **fields):
        """Send a form as a post's holder."""
        with fixed_at(self.town.wall):
            return self._browser(post).post(address, fields)

    def ask(self, post: int, address: str, said: dict[str, str]):
        """Ask for an address with parameters."""
        with fixed_at(self.town.wall):
            return self._browser(post).get(address, said or None)

    def submit(self, post: int, address: str, said: dict[str, str]):
        """Send a form whose fields may bear any name."""
        with fixed_at(self.town.wall):
            return self._browser(post).post(address, said)

    def post_body(self, post: int, address: str, body: bytes):
        """Send bytes as a phone's script does."""
        with fixed_at(self.town.wall):
            return self._browser(post).post(address, body, content_type="application/json")

    def _browser(self, post: int) -> Client:
        if post not in self.browsers:
            self.browsers[post] = browser(HOLDERS[post], language="zh-hans")
            self.browsers[post].get("/")
        return self.browsers[post]


def build_files() -> Files:
    """Play the stages through the pages, as people do."""
    town = Town()
    files = Files(town)
    files.findings = {
        "supervised": town.to_rectifying(),
        "verifying": town.to_verifying(type_code="P01"),
        "closed": town.to_closed(type_code="P01"),
        "reported": town.to_reported(zone=GRIDS[0]),
        "draft": _draft(town),
    }
    with town.later(seconds=5):
        sent = {"picture": SimpleUploadedFile("a.jpg", _photo()), "key": "p", "smudged": "yes"}
        address = f"/orders/{files.findings['supervised']}/evidence"
        assert town.client(duty.LEADER).post(address, sent).status_code == 303
    with town.later(hours=2, minutes=10):
        run_tick(now())  # a supervision order follows
    _duties(files)
    read = Session()
    files.pictures = _column(read, "SELECT id FROM supervision_evidence")
    files.calls = _column(read, "SELECT id FROM supervision_record WHERE kind='call'")
    files.call_lists = _column(read, "SELECT id FROM posts_call_out")
    files.call_lines = _column(read, "SELECT id FROM posts_call_line")
    files.handovers = _column(read, "SELECT id FROM posts_handover")
    files.appointments = _column(
        read, "SELECT id FROM posts_appointment WHERE post_id IN (502, 503, 504)"
    )
    town.wall += timedelta(minutes=1)
    return files


def _draft(town: Town) -> str:
    with town.later(minutes=1):
        answer = supervision.save_draft(
            by=town.by(SUPERVISOR),
            incident=town.incident,
            draft=supervision.FindingDraft("X02", BRIDGE, PHRASE),
            key="draft",
        )
    assert isinstance(answer, Outcome), answer
    return str(answer.result["finding"])


def _duties(files: Files) -> None:
    """A call list, and a post that is being handed over."""
    town = files.town
    with town.later(minutes=1):
        called = posts.call_out(
            by=town.by(duty.CLERK), zone=BRIDGE, posts=[duty.LEADER], reason="夜间", key="call"
        )
        asked = posts.appoint(
            by=town.by(duty.SECRETARY), post=duty.LEADER, person=posts.NewPerson("新来的", "139"),
            kind=posts.AppointmentKind.DEPUTY, key="ask",
        )  # fmt: skip
        assert isinstance(called, Outcome), called
        assert isinstance(asked, Outcome), asked
        incoming = str(asked.result["appointment"])
        settled = posts.confirm(by=town.by(duty.DUTY_OFFICER), appointment=incoming, key="yes")
        assert isinstance(settled, Outcome), settled
    with town.later(minutes=1):
        (own,) = Session().all(
            "SELECT id FROM posts_appointment WHERE post_id=? AND kind='primary'", (duty.LEADER,)
        )
        handed = posts.hand_over(
            by=town.by(duty.LEADER), outgoing=own[0], incoming=incoming, note="夜间", key="hand"
        )
        assert isinstance(handed, Outcome), handed


def _column(read: Session, sql: str) -> list[str]:
    found = [row[0] for row in read.all(sql)]
    assert found, sql
    return found


def _photo() -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (320, 240), (90, 120, 150)).save(target, "JPEG")
    return target.getvalue()
