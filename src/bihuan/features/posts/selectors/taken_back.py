"""What rests on a duty book that was entered: asked before it is taken back."""

import json
from collections.abc import Callable, Collection, Mapping
from typing import Any

from bihuan.domain.refusals import Refusal
from bihuan.features.posts.permissions import check_import
from bihuan.platform.db.reader import Reader
from bihuan.platform.exchange.undo import Taking

POSTS, PEOPLE, UNITS = "posts_post", "posts_person", "posts_organisation"
APPOINTMENTS, RULES = "posts_appointment", "posts_responsibility_rule"
DUTIES = "posts_responsibility"
# What another hand has tied to the rows of a file: what names them, and is not of the file.
_NAMED = (
    (APPOINTMENTS, "post_id", POSTS, APPOINTMENTS),
    (APPOINTMENTS, "person_id", PEOPLE, APPOINTMENTS),
    (DUTIES, "post_id", POSTS, DUTIES),
    (DUTIES, "deputy_id", POSTS, DUTIES),
    (DUTIES, "escalation_id", POSTS, DUTIES),
    (POSTS, "organisation_id", UNITS, POSTS),
    (UNITS, "parent_id", UNITS, UNITS),
    ("posts_access_grant", "person_id", PEOPLE, ""),
    ("posts_call_line", "post_id", POSTS, ""),
)


PostUse = Callable[[Reader, frozenset[int]], int]
_uses: list[PostUse] = []


def provide_post_use(use: PostUse) -> None:
    """Register who counts what features keep of some posts: orders in hand, decisions."""
    _uses.append(use)


def rests_on(read: Reader, begun: Mapping[str, frozenset[Any]]) -> Refusal | None:
    """Say what rests on rows that a duty book entered."""
    if begun.get(RULES):
        return Refusal("import_brought_rules", {"n": len(begun[RULES])})
    for table, column, named, own in _NAMED:
        others = begun.get(own, frozenset())
        n = sum(row not in others for row in _naming(read, table, column, begun.get(named, ())))
        if n:
            return Refusal("import_in_use", {"n": n})
    posts = begun.get(POSTS, frozenset())
    orders = sum(use(read, posts) for use in _uses) if posts else 0
    return Refusal("import_has_orders", {"n": orders}) if orders else None


def _naming(read: Reader, table: str, column: str, ids: Collection[Any]) -> list[Any]:
    if not ids:
        return []
    sql = f'SELECT "id" FROM "{table}" WHERE "{column}" IN (SELECT value FROM json_each(?))'  # noqa: S608
    return [row[0] for row in read.session.all(sql, (json.dumps(sorted(ids)),))]


def tied_to_zones(read: Reader, zones: frozenset[int]) -> int:
    """Return how many posts, units and duties belong to some zones."""
    tables = ((POSTS, "zone_id"), (UNITS, "zone_id"), (DUTIES, "zone_id"))
    return sum(len(_naming(read, table, column, zones)) for table, column in tables)


TAKING = Taking(
    "posts.duty_entered",
    "posts.duty_undone",
    {
        POSTS: ("valid_from", "valid_to"),
        APPOINTMENTS: ("starts_at", "ends_at"),
        DUTIES: ("starts_at", "ends_at"),
    },
    rests_on,
    check_import,
)
