"""Whether a meeting has moved on: one short text that changes when its windows must."""

from bihuan.features.review.models.identity import night_id
from bihuan.platform.db.dialects import Session

# One question, as every window of a meeting asks it every few seconds.
_MARK = (
    "SELECT coalesce((SELECT version FROM review_night WHERE id=?1), 0),"
    " (SELECT count(*) FROM review_decision WHERE night_id=?1)"
)
_WITH_DRAFTS = (
    f"{_MARK}, (SELECT count(*) FROM review_note WHERE night_id=?1),"  # noqa: S608
    " (SELECT coalesce(sum(version), 0) FROM review_note WHERE night_id=?1)"
)


def pulse_of(*, incident: int, day: str, drafts: bool) -> str:
    """Return the mark of a night; with ``drafts`` it also changes when one is written."""
    counted = Session().one(_WITH_DRAFTS if drafts else _MARK, (night_id(incident, day),))
    return ".".join(map(str, counted or ()))
