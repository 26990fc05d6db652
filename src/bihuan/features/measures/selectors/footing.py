"""What an incident's footing carries: measures that a new profile or level does not let go on."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bihuan.domain.measures.decide import decide
from bihuan.domain.measures.facts import COLUMNS, MeasureFacts
from bihuan.domain.measures.offers import lost_ground
from bihuan.domain.measures.reading import over
from bihuan.domain.measures.transitions import LOSE_GROUND
from bihuan.domain.profiles import DiseaseProfile
from bihuan.domain.refusals import Refusal
from bihuan.features.incidents import api as incidents
from bihuan.features.measures.selectors.law import LEVELS, standing_of
from bihuan.features.measures.selectors.rows import DECIDED, SAID, TABLE, facts_of
from bihuan.features.measures.selectors.rules import catalogue
from bihuan.features.measures.selectors.steps import transited
from bihuan.platform.commands import Registrar
from bihuan.platform.db.changes import Entry
from bihuan.platform.db.dialects import Session
from bihuan.platform.db.reader import Reader

_DECIDED = (
    f"SELECT {', '.join((*COLUMNS, *SAID))} FROM {TABLE} WHERE incident=?"  # noqa: S608
    f" AND state IN ({', '.join('?' * len(DECIDED))}) ORDER BY code, zone, id"
)


def losing(
    session: Session,
    view: incidents.IncidentView,
    profile: DiseaseProfile,
    *,
    major: bool,
    level: int,
) -> list[MeasureFacts]:
    """Return the decided measures, not over yet, that a footing does not carry; each says why."""
    standing = standing_of(session, view)
    facts = replace(standing.circumstances, level=LEVELS[level], major_epidemic=major)
    types = catalogue().types
    return [
        replace(one, around=replace(one.around, lost=why))
        for one in _decided(session, view.id)
        if not over(one, view.now())
        and (why := lost_ground(types.get(one.code), profile, facts, one.basis)) is not None
    ]  # fmt: skip


def ended_by(read: Reader, footing: incidents.Footing) -> incidents.Ends:
    """Return what a new footing ends: what it does not carry is lifted in the same commit."""
    view = incidents.incident(footing.incident)
    found = [] if view is None else losing(
        read.session, view, footing.profile, major=footing.major, level=footing.level
    )  # fmt: skip
    return lambda change, registrar: list(_ended(found, change, registrar))


def _ended(
    found: Iterable[MeasureFacts], change: incidents.Change, registrar: Registrar
) -> Iterable[Entry]:
    said = {"reason": change.reason}
    for one in found:
        step = decide(LOSE_GROUND, one, by=change.by.actor, payload=said, now=change.at)
        if not isinstance(step, Refusal):
            yield transited(step, one, registrar)


def _decided(session: Session, incident: int) -> Sequence[MeasureFacts]:
    return [facts_of(row)[0] for row in session.all(_DECIDED, (incident, *DECIDED))]
