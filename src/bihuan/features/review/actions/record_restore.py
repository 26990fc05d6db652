"""Record what came of a backup: proven by a drill, found wanting, or restored in earnest."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from bihuan.domain.policy.acts import Act
from bihuan.domain.refusals import Refusal
from bihuan.features.review.permissions import check_act
from bihuan.features.review.selectors.restores import SUBJECT, Came
from bihuan.features.review.selectors.stored import stored_city
from bihuan.platform.auth import ActingPost
from bihuan.platform.commands import Outcome, Registrar, Written, execute
from bihuan.platform.db.changes import Entry
from bihuan.platform.db.reader import Reader


@dataclass(frozen=True, slots=True)
class RestoreReport:
    """A backup that was restored, in a drill or in earnest.

    Parameters
    ----------
    came
        What came of it.
    file
        SHA-256 of the backup file.
    entries, heads
        Ledger entries inside and the fingerprint of their chain heads.
    rows
        Rows of all tables together.
    until
        The last entry inside: what was recorded after it is not in the backup.
    seconds
        How long it took.
    reason
        Code of what failed, empty when nothing did.
    epoch
        The new epoch of a city restored in earnest.
    """

    came: Came
    file: str
    entries: int = 0
    heads: str = ""
    rows: int = 0
    until: datetime | None = None
    seconds: int = 0
    reason: str = ""
    epoch: str = ""


def record_restore(*, by: ActingPost, report: RestoreReport, key: str) -> Outcome | Refusal:
    """Write what came of a backup into the city's chain."""
    return execute(RecordRestore(report), by=by, key=key)


@dataclass(frozen=True, slots=True)
class RecordRestore:
    """The command behind ``record_restore``."""

    report: RestoreReport
    kind: str = "review.record_restore"
    incident: int = 0

    def payload(self) -> Mapping[str, Any]:
        """Return the report as said."""
        return asdict(self.report)

    def load(self, read: Reader) -> int | Refusal:
        """Find the city whose chain records it."""
        return stored_city(read)

    def check(self, by: ActingPost, facts: int) -> Refusal | None:
        """Ask the policy."""
        return check_act(by, Act.RECORD_RESTORE, facts)

    def decide(self, by: ActingPost, facts: int, now: datetime) -> datetime | Refusal:  # noqa: ARG002
        """Take down what happened; there is nothing to weigh."""
        return now

    def write(self, step: datetime, facts: int, registrar: Registrar) -> Written:  # noqa: ARG002
        """Write the entry."""
        said = {name: value for name, value in self.payload().items() if name != "came"}
        return Written([Entry(self.report.came.value, SUBJECT, facts, facts=said)])
