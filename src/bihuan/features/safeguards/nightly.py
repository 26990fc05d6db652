"""Section 14 of the nightly review: open appeals, their age, what is late or unheard."""

from bihuan.features.safeguards import api
from bihuan.platform.figures import (
    AgendaFact,
    AgendaKind,
    AgendaSource,
    Count,
    Definition,
    Figure,
    NightlyContext,
    Spread,
    Target,
    Words,
    spread_of,
)

SECTION = 14
CLAUSE = "nightly review, section 14; IDL 74"
APPEALS, HOURS = Words("件", "appeals"), Words("小时", "hours")


def _open(context: NightlyContext) -> list[api.AppealView]:
    known = context.once(
        "safeguards.appeals", lambda: api.appeals_in(context.incident, context.scope)
    )
    return [one for one in known if one.open_at(context.window.until)]


def _age(context: NightlyContext) -> Spread | None:
    until = context.window.until
    return spread_of(
        [int((until - one.filed_at).total_seconds() // 3600) for one in _open(context)]
    )


def _late(context: NightlyContext) -> list[api.AppealView]:
    return [one for one in _open(context) if one.late_at(context.window.until)]


def _unheard(context: NightlyContext) -> list[api.AppealView]:
    return [one for one in _open(context) if one.hearing_post is None]


FIGURES = (
    Figure(
        "safeguards.open", SECTION, Words("未决申诉", "Open appeals"),
        Definition(Words("截止时点未作出决定", "not decided at the cut-off"), APPEALS,
                   clause=CLAUSE),
        lambda context: Count(len(_open(context))), 1,
    ),
    Figure(
        "safeguards.age", SECTION, Words("未决申诉时长", "Age of open appeals"),
        Definition(Words("自收到至截止时点", "from filing to the cut-off"), HOURS, clause=CLAUSE),
        _age, 2,
    ),
    Figure(
        "safeguards.late", SECTION, Words("逾期未决申诉", "Appeals past their due time"),
        Definition(Words("截止时点已过答复期限", "past the due time at the cut-off"), APPEALS,
                   clause=CLAUSE),
        lambda context: Count(len(_late(context))), 3, Target.ZERO,
    ),
    Figure(
        "safeguards.unheard", SECTION, Words("无受理机关的申诉", "Appeals that no body hears"),
        Definition(Words("无未参与决定的机关可受理", "no body without a part in the measure"),
                   APPEALS, clause=CLAUSE),
        lambda context: Count(len(_unheard(context))), 4, Target.ZERO,
    ),
)  # fmt: skip


def _agenda(context: NightlyContext) -> list[AgendaFact]:
    listed = {one.id: one for one in (*_late(context), *_unheard(context))}
    return [
        AgendaFact(
            AgendaKind.SAFEGUARDS,
            f"appeal:{one.id}",
            Words("申诉逾期或无机关受理", "An appeal is late or heard by nobody"),
            weight=1,
            link=f"/safeguards/appeals/{one.id}",
        )
        for one in listed.values()
    ]


AGENDA = (AgendaSource("appeals", _agenda),)
