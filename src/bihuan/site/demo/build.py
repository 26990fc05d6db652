"""Makes the demo city: real register, made-up posts and people, two days played."""

import csv
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bihuan.domain.places import PlaceKind
from bihuan.domain.policy.actor import Actor
from bihuan.domain.refusals import Refusal
from bihuan.domain.roles import Role
from bihuan.domain.zones import Level, ancestor_of, level_of, range_of
from bihuan.features.incidents import api as incidents
from bihuan.features.posts import api as posts
from bihuan.features.territory import api as territory
from bihuan.platform.auth import ActingPost, system_post
from bihuan.platform.clock import now
from bihuan.platform.clock.incident import LOCAL
from bihuan.site.demo.accounts import ROLES, make_accounts
from bihuan.site.demo.appeals import Appeals
from bihuan.site.demo.city import DATA, City, Line, make_city
from bihuan.site.demo.course import book_plan
from bihuan.site.demo.evenings import Evenings
from bihuan.site.demo.gates import Package
from bihuan.site.demo.plans import try_plans
from bihuan.site.demo.play import Cast, Play
from bihuan.site.demo.scenes_at_hand import COMMUNITY
from bihuan.site.demo.shapes import draw_map
from bihuan.site.demo.stage import book_scenes, make_july
from bihuan.site.demo.story import plans_of
from bihuan.site.demo.training import make_trainings
from bihuan.site.demo.watching import Watching

ZONE_COLUMNS = (
    "code", "level", "parent", "name_zh", "name_en", "pinyin", "official_name", "attributes",
    "residents", "schematic",
)  # fmt: skip
BEGIN = datetime(2022, 11, 27, 18, 0, tzinfo=LOCAL)
FIRST_EVENING = datetime(2022, 11, 28, 21, 40, tzinfo=LOCAL)
OPENS_AT = datetime(2022, 11, 29, 20, 25, tzinfo=LOCAL)
FIRST_DAY, SECOND_DAY = 340, 150
SEED = 20221128


OWN_PLACES = (
    (PlaceKind.COMPOUND, "1号院东门（示意）", "Compound 1, east gate (made up)"),
    (PlaceKind.COMPOUND, "1号院西门（示意）", "Compound 1, west gate (made up)"),
    (PlaceKind.COMPOUND, "2号院3单元（示意）", "Compound 2, entrance 3 (made up)"),
    (PlaceKind.SHOP, "便民菜店（示意）", "Vegetable shop (made up)"),
    (PlaceKind.PUBLIC, "公告栏（示意）", "Notice board (made up)"),
)


@dataclass(frozen=True, slots=True)
class Demo:
    """What the demo command prints: the incident and the accounts with their passwords."""

    incident: int
    passwords: Mapping[str, str]


Say = Callable[[str], None]


def build(say: Say) -> Demo:
    """Fill an empty installation with the demo city and play its days."""
    city = make_city()
    say("区划与岗位 register and posts …")
    enter_register(city)
    incident = _open_incident(city)
    _name_places(city)
    _enter_calendar()
    cast = cast_of(city)
    draw_map(city)
    play = Play(incident, cast)
    home = _book_all(play, city)
    say("11月27日18时至28日 first day …")
    play.run(BEGIN, FIRST_EVENING)
    say("11月29日 second day …")
    play.run(FIRST_EVENING, OPENS_AT)
    _start_clock(incident)
    try_plans(incident, by=cast["市长"])
    _make_others(city.zones[0].code, cast, say)
    return Demo(incident, make_accounts(posts_of_roles(city, home)))


def _make_others(zone: int, cast: Cast, say: Say) -> None:
    """Make the incidents beside the one that is played: an ended drill, a training series."""
    say("7月演练 the drill of July …")
    make_july(zone, cast)
    say("训练序列 training series …")
    make_trainings(zone, by=cast["流行病学岗"])


def enter_register(city: City) -> None:
    """Enter zones, readings, outlines and the duty book through the ordinary imports."""
    residents = _residents()
    lines = []
    for zone in city.zones:
        line = {name: zone.raw.get(name, "") for name in ZONE_COLUMNS}
        line["residents"] = residents.get(zone.code, "")
        lines.append(line)
    by = system_post()
    _done(territory.import_zones(by=by, lines=lines, header=ZONE_COLUMNS, key=_print_of(lines)))
    readings = _readings()
    territory.import_readings(
        by=by, readings=readings, city=city.zones[0].code, key=_print_of(readings)
    )
    sheets: dict[str, list[Line]] = {
        "organisations": city.organisations,
        "posts": city.posts,
        "people": city.people,
        "appointments": city.appointments,
        "rules": city.rules,
        "responsibilities": city.responsibilities,
    }
    tables = {name: (list(lines[0]), lines) for name, lines in sheets.items()}
    _done(posts.import_duty(by=by, tables=tables, key=_print_of(sheets)))


def _enter_calendar() -> None:
    """Enter the working days of the year that is played and of the present one."""
    for year in (BEGIN.year, now().astimezone(LOCAL).year):
        days = incidents.proposed_year(year)
        source = "公众假日库 holidays（示意，未经核对） a library, not checked"
        key = f"demo:calendar:{year}"
        incidents.set_calendar_year(by=system_post(), year=year, days=days, source=source, key=key)


def _residents() -> dict[int, str]:
    with (DATA / "linfen_population.csv").open(encoding="utf-8", newline="") as file:
        return {int(row["code"]): row["residents"] for row in csv.DictReader(file)}


def _readings() -> dict[str, str]:
    with (DATA / "linfen_readings.csv").open(encoding="utf-8", newline="") as file:
        return {row["text"]: row["pinyin"] for row in csv.DictReader(file)}


def _print_of(value: object) -> str:
    text = json.dumps(value, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _done(answer: object) -> None:
    problems = getattr(answer, "problems", ())
    if problems or isinstance(answer, Refusal):
        raise RuntimeError(f"the demo's register was refused: {problems or answer}")


def _open_incident(city: City) -> int:
    draft = incidents.IncidentDraft(
        name_zh="2022年11月28日之夜",
        name_en="The night of 28 November 2022",
        zone=city.zones[0].code,
        level=2,
        day_zero=date(2022, 11, 21),
        drill_at=BEGIN,
        speed=0,
    )
    answer = incidents.open_incident(by=system_post(), draft=draft, key="demo:incident")
    if isinstance(answer, Refusal):
        raise TypeError(f"the demo's incident was refused: {answer.code}")
    return int(answer.result["incident"])


def _name_places(city: City) -> None:
    """Name places of the grid worker's own grid, so that a report there takes three taps."""
    home = int(_grid_post(city)["zone"])
    for number, (kind, zh, en) in enumerate(OWN_PLACES):
        draft = territory.PlaceDraft(home, kind, zh, en, schematic=True)
        _done(territory.create_place(by=system_post(), draft=draft, key=f"demo:own:{number}"))


def cast_of(city: City) -> Cast:
    """Return the acting posts of the whole city, as their holders would act."""
    held: dict[int, ActingPost] = {}
    for line in city.posts:
        number = int(line["id"])
        zone = int(line["zone"])
        reach, unit = range_of(zone), int(line["organisation"])
        role, level = Role(line["role"]), level_of(zone)
        actor = Actor(number, number * 10, unit, role, level, reach.lo, reach.hi)
        held[number] = ActingPost(actor, line["title_zh"], line["title_en"], "", "")
    return Cast(held, {line["title_zh"]: int(line["id"]) for line in city.posts})


def _book_all(play: Play, city: City) -> int:
    """Book everything that happens; return the community of the measures that has work to do."""
    _book(play, city)
    first_cut_off = BEGIN + timedelta(hours=24)
    Evenings(play, city).book(first_cut_off)
    Watching(play, city).book(first_cut_off)
    package = Package(play, city)
    package.book()
    Appeals(play, package).book()
    book_scenes(play, city.zones[0].code, int(_grid_post(city)["id"]))
    return package.sites()[-1].zone


def _book(play: Play, city: City) -> None:
    first = plans_of(city, start=BEGIN, until=OPENS_AT, window=(24, FIRST_DAY, 1), seed=SEED)
    second = plans_of(
        city,
        start=BEGIN + timedelta(hours=24),
        until=OPENS_AT,
        window=(26, SECOND_DAY, FIRST_DAY + 1),
        seed=SEED + 1,
    )
    for plan in (*first, *second):
        book_plan(play, plan)


def _start_clock(incident: int) -> None:
    incidents.set_drill_clock(
        by=system_post(), incident=incident, at=OPENS_AT, speed=1000, key="demo:clock"
    )


def posts_of_roles(city: City, home: int) -> dict[str, int]:
    """Choose the post of each one-click role; field roles in a community under measures."""
    names = {zone.code: zone.name_zh for zone in city.zones}
    homes = {level: ancestor_of(home, level) for level in (Level.TOWNSHIP, Level.COMMUNITY)}
    grid = int(_grid_post(city)["id"])
    special = {
        "{township}值班岗": names[homes[Level.TOWNSHIP]] + "值班岗",
        "{community}值班岗": names[homes[Level.COMMUNITY]] + "值班岗",
    }
    chosen = {}
    for role in ROLES:
        title = special.get(role.title, role.title)
        zone = {"demo-street": homes[Level.TOWNSHIP], "demo-community": homes[Level.COMMUNITY]}.get(
            role.account
        )
        chosen[role.account] = grid if role.account == "demo-grid" else _post(city, title, zone)
    return chosen


def _grid_post(city: City) -> Line:
    """Return a grid worker of the community whose duty post is a role too: reports reach it."""
    home = range_of(COMMUNITY)
    return next(
        post
        for post in city.posts
        if post["role"] == Role.GRID_WORKER.value and int(post["zone"]) in home
    )


def _post(city: City, title: str, zone: int | None) -> int:
    return next(
        int(line["id"])
        for line in city.posts
        if line["title_zh"] == title and zone in (None, int(line["zone"]))
    )
