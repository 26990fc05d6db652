"""What a page may ask of the database and weigh, counted and never timed, at every size."""

import gzip
import re
from contextlib import contextmanager

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from tests.factories import posts as duty
from tests.factories.decided import several, state
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

from bihuan.platform.auth.models import Account
from bihuan.platform.db.dialects import Session

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
        zones = [NORTH, RIVER, BRIDGE, GRIDS[0]]
        make_many(town.incident, zones, n=SMALL, now=town.wall)
        before = {page: len(read(town, *page)[0]) for page in PAGES}
        make_many(town.incident, zones, n=LARGE, now=town.wall, seed=6, first=SMALL + 1)
        wrong = []
        for page in PAGES:
            asked, body = read(town, *page)
            wrong += [f"{page}: {step}" for sql in asked for step in heavy(sql)]
            wrong += [f"{page}: {one}" for one in foreign(body.decode())]
            if len(asked) > MOST_STATEMENTS or len(asked) > before[page] + NAMES:
                wrong.append(f"{page}: {before[page]} statements, then {len(asked)}")
            if len(body) > MOST_BYTES or len(gzip.compress(body)) > MOST_PACKED:
                wrong.append(f"{page}: {len(body)} bytes")
        assert wrong == [], "\n".join(wrong)


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
