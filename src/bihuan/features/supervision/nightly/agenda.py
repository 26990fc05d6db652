"""What supervision puts on tonight's agenda: facts that nobody has to remember.

An order that is raised, blocked, overdue or recurring stands alone. What the office itself
lets wait, and over-control that is open, are one item each that names every case.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from bihuan.domain.clocks import is_overdue
from bihuan.domain.findings.case import state_as_of
from bihuan.domain.findings.escalation import office_delays
from bihuan.domain.findings.facts import FindingFacts
from bihuan.domain.findings.rules import DEFAULT_RULES
from bihuan.domain.findings.states import BUCKET_OF, RECTIFY_RUNNING, Bucket, State
from bihuan.features.posts import api as posts
from bihuan.features.supervision.api import (
    Behind,
    Lowered,
    asked_for,
    finding_types,
    findings_of,
    lowered_in,
    said_behind,
)
from bihuan.features.supervision.labels import STATES
from bihuan.features.supervision.nightly.words import (
    Names,
    in_both,
    label_of,
    names_of,
    place_of,
    titled,
)
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
    lowered = lowered_in(context)
    together = {
        AgendaKind.OFFICE: [one for one in listed if _delays(one)],
        AgendaKind.OVER_CONTROL: [one for one in listed if one.over_control and _open(one)],
        AgendaKind.SUSPENDED: [one for one in listed if _suspended(one, context)],
        AgendaKind.LOWERED: [one for one in listed if one.id in lowered],
    }
    night = Night(names_of((*(one for one, _ in alone), *chain(*together.values()))), lowered)
    told = Beside(
        said_behind([one.id for one, _ in alone], context),
        posts.posts_of(one.handler_post for one, _ in alone if one.handler_post),
        asked,
    )
    for one, kind in alone:
        yield _item(one, kind, context, night.names, told)
    for kind, cases in together.items():
        if cases:
            yield _gathered(kind, cases, night)


def _suspended(one: FindingFacts, context: NightlyContext) -> bool:
    """Tell whether it still is at the cut-off: it ends by itself, entry or not."""
    return state_as_of(one, context.window.until) == State.SUSPENDED


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


@dataclass(frozen=True, slots=True)
class Beside:
    """What is told of a night's single cases: what stands behind, who answers, who asked why."""

    behind: Mapping[str, Behind]
    owners: Mapping[int, posts.PostView]
    asked: Mapping[str, str]


def _facts(one: FindingFacts, context: NightlyContext, told: Beside) -> Iterator[Fact]:
    """Yield how grave it is, who answers for it until when, and what stands behind it."""
    due, behind = one.rectify_due_at, told.behind.get(one.id, Behind())
    late = int((context.window.until - due).total_seconds() // 3600) if due else 0
    yield Fact(Words("级别", "Severity"), f"S{one.severity}")
    yield Fact(Words("升级", "Escalation"), f"E{one.level}")
    yield Fact(Words("返工", "Rework"), str(one.rework_count))
    yield Fact(Words("超时（小时）", "Hours overdue"), str(max(0, late)))
    yield Fact(Words("七日内同类", "Same type in 7 days"), str(one.recent_same_type))
    yield Fact(Words("状态", "State"), in_both(STATES[State(one.state)]))
    owner = told.owners.get(one.handler_post or 0)
    if owner is not None:
        yield Fact(Words("责任岗位", "Responsible post"), Words(owner.formal, owner.english))
    if due is not None:
        yield Fact(Words("整改时限", "Due"), f"{due.astimezone(LOCAL):%Y-%m-%d %H:%M}")
    if behind.cause:
        yield Fact(Words("原因", "Cause"), behind.cause)
    if behind.need and one.state == State.BLOCKED:
        yield Fact(Words("需要", "What is needed"), behind.need)
    if told.asked.get(one.id):
        yield Fact(Words("列入理由", "Put here because"), told.asked[one.id])


def _item(
    one: FindingFacts, kind: AgendaKind, context: NightlyContext, names: Names, told: Beside
) -> AgendaFact:
    label = label_of(one)
    asked, offered = one.help_asked, one.help_offered
    return AgendaFact(
        kind=kind,
        subject=label,
        title=titled(one, names),
        facts=tuple(_facts(one, context, told)),
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


@dataclass(frozen=True, slots=True)
class Gathering:
    """What one item says that names many cases; ``{n}`` in the title is how many.

    ``said`` is what is told of a case, ``weigh`` its part of the item's weight.
    """

    title: Words
    otherwise: Words
    said: Callable[[FindingFacts, "Night"], Words]
    link: str = "/ledger"
    help: Words | None = None
    weigh: Callable[[FindingFacts, "Night"], int] = lambda one, _: 5 - one.severity


@dataclass(frozen=True, slots=True)
class Night:
    """What is known of a night's cases: their names, and what triage lowered."""

    names: Names
    lowered: Mapping[str, Lowered]


def _late(one: FindingFacts, _: Night) -> Words:
    clocks = [CLOCKS[name] for name in _delays(one)]
    return Words("、".join(c.zh for c in clocks), ", ".join(c.en for c in clocks))


def _excess(one: FindingFacts, night: Night) -> Words:
    kind, where = finding_types()[one.type_code], place_of(one, night.names)
    return Words(
        f"{one.type_code} {kind.zh} · {where.zh}", f"{one.type_code} {kind.en} · {where.en}"
    )


def _resting(one: FindingFacts, night: Night) -> Words:
    until, what = one.suspended_until, titled(one, night.names)
    day = "—" if until is None else f"{until.astimezone(LOCAL):%Y-%m-%d %H:%M}"
    return Words(f"{what.zh}，暂停至 {day}", f"{what.en}, until {day}")


def _eased(one: FindingFacts, night: Night) -> Words:
    change, what = night.lowered[one.id], titled(one, night.names)
    grades = f"S{change.before} → S{change.after}"
    return Words(
        f"{what.zh}，{grades}，理由：{change.reason}", f"{what.en}, {grades}: {change.reason}"
    )


GATHERED: Mapping[AgendaKind, Gathering] = {
    AgendaKind.OFFICE: Gathering(
        Words("督查办自身超时 {n} 件", "The office's own delays: {n}"),
        Words("交办、裁定、核查继续超时", "Assignment, ruling and checks stay late"),
        _late,
        help=Words("由市指挥部值班领导协调人手", "The command's duty lead finds people"),
        weigh=lambda _one, _night: 1,
    ),
    AgendaKind.OVER_CONTROL: Gathering(
        Words("过度管控未办结 {n} 件", "Over-control still open: {n}"),
        Words("超出规定的管控继续影响群众", "People stay under more than the rules allow"),
        _excess,
        "/ledger?view=over_control",
    ),
    AgendaKind.SUSPENDED: Gathering(
        Words("暂停计时 {n} 件", "Suspended: {n}"),
        Words("到期自动恢复计时", "Every clock goes on by itself at the end date"),
        _resting,
        "/ledger?state=SUSPENDED",
    ),
    AgendaKind.LOWERED: Gathering(
        Words("立案时降低级别 {n} 件", "Severity lowered at triage: {n}"),
        Words("按降低后的级别计时办理", "The lower severity and its times stand"),
        _eased,
        weigh=lambda one, night: one.severity - night.lowered[one.id].before,
    ),
}


def _gathered(kind: AgendaKind, cases: Sequence[FindingFacts], night: Night) -> AgendaFact:
    """Return the one item of a kind that names all its cases."""
    how, n = GATHERED[kind], len(cases)
    return AgendaFact(
        kind=kind,
        subject=kind.value,
        title=Words(how.title.zh.format(n=n), how.title.en.format(n=n)),
        facts=_named(cases, lambda one: how.said(one, night)),
        help=how.help,
        otherwise=how.otherwise,
        weight=sum(how.weigh(one, night) for one in cases),
        link=how.link,
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
