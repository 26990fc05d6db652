"""Sessions in the database; a full disk does not keep anybody from reading."""

import structlog
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError

from bihuan.platform.db.dialects import storage_full

log = structlog.get_logger("bihuan.sessions")


class SessionStore(db.SessionStore):
    """Django's store, but for one case: noting when somebody was last seen may fail."""

    def save(self, must_create: bool = False) -> None:  # noqa: FBT001, FBT002  (Django's form)
        """Store the session; when the disk is full, what is there already stays as it is."""
        try:
            super().save(must_create)
        except UpdateError as fault:
            if not storage_full(fault):
                raise
            log.warning("the disk is full, a session was not noted")
