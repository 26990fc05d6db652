"""Failed sign-ins and used codes, kept in the database: a restart forgets none of them.

The login library counts in Django's cache. A cache in memory starts empty and is another one in
every process; this one is shared by all processes and outlives them. Values are JSON: a pickled
value would be a program that whoever writes the database could slip in.
"""

import json
import time
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache

from bihuan.platform.db.dialects import Session

_FRESH = "SELECT value FROM sign_in_attempt WHERE key=? AND expires>?"
_PUT = (
    "INSERT INTO sign_in_attempt (key, value, expires) VALUES (?, ?, ?)"
    " ON CONFLICT (key) DO UPDATE SET value=excluded.value, expires=excluded.expires"
)
# Of two who ask at the same instant exactly one is told that the key was free.
_ADD = f"{_PUT} WHERE sign_in_attempt.expires<=?"
_COUNT = "UPDATE sign_in_attempt SET value=CAST(value AS INTEGER)+? WHERE key=? AND expires>?"
_TOUCH = "UPDATE sign_in_attempt SET expires=? WHERE key=? AND expires>?"
FOREVER = 2**62


class AttemptCache(BaseCache):
    """Django's cache interface over one small table."""

    def __init__(self, _location: str, params: dict[str, Any]) -> None:
        super().__init__(params)

    def add(
        self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        """Store a value unless the key stands already; tell whether it was stored."""
        name = self.make_and_validate_key(key, version=version)
        row = (name, json.dumps(value), self._end(timeout), _now())
        return Session().run(_ADD, row) == 1

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """Return the value of a key that has not expired."""
        name = self.make_and_validate_key(key, version=version)
        row = Session().one(_FRESH, (name, _now()))
        return default if row is None else json.loads(row[0])

    def set(
        self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> None:
        """Store a value, and throw away what has expired."""
        name = self.make_and_validate_key(key, version=version)
        session = Session()
        session.run(_PUT, (name, json.dumps(value), self._end(timeout)))
        session.run("DELETE FROM sign_in_attempt WHERE expires<=?", (_now(),))

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        """Count on a number without moving its end, and throw away what has expired.

        Raises
        ------
        ValueError
            There is no such number, or its end has come.
        """
        name = self.make_and_validate_key(key, version=version)
        session = Session()
        session.run("DELETE FROM sign_in_attempt WHERE expires<=?", (_now(),))
        session.run(_COUNT, (delta, name, _now()))
        row = session.one(_FRESH, (name, _now()))
        if row is None:
            raise ValueError(key)
        return int(json.loads(row[0]))

    def touch(self, key: str, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Give a key another end; tell whether it was there."""
        name = self.make_and_validate_key(key, version=version)
        return Session().run(_TOUCH, (self._end(timeout), name, _now())) == 1

    def delete(self, key: str, version: int | None = None) -> bool:
        """Remove a key; tell whether it was there."""
        name = self.make_and_validate_key(key, version=version)
        return Session().run("DELETE FROM sign_in_attempt WHERE key=?", (name,)) == 1

    def clear(self) -> None:
        """Remove everything."""
        Session().run("DELETE FROM sign_in_attempt")

    def _end(self, timeout: Any) -> int:
        seconds = self.get_backend_timeout(timeout)
        return FOREVER if seconds is None else int(seconds * 1_000_000)


def _now() -> int:
    return int(time.time() * 1_000_000)
