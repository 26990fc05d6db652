"""Sessions in the database; a full disk does not keep anybody from reading."""

from typing import Any

import structlog
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.db import connection
from django.utils import timezone

from bihuan.platform.db.dialects import Session, storage_full

_OWNED = "INSERT INTO account_session (session_key, account) VALUES (?, ?) ON CONFLICT DO NOTHING"
_ENDED = "DELETE FROM account_session WHERE session_key=?"
# What has run out and nobody ended: swept whenever somebody signs in.
_RUN_OUT = "SELECT session_key FROM django_session WHERE expire_date<=? LIMIT 500"
_SWEPT = (
    f"DELETE FROM account_session WHERE session_key IN ({_RUN_OUT})",  # noqa: S608
    f"DELETE FROM django_session WHERE session_key IN ({_RUN_OUT})",  # noqa: S608
)
STANDING = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s"

log = structlog.get_logger("bihuan.sessions")


class SessionStore(db.SessionStore):
    """Django's store, read with one plain statement; noting when somebody was seen may fail."""

    def load(self) -> dict[str, Any]:
        """Return what the session holds, nothing when there is none or it has expired."""
        at = _now()
        with connection.cursor() as cursor:
            cursor.execute(STANDING, [self.session_key, at])
            row = cursor.fetchone()
        if row is None:
            self._session_key = None
            return {}
        return dict(self.decode(row[0]))

    def save(self, must_create: bool = False) -> None:  # noqa: FBT001, FBT002  (Django's form)
        """Store the session; when the disk is full, what is there already stays as it is."""
        try:
            super().save(must_create)
            self._note_owner()
            if must_create:
                _sweep()
        except UpdateError as fault:
            if not storage_full(fault):
                raise
            log.warning("the disk is full, a session was not noted")

    def delete(self, session_key: str | None = None) -> None:
        """End a session, and forget whose it was."""
        ended = session_key or self.session_key
        super().delete(session_key)
        if ended:
            Session().run(_ENDED, (ended,))

    def _note_owner(self) -> None:
        owner = self.get(SESSION_KEY)
        if owner is not None:
            Session().run(_OWNED, (self.session_key, int(owner)))


def _now() -> Any:
    return connection.ops.adapt_datetimefield_value(timezone.now())


def _sweep() -> None:
    session, at = Session(), _now()
    for statement in _SWEPT:
        session.run(statement, (at,))
