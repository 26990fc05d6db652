"""Tokens of programs: for which post one speaks now, and the list for the administrator."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bihuan.domain.accounts import AccountState
from bihuan.domain.chain.canonical import micros
from bihuan.features.posts.models import ServiceToken
from bihuan.features.posts.selectors.access import fingerprint
from bihuan.features.posts.selectors.held import REACHED, posts_held_now
from bihuan.platform.auth import ActingPost
from bihuan.platform.db.dialects import Session

TOKENS = "posts_service_token"
# A token lives no longer than the account of the person whose program it is for.
_STANDING = (
    "SELECT t.person, t.post FROM posts_service_token t"
    " JOIN posts_access_grant g ON g.id=t.person AND g.state=? JOIN (SELECT ? AS at) n"
    " WHERE t.fingerprint=? AND t.revoked_at IS NULL AND t.made_at<=n.at AND t.ends_at>n.at"
).replace("SELECT ? AS at", f"SELECT {REACHED} AS at")


@dataclass(frozen=True, slots=True)
class TokenView:
    """A token as it was made; the secret itself is known to nobody any more."""

    handle: str
    person: int
    post: int
    label: str
    made_at: datetime
    ends_at: datetime
    revoked_at: datetime | None


def post_of_token(token: str, at: datetime) -> ActingPost | None:
    """Return the post that a token speaks for at an instant; None for a token of no worth.

    It speaks for nobody any more once the person has lost the post or the account.
    """
    values = (AccountState.OPEN.value, micros(at), fingerprint(token))
    row = Session().one(_STANDING, values)
    if row is None:
        return None
    person, post = row
    return next((one for one in posts_held_now(person, at) if one.post == post), None)


def tokens_made() -> Sequence[TokenView]:
    """Return every token, the newest first."""
    rows = ServiceToken.objects.order_by("-made_at", "id").values_list(
        "id", "person", "post", "label", "made_at", "ends_at", "revoked_at"
    )
    return [TokenView(*row) for row in rows]
