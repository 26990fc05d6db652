"""What a finding hangs together with: the one it goes back to, and those that go back to it."""

from collections.abc import Sequence

from bihuan.domain.findings.facts import COLUMNS, FindingFacts
from bihuan.features.supervision.models.rows import TABLE, facts_of
from bihuan.platform.db.dialects import Session

_ROW = f"SELECT {', '.join(COLUMNS)} FROM {TABLE} WHERE"  # noqa: S608
# A recurrence and a merged finding are of the same type and zone: an index knows those.
_LINKED = (
    f"{_ROW} id=? UNION ALL {_ROW} incident=? AND type_code=? AND zone=? AND parent=?"
    " ORDER BY reported_at"
)


def linked_to(facts: FindingFacts) -> Sequence[FindingFacts]:
    """Return the earlier order or the older finding, and what recurred or was merged, by age."""
    asked = (facts.parent or "", facts.incident, facts.type_code, facts.zone, facts.id)
    return [facts_of(row) for row in Session().all(_LINKED, asked)]
