"""Makes up the demo city's organisations, posts and people (示意) on its real register of zones.

Everything here is data for the ordinary import: the same commands that a city uses.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bihuan.domain.duties import DutyFunction
from bihuan.domain.roles import Role
from bihuan.domain.zones import Level, ancestor_of
from bihuan.site.demo.duties import (
    COMMUNITY_DUTY,
    COUNTY_DESKS,
    COUNTY_DUTY,
    TOWNSHIP_DESKS,
    TOWNSHIP_DUTY,
    functions_of,
)

DATA = Path(__file__).parent / "data"
MARK_ZH, MARK_EN = "（示意）", " (made up)"
SINCE = "2022-11-20"
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡"
RESIDENTS_A_GRID = 1100
MOST_GRIDS = 4
LEVEL_OF = {name.lower(): level for name, level in Level.__members__.items()}
Line = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ZoneLine:
    """One zone of the register file."""

    code: int
    level: Level
    name_zh: str
    name_en: str
    raw: Line


@dataclass(slots=True)
class City:
    """The demo city as tables; each list holds lines as a register file would."""

    zones: list[ZoneLine]
    organisations: list[Line] = field(default_factory=list)
    posts: list[Line] = field(default_factory=list)
    people: list[Line] = field(default_factory=list)
    appointments: list[Line] = field(default_factory=list)
    rules: list[Line] = field(default_factory=list)
    responsibilities: list[Line] = field(default_factory=list)

    def named(self, title_zh: str) -> int:
        """Return the number of the city post with a title."""
        return next(int(post["id"]) for post in self.posts if post["title_zh"] == title_zh)


def read_zones() -> list[ZoneLine]:
    """Read the committed register, grids not yet among it."""
    with (DATA / "linfen_zones.csv").open(encoding="utf-8", newline="") as file:
        return [
            ZoneLine(int(row["code"]), LEVEL_OF[row["level"]], row["name_zh"], row["name_en"], row)
            for row in csv.DictReader(file)
        ]


def residents_of() -> dict[int, int]:
    """Return residents by county."""
    with (DATA / "linfen_population.csv").open(encoding="utf-8", newline="") as file:
        return {int(row["code"]): int(row["residents"]) for row in csv.DictReader(file)}


def grids_of(zones: Sequence[ZoneLine]) -> Iterator[ZoneLine]:
    """Make up grids (示意) below each community, about one for 1,100 residents."""
    residents = residents_of()
    communities = [zone for zone in zones if zone.level is Level.COMMUNITY]
    per_county: dict[int, int] = {}
    for zone in communities:
        county = ancestor_of(zone.code, Level.COUNTY)
        per_county[county] = per_county.get(county, 0) + 1
    for zone in communities:
        county = ancestor_of(zone.code, Level.COUNTY)
        share = residents.get(county, 0) // per_county[county]
        for number in range(1, max(1, min(MOST_GRIDS, share // RESIDENTS_A_GRID)) + 1):
            yield _grid(zone, number)


def _grid(zone: ZoneLine, number: int) -> ZoneLine:
    code = zone.code + number
    zh, en = f"第{number}网格", f"Grid {number}"
    raw = {
        "code": str(code),
        "level": "grid",
        "parent": str(zone.code),
        "name_zh": zh,
        "name_en": en,
        "pinyin": f"dì {number} wǎng gé",
        "attributes": "",
        "schematic": "yes",
    }
    return ZoneLine(code, Level.GRID, zh, en, raw)


def make_city(register: Sequence[ZoneLine] | None = None) -> City:
    """Return the demo city: real zones, made-up grids, organisations, posts and people.

    Parameters
    ----------
    register
        The zones it has, from the city down to the communities; the committed register if none.
    """
    register = register or read_zones()
    city = City([*register, *grids_of(register)])
    writer = _Writer(city)
    for zone in city.zones:
        _FILL[zone.level](writer, zone)
    writer.rules()
    return city


class _Writer:
    """Writes lines with running numbers."""

    def __init__(self, city: City) -> None:
        self.city = city
        self.above: dict[int, int] = {}  # the post one level up answers for, by zone
        self.homes: dict[int, int] = {}  # a community's organisation, by zone
        self._posts = 1000
        self._organisations = 100

    def organisation(self, zh: str, en: str, kind: str, zone: int) -> int:
        self._organisations += 1
        self.city.organisations.append(
            {
                "id": str(self._organisations),
                "name_zh": zh,
                "name_en": en,
                "kind": kind,
                "zone": str(zone),
            }
        )
        return self._organisations

    def post(self, organisation: int, zh: str, en: str, role: Role, zone: int) -> int:
        """Add a post and the made-up person who holds it."""
        self._posts += 1
        number, person = self._posts, self._posts * 10
        phone = f"0357{number:07d}"
        self.city.posts.append(
            {
                "id": str(number),
                "title_zh": zh,
                "title_en": en,
                "organisation": str(organisation),
                "role": role.value,
                "zone": str(zone),
                "work_phone": phone,
            }
        )
        name = SURNAMES[number % len(SURNAMES)] + "某" + MARK_ZH
        self.city.people.append({"id": str(person), "name": name, "work_phone": phone})
        self.city.appointments.append(
            {
                "post": str(number),
                "person": str(person),
                "kind": "primary",
                "valid_from": SINCE,
                "acknowledged_at": SINCE,
            }
        )
        return number

    def relief(self, post: int) -> None:
        """Add a second made-up person to a post: who stands in, and takes over at the handover."""
        number = post + 1
        person, phone = str(post * 10 + 1), f"0357{post:07d}"
        name = SURNAMES[number % len(SURNAMES)] + "某" + MARK_ZH
        self.city.people.append({"id": person, "name": name, "work_phone": phone})
        held = {"post": str(post), "person": person, "kind": "deputy", "valid_from": SINCE}
        self.city.appointments.append(held | {"acknowledged_at": SINCE})

    def duties(
        self, functions: Sequence[DutyFunction], zone: int, post: int, deputy: int, above: int
    ) -> None:
        for function in functions:
            self.city.responsibilities.append(
                {
                    "function": function.value,
                    "zone": str(zone),
                    "post": str(post),
                    "deputy": str(deputy),
                    "escalation": str(above),
                    "valid_from": SINCE,
                }
            )

    def rules(self) -> None:
        table = (
            ("county", COUNTY_DUTY, COUNTY_DESKS, Role.COUNTY_PRINCIPAL),
            ("township", TOWNSHIP_DUTY, TOWNSHIP_DESKS, Role.TOWNSHIP_SECRETARY),
            ("community", COMMUNITY_DUTY, (), Role.COMMUNITY_LEADER),
        )
        for level, own, desks, head in table:
            for function in functions_of(own, desks):
                deputy = head if function in own else Role.UNIT_DUTY
                self.city.rules.append(
                    {
                        "function": function.value,
                        "level": level,
                        "role": Role.UNIT_DUTY.value,
                        "deputy_role": deputy.value,
                        "escalation_role": "",
                    }
                )


def _city(writer: _Writer, zone: ZoneLine) -> None:
    code = zone.code
    add, post = writer.organisation, writer.post
    hall = add("市人民政府", "City Government", "government", code)
    command = add("市应急指挥部", "City Emergency Command", "command", code)
    office = add("市督查办", "City Supervision Office", "supervision_office", code)
    review = add("市政府办公室", "Government Office", "government", code)
    cdc = add("市疾控中心", "City CDC", "disease_control", code)
    writer.above[code] = post(hall, "市长", "Mayor", Role.CITY_LEADER, code)
    writer.relief(post(command, "市指挥部值班岗", "Duty Officer", Role.DUTY_OFFICER, code))
    post(command, "市指挥部统筹岗", "Coordinator", Role.COORDINATOR, code)
    post(office, "市督查办主任", "Head of Supervision Office", Role.OFFICE_HEAD, code)
    post(office, "市督查办文书岗", "Clerk", Role.CLERK, code)
    post(office, "市督查办文书二岗", "Second Clerk", Role.CLERK, code)
    post(review, "政府办复核岗", "Review Desk", Role.GOVERNMENT_OFFICE, code)
    post(review, "法制审核岗", "Legal Reviewer", Role.LEGAL_REVIEWER, code)
    post(cdc, "流行病学岗", "Epidemiologist", Role.EPIDEMIOLOGIST, code)
    post(cdc, "流行病学复核岗", "Second Epidemiologist", Role.EPIDEMIOLOGIST, code)
    post(hall, "监督保障岗", "Safeguards Officer", Role.SAFEGUARDS_OFFICER, code)
    post(hall, "人大监督岗", "Auditor", Role.AUDITOR, code)
    post(hall, "系统管理岗", "Administrator", Role.ADMINISTRATOR, code)
    post(command, "热线值守岗", "Hotline", Role.HOTLINE_OPERATOR, code)
    post(command, "新闻发布岗", "Press Officer", Role.PRESS_OFFICER, code)
    _teams(writer, code)


def _teams(writer: _Writer, code: int) -> None:
    add, post = writer.organisation, writer.post
    for number, word in enumerate("一二三", start=1):
        team = add(f"市督查{word}组", f"Supervision Team {number}", "department", code)
        post(team, f"督查{word}组督查岗", f"Supervisor {number}", Role.SUPERVISOR, code)
        check = add(f"市核查{word}组", f"Verification Team {number}", "department", code)
        post(check, f"核查{word}组核查岗", f"Verifier {number}", Role.VERIFIER, code)


def _county(writer: _Writer, zone: ZoneLine) -> None:
    code, zh, en = zone.code, zone.name_zh, zone.name_en
    hall = writer.organisation(f"{zh}人民政府", f"{en} Government", "government", code)
    office = writer.organisation(
        f"{zh}督查办", f"{en} Supervision Office", "supervision_office", code
    )
    command = writer.organisation(f"{zh}应急指挥部", f"{en} Command", "command", code)
    check = writer.organisation(f"{zh}核查组", f"{en} Verification Team", "department", code)
    principal = writer.post(
        hall, f"{zh}县级带班领导", f"{en} Principal", Role.COUNTY_PRINCIPAL, code
    )
    duty = writer.post(command, f"{zh}值班岗", f"{en} Duty Post", Role.UNIT_DUTY, code)
    writer.post(office, f"{zh}督查办文书岗", f"{en} Clerk", Role.CLERK, code)
    writer.post(office, f"{zh}督查办主任", f"{en} Head of Office", Role.OFFICE_HEAD, code)
    writer.post(command, f"{zh}统筹岗", f"{en} Coordinator", Role.COORDINATOR, code)
    writer.post(check, f"{zh}核查岗", f"{en} Verifier", Role.VERIFIER, code)
    writer.duties(COUNTY_DUTY, code, duty, principal, writer.above[ancestor_of(code, Level.CITY)])
    for desk in COUNTY_DESKS:
        names = zh + desk.office_zh, f"{en} {desk.office_en}"
        seat = writer.organisation(*names, desk.kind.value, code)
        post = writer.post(seat, zh + desk.zh, f"{en} {desk.en}", Role.UNIT_DUTY, code)
        writer.duties(desk.functions, code, post, duty, principal)
    writer.above[code] = principal


def _township(writer: _Writer, zone: ZoneLine) -> None:
    code, zh, en = zone.code, zone.name_zh, zone.name_en
    home = writer.organisation(zh, en, "township", code)
    head = writer.post(home, f"{zh}书记岗", f"{en} Secretary", Role.TOWNSHIP_SECRETARY, code)
    duty = writer.post(home, f"{zh}值班岗", f"{en} Duty Post", Role.UNIT_DUTY, code)
    writer.post(home, f"{zh}包片岗", f"{en} Patch Leader", Role.LIAISON_CADRE, code)
    writer.duties(TOWNSHIP_DUTY, code, duty, head, writer.above[ancestor_of(code, Level.COUNTY)])
    for desk in TOWNSHIP_DESKS:
        post = writer.post(home, zh + desk.zh, f"{en} {desk.en}", Role.UNIT_DUTY, code)
        writer.duties(desk.functions, code, post, duty, head)
    writer.above[code] = head


def _community(writer: _Writer, zone: ZoneLine) -> None:
    code, zh, en = zone.code, zone.name_zh, zone.name_en
    home = writer.organisation(zh, en, "community", code)
    head = writer.post(home, f"{zh}负责岗", f"{en} Leader", Role.COMMUNITY_LEADER, code)
    duty = writer.post(home, f"{zh}值班岗", f"{en} Duty Post", Role.UNIT_DUTY, code)
    writer.duties(COMMUNITY_DUTY, code, duty, head, writer.above[ancestor_of(code, Level.TOWNSHIP)])
    writer.homes[code] = home


def _grid_post(writer: _Writer, zone: ZoneLine) -> None:
    home = writer.homes[ancestor_of(zone.code, Level.COMMUNITY)]
    writer.post(home, f"{zone.name_zh}员", f"{zone.name_en} Worker", Role.GRID_WORKER, zone.code)


_FILL = {
    Level.CITY: _city,
    Level.COUNTY: _county,
    Level.TOWNSHIP: _township,
    Level.COMMUNITY: _community,
    Level.GRID: _grid_post,
}
