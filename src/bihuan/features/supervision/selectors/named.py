"""How many findings name some zones or posts: asked before a register is taken back."""

import json

from bihuan.features.supervision.models.rows import TABLE
from bihuan.platform.db.reader import Reader

_LISTED = "(SELECT value FROM json_each(?))"
HANDS = ("handler_post", "verifier_post", "author_post", "return_to_post", "look_back_post")


def findings_in_zones(read: Reader, zones: frozenset[int]) -> int:
    """Return how many findings lie in some zones."""
    return _count(read, f"zone IN {_LISTED}", (json.dumps(sorted(zones)),))


def findings_of_posts(read: Reader, posts: frozenset[int]) -> int:
    """Return how many findings some posts have or had in hand."""
    where = " OR ".join(f"{hand} IN {_LISTED}" for hand in HANDS)
    return _count(read, where, (json.dumps(sorted(posts)),) * len(HANDS))


def _count(read: Reader, where: str, values: tuple[str, ...]) -> int:
    row = read.session.one(f"SELECT count(*) FROM {TABLE} WHERE {where}", values)  # noqa: S608
    return int(row[0]) if row else 0
