"""Lines of the ledger as pages show them: names in the page's language, the clock, the state."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from bihuan.domain.findings.case import state_as_of
from bihuan.domain.findings.escalation import office_delays
from bihuan.domain.findings.facts import FindingFacts
from bihuan.domain.findings.numbers import ledger_label
from bihuan.domain.findings.states import State
from bihuan.domain.ground import Ground
from bihuan.domain.policy.loop_acts import LoopAct
from bihuan.features.posts import api as posts
from bihuan.features.supervision.labels import CLOCKS, SOURCES, STATES, TONES, VERBS
from bihuan.features.supervision.selectors.clock_line import ClockLine, running_clock
from bihuan.features.supervision.selectors.facts_said import facts_said
from bihuan.features.supervision.selectors.finding_types import clause_of, finding_types
from bihuan.features.territory import api as territory
from bihuan.platform.i18n import choose
from bihuan.platform.ui.clocks import ClockFace, Shape, counted, halted, running

PERMILLE = 1000
LONGEST_HEAD = 60


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One finding as a row of the ledger or a card on the phone."""

    id: str
    label: str
    href: str
    version: int
    severity: int
    type_code: str
    type_name: str
    text: str
    facts: str
    clause: str
    where: str
    place: str
    unit: str
    post: str
    state: Promise | str
    tone: str
    clock: ClockFace | None
    note: str
    assigned_at: datetime | None
    received_at: datetime | None
    rework: int
    returns: int
    source: Promise | str
    verifier: str
    look_back_at: datetime | None
    basis: str


def _first(clause: str) -> str:
    """Return the first of several clauses: a row has room for one."""
    return clause.split("；", maxsplit=1)[0].split("; ", maxsplit=1)[0]


def label_of(facts: FindingFacts) -> str:
    """Return the ledger number as it is written, or the identity before it has one."""
    if facts.ledger_year is None or facts.ledger_number is None:
        return facts.id
    return ledger_label(facts.ledger_year, facts.ledger_number, drill=facts.drill)


def verb_of(act: LoopAct) -> Promise:
    """Return the verb on the button of an act."""
    return VERBS[act]


def lines_of(rows: Sequence[FindingFacts], now: datetime) -> list[LedgerLine]:
    """Return rows with the names they need: three queries, whatever their number."""
    if not rows:
        return []
    zones, at_places = {row.zone for row in rows}, {row.place for row in rows if row.place}
    chains, places = territory.named(zones, at_places)
    wanted = {post for row in rows for post in (row.handler_post, row.verifier_post) if post}
    known = posts.posts_of(wanted)
    around = _Around(chains, known, places)
    return [_line(row, now, around) for row in rows]


def brief_lines_of(
    rows: Sequence[FindingFacts],
    now: datetime,
    *,
    inside: Sequence[tuple[Ground, territory.ZoneName]],
) -> list[LedgerLine]:
    """Return rows for a short list: no posts and places, of the zones only which part it is."""
    around = _Around({}, {}, {})
    return [
        replace(
            _line(row, now, around),
            where=next((str(name) for reach, name in inside if row.zone in reach), ""),
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class _Around:
    """The names that the rows of a page need."""

    chains: Mapping[int, Sequence[territory.ZoneName]]
    posts: Mapping[int, posts.PostView]
    places: Mapping[str, territory.ZoneName]


def _line(facts: FindingFacts, now: datetime, around: _Around) -> LedgerLine:
    kind = finding_types().get(facts.type_code)
    state = State(state_as_of(facts, now))
    handler = around.posts.get(facts.handler_post or 0)
    verifier = around.posts.get(facts.verifier_post or 0)
    place = around.places.get(facts.place or "")
    label, said = label_of(facts), facts_said(facts)
    return LedgerLine(
        id=facts.id,
        label=label if facts.ledger_number else "—",
        href=f"/orders/{label}",
        version=facts.version,
        severity=facts.severity,
        type_code=facts.type_code,
        type_name=choose(kind.zh, kind.en) if kind else facts.type_code,
        text=Truncator(said).chars(LONGEST_HEAD, truncate="…"),
        facts=said,
        clause=clause_of(facts),
        where=" ".join(str(name) for name in list(around.chains.get(facts.zone, ()))[1:]),
        place=str(place or ""),
        unit=str(handler.unit_name) if handler else "—",
        post=str(handler.title) if handler else "",
        state=STATES[state],
        tone=TONES[state],
        clock=face_of(facts, running_clock(facts, now), now),
        note=note_of(facts),
        assigned_at=facts.assigned_at,
        received_at=facts.received_at,
        rework=facts.rework_count,
        returns=facts.return_count,
        source=SOURCES.get(facts.source, "—"),
        verifier=verifier.label if verifier else "—",
        look_back_at=facts.look_back_due_at,
        basis=_first(clause_of(facts)),
    )


def face_of(facts: FindingFacts, line: ClockLine | None, now: datetime) -> ClockFace | None:
    """Return the face of a clock: running day and night, counted in hours, or halted."""
    if line is None:
        return None
    share = line.used_permille / PERMILLE
    if line.clock == "elapsed":
        face = running(line.start, line.due, now, grave=facts.severity == 1)
    else:
        left = _left(facts, line, share)
        face = counted(line.due, now, left=left, share=share, working=line.clock == "working")
    if line.state == "suspended":
        return halted(face, Shape.PAUSED, facts.suspended_until)
    if line.state == "blocked":
        return halted(face, Shape.BLOCKED, facts.blocked_at)
    if line.state == "stopped":
        return halted(face, Shape.DONE, None)
    return face


def _left(facts: FindingFacts, line: ClockLine, share: float) -> timedelta:
    budget: int = getattr(facts, f"{line.name}_seconds")
    return timedelta(seconds=round(budget * (1 - share)))


def note_of(facts: FindingFacts) -> str:
    """Return what has been issued and what help was asked for and offered."""
    parts = list(_notes(facts))
    return " · ".join(parts) or "—"


def _notes(facts: FindingFacts) -> Iterable[str]:
    if facts.level:
        yield f"E{facts.level}"
    for clock, level in office_delays(facts):
        yield f"{CLOCKS[clock]} E{level}"
    if facts.state == State.REPORTED and facts.proposer_person:
        yield _("Proposed not to file")
    if facts.rework_count:
        yield _("Rework %(n)s×") % {"n": facts.rework_count}
    if facts.dispute == "open":
        yield _("Objection open")
    if facts.help_asked:
        said = {"asked": facts.help_asked, "offered": facts.help_offered}
        yield _("Help asked %(asked)s×, offered %(offered)s×") % said
