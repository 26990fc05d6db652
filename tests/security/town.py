"""A part of the demo city as the security tests see it: its posts by role and zone, its
findings, a browser for every post."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from django.test import Client

from bihuan.domain.policy.actor import Actor
from bihuan.domain.roles import Role
from bihuan.domain.zones import Level, range_of
from bihuan.features.incidents import api as incidents
from bihuan.features.supervision import api as supervision
from bihuan.platform.auth import ActingPost, system_post
from bihuan.platform.auth.models import Account
from bihuan.platform.clock.incident import LOCAL
from bihuan.platform.commands import Outcome
from bihuan.site.demo.build import cast_of, enter_register
from bihuan.site.demo.city import City, make_city, read_zones

BEGIN = datetime(2022, 11, 28, 20, 0, tzinfo=LOCAL)
TYPE = "X02"
# The city and three of its counties: as many as the scopes of a test tell apart.
SOME = {141000, 141028, 141030, 141032}


@dataclass(frozen=True)
class Town:
    """The city in the test database."""

    city: City
    posts: dict[int, ActingPost]
    incident: int
    findings: dict[int, str]  # by the zone it lies in

    @property
    def root(self) -> int:
        """The city's own zone."""
        return self.city.zones[0].code

    def one_of_each_role(self) -> dict[Role, ActingPost]:
        """The first post of every role that the register holds."""
        found: dict[Role, ActingPost] = {}
        for post in self.posts.values():
            found.setdefault(post.actor.role, post)
        return found

    def of(self, role: Role, *, level: Level | None = None) -> ActingPost:
        """The first post of a role."""
        return next(
            post
            for post in self.posts.values()
            if post.actor.role is role and level in (None, post.actor.level)
        )

    def zones_of(self, level: Level) -> list[int]:
        """The codes of a level, in order."""
        return [zone.code for zone in self.city.zones if zone.level is level]


def build_town() -> Town:
    """Enter the city and report a finding in two communities of each of three counties."""
    city = make_city([zone for zone in read_zones() if zone.code // 10**9 in SOME])
    enter_register(city)
    draft = incidents.IncidentDraft(
        name_zh="演练", name_en="Drill", zone=city.zones[0].code, level=2,
        day_zero=date(2022, 11, 21), drill_at=BEGIN, speed=0,
    )  # fmt: skip
    opened = incidents.open_incident(by=system_post(), draft=draft, key="town")
    assert isinstance(opened, Outcome), opened
    incident = int(opened.result["incident"])
    posts = dict(cast_of(city).posts)
    return Town(city, posts, incident, _report(city, posts, incident))


def _report(city, posts, incident):
    communities = [zone.code for zone in city.zones if zone.level is Level.COMMUNITY]
    by = next(post for post in posts.values() if post.actor.role is Role.SUPERVISOR)
    chosen = communities[::35]
    found = {}
    for zone in chosen:
        draft = supervision.FindingDraft(TYPE, zone, f"made up {zone}")
        answer = supervision.report(by=by, incident=incident, draft=draft, key=f"town:{zone}")
        assert isinstance(answer, Outcome), answer
        found[zone] = str(answer.result["finding"])
    return found


def browser(post: ActingPost | int, *, language: str = "en") -> Client:
    """A signed-in browser of a post's holder, with the CSRF check off."""
    person = post if isinstance(post, int) else post.person
    account, _ = Account.objects.get_or_create(person=person, defaults={"username": f"p{person}"})
    client = Client(headers={"accept-language": language}, raise_request_exception=False)
    client.force_login(account, backend="bihuan.platform.auth.backend.Accounts")
    return client


@cache
def made_up(role: Role, level: Level, zone: int, post: int = 900_001) -> ActingPost:
    """A post that the register does not hold: for the roles the demo has no one for."""
    reach = range_of(zone)
    return ActingPost(
        Actor(post, post * 10, 77, role, level, reach.lo, reach.hi), "岗", "Post", "", ""
    )
