"""What supervision puts on tonight's agenda: facts that nobody has to remember.

An order that is raised, blocked, overdue or recurring stands alone. What the office itself
lets wait, and over-control that is open, are one item each that names every case.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from bihuan.domain.clocks import is_overdue
from bihuan.domain.findings.escalation import office_delays
from bihuan.domain.findings.facts import FindingFacts
from bihuan.domain.findings.rules import DEFAULT_RULES
from bihuan.domain.findings.states import BUCKET_OF, RECTIFY_RUNNING, Bucket, State
from bihuan.features.supervision.api import (
    Lowered,
    asked_for,
    finding_types,
    findings_of,
    lowered_in,
)
from bihuan.features.supervision.nightly.words import Names, label_of, names_of, place_of, titled
from bihuan.platform.clock.incident import LOCAL
from bihuan.platform.figures import AgendaFact, AgendaKind, Fact, NightlyContext, Words

RAISED = 2
NAMED = 40
CLOCKS = {
    "triage": Words("立案交办", "assignment"),
    "ruling": Words("裁定退办或延期", "ruling on a return or extension"),
    "dispute": Words("裁定异议", "ruling on a dispute"),
    "verify": Words("核查", "verification"),
}


def items(context: NightlyContext) -> Iterator[AgendaFact]:
    """Yield the items of a night."""
    listed, asked = findings_of(context), asked_for(context)
    kinds = ((one, _kind(one, context, asked)) for one in listed)
    alone = [(one, kind) for one, kind in kinds if kind is not None]
    delayed = [one for one in listed if _delays(one)]
    excess = [one for one in listed if one.over_control and _open(one)]
    resting = [one for one in listed if one.state == State.SUSPENDED]
    lowered = lowered_in(context)
    eased = [one for one in listed if one.id in lowered]
    names = names_of((*(one for one, _ in alone), *delayed, *excess, *resting, *eased))
    for one, kind in alone:
        yield _item(one, kind, context, names, asked.get(one.id, ""))
    yield from _office(delayed)
    yield from _over_control(excess, names)
    yield from _suspended(resting, names)
    yield from _lowered(eased, lowered, names)


def _open(one: FindingFacts) -> bool:
    return BUCKET_OF[one.state] is Bucket.OPEN


def _kind(
    one: FindingFacts, context: NightlyContext, asked: Mapping[str, str]
) -> AgendaKind | None:
    if one.state == State.BLOCKED:
        return AgendaKind.BLOCKED
    if one.state in RECTIFY_RUNNING and one.level >= RAISED:
        return AgendaKind.ESCALATED
    if _open(one) and (
        one.parent_kind == "recurrence_of" or one.recent_same_type >= DEFAULT_RULES.recurring
    ):
        return AgendaKind.RECURRING
    if one.state in RECTIFY_RUNNING and is_overdue(one.rectify_due_at, now=context.window.until):
        return AgendaKind.OVERDUE
    return AgendaKind.ASKED if one.id in asked and _open(one) else None


def _item(
    one: FindingFacts, kind: AgendaKind, context: NightlyContext, names: Names, reason: str
) -> AgendaFact:
    label, due = label_of(one), one.rectify_due_at
    late = int((context.window.until - due).total_seconds() // 3600) if due else 0
    facts: tuple[Fact, ...] = (
        Fact(Words("级别", "Severity"), f"S{one.severity}"),
        Fact(Words("升级", "Escalation"), f"E{one.level}"),
        Fact(Words("返工", "Rework"), str(one.rework_count)),
        Fact(Words("超时（小时）", "Hours overdue"), str(max(0, late))),
        Fact(Words("七日内同类", "Same type in 7 days"), str(one.recent_same_type)),
    )
    if reason:
        facts += (Fact(Words("列入理由", "Put here because"), reason),)
    asked, offered = one.help_asked, one.help_offered
    return AgendaFact(
        kind=kind,
        subject=label,
        title=titled(one, names),
        facts=facts,
        help=Words(
            f"请求帮助 {asked} 次，已提供 {offered} 次", f"Help asked {asked}×, offered {offered}×"
        ),
        otherwise=Words("时钟继续走，按规则升级", "The clock runs on and escalates by rule"),
        weight=(5 - one.severity) * 100
        + one.level * 20
        + one.rework_count * 10
        + one.recent_same_type,
        link=f"/orders/{label}",
    )


def _delays(one: FindingFacts) -> list[str]:
    return [clock for clock, level in office_delays(one) if level >= RAISED]


def _office(delayed: Sequence[FindingFacts]) -> Iterator[AgendaFact]:
    if not delayed:
        return
    count = len(delayed)

    def said(one: FindingFacts) -> Words:
        clocks = [CLOCKS[name] for name in _delays(one)]
        return Words("、".join(c.zh for c in clocks), ", ".join(c.en for c in clocks))

    yield AgendaFact(
        kind=AgendaKind.OFFICE,
        subject="office",
        title=Words(f"督查办自身超时 {count} 件", f"The office's own delays: {count}"),
        facts=_named(delayed, said),
        help=Words("由市指挥部值班领导协调人手", "The command's duty lead finds people"),
        otherwise=Words("交办、裁定、核查继续超时", "Assignment, ruling and checks stay late"),
        weight=count,
        link="/ledger",
    )


def _over_control(excess: Sequence[FindingFacts], names: Names) -> Iterator[AgendaFact]:
    if not excess:
        return
    count = len(excess)

    def said(one: FindingFacts) -> Words:
        kind, where = finding_types()[one.type_code], place_of(one, names)
        return Words(
            f"{one.type_code} {kind.zh} · {where.zh}", f"{one.type_code} {kind.en} · {where.en}"
        )

    yield AgendaFact(
        kind=AgendaKind.OVER_CONTROL,
        subject="over_control",
        title=Words(f"过度管控未办结 {count} 件", f"Over-control still open: {count}"),
        facts=_named(excess, said),
        otherwise=Words(
            "超出规定的管控继续影响群众", "People stay under more than the rules allow"
        ),
        weight=sum(5 - one.severity for one in excess),
        link="/ledger?view=over_control",
    )


def _suspended(resting: Sequence[FindingFacts], names: Names) -> Iterator[AgendaFact]:
    """Name every order whose clocks stand still, and until when."""
    if not resting:
        return
    count = len(resting)

    def said(one: FindingFacts) -> Words:
        until, what = one.suspended_until, titled(one, names)
        day = "—" if until is None else f"{until.astimezone(LOCAL):%Y-%m-%d %H:%M}"
        return Words(f"{what.zh}，暂停至 {day}", f"{what.en}, until {day}")

    yield AgendaFact(
        kind=AgendaKind.SUSPENDED,
        subject="suspended",
        title=Words(f"暂停计时 {count} 件", f"Suspended: {count}"),
        facts=_named(resting, said),
        otherwise=Words("到期自动恢复计时", "Every clock goes on by itself at the end date"),
        weight=sum(5 - one.severity for one in resting),
        link="/ledger?state=SUSPENDED",
    )


def _lowered(
    eased: Sequence[FindingFacts], lowered: Mapping[str, Lowered], names: Names
) -> Iterator[AgendaFact]:
    """Name every severity that triage lowered since the last night, with the clerk's reason."""
    if not eased:
        return
    count = len(eased)

    def said(one: FindingFacts) -> Words:
        change, what = lowered[one.id], titled(one, names)
        grades = f"S{change.before} → S{change.after}"
        return Words(
            f"{what.zh}，{grades}，理由：{change.reason}", f"{what.en}, {grades}: {change.reason}"
        )

    yield AgendaFact(
        kind=AgendaKind.LOWERED,
        subject="lowered",
        title=Words(f"立案时降低级别 {count} 件", f"Severity lowered at triage: {count}"),
        facts=_named(eased, said),
        otherwise=Words("按降低后的级别计时办理", "The lower severity and its times stand"),
        weight=sum(one.severity - lowered[one.id].before for one in eased),
        link="/ledger",
    )


def _named(
    listed: Iterable[FindingFacts], said: Callable[[FindingFacts], Words]
) -> tuple[Fact, ...]:
    """Name the cases, the gravest first; a very long list ends with how many more there are."""
    ordered = sorted(listed, key=lambda one: (one.severity, one.reported_at, one.id))
    facts = [Fact(_numbered(one), said(one)) for one in ordered[:NAMED]]
    more = len(ordered) - NAMED
    if more > 0:
        facts.append(
            Fact(Words("其余", "Others"), Words(f"{more} 件，见台账", f"{more}, see ledger"))
        )
    return tuple(facts)


def _numbered(one: FindingFacts) -> Words:
    if one.ledger_number is None:
        return Words("未立案", "not filed yet")
    return Words(label_of(one), label_of(one))
