"""What a page may ask of the database and weigh, counted and never timed, at every size."""

import gzip
import re
from contextlib import contextmanager
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from tests.factories import posts as duty
from tests.factories import review as night
from tests.factories.decided import done, several, state
from tests.factories.many import make_many
from tests.factories.orders import (
    AUDITOR,
    CITY_LEADER,
    COORDINATOR,
    COUNTY_PRINCIPAL,
    GOVERNMENT,
    HEAD,
    HOLDERS,
    LEGAL,
    SECOND_CLERK,
    SOUTH_VERIFIER,
    SUPERVISOR,
    Town,
)
from tests.factories.territory import BRIDGE, CITY, GRIDS, MARKET, NORTH, RIVER

from bihuan.features.review import api as review
from bihuan.platform.auth.models import Account
from bihuan.platform.db.dialects import Session
from bihuan.platform.ledger import signing

pytestmark = pytest.mark.django_db
MOST_STATEMENTS, MOST_BYTES, MOST_PACKED = 12, 100_000, 25_000
SMALL, LARGE = 10, 1000
# A list without rows asks for no names: those of zones and of posts.
NAMES = 2
# Tables that grow with the work, not with the city.
LARGE_TABLES = "supervision_finding|supervision_record|supervision_item|ledger_event|rollup|command"
NO_STATEMENTS = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", "PRAGMA", "ROLLBACK")
VIEWS = ("open", "mine", "grave", "today", "overdue", "over_control", "look_back", "all")
DESK = (
    SECOND_CLERK, HEAD, CITY_LEADER, COORDINATOR, GOVERNMENT, LEGAL, AUDITOR, COUNTY_PRINCIPAL,
    SUPERVISOR, SOUTH_VERIFIER, duty.UNIT_DUTY, duty.LEADER, duty.DUTY_OFFICER,
)  # fmt: skip
PAGES = [
    *((post, "/now") for post in DESK),
    *((post, "/ledger") for post in DESK),
    *((SECOND_CLERK, f"/ledger?view={view}") for view in VIEWS),
    (SECOND_CLERK, f"/ledger?zone={NORTH}&state=RECTIFYING&view=overdue"),
    (SECOND_CLERK, f"/ledger?zone={RIVER}&severity=3"),
    (SECOND_CLERK, f"/ledger?zone={BRIDGE}&view=all&type=P01"),
    (SECOND_CLERK, "/ledger?state=CLOSED"),
    (duty.DUTY_OFFICER, "/calls"),
    (duty.DUTY_OFFICER, "/pulse"),
    (SUPERVISOR, "/f/report"),
    (SECOND_CLERK, "/map?layer=open_findings"),
    (SECOND_CLERK, f"/map?layer=open_s1&zone={NORTH}"),
    (SECOND_CLERK, "/map?layer=unowned"),
    (SECOND_CLERK, f"/map?layer=open_findings&pick={NORTH}"),
    (SECOND_CLERK, "/map?layer=blind_spots"),
    (SECOND_CLERK, "/duty"),
    (SECOND_CLERK, f"/duty?zone={RIVER}"),
    (SECOND_CLERK, f"/zones/{CITY}"),
    (SECOND_CLERK, f"/zones/{RIVER}"),
    (SECOND_CLERK, f"/zones/{BRIDGE}"),
    (SECOND_CLERK, "/map?layer=measures"),
    (SECOND_CLERK, f"/map?layer=measures&zone={RIVER}&pick={BRIDGE}"),
    (SECOND_CLERK, f"/map?layer=gates&pick={NORTH}"),
    (COUNTY_PRINCIPAL, f"/zones/{MARKET}"),
    (duty.ADMIN, "/setup"),
    (SECOND_CLERK, "/measures"),
    (COUNTY_PRINCIPAL, "/measures"),
    (SECOND_CLERK, "/gates"),
    (SECOND_CLERK, "/search?q=河"),
    (SECOND_CLERK, "/review"),
    (SECOND_CLERK, "/p/"),
    (SECOND_CLERK, f"/p/?zone={BRIDGE}"),
]
EXPORTS = [(SECOND_CLERK, "/ledger/export.xlsx?view=all"), (SECOND_CLERK, "/ledger/print")]


@pytest.fixture(autouse=True)
def _as_in_a_real_city(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    settings.SECOND_FACTOR = True


@contextmanager
def statements():
    """Collect the statements carried out, with their values."""
    seen = []
    connection.connection.set_trace_callback(seen.append)
    try:
        yield seen
    finally:
        connection.connection.set_trace_callback(None)


def read(town, post, address):
    """Read a page twice: what it asks and weighs the second time."""
    client = town.client(post)
    account = Account.objects.get(person=HOLDERS[post])
    Authenticator.objects.get_or_create(user=account, type="totp", defaults={"data": {}})
    client.get(address)
    with statements() as seen:
        answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return [one for one in seen if not one.startswith(NO_STATEMENTS)], answer.content


def plan_of(sql):
    return [row[3] for row in Session().all("EXPLAIN QUERY PLAN " + sql)]


def heavy(sql):
    """Return the steps of a plan that grow with a table or sort its rows."""
    if not re.search(rf"\b(?:{LARGE_TABLES})\b", sql) or not sql.startswith(("SELECT", "WITH")):
        return []
    wrong = rf"^SCAN (?:{LARGE_TABLES})\b|USE TEMP B-TREE"
    return [step for step in plan_of(sql) if re.search(wrong, step)]


def foreign(text):
    return re.findall(r'(?:src|href|action)="(?:https?:)?//[^"]+"', text)


def test_every_page_keeps_its_budget_and_asks_as_much_of_a_thousand_findings_as_of_ten():
    town = Town()
    with town.later(hours=1):
        measures = several(town)
    with town.later(hours=2):
        assert [state(one) for one in measures] == ["ACTIVE", "SUSPENDED", "EXPIRED"]
        pages = [*PAGES, *((SECOND_CLERK, f"/measures/{one}") for one in measures)]
        zones = [NORTH, RIVER, BRIDGE, GRIDS[0]]
        make_many(town.incident, zones, n=SMALL, now=town.wall)
        before = {page: len(read(town, *page)[0]) for page in pages}
        make_many(town.incident, zones, n=LARGE, now=town.wall, seed=6, first=SMALL + 1)
        wrong = []
        for page in pages:
            asked, body = read(town, *page)
            wrong += [f"{page}: {step}" for sql in asked for step in heavy(sql)]
            wrong += [f"{page}: {one}" for one in foreign(body.decode())]
            if len(asked) > MOST_STATEMENTS or len(asked) > before[page] + NAMES:
                wrong.append(f"{page}: {before[page]} statements, then {len(asked)}")
            if len(body) > MOST_BYTES or len(gzip.compress(body)) > MOST_PACKED:
                wrong.append(f"{page}: {len(body)} bytes")
        assert wrong == [], "\n".join(wrong)


def test_a_night_keeps_its_budget_from_the_meeting_to_the_plan(tmp_path):
    signing.make_key(tmp_path)
    town = Town()
    day = (town.wall - timedelta(days=1)).date().isoformat()
    head, told = town.by(HEAD), {"incident": town.incident, "day": day}
    with town.later(hours=1):
        done(review.freeze(by=night.SYSTEM, key="freeze", **told))
        done(review.call_meeting(by=head, key="call", **told))
        draft = night.draft(due_at=town.wall + night.HOUR, review_at=town.wall + 2 * night.HOUR)
        done(review.decide(by=night.LEADER, subject="completeness", draft=draft, key="d", **told))
        addresses = [f"/review/{day}", f"/review/{day}?view=pack", f"/review/{day}/minutes"]
        counted = {f"{one} in the meeting": len(read(town, HEAD, one)[0]) for one in addresses}
        for item in review.items_of(review.night_of(**told)):
            review.turn_to(by=head, position=item.position, key=f"turn {item.position}", **told)
        present = review.Attendance("组长、副组长")
        done(review.issue_minutes(by=head, attendance=present, key="issue", **told))
        done(review.publish_plan(by=head, draft=review.PlanDraft(), key="plan", **told))
        counted |= {one: len(read(town, HEAD, one)[0]) for one in addresses}
    assert {one: n for one, n in counted.items() if n > MOST_STATEMENTS} == {}


def test_the_last_page_by_its_key_and_the_exports_run_through_indexes():
    town = Town()
    with town.later(hours=1):
        make_many(town.incident, [NORTH, RIVER, BRIDGE], n=300, now=town.wall)
        for view in VIEWS:
            address, wrong = f"/ledger?view={view}", []
            while address:
                asked, body = read(town, SECOND_CLERK, address)
                wrong += [step for sql in asked for step in heavy(sql)]
                found = re.search(r'href="(\?[^"]*after=[^"]+)"', body.decode())
                address = f"/ledger{found[1]}".replace("&amp;", "&") if found else ""
            assert wrong == [], view
        for post, address in EXPORTS:
            asked, _ = read(town, post, address)
            assert [step for sql in asked for step in heavy(sql)] == [], address
