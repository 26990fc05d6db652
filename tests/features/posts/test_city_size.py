"""The whole city of the demo: thousands of zones, posts and people at once."""

import csv
from pathlib import Path

import pytest
from tests.factories.acting import acting
from tests.factories.posts import NOON, START, table

from bihuan.domain.roles import Role
from bihuan.domain.zones import range_of
from bihuan.features.posts import api
from bihuan.features.territory import api as territory
from bihuan.platform.db.dialects import Session

pytestmark = pytest.mark.django_db
DEMO = Path(__file__).parents[3] / "src/bihuan/site/demo/data/linfen_zones.csv"
ROLES = {
    "city": "duty_officer", "county": "duty_officer", "township": "township_secretary",
    "community": "community_leader", "grid": "grid_worker",
}  # fmt: skip


@pytest.fixture
def city():
    with DEMO.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        rows = list(reader)
    for row in [row for row in rows if row["level"] == "community"]:
        for number in (1, 2):
            code = str(int(row["code"]) + number)
            rows.append({"code": code, "level": "grid", "name_zh": f"第{number}网格"})
    by = acting(Role.SYSTEM, int(rows[0]["code"]), post=0, person=0)
    territory.import_zones(by=by, lines=rows, header=reader.fieldnames, key="aa")
    return by, rows


def duty_of(rows):
    posts, people, seats, claims = [], [], [], []
    top = rows[0]["code"]
    for number, row in enumerate(rows, start=1):
        code, role = row["code"], ROLES[row["level"]]
        posts.append((number, "责任岗", "", 1, role, code, f"0357-{number}"))
        people.append((number, f"工作人员{number}", ""))
        seats.append((number, number, "primary", START, "", START))
        claims.append(("community_control", code, number, "", "", START, ""))
    return {
        "organisations": table("organisations", [(1, "市政府", "", "government", top, "")]),
        "posts": table("posts", posts),
        "people": table("people", people),
        "appointments": table("appointments", seats),
        "rules": table(
            "rules", [("community_control", name, role, "", "") for name, role in ROLES.items()]
        ),
        "responsibilities": table("responsibilities", claims),
    }


def test_seven_thousand_posts_enter_and_the_city_is_whole(city):
    by, rows = city
    answer = api.import_duty(by=by, tables=duty_of(rows), key="bb")
    assert answer.new == 1 + 4 * len(rows) + 5
    assert Session().one("SELECT count(*) FROM ledger_event")[0] == 18 * 2
    report = api.gaps(at=NOON, scope=range_of(int(rows[0]["code"])))
    assert (report.zones, report.cells, report.held) == (len(rows), len(rows), len(rows))
    assert report.whole
