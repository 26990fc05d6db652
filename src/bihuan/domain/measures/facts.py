"""The state row of a measure, and what must be known from elsewhere to decide on it.

The end never moves once decided: a renewal is a new measure with a decision of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime

from bihuan.domain.measures.catalogue import MeasureType
from bihuan.domain.measures.legal import LegalBasis
from bihuan.domain.measures.scopes import Scope, ScopePlace, scope_within
from bihuan.domain.refusals import Refusal
from bihuan.domain.zones import ZoneRange

Hand = tuple[int | None, int | None]
"""A post and the person who held it when it acted; None where nobody did, or it is not known."""
Answers = Mapping[str, tuple[bool, str]]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Facts from registers and other measures.

    Parameters
    ----------
    type
        The catalogue's row; None for an unknown code.
    not_offered
        Why the type may not be offered now; None when it may.
    lost
        Why profile, class, level or legal weight in force carry the type no more; None while they
        do, or where only the making is asked about.
    assessors
        Whose assessments of necessity it hangs on.
    basis, law_day
        The article, and the real date on which law is checked, in a drill too.
    answers, parts, companion
        Proportionality, required parts and who provides how much of each need, as said.
    scope, places, zones, people
        The ranges it is found in, the compounds and buildings it names there instead of whole
        zones, how many parts that makes, residents in them (None: not known).
    first_unknown
        Names of zones and places in scope whose residents nobody knows, at most three.
    first_gone
        Names of zones in scope that have ended, at most three.
    extra
        Whether extra service is due in some part of it.
    compounds, without_plan, unsafe
        Compounds in scope; those without a gate plan that passed; those with an open egress
        failure.
    undrawn, first_undrawn
        Communities in scope in which no compound is drawn; the names of some.
    companion_short
        Needs the companion plan leaves short.
    conflicts
        Decided measures it would meet.
    add_on
        What its texts add beyond the catalogue.
    codes
        Zones whose codes stand in what it publishes.
    seen
        The latest instant that the record has seen; None where another instant is asked about.
    set_back
        Whether the machine's clock stands behind the record: its time stands still meanwhile.
    renews_level
        Level at which the renewed measure was decided.
    """

    type: MeasureType | None = None
    not_offered: Refusal | None = None
    lost: Refusal | None = None
    assessors: tuple[Hand, ...] = ()
    basis: LegalBasis | None = None
    law_day: date = date.min
    answers: Answers = field(default_factory=dict)
    parts: Mapping[str, str] = field(default_factory=dict)
    companion: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    scope: tuple[ZoneRange, ...] = ()
    places: tuple[ScopePlace, ...] = ()
    zones: int = 0
    people: int | None = None
    first_unknown: tuple[tuple[str, str], ...] = ()
    first_gone: tuple[tuple[str, str], ...] = ()
    extra: bool = False
    compounds: int = 0
    without_plan: int = 0
    unsafe: int = 0
    undrawn: int = 0
    first_undrawn: tuple[tuple[str, str], ...] = ()
    companion_short: int = 0
    conflicts: tuple[str, ...] = ()
    add_on: Refusal | None = None
    codes: frozenset[int] = frozenset()
    seen: datetime | None = None
    set_back: bool = False
    renews_level: int | None = None

    @property
    def covered(self) -> Scope:
        """What is covered, part by part."""
        return scope_within(self.scope, self.places)


NOTHING_ELSE = Surroundings()


@dataclass(frozen=True, slots=True)
class MeasureFacts:
    """One measure as it stands; ``around`` is no column.

    The Chinese texts are the decided ones; an English one (``…_en``) may be missing.
    """

    id: str
    incident: int
    zone: int
    code: str
    drill: bool = False
    package: str = ""
    renews: str = ""
    state: str = ""
    version: int = 1
    updated_at: datetime | None = None
    # What is said
    purpose: str = ""
    purpose_en: str = ""
    smaller_why: str = ""
    exceptions: str = ""
    exceptions_en: str = ""
    help_line: str = ""
    basis: str = ""
    policies: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    # Whose hands
    author_post: int | None = None
    author_person: int | None = None
    legal_post: int | None = None
    legal_person: int | None = None
    legal_at: datetime | None = None
    legal_hash: str = ""
    opinion: str = ""
    opinion_post: int | None = None
    opinion_person: int | None = None
    opinion_at: datetime | None = None
    approved_post: int | None = None
    approved_person: int | None = None
    approved_at: datetime | None = None
    decider_post: int | None = None
    decider_person: int | None = None
    decider_level: int | None = None
    decided_at: datetime | None = None
    override_reason: str = ""
    # What must be there
    notice_year: int | None = None
    notice_number: int | None = None
    notice_at: datetime | None = None
    companion_at: datetime | None = None
    report_due_at: datetime | None = None
    reported_at: datetime | None = None
    # Its life in force
    activated_at: datetime | None = None
    suspensions: str = ""
    shortfalls: str = ""
    ended_at: datetime | None = None
    lift_proposed_at: datetime | None = None
    around: Surroundings = NOTHING_ELSE


COLUMNS: tuple[str, ...] = tuple(f.name for f in fields(MeasureFacts) if f.name != "around")
"""The columns of the state row, in order."""
