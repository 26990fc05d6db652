"""What the loop does by itself: escalation when a time falls due, and what follows an event."""

import time
from collections.abc import Mapping
from typing import Any

import structlog

from bihuan.domain.chain.canonical import instant_of, micros
from bihuan.domain.findings.decide import tick_act
from bihuan.domain.findings.facts import FindingFacts
from bihuan.domain.findings.states import OPEN_AFTER_FILED, State
from bihuan.domain.policy.loop_acts import LoopAct
from bihuan.domain.refusals import Refusal
from bihuan.domain.responsibility import ACKNOWLEDGE_WITHIN
from bihuan.domain.zones import ancestors_of, range_of
from bihuan.features.incidents import api as incidents
from bihuan.features.premises import api as premises
from bihuan.features.supervision.api import (
    EGRESS,
    FROM_SEAL,
    FindingDraft,
    Seen,
    act_on,
    due_findings,
    file_by_rule,
    file_faults,
    file_gaps,
    finding_facts,
    last_record,
    suspend_exits,
)
from bihuan.platform.auth import system_post
from bihuan.platform.clock import now as wall
from bihuan.platform.commands import Outcome
from bihuan.platform.jobs import Tick, tick
from bihuan.platform.registry.subscriptions import on

log = structlog.get_logger("bihuan.supervision")
# A backlog is worked off part by part, each act a commit of its own; what is left when the time
# is up waits for the next minute, so that the other jobs of this one are not kept from it.
BATCH, LONGEST = 200, 30.0


@tick("supervision.escalate", after=True)
def escalate(now: Tick) -> int:
    """Issue what fell due; held for a tick when the wall clock has leapt ahead.

    It goes on after the incident's end until the last order is archived, a drill's too: a clock
    rests only where an order is suspended.

    Several instants of one finding may have passed: it is asked again until none is left.
    What cannot be issued keeps nobody behind it waiting.
    """
    if now.leapt:
        return 0
    done, end = 0, time.monotonic() + LONGEST
    stuck: set[str] = set()
    while time.monotonic() < end:
        most = BATCH + len(stuck)
        found = due_findings(incident=now.clock.incident, now=now.now, most=most)
        due = [facts for facts in found if facts.id not in stuck]
        if not due:
            break
        refused = {facts.id for facts in due if not _issue(facts)}
        done += len(due) - len(refused)
        stuck |= refused
    return done


def _issue(facts: FindingFacts) -> bool:
    assert facts.next_tick_at is not None  # noqa: S101  (the selector asked for it)
    try:
        answer = act_on(
            by=system_post(),
            act=tick_act(facts),
            seen=Seen(facts.id, facts.incident, facts.version),
            key=f"tick:{facts.id}:{micros(facts.next_tick_at)}:{facts.version}",
        )
    except Exception:
        log.exception("an instant could not be issued", finding=facts.id)
        return False
    return isinstance(answer, Outcome) and not answer.repeated


_looked: dict[int, str] = {}


@tick("supervision.gaps")
def look_for_gaps(now: Tick) -> int:
    """File R01 to R03 once an hour; another process or a restart finds them filed already."""
    view = incidents.incident(now.clock.incident)
    if view is None:
        return 0
    at = max(wall(), view.recorded)  # after a clock was set back nobody has lost his post
    hour = f"{at:%Y-%m-%dT%H}"
    if _looked.get(view.id) == hour:
        return 0
    _looked[view.id] = hour
    asked = view.now() - view.opened_at >= ACKNOWLEDGE_WITHIN
    return file_gaps(
        by=system_post(), incident=view.id, scope=range_of(view.zone), at=at, key=f"gap:{hour}",
        acknowledged=asked,
    )  # fmt: skip


@tick("supervision.faults")
def look_for_faults(now: Tick) -> int:
    """File what the register of measures shows to be wrong, once for each fault."""
    return file_faults(
        by=system_post(), incident=now.clock.incident, at=now.now, key=f"{now.now:%Y-%m-%dT%H:%M}"
    )


GRAVE_ENOUGH = frozenset({"severity_not_graver", "gravest_already"})
NOBODY_YET = frozenset({"verifier_missing", "verifier_not_independent"})


@on("supervision.rectified")
@on("supervision.fixed_on_site")
def name_verifier(payload: Mapping[str, Any], key: str) -> None:
    """Draw the verifier by rotation as soon as there is something to verify.

    Raises
    ------
    LookupError
        Nobody independent is on duty: the reaction stays and is tried again.
    """
    if payload.get("to") not in ("RECTIFIED", "VERIFYING"):
        return
    answer = act_on(
        by=system_post(),
        act=LoopAct.NAME_VERIFIER,
        seen=_subject(payload),
        key=key,
    )
    if isinstance(answer, Refusal) and answer.code in NOBODY_YET:
        raise LookupError(f"no verifier for {payload['subject']}: {answer.code}")


@on("supervision.merged")
def raise_target(payload: Mapping[str, Any], key: str) -> None:
    """Give the older finding the graver severity of the one merged into it.

    Where that one has passed or ended meanwhile, what was merged is filed for itself: it is the
    same thing again, and must not be lost with an order that is over.

    Raises
    ------
    LookupError
        It could not be done; the reaction stays and is tried again.
    """
    record = last_record(str(payload["subject"]), "raise")
    if record is None:
        return
    target = _standing(str(record["target"]))
    said = {"severity": int(record["severity"]), "reason": "并案：取较重级别"}
    times = {name: instant_of(int(record[name])) for name in ("since", "merged_at")}
    answer = act_on(
        by=system_post(),
        act=LoopAct.RAISE_SEVERITY,
        seen=Seen(target, int(payload["incident"])),
        key=key,
        said=said | times,
    )
    if isinstance(answer, Refusal) and answer.code == "not_in_this_state":
        answer = _file_merged(str(payload["subject"]), target, f"{key}:again")
    if isinstance(answer, Refusal) and answer.code not in GRAVE_ENOUGH:
        raise LookupError(f"the older finding was not raised: {answer.code}")


def _standing(finding: str) -> str:
    """Return the finding that stands for one merged, and merged again meanwhile."""
    facts = finding_facts(finding)
    while facts is not None and facts.state == State.MERGED and facts.parent:
        finding, facts = facts.parent, finding_facts(facts.parent)
    return finding


def _file_merged(finding: str, target: str, key: str) -> Outcome | Refusal:
    """File what was merged into a finding that was over before it could be raised."""
    facts, older = finding_facts(finding), finding_facts(target)
    assert facts is not None  # noqa: S101  (the event is about it)
    again = older is not None and older.passed_at is not None
    draft = FindingDraft(
        type_code=facts.type_code,
        zone=facts.zone,
        text=facts.text,
        place=facts.place,
        observed_at=facts.observed_at,
        source="rule",
        source_key=f"merged:{facts.id}",
        severity=facts.severity,
        parent=target if again else None,
        parent_kind="recurrence_of" if again else "",
    )
    return file_by_rule(by=system_post(), incident=facts.incident, draft=draft, key=key)


@on("supervision.reopened")
def file_recurrence(payload: Mapping[str, Any], key: str) -> None:
    """File the new finding that a recurrence (反弹) is, linked to the closed one.

    Raises
    ------
    LookupError
        It could not be filed: the reaction stays and is tried again, nothing is lost.
    """
    record = last_record(str(payload["subject"]), "finding")
    old = finding_facts(str(payload["subject"]))
    if record is None or old is None:
        return
    draft = FindingDraft(
        type_code=old.type_code,
        zone=old.zone,
        text=str(record["text"]),
        place=old.place,
        source="rule",
        source_key=str(record["source_key"]),
        severity=int(record["severity"]),
        parent=old.id,
        parent_kind=str(record["parent_kind"]),
    )
    answer = file_by_rule(by=system_post(), incident=old.incident, draft=draft, key=key)
    refused = answer.code if isinstance(answer, Refusal) else ""
    if refused:
        raise LookupError(f"the recurrence of {old.id} was not filed: {refused}")


@on("premises.gate_sealed")
def file_sealed_exit(payload: Mapping[str, Any], key: str) -> None:
    """File the S1 finding that a sealed exit is; where nobody answers, the zone above does.

    Raises
    ------
    LookupError
        Nobody answers up to the city: the reaction stays and is tried again.
    """
    zone, seal = int(payload["zone"]), str(payload["seal"])
    for code in (zone, *ancestors_of(zone)):
        draft = FindingDraft(
            type_code=EGRESS,
            zone=code,
            place=(str(payload["compound"]) or None) if code == zone else None,
            source="rule",
            source_key=f"{FROM_SEAL}{seal}",
        )
        own = f"{key}:{code}"
        answer = file_by_rule(
            by=system_post(), incident=int(payload["incident"]), draft=draft, key=own
        )
        if isinstance(answer, Outcome):
            premises.link_seal(
                by=system_post(), incident=int(payload["incident"]), seal=seal,
                finding=str(answer.result["finding"]), key=f"{key}:link",
            )  # fmt: skip
            return
    raise LookupError(f"nobody answers for fire egress in {zone}")


@on("supervision.reported")
@on("supervision.filed_by_rule")
def suspend_gate_plans(payload: Mapping[str, Any], key: str) -> None:
    """Make sure that the report of a sealed or locked exit has shaken the plans of its place."""
    finding = str(payload["subject"])
    suspend_exits(by=system_post(), findings=[finding])
    _drop_if_over(finding, key)


@on("supervision.filed")
def follow_correction(payload: Mapping[str, Any], key: str) -> None:
    """Shake or let stand the gate plans when triage corrects a type to or from a sealed exit."""
    record = last_record(str(payload["subject"]), "correction")
    facts = finding_facts(str(payload["subject"]))
    if record is None or facts is None:
        return
    if record["to_type"] == EGRESS:
        suspend_exits(by=system_post(), findings=[facts.id], key=key)
        _drop_if_over(facts.id, key)
    elif record["from_type"] == EGRESS:
        _drop(facts.id, key)


@on("supervision.merged")
def carry_seal_over(payload: Mapping[str, Any], key: str) -> None:
    """Let the older finding stand for the reports when two are merged."""
    facts = finding_facts(str(payload["subject"]))
    if facts is None or not facts.parent:
        return
    for seal, incident in premises.open_seals_of(facts.id):
        premises.link_seal(
            by=system_post(), incident=incident, seal=seal, finding=facts.parent,
            key=f"{key}:{seal}",
        )  # fmt: skip
    _drop_if_over(facts.parent, key)


@on("supervision.passed")
def clear_gate_plans(payload: Mapping[str, Any], key: str) -> None:
    """End the suspension when the finding is verified as put right."""
    for seal, incident in premises.open_seals_of(str(payload["subject"]), dropped=True):
        premises.clear_seal(by=system_post(), incident=incident, seal=seal, key=f"{key}:{seal}")


@on("supervision.rejected")
@on("supervision.withdrawn")
@on("supervision.cancelled_on_review")
@on("supervision.fixed_on_site")
def drop_gate_plans(payload: Mapping[str, Any], key: str) -> None:
    """Keep the exit suspended when the finding ends though nobody verified anything."""
    _drop(str(payload["subject"]), key)


def _drop_if_over(finding: str, key: str) -> None:
    """Drop what a finding stands for that had ended before the report reached it."""
    facts = finding_facts(finding)
    if facts is not None and facts.state not in (
        State.REPORTED,
        *OPEN_AFTER_FILED,
        State.SUSPENDED,
    ):
        _drop(finding, key)


def _drop(finding: str, key: str) -> None:
    for seal, incident in premises.open_seals_of(finding):
        premises.drop_seal(by=system_post(), incident=incident, seal=seal, key=f"{key}:drop:{seal}")


def _subject(payload: Mapping[str, Any]) -> Seen:
    return Seen(str(payload["subject"]), int(payload["incident"]))
