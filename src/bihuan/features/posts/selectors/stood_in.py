"""Who acted for a post in its holder's place: an order says that a deputy signed for it."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from bihuan.domain.chain.canonical import micros
from bihuan.domain.duties import AppointmentKind
from bihuan.features.posts.selectors.posts import PostView, numbered, view_of
from bihuan.platform.db.dialects import Session

_STOOD = (
    "(SELECT json_group_array(json_array(person_id, kind, starts_at, ends_at))"
    " FROM posts_appointment WHERE post_id=known.id AND kind<>? AND confirmed_at IS NOT NULL)"
)
StandIn = tuple[int, str, int, int | None]


@dataclass(frozen=True, slots=True)
class StandIns:
    """The confirmed appointments of some posts that are none of a holder."""

    by_post: Mapping[int, Collection[StandIn]]

    def kind_of(self, post: int, person: int, at: datetime) -> AppointmentKind | None:
        """Return as what a person stood in for a post's holder at an instant of the wall."""
        instant = micros(at)
        for who, kind, begins, ends in self.by_post.get(post, ()):
            if who == person and begins <= instant < (ends or instant + 1):
                return AppointmentKind(kind)
        return None


def posts_and_stand_ins(numbers: Collection[int]) -> tuple[Mapping[int, PostView], StandIns]:
    """Return posts by number, and who ever stood in for their holders: one query."""
    asked = f"SELECT known.*, {_STOOD} FROM ({numbered()}) known"  # noqa: S608
    kind = AppointmentKind.PRIMARY.value
    found, stood = {}, {}
    for *row, listed in Session().all(asked, (kind, json.dumps(sorted(numbers)))):
        found[row[0]] = view_of(tuple(row))
        stood[row[0]] = [(who, how, begins, ends) for who, how, begins, ends in json.loads(listed)]
    return found, StandIns(stood)
