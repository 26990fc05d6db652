"""What the record says of its own copies: when a backup was last proven, and restored."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from bihuan.domain.chain.canonical import instant_of, micros
from bihuan.platform.db.dialects import Session

SUBJECT = "restore"
# Few entries in one chain, found by the index of subjects from its end.
_ONE = (
    "SELECT * FROM (SELECT kind, at, body FROM ledger_event WHERE subject=? AND kind=? AND at<=?"
    " ORDER BY chain DESC, n DESC LIMIT 1)"
)


class Came(StrEnum):
    """What came of a backup; the value is the entry's name."""

    PROVEN = "review.restore_proven"
    FAILED = "review.restore_failed"
    RESTORED = "review.restored"


# Of each kind the last one, in one statement.
_LAST = " UNION ALL ".join([_ONE] * len(Came))


@dataclass(frozen=True, slots=True)
class Restore:
    """A backup that was restored: when, and until which instant it reaches."""

    at: datetime
    until: datetime | None
    entries: int


@dataclass(frozen=True, slots=True)
class Copies:
    """The last drill that proved a backup, the last that did not, the last restore in earnest.

    What was recorded between ``restored.until`` and ``restored.at`` may be missing.
    """

    proven: Restore | None
    failed: Restore | None
    restored: Restore | None

    @property
    def last_failed(self) -> bool:
        """Tell whether the last drill proved nothing."""
        failed, proven = self.failed, self.proven
        return failed is not None and (proven is None or failed.at > proven.at)

    def days(self, at: datetime) -> int | None:
        """Return the whole days since a restore was last proven; None is never."""
        return None if self.proven is None else (at - self.proven.at).days


def copies(at: datetime) -> Copies:
    """Return what the record says of its copies until an instant on the wall's clock."""
    values = [value for came in Came for value in (SUBJECT, came.value, micros(at))]
    found = {
        kind: _restore(moment, json.loads(bytes(body))["facts"])
        for kind, moment, body in Session().all(_LAST, values)
        if body is not None
    }
    return Copies(*(found.get(came.value) for came in Came))


def _restore(moment: int, said: Mapping[str, Any]) -> Restore:
    until = said["until"]
    return Restore(
        instant_of(moment), None if until is None else instant_of(until), said["entries"]
    )
