"""What the law and an incident allow now: articles, necessity, orders of superiors."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from bihuan.domain.chain.canonical import micros
from bihuan.domain.measures.legal import Confirmation, LegalBasis
from bihuan.domain.measures.offers import Asking
from bihuan.domain.measures.scopes import Scope
from bihuan.domain.measures.suspensions import Times, times_in
from bihuan.domain.profiles import Circumstances, ResponseLevel
from bihuan.domain.zones import Level, ZoneRange
from bihuan.features.incidents import api as incidents
from bihuan.features.measures.labels.articles import shipped_bases
from bihuan.platform.clock import now as wall
from bihuan.platform.clock.incident import LOCAL
from bihuan.platform.db.dialects import Session
from bihuan.platform.ledger.as_of import Undone, put_back, said_of

BASES = "measures_basis"
_UNSAID = ("", "", "unconfirmed", "", None, None)
LEVELS = dict(enumerate(ResponseLevel, start=1))


def bases(session: Session, undone: Undone | None = None) -> Mapping[str, LegalBasis]:
    """Return every article of the register, confirmed or not; what is ``undone`` is put back."""
    columns = (
        "id", "text", "text_hash", "confirmation", "last_day", "confirmed_post", "confirmed_person",
    )  # fmt: skip
    rows: Sequence[Sequence[Any]] = session.all(f"SELECT {', '.join(columns)} FROM {BASES}")  # noqa: S608
    rows = put_back(rows, columns, undone) if undone else rows
    said = {row[0]: row[1:] for row in rows}
    found = {}
    for reference, shipped in shipped_bases().items():
        text, digest, standing, last, *hand = said.get(reference, _UNSAID)
        end = None if not last else datetime.fromisoformat(last).date()
        found[reference] = LegalBasis(
            reference, text, shipped.first, end, Confirmation(standing), digest, (hand[0], hand[1])
        )
    return found


def versions(session: Session) -> Mapping[str, int]:
    """Return the version of each article on which the legal office has said something."""
    return {str(one): int(n) for one, n in session.all(f"SELECT id, version FROM {BASES}")}  # noqa: S608


def withdrawn_times(session: Session) -> Mapping[str, Times]:
    """Return when articles that had been confirmed were not, and since when they are no law.

    The times are real; in a drill too the law is that of the real date.
    """
    found: dict[str, Times] = {}
    rows = session.all(
        f"SELECT id, withdrawals, last_day FROM {BASES} WHERE withdrawals<>'' OR last_day<>''"  # noqa: S608
    )
    for reference, kept, last in rows:
        found[reference] = times_in(kept)
        if last:
            over = date.fromisoformat(last) + timedelta(days=1)
            found[reference].append((datetime.combine(over, time.min, LOCAL), None))
    return found


def confirmed_texts(
    session: Session, references: Collection[str]
) -> Mapping[str, list[tuple[datetime, datetime | None, str]]]:
    """Return from when to when each of some articles stood with which text, by its hash."""
    found = {}
    for one in references:
        said = said_of(session, one, BASES, "text_hash")
        ends = [*(at for at, _ in said), None][1:]
        found[one] = [(at, end, text) for (at, text), end in zip(said, ends, strict=True)]
    return found


@dataclass(frozen=True, slots=True)
class Standing:
    """What an incident allows: its profile, major or not, level, where necessity is assessed.

    ``assessors`` are post and person of each assessment, beside its range; ``ran_out`` is the last
    day of a profile whose validity has passed.
    """

    adoption: incidents.Adoption
    circumstances: Circumstances
    assessed: tuple[ZoneRange, ...]
    assessors: tuple[tuple[int | None, int | None], ...] = ()
    ran_out: date | None = None

    def assessing(self, scope: Scope) -> tuple[tuple[int | None, int | None], ...]:
        """Return whose assessments a scope hangs on."""
        known = zip(self.assessed, self.assessors, strict=True)
        return tuple(
            hand for reach, hand in known if any(reach.covers(zone) for zone in scope.ranges)
        )

    def asking(self, level: Level, scope: Scope, basis: str = "") -> Asking:
        """Return the question with which offers for a scope are asked."""
        covered = all(any(one.covers(zone) for one in self.assessed) for zone in scope.ranges)
        return Asking(self.circumstances, level, covered, basis, scope.fineness, self.ran_out)


def standing_of(session: Session, view: incidents.IncidentView) -> Standing:
    """Return what an incident allows now, by one query."""
    at, day = micros(view.now()), wall().astimezone(LOCAL).date().isoformat()
    rows = session.all(_ALLOWING, (view.id, at, at, day, day, day))
    orders = frozenset(code for _, _, codes, *_ in rows for code in codes.split(",") if code)
    legal = Circumstances(
        LEVELS[view.level], view.adoption.major, superior_orders=orders, training=view.drill
    )
    known = [(ZoneRange(lo, hi), tuple(hand)) for lo, hi, codes, *hand in rows if not codes]
    return Standing(
        view.adoption, legal, tuple(reach for reach, _ in known), tuple(hand for _, hand in known),
        ran_out(view),
    )  # fmt: skip


def ran_out(view: incidents.IncidentView) -> date | None:
    """Return the last day of a live incident's profile where the real date is past it."""
    return incidents.ran_out(view, wall().astimezone(LOCAL).date())


# Where necessity is assessed, and what confirmed documents of superiors order, in force today and
# not superseded.
_ALLOWING = (
    "SELECT zone, zone_hi, '', post, person FROM measures_assessment"
    " WHERE incident=? AND at<=? AND until>?"
    " UNION ALL SELECT 0, 0, p.orders, NULL, NULL FROM measures_policy p WHERE p.orders<>''"
    " AND p.confirmed_at IS NOT NULL AND p.first_day<=? AND (p.last_day='' OR p.last_day>=?)"
    " AND NOT EXISTS (SELECT 1 FROM measures_policy q WHERE q.supersedes=p.id"
    " AND q.confirmed_at IS NOT NULL AND q.first_day<=?)"
)
