"""An evening in the small made-up city: its posts, its drill, its nights."""

from datetime import UTC, date, datetime, timedelta

from tests.factories.acting import acting
from tests.factories.posts import (
    ADMIN,
    CLERK,
    COUNTY_DUTY,
    HOLDERS,
    OFFICE,
    RIVER_STREET,
    UNIT_DUTY,
    VERIFIER,
    VERIFY,
    enter_posts,
)
from tests.factories.territory import CITY, NORTH, RIVER, SOUTH, ZONES, enter_city

from bihuan.domain.reviews.states import OptionKind
from bihuan.domain.roles import Role
from bihuan.features.incidents import api as incidents
from bihuan.features.review import api
from bihuan.platform.clock import playing

DAY = "2022-11-28"
NEXT = "2022-11-29"
T0 = datetime(2022, 11, 28, 10, 0, tzinfo=UTC)
EVENING = T0 + timedelta(hours=2)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)

LEADER = acting(Role.CITY_LEADER, CITY, post=901, person=9001, unit=90)
HEAD = acting(Role.OFFICE_HEAD, CITY, post=CLERK, person=HOLDERS[CLERK], unit=OFFICE)
EPIDEMIOLOGIST = acting(Role.EPIDEMIOLOGIST, CITY, post=902, person=9002, unit=91)
SOUTH_DUTY = acting(Role.DUTY_OFFICER, SOUTH, post=COUNTY_DUTY, person=9003, unit=VERIFY)
NORTH_DUTY = acting(Role.DUTY_OFFICER, NORTH, post=VERIFIER, person=9004, unit=92)
OWNER = acting(Role.UNIT_DUTY, RIVER, post=UNIT_DUTY, person=HOLDERS[UNIT_DUTY], unit=RIVER_STREET)
CHECKER = acting(Role.VERIFIER, CITY, post=VERIFIER, person=HOLDERS[VERIFIER], unit=VERIFY)
SYSTEM = acting(Role.SYSTEM, CITY, post=0, person=0, unit=0)
NOBODY = acting(Role.ADMINISTRATOR, CITY, post=ADMIN, person=HOLDERS[ADMIN], unit=OFFICE)


def open_drill(
    starts: datetime = T0 - 3 * HOUR, first_day: date = date(2022, 11, 21), zones=ZONES
) -> int:
    enter_city(zones)
    enter_posts()
    draft = incidents.IncidentDraft("演练", "Drill", CITY, 2, first_day, drill_at=starts, speed=0)
    outcome = incidents.open_incident(by=LEADER, draft=draft, key="open")
    return int(outcome.result["incident"])


def at(incident: int, instant: datetime):
    return playing(incident, instant)


def row(dimension="county", key="990102", value=7, mode="", zh="北门区", en="Beimen"):
    return api.PublishedDraft(dimension, key, zh, en, value, mode)


BULLETIN = (
    row(),
    row(key="990121", value=5, zh="南山县", en="Nanshan"),
    row("route", "central", 9, "managed", "集中隔离", "central quarantine"),
    row("route", "screening", 3, "community", "社会面筛查", "community screening"),
    row("total", "new_infections_in_window", 12, "", "新增", "new"),
)


def enter(incident, rows=BULLETIN, *, day=DAY, when=T0, key="bulletin", by=None):
    with at(incident, when):
        return api.enter_figures(
            by=by or EPIDEMIOLOGIST, incident=incident, day=day, rows=rows,
            source="published bulletin", key=key,
        )  # fmt: skip


def freeze(incident, *, day=DAY, when=EVENING, key="freeze", by=SYSTEM):
    with at(incident, when):
        return api.freeze(by=by, incident=incident, day=day, key=key)


def draft(**changes):
    values = {
        "title": "南山县夜班缺 3 人",
        "situation": "夜班连续两晚缺 3 人",
        "risks": "漏报",
        "powers": "市指挥部统筹调度",
        "reasons": "先补足夜班",
        "options": (
            api.Option("市直下沉 3 人"),
            api.Option("停夜间巡查，次日补巡", OptionKind.LESS_RESTRICTIVE),
        ),
        "choice": 0,
        "owner_post": UNIT_DUTY,
        "owner_unit": None,
        "due_at": EVENING + 12 * HOUR,
        "review_at": EVENING + 24 * HOUR,
        "help": "市直机关工委出 3 人",
    }
    return api.DecisionDraft(**{**values, **changes})


def call(incident, *, day=DAY, when=EVENING + 30 * MINUTE, by=HEAD):
    with at(incident, when):
        return api.call_meeting(by=by, incident=incident, day=day, key=f"call:{day}")


def decide(incident, *, day=DAY, when=EVENING + 40 * MINUTE, key="decide", by=LEADER, **changes):
    with at(incident, when):
        return api.decide(
            by=by, incident=incident, day=day, subject="completeness", draft=draft(**changes),
            key=key,
        )  # fmt: skip


def through_the_agenda(incident, *, day=DAY, when=EVENING + HOUR):
    night = api.night_of(incident=incident, day=day)
    for number, item in enumerate(api.items_of(night)):
        if not item.current:
            with at(incident, when + number * MINUTE):
                api.turn_to(
                    by=HEAD, incident=incident, day=day, position=item.position,
                    key=f"turn:{day}:{item.position}",
                )  # fmt: skip


def issue(incident, *, day=DAY, when=EVENING + 90 * MINUTE, present="组长、副组长"):
    with at(incident, when):
        return api.issue_minutes(
            by=HEAD, incident=incident, day=day, attendance=api.Attendance(present),
            key=f"issue:{day}",
        )  # fmt: skip
