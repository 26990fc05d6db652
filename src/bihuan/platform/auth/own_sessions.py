"""A person's own sessions: where somebody is signed in, and their end."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.contrib.auth import HASH_SESSION_KEY
from django.utils.crypto import constant_time_compare, salted_hmac

from bihuan.platform.auth.models import Account, OpenSession
from bihuan.platform.auth.session_store import SessionStore
from bihuan.platform.auth.sessions import BEGUN, DEVICE, SEEN, standing
from bihuan.platform.clock.system import now


@dataclass(frozen=True, slots=True)
class OwnSession:
    """A session as its owner sees it; ``mark`` names it and opens nothing."""

    mark: str
    device: str
    begun: datetime
    seen: datetime
    current: bool


def own_sessions(account: Account, current: str | None) -> Sequence[OwnSession]:
    """Return the sessions that are open under an account, this one first, then the last used."""
    found = [_of(key, session, current=key == current) for key, session in _open(account)]
    return sorted(found, key=lambda one: (not one.current, -one.seen.timestamp()))


def end(person: int, mark: str = "") -> None:
    """End the session of a mark, or every one at once, the one that asks included."""
    account = Account.objects.get(person=person)
    if not mark:
        account.sessions_ended += 1
        account.save(update_fields=["sessions_ended"])
    for key, session in _open(account):
        if not mark or constant_time_compare(_mark(key), mark):
            session.delete()


def _open(account: Account) -> Sequence[tuple[str, SessionStore]]:
    """Return what still opens something; what does not any more is forgotten here."""
    at, valid = now(), account.get_session_auth_hash()
    keys = OpenSession.objects.filter(account=account.pk).values_list("session_key", flat=True)
    found, gone = [], []
    for key in keys:
        session = SessionStore(key)
        began_with = str(session.get(HASH_SESSION_KEY, ""))
        if constant_time_compare(began_with, valid) and standing(session, at):
            found.append((key, session))
        else:
            gone.append(key)
    OpenSession.objects.filter(session_key__in=gone).delete()
    return found


def _of(key: str, session: SessionStore, *, current: bool) -> OwnSession:
    began = float(session.get(BEGUN, now().timestamp()))
    begun, seen = (datetime.fromtimestamp(at, UTC) for at in (began, session.get(SEEN, began)))
    return OwnSession(_mark(key), str(session.get(DEVICE, "")), begun, seen, current)


def _mark(key: str) -> str:
    return salted_hmac("bihuan.platform.auth.own_sessions", key).hexdigest()[:32]
