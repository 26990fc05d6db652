"""A small duty register over the small made-up city, as the system enters it."""

from datetime import UTC, datetime, timedelta

from tests.factories.acting import acting
from tests.factories.territory import BRIDGE, CITY, FIELD, GRIDS, HILL, MARKET, NORTH, RIVER, SOUTH

from bihuan.domain.registers.duty import COLUMNS
from bihuan.domain.roles import Role
from bihuan.features.posts import api

START = "2026-08-01"
BEGUN = datetime(2026, 8, 1, 0, 0, tzinfo=UTC)
NOON = datetime(2026, 8, 2, 4, 0, tzinfo=UTC)
DAY = timedelta(days=1)

OFFICE, RIVER_STREET, BRIDGE_HOUSE, HILL_TOWN, FIELD_TOWN, VERIFY, MARKET_HOUSE = range(1, 8)
(
    CLERK, SECRETARY, LEADER, GRID_WORKER, HILL_DUTY, FIELD_DUTY, VERIFIER, DUTY_OFFICER, ADMIN,
    MARKET_LEADER, SECOND_VERIFIER, COUNTY_DUTY, UNIT_DUTY,
) = range(501, 514)  # fmt: skip

ORGANISATIONS = (
    (OFFICE, "督查办公室", "Supervision Office", "supervision_office", CITY, ""),
    (RIVER_STREET, "河滨街道办事处", "Hebin Subdistrict Office", "township", RIVER, ""),
    (BRIDGE_HOUSE, "石桥社区居委会", "Shiqiao Committee", "community", BRIDGE, RIVER_STREET),
    (HILL_TOWN, "东山镇人民政府", "Dongshan Town", "township", HILL, ""),
    (FIELD_TOWN, "田家镇人民政府", "Tianjia Town", "township", FIELD, ""),
    (VERIFY, "核查队", "Verification Team", "department", NORTH, ""),
    (MARKET_HOUSE, "集市社区居委会", "Jishi Committee", "community", MARKET, RIVER_STREET),
)
POSTS = (
    (CLERK, "文书", "Clerk", OFFICE, "clerk", CITY, "0350-100"),
    (SECRETARY, "街道书记", "Secretary", RIVER_STREET, "township_secretary", RIVER, "0350-101"),
    (LEADER, "社区主任", "Leader", BRIDGE_HOUSE, "community_leader", BRIDGE, "0350-102"),
    (GRID_WORKER, "网格员", "Grid worker", BRIDGE_HOUSE, "grid_worker", GRIDS[0], ""),
    (HILL_DUTY, "镇书记", "Secretary", HILL_TOWN, "township_secretary", HILL, ""),
    (FIELD_DUTY, "镇书记", "Secretary", FIELD_TOWN, "township_secretary", FIELD, ""),
    (VERIFIER, "核查员", "Verifier", VERIFY, "verifier", NORTH, ""),
    (DUTY_OFFICER, "值班员", "Duty officer", OFFICE, "duty_officer", CITY, ""),
    (ADMIN, "管理员", "Administrator", OFFICE, "administrator", CITY, ""),
    (MARKET_LEADER, "社区主任", "Leader", MARKET_HOUSE, "community_leader", MARKET, ""),
    (SECOND_VERIFIER, "核查员", "Verifier", OFFICE, "verifier", CITY, ""),
    (COUNTY_DUTY, "县值班员", "Duty officer", VERIFY, "duty_officer", SOUTH, ""),
    (UNIT_DUTY, "街道值班岗", "Duty post", RIVER_STREET, "unit_duty", RIVER, ""),
)
HOLDERS = {post[0]: post[0] + 1000 for post in POSTS}
RULES = (
    ("community_control", "township", "township_secretary", "unit_duty", "duty_officer"),
    ("community_control", "community", "community_leader", "", "township_secretary"),
)
RESPONSIBILITIES = (
    ("community_control", RIVER, SECRETARY, UNIT_DUTY, DUTY_OFFICER),
    ("community_control", HILL, HILL_DUTY, "", DUTY_OFFICER),
    ("community_control", FIELD, FIELD_DUTY, "", DUTY_OFFICER),
    ("community_control", BRIDGE, LEADER, "", SECRETARY),
    ("community_control", MARKET, MARKET_LEADER, "", SECRETARY),
    ("community_control", HILL + 1_000, HILL_DUTY, "", ""),
    ("fire_egress", BRIDGE, LEADER, "", SECRETARY),
)


def table(sheet, rows):
    columns = COLUMNS[sheet]
    lines = [dict(zip(columns, map(str, row), strict=False)) for row in rows]
    return columns, lines


def appointment(post, *, person=None, kind="primary", start=START, end="", seen=START):
    return (post, person or HOLDERS[post], kind, start, end, seen)


def tables(**changed):
    people = [(person, f"工作人员{person}", f"1390000{person}") for person in HOLDERS.values()]
    rows = {
        "organisations": ORGANISATIONS,
        "posts": POSTS,
        "people": people,
        "appointments": [appointment(post) for post in HOLDERS],
        "rules": RULES,
        "responsibilities": [(*row, START, "") for row in RESPONSIBILITIES],
    } | changed
    return {sheet: table(sheet, listed) for sheet, listed in rows.items()}


def system():
    return acting(Role.SYSTEM, CITY, post=0, person=0, unit=0)


def enter_posts(*, key="ab" * 32, **changed):
    answer = api.import_duty(by=system(), tables=tables(**changed), key=key)
    assert not getattr(answer, "problems", ()), answer.problems
    assert answer.refusals == ()
    return answer


def holding(post, at=NOON):
    """The acting post of a post's holder."""
    held = api.posts_held(HOLDERS[post], at)
    return next(one for one in held if one.post == post)
