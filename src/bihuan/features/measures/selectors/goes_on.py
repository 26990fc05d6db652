"""What goes on after a measure: the notice of its renewal, which is a decision of its own."""

from dataclasses import dataclass
from datetime import datetime

from bihuan.domain.chain.canonical import instant_of, micros
from bihuan.domain.measures.facts import MeasureFacts
from bihuan.features.measures.selectors.rows import TABLE
from bihuan.platform.db.dialects import Session
from bihuan.platform.figures import Words
from bihuan.platform.i18n import dates

_AFTER = (
    f"SELECT id, notice_year, notice_number, state, starts_at, ends_at FROM {TABLE}"  # noqa: S608
    " WHERE incident=? AND state IN ('NOTICE_PUBLISHED', 'ACTIVE', 'SUSPENDED')"
    " AND ends_at>? AND renews=? ORDER BY starts_at LIMIT 1"
)
_BEFORE = f"SELECT id, notice_year, notice_number FROM {TABLE} WHERE id=?"  # noqa: S608


@dataclass(frozen=True, slots=True)
class GoesOn:
    """The notice that goes on after another one, and whether people have to follow it already."""

    measure: str
    number: Words
    in_force: bool
    begins: datetime
    ends: datetime

    def said(self, language: str) -> str:
        """Say it in one sentence."""
        period = (dates.stamp(self.begins), dates.stamp(self.ends))
        if language.startswith("zh"):
            return f"经重新决定，由{self.number.zh}延续：自 {period[0]} 起，至 {period[1]} 止。"
        return (
            f"By a new decision {self.number.en} goes on after it: from {period[0]} until"
            f" {period[1]}."
        )


def number_of(year: int | None, number: int | None, *, drill: bool) -> Words:
    """Return what a notice is called."""
    mark = Words("【演练】", "[Drill] ") if drill else Words("", "")
    return Words(f"{mark.zh}公告 {year}年第{number}号", f"{mark.en}Notice {year}-{number}")


def going_on_after(one: MeasureFacts, at: datetime) -> GoesOn | None:
    """Return what is announced to go on after a measure and is not over; None where nothing is."""
    row = Session().one(_AFTER, (one.incident, micros(at), one.id))
    if row is None:
        return None
    identity, year, number, state, begins, ends = row
    return GoesOn(
        str(identity), number_of(year, number, drill=one.drill), state == "ACTIVE",
        instant_of(begins), instant_of(ends),
    )  # fmt: skip


def gone_before(one: MeasureFacts) -> tuple[str, Words] | None:
    """Return id and number of the notice that a renewal goes on after."""
    row = Session().one(_BEFORE, (one.renews,)) if one.renews else None
    if row is None or row[2] is None:
        return None
    return str(row[0]), number_of(row[1], row[2], drill=one.drill)
