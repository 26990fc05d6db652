"""The saved views of a person and a post."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from bihuan.features.supervision.models import LedgerView
from bihuan.platform.auth import ActingPost


@dataclass(frozen=True, slots=True)
class KeptView:
    """A saved view: its key, name, address, and whether the whole post has it."""

    id: str
    name: str
    query: str
    shared: bool


def kept_views(*, by: ActingPost) -> Sequence[KeptView]:
    """Return the post's views, then the person's own."""
    mine = Q(post=by.post) | Q(person=by.person)
    found = LedgerView.objects.filter(mine).order_by("person", "name")
    rows = found.values_list("id", "name", "query", "post")
    listed = [KeptView(key, name, query, post is not None) for key, name, query, post in rows]
    return sorted(listed, key=lambda one: not one.shared)
