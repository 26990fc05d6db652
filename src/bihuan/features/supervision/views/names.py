"""Names of posts, zones and types on a page: every post with one query, every zone with one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from bihuan.domain.findings.facts import FindingFacts
from bihuan.domain.findings.sources import by_resident, one_of_many
from bihuan.features.posts import api as posts
from bihuan.features.posts.api import AppointmentKind, StandIns
from bihuan.features.supervision.api import (
    FindingPage,
    FindingType,
    TimelineEntry,
    finding_types,
    gap_post,
)
from bihuan.features.territory import api as territory
from bihuan.platform.i18n import choose
from bihuan.platform.i18n.dates import ABSENT

HANDS = (
    "author_post", "filer_post", "issuer_post", "handler_post", "verifier_post", "closer_post",
    "look_back_post", "return_to_post",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Names:
    """What a page calls things."""

    posts: Mapping[int, posts.PostView]
    chain: Sequence[territory.ZoneName]
    place: territory.ZoneName | None = None
    stand_ins: StandIns | None = None

    def post(self, number: int | None) -> str:
        """Return unit and title of a post; 0 is the system."""
        if number is None:
            return ABSENT
        if number == 0:
            return _("The system, by rule")
        return self.posts[number].label if number in self.posts else ABSENT

    def hand(self, entry: TimelineEntry) -> str:
        """Return the post that acted, and that a deputy or somebody acting did so for it."""
        said = self.post(entry.post)
        known = self.stand_ins
        kind = known and known.kind_of(entry.post, entry.person, entry.wall)
        if kind is AppointmentKind.DEPUTY:
            return _("%(post)s, by the deputy") % {"post": said}
        if kind is AppointmentKind.ACTING:
            return _("%(post)s, by who stands in for the holder") % {"post": said}
        return said

    def finder(self, facts: FindingFacts) -> str:
        """Return who found it: a post, a resident without an account, or a rule."""
        if one_of_many(facts.author_post, facts.source, facts.source_key):
            return _("A resident, without an account (one of many reports from one connection)")
        if by_resident(facts.author_post, facts.source):
            return _("A resident, without an account")
        return self.post(facts.author_post)

    @property
    def where(self) -> str:
        """Return the names from the county down to the zone, and the place's."""
        names = [str(name) for name in self.chain[1:] or self.chain]
        return " › ".join([*names, str(self.place)] if self.place else names)

    @property
    def spot(self) -> str:
        """Return the place's name, else the zone's own."""
        if self.place:
            return str(self.place)
        return str(self.chain[-1]) if self.chain else ABSENT


def names_of(page: FindingPage) -> Names:
    """Read the names that a finding's page needs: two queries."""
    numbers = set(posts_named(page))
    known, stood = posts.posts_and_stand_ins({number for number in numbers if number})
    place = page.facts.place
    chains, places = territory.named([page.facts.zone], [place] if place else [])
    return Names(known, chains.get(page.facts.zone, ()), places.get(place or ""), stood)


def posts_named(page: FindingPage) -> Iterable[int]:
    """Yield every post that stands on the page."""
    yield from (number for name in HANDS if (number := getattr(page.facts, name)) is not None)
    about = gap_post(page.facts)
    if about is not None:
        yield about
    yield from (entry.post for entry in page.timeline)
    yield from (picture.post for picture in page.evidence)
    yield from (record.body["to_post"] for record in page.records if record.body.get("to_post"))


def type_of(facts: FindingFacts) -> FindingType | None:
    """Return the finding's type, None for one that the table has lost."""
    return finding_types().get(facts.type_code)


def type_name(facts: FindingFacts) -> str:
    """Return the type's name in the page's language."""
    kind = type_of(facts)
    return facts.type_code if kind is None else choose(kind.zh, kind.en)
