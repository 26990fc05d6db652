"""Keep and drop saved views of the ledger. They are nobody's record, so no command is needed."""

from bihuan.domain.refusals import Refusal
from bihuan.domain.texts import unreadable
from bihuan.features.supervision.models.ledger_view import LONGEST_NAME, LONGEST_QUERY, LedgerView
from bihuan.features.supervision.selectors.kept_views import kept_views
from bihuan.platform.auth import ActingPost

MOST_KEPT = 6


def keep_view(*, by: ActingPost, name: str, query: str, shared: bool, key: str) -> Refusal | None:
    """Keep a view under a name, for oneself or for the post; say why not when that fails."""
    text = name.strip()
    if not text or len(text) > LONGEST_NAME:
        return Refusal("view_name_missing", {"most": LONGEST_NAME})
    if (wrong := unreadable(text)) is not None or len(query) > LONGEST_QUERY:
        return wrong or Refusal("view_too_long")
    if any(one.id == key for one in kept_views(by=by)):
        return None
    if sum(one.shared == shared for one in kept_views(by=by)) >= MOST_KEPT:
        return Refusal("too_many_views", {"most": MOST_KEPT})
    owner = {"post": by.post} if shared else {"person": by.person}
    found = LedgerView.objects.get_or_create(
        **owner, name=text, defaults={"query": query, "id": key}
    )
    return None if found[1] else Refusal("view_name_taken", {"name": text})


def drop_view(*, by: ActingPost, key: str) -> None:
    """Drop the own view that was kept under a key; another's stays."""
    if any(one.id == key for one in kept_views(by=by)):
        LedgerView.objects.filter(id=key).delete()
