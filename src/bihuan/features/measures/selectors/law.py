"""What the law and an incident allow now: articles, necessity, orders of superiors."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bihuan.domain.chain.canonical import micros
from bihuan.domain.measures.legal import Confirmation, LegalBasis
from bihuan.domain.measures.offers import Asking
from bihuan.domain.profiles import Circumstances, ResponseLevel
from bihuan.domain.zones import Level, ZoneRange, level_of
from bihuan.features.incidents import api as incidents
from bihuan.features.measures.selectors.rules import shipped_bases
from bihuan.platform.clock import now as wall
from bihuan.platform.clock.incident import LOCAL
from bihuan.platform.db.dialects import Session

BASES = "measures_basis"
LEVELS = dict(enumerate(ResponseLevel, start=1))


def bases(session: Session) -> Mapping[str, LegalBasis]:
    """Return every article of the register, confirmed or not."""
    rows = session.all(f"SELECT id, text, text_hash, confirmation, last_day FROM {BASES}")  # noqa: S608
    said = {row[0]: row[1:] for row in rows}
    found = {}
    for reference, shipped in shipped_bases().items():
        text, digest, standing, last = said.get(reference, ("", "", "unconfirmed", ""))
        end = None if not last else datetime.fromisoformat(last).date()
        found[reference] = LegalBasis(
            reference, text, shipped.first, end, Confirmation(standing), digest
        )
    return found


@dataclass(frozen=True, slots=True)
class Standing:
    """What an incident allows: its profile, major or not, level, where necessity is assessed."""

    adoption: incidents.Adoption
    circumstances: Circumstances
    assessed: tuple[ZoneRange, ...]

    def asking(self, level: Level, scope: Sequence[ZoneRange], basis: str = "") -> Asking:
        """Return the question with which offers for a scope are asked."""
        covered = all(any(one.covers(zone) for one in self.assessed) for zone in scope)
        widest = min((level_of(one.lo) for one in scope), default=None)
        return Asking(self.circumstances, level, covered, basis, widest)


def standing_of(session: Session, view: incidents.IncidentView) -> Standing:
    """Return what an incident allows now, by one query."""
    at, day = micros(view.now()), wall().astimezone(LOCAL).date().isoformat()
    rows = session.all(_ALLOWING, (view.id, at, at, day, day))
    orders = frozenset(code for _, _, codes in rows for code in codes.split(",") if code)
    legal = Circumstances(
        LEVELS[view.level], view.adoption.major, superior_orders=orders, training=view.drill
    )
    assessed = tuple(ZoneRange(lo, hi) for lo, hi, codes in rows if not codes)
    return Standing(view.adoption, legal, assessed)


# Where necessity is assessed, and what confirmed documents of superiors order, in force today and
# not superseded.
_ALLOWING = (
    "SELECT zone, zone_hi, '' FROM measures_assessment WHERE incident=? AND at<=? AND until>?"
    " UNION ALL SELECT 0, 0, p.orders FROM measures_policy p WHERE p.orders<>''"
    " AND p.confirmed_at IS NOT NULL AND p.first_day<=? AND (p.last_day='' OR p.last_day>=?)"
    " AND NOT EXISTS (SELECT 1 FROM measures_policy q WHERE q.supersedes=p.id"
    " AND q.confirmed_at IS NOT NULL)"
)
