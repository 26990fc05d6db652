"""Corrections of issued minutes, each beside what it corrects."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bihuan.features.review.models import Minutes, MinutesCorrection

ATTENDANCE = ("present", "excused", "attending")


@dataclass(frozen=True, slots=True)
class CorrectionView:
    """A correction of minutes; ``changes`` hold field, words before and words after."""

    number: int
    at: datetime
    by: int
    words: str
    reason: str
    changes: tuple[tuple[str, str, str], ...]
    reads: Mapping[str, str]


def corrections_of(minutes: Minutes) -> list[CorrectionView]:
    """Return the corrections of a night's minutes by number, each beside what it corrects."""
    made, reads = [], {name: getattr(minutes, name) for name in ATTENDANCE}
    rows = MinutesCorrection.objects.filter(night_id=minutes.night_id).order_by("number")
    for row in rows:
        now = {name: getattr(row, name) for name in ATTENDANCE}
        changes = tuple((n, reads[n], now[n]) for n in ATTENDANCE if reads[n] != now[n])
        made.append(
            CorrectionView(
                row.number, row.corrected_at, row.corrected_by, row.words, row.reason, changes, now
            )
        )
        reads = now
    return made
