"""What the gap detector finds becomes a finding by rule, once while it stands."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils.translation import override

from bihuan.domain.zones import range_of
from bihuan.features.incidents import api as incidents
from bihuan.features.posts import api as posts
from bihuan.features.supervision import api as supervision
from bihuan.features.supervision.jobs import look_for_gaps
from bihuan.features.territory import api as territory
from bihuan.platform.auth import system_post
from bihuan.platform.clock import now
from bihuan.platform.clock.system import fixed_at
from bihuan.platform.db.dialects import Session
from bihuan.platform.db.ledgered import ledgered_tables
from bihuan.platform.jobs.ticks import Tick
from bihuan.platform.ledger.rebuild import check

pytestmark = pytest.mark.django_db
CITY = 141000_000_000_000
COUNTY = 141002_000_000_000
TOWN = 141002_001_000_000


def entered(**more: list[dict[str, str]]) -> int:
    """A small city with one duty post, what is given beside it, and its drill."""
    zones = [
        {"code": str(CITY), "name_zh": "某市"},
        {"code": str(COUNTY), "name_zh": "某区"},
        {"code": str(TOWN), "name_zh": "某街道"},
    ]
    by = system_post()
    territory.import_zones(by=by, lines=zones, header=("code", "name_zh"), key="aa" * 32)
    sheets = {
        "organisations": [
            {"id": "1", "name_zh": "某区指挥部", "kind": "command", "zone": str(COUNTY)}
        ],
        "posts": [
            {
                "id": "1", "title_zh": "值班岗", "organisation": "1", "role": "unit_duty",
                "zone": str(COUNTY), "work_phone": "0350000000",
            }
        ],
        "people": [{"id": "1", "name": "甲", "work_phone": "0350000000"}],
        "appointments": [
            {
                "post": "1", "person": "1", "valid_from": "2022-11-01",
                "acknowledged_at": "2022-11-01",
            }
        ],
        "rules": [
            {"function": "community_control", "level": "township", "role": "unit_duty"},
        ],
        "responsibilities": [
            {
                "function": "community_control", "zone": str(COUNTY), "post": "1",
                "valid_from": "2022-11-01",
            }
        ],
    }  # fmt: skip
    sheets = {name: [*rows, *more.get(name, ())] for name, rows in sheets.items()}
    tables = {name: (list(rows[0]), rows) for name, rows in sheets.items()}
    taken = posts.import_duty(by=by, tables=tables, key="bb" * 32)
    assert not getattr(taken, "problems", ())
    begin = datetime(2022, 11, 28, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
    draft = incidents.IncidentDraft("演练", "Drill", CITY, 2, date(2022, 11, 21), begin)
    return incidents.open_incident(by=by, draft=draft, key="i").result["incident"]


@pytest.fixture
def incident() -> int:
    return entered()


def test_a_clock_set_back_before_an_appointment_files_nobody_as_lost(incident):
    clock = incidents.incident(incident).clock
    long_ago = datetime(2022, 10, 1, tzinfo=ZoneInfo("Asia/Shanghai"))
    with fixed_at(long_ago):
        look_for_gaps(Tick(clock, clock.incident_at))
    assert Session().all("SELECT type_code FROM supervision_finding") == [("R01",)]  # unowned


def test_a_gap_is_filed_once_while_it_stands(incident):
    scope = range_of(CITY)
    first = supervision.file_gaps(
        by=system_post(), incident=incident, scope=scope, at=now(), key="hour-1"
    )
    again = supervision.file_gaps(
        by=system_post(),
        incident=incident,
        scope=scope,
        at=now() + timedelta(hours=1),
        key="hour-2",
    )
    assert (first, again) == (1, 0)
    wanted = supervision.LedgerFilter(types=("R01",))
    (finding,) = supervision.ledger_page(incident=incident, scope=scope, wanted=wanted).rows
    assert (finding.state, finding.zone, finding.handler_post) == ("FILED", TOWN, 1)
    assert check(Session(), ledgered_tables())[1] == []


def test_a_duty_may_be_acknowledged_within_a_day_of_the_incidents_opening():
    people = [{"id": "3", "name": "乙", "work_phone": "0350000002"}]
    post = {"id": "3", "title_zh": "文书岗", "organisation": "1", "role": "clerk",
            "zone": str(COUNTY), "work_phone": "0350000002"}  # fmt: skip
    held = {"post": "3", "person": "3", "valid_from": "2022-11-01", "acknowledged_at": ""}
    incident = entered(posts=[post], people=people, appointments=[held])
    clock = incidents.incident(incident).clock
    late = "SELECT count(*) FROM supervision_finding WHERE type_code='R03'"
    for wait, filed in ((timedelta(hours=20), 0), (timedelta(hours=25), 1)):
        with fixed_at(clock.wall_at + wait):
            look_for_gaps(Tick(clock, clock.incident_at + wait))
        assert Session().one(late) == (filed,)


def test_whoever_takes_a_post_over_has_a_day_of_his_own_to_acknowledge():
    people = [{"id": n, "name": n, "work_phone": "0350000002"} for n in ("3", "4")]
    post = {"id": "3", "title_zh": "文书岗", "organisation": "1", "role": "clerk",
            "zone": str(COUNTY), "work_phone": "0350000002"}  # fmt: skip
    held = [
        {"post": "3", "person": "3", "valid_from": "2022-11-01", "valid_to": "2022-11-28",
         "acknowledged_at": "2022-11-01"},
        {"post": "3", "person": "4", "valid_from": "2022-11-28", "acknowledged_at": ""},
    ]  # fmt: skip
    incident = entered(posts=[post], people=people, appointments=held)
    said = {"by": system_post(), "incident": incident, "scope": range_of(CITY)}
    for hours, filed in ((10, 0), (25, 1)):
        at = datetime(2022, 11, 28, tzinfo=ZoneInfo("Asia/Shanghai")) + timedelta(hours=hours)
        supervision.file_gaps(**said, at=at, key=f"hour-{hours}")
        late = "SELECT count(*) FROM supervision_finding WHERE type_code='R03'"
        assert Session().one(late) == (filed,)


def test_gaps_of_a_county_and_of_the_city_are_filed_with_their_duty_posts():
    incident = entered(
        organisations=[{"id": "2", "name_zh": "某市指挥部", "kind": "command", "zone": str(CITY)}],
        posts=[
            {"id": "2", "title_zh": "市值班岗", "organisation": "2", "role": "duty_officer",
             "zone": str(CITY), "work_phone": "0350000001"},
            {"id": "3", "title_zh": "文书岗", "organisation": "1", "role": "clerk",
             "zone": str(COUNTY), "work_phone": "0350000002"},
        ],
        people=[{"id": "3", "name": "乙", "work_phone": "0350000002"}],
        appointments=[
            {"post": "3", "person": "3", "valid_from": "2022-11-01", "acknowledged_at": ""}
        ],
        rules=[{"function": "facilities", "level": "county", "role": "unit_duty"}],
    )  # fmt: skip
    scope = range_of(CITY)
    supervision.file_gaps(by=system_post(), incident=incident, scope=scope, at=now(), key="hour-1")
    wanted = supervision.LedgerFilter(types=("R01", "R02", "R03"))
    found = supervision.ledger_page(incident=incident, scope=scope, wanted=wanted).rows
    assert {(one.type_code, one.zone): (one.handler_post, one.text) for one in found} == {
        ("R01", COUNTY): (1, "此处无人负责：隔离与集中场所"),
        ("R01", TOWN): (1, "此处无人负责：社区防控"),
        ("R02", CITY): (2, "某市指挥部 市值班岗无法联系：无人任职"),
        ("R03", COUNTY): (1, "某区指挥部 文书岗尚未确认职责"),
    }
    city = next(one for one in found if one.zone == CITY)
    with override("en"):
        said = supervision.facts_said(city, {2: "City duty"})
    assert said == "City duty cannot be reached: nobody holds it"
