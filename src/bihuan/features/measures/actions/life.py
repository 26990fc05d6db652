"""The life of a measure: drafted, and then every act through the domain's one table."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from bihuan.domain.measures.decide import MeasureStep, decide, forbidden
from bihuan.domain.measures.facts import COLUMNS, MeasureFacts
from bihuan.domain.measures.scopes import Scope, ScopePlace, scope_of
from bihuan.domain.measures.transitions import EXPIRE
from bihuan.domain.policy.acts import Act
from bihuan.domain.refusals import Refusal, changed_meanwhile
from bihuan.features.incidents import api as incidents
from bihuan.features.measures.selectors.places import wrong_places
from bihuan.features.measures.selectors.rows import (
    SAID,
    SCOPES,
    TABLE,
    bare_measure,
    common_zone,
)
from bihuan.features.measures.selectors.rules import catalogue
from bihuan.features.measures.selectors.steps import changed, scope_rows, transited
from bihuan.features.measures.selectors.stored import measure_in
from bihuan.platform.auth import ActingPost
from bihuan.platform.commands import Outcome, Registrar, Written, execute
from bihuan.platform.db.changes import Entry, Insert, Write
from bihuan.platform.db.reader import Reader

Said = Mapping[str, Any]
MOST_ZONES = 400
LONGEST_TEXT = 4000
LONGEST_JSON = 3 * LONGEST_TEXT


@dataclass(frozen=True, slots=True)
class MeasureDraft:
    """What is said about a measure; the scope is fixed with the first draft.

    ``zones`` are covered whole, ``places`` are compounds and buildings covered by themselves.
    ``columns`` are texts and times of the row; ``answers`` map a question to yes or no and a
    text, ``parts`` a part to its text, ``companion`` a need to its provider and capacity.
    """

    code: str
    zones: tuple[int, ...]
    columns: Said = field(default_factory=dict)
    answers: Mapping[str, tuple[bool, str]] = field(default_factory=dict)
    parts: Mapping[str, str] = field(default_factory=dict)
    companion: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    package: str = ""
    renews: str = ""
    places: tuple[ScopePlace, ...] = ()

    @property
    def scope(self) -> Scope:
        """What it covers; what lies inside another part is left out."""
        return scope_of(self.zones, self.places)

    @property
    def ground(self) -> tuple[int, ...]:
        """The zones that it names, and those around its places."""
        return tuple(dict.fromkeys((*self.zones, *(one.zone for one in self.places))))

    @property
    def texts(self) -> dict[str, str]:
        """The JSON columns."""
        listed = {
            "answers": {q: [int(yes), why] for q, (yes, why) in self.answers.items()},
            "parts": dict(self.parts),
            "companion": {n: [who, much] for n, (who, much) in self.companion.items()},
        }
        return {name: json.dumps(value, ensure_ascii=False) for name, value in listed.items()}

    @property
    def broken(self) -> Refusal | None:
        """Why no draft can say this, None where it may."""
        if self.code not in catalogue().types:
            return Refusal("measure_type_unknown", {"measure": self.code[:8]})
        if not self.ground:
            return Refusal("scope_covers_nobody")
        if len(self.zones) + len(self.places) > MOST_ZONES:
            return Refusal("scope_too_wide", {"most": MOST_ZONES})
        said = (*self.columns.values(), *self.texts.values())
        if max((len(text) for text in said if isinstance(text, str)), default=0) > LONGEST_JSON:
            return Refusal("measure_text_too_long", {"most": LONGEST_TEXT})
        return None

    def entry(self, step: MeasureStep, facts: MeasureFacts) -> Entry:
        """Return the entry of a new measure: its row and its scope."""
        columns = {name: getattr(facts, name) for name in COLUMNS if name not in ("id", "version")}
        row = columns | dict(step.changes) | self.texts
        writes: list[Write] = [Insert(TABLE, facts.id, row)]
        writes += [
            Insert(SCOPES, f"{facts.id}:{name}", {"measure": facts.id} | part)
            for name, part in scope_rows(self.scope)
        ]
        said = {"code": facts.code, "to": step.to_state}
        return Entry(step.event, facts.id, facts.zone, tuple(writes), facts=said)


def draft_measure(
    *, by: ActingPost, incident: int, draft: MeasureDraft, key: str
) -> Outcome | Refusal:
    """Write a measure down; the outcome's result gives its ``measure`` id."""
    return execute(WriteDown(incident, draft), by=by, key=key)


def amend_measure(
    *, by: ActingPost, measure: str, incident: int, draft: MeasureDraft, seen: int, key: str
) -> Outcome | Refusal:
    """Change what a draft says; its type and scope stay.

    ``seen`` is the version of the draft that was read: what somebody else wrote meanwhile is
    never overwritten unread.
    """
    return execute(Amend(incident, measure, draft, seen), by=by, key=key)


def act_on_measure(
    *, by: ActingPost, act: str, measure: str, incident: int, key: str, said: Said | None = None
) -> Outcome | Refusal:
    """Do one act to a measure.

    Where ``said`` names the version that was ``seen``, the act is for that text alone.
    """
    return execute(Transit(act, measure, incident, said or {}), by=by, key=key)


@dataclass(frozen=True, slots=True)
class WriteDown:
    """The command behind ``draft_measure``."""

    incident: int
    draft: MeasureDraft
    kind: str = "measures.draft"

    def payload(self) -> Mapping[str, Any]:
        """Return everything that was said."""
        draft = self.draft
        return {
            "code": draft.code, "zones": list(draft.zones), "package": draft.package,
            "renews": draft.renews, **draft.columns, **draft.texts,
            **({"places": [[p.zone, p.compound, p.building] for p in draft.places]}
               if draft.places else {}),
        }  # fmt: skip

    def load(self, read: Reader) -> MeasureFacts | Refusal:
        """Read the incident and check that the zones are in force."""
        refusal = self.draft.broken
        if refusal is not None:
            return refusal
        view = incidents.incident(self.incident)
        if view is None or view.closed_at is not None:
            return Refusal("incident_not_open", {"incident": self.incident})
        for zone in self.draft.ground:
            row = read.one("territory_zone", ("valid_to",), id=zone)
            if row is None or row[0] is not None:
                return Refusal("zone_not_in_force", {"zone": zone})
        wrong = wrong_places(self.draft.places)
        if wrong is not None:
            return wrong
        facts = MeasureFacts(
            uuid4().hex, self.incident, common_zone(self.draft.ground), self.draft.code,
            drill=view.drill, package=self.draft.package, renews=self.draft.renews,
        )  # fmt: skip
        return replace(facts, around=replace(facts.around, type=catalogue().types[self.draft.code]))

    def check(self, by: ActingPost, facts: MeasureFacts) -> Refusal | None:  # noqa: ARG002
        """Leave it to the decision, which asks the policy first."""
        return None

    def decide(self, by: ActingPost, facts: MeasureFacts, now: datetime) -> MeasureStep | Refusal:
        """Let the table decide."""
        said = self.draft.columns
        return decide(Act.DRAFT_MEASURE, facts, by=by.actor, payload=said, now=now)

    def write(self, step: MeasureStep, facts: MeasureFacts, registrar: Registrar) -> Written:  # noqa: ARG002
        """Write the row and its scope."""
        return Written([self.draft.entry(step, facts)], {"measure": facts.id})


@dataclass(frozen=True, slots=True)
class Transit:
    """One act on one stored measure."""

    act: str
    measure: str
    incident: int
    said: Said = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """Name the command after the act."""
        return f"measures.{self.act}"

    def payload(self) -> Mapping[str, Any]:
        """Return what was said, and about which measure."""
        return {"measure": self.measure, **self.said}

    def load(self, read: Reader) -> MeasureFacts | Refusal:
        """Read the measure with everything known from elsewhere, as of this commit."""
        look = bare_measure if self.act == EXPIRE else measure_in
        facts = look(read, self.measure)
        if facts is None or facts.incident != self.incident:
            return Refusal("measure_unknown")
        return facts

    def check(self, by: ActingPost, facts: MeasureFacts) -> Refusal | None:
        """Ask the policy before anything else is told."""
        return forbidden(self.act, facts, by.actor)

    def decide(self, by: ActingPost, facts: MeasureFacts, now: datetime) -> MeasureStep | Refusal:
        """Refuse a text that is not the one that was read; then let the table decide."""
        if self.said.get("seen", facts.version) != facts.version:
            return changed_meanwhile(TABLE, self.measure)
        return decide(self.act, facts, by=by.actor, payload=self.said, now=now)

    def write(self, step: MeasureStep, facts: MeasureFacts, registrar: Registrar) -> Written:
        """Write the changed columns."""
        said = {"measure": facts.id, "state": step.to_state}
        return Written([transited(step, facts, registrar)], said)


@dataclass(frozen=True, slots=True)
class Drafted:
    """A draft, and its JSON texts as they are stored."""

    measure: MeasureFacts
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Amend:
    """The command behind ``amend_measure``."""

    incident: int
    measure: str
    draft: MeasureDraft
    seen: int
    kind: str = "measures.amend"

    def payload(self) -> Mapping[str, Any]:
        """Return everything that was said, and about which version."""
        said = {**self.draft.columns, **self.draft.texts}
        return {"measure": self.measure, "seen": self.seen, **said}

    def load(self, read: Reader) -> Drafted | Refusal:
        """Read the draft."""
        facts = measure_in(read, self.measure)
        texts = read.one(TABLE, SAID, id=self.measure)
        if facts is None or texts is None or facts.incident != self.incident:
            return Refusal("measure_unknown")
        return Drafted(facts, dict(zip(SAID, texts, strict=True)))

    def check(self, by: ActingPost, facts: Drafted) -> Refusal | None:
        """Ask the policy before anything else is told."""
        return forbidden(Act.DRAFT_MEASURE, facts.measure, by.actor)

    def decide(self, by: ActingPost, facts: Drafted, now: datetime) -> MeasureStep | Refusal:
        """Refuse a draft that is not the text that was read; then let the table decide."""
        if self.seen != facts.measure.version:
            return changed_meanwhile(TABLE, self.measure)
        if (broken := self.draft.broken) is not None:
            return broken
        said = self.draft.columns
        return decide(Act.DRAFT_MEASURE, facts.measure, by=by.actor, payload=said, now=now)

    def write(self, step: MeasureStep, facts: Drafted, registrar: Registrar) -> Written:  # noqa: ARG002
        """Write what changed, with what stood there."""
        entry = changed(step, facts.measure, dict(step.changes) | self.draft.texts, facts.texts)
        return Written([entry], {"measure": facts.measure.id, "state": step.to_state})
