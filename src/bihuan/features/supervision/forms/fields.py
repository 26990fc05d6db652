"""One form field for each name that a guard reads."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from bihuan.domain.clocks import Clock
from bihuan.domain.findings.facts import FindingFacts
from bihuan.domain.policy.loop_acts import LoopAct
from bihuan.domain.severity import Severity
from bihuan.features.supervision.api import (
    ORDER_TEXT,
    REPLY_TEXT,
    FindingType,
    families,
    finding_types,
    usual_items,
)
from bihuan.features.supervision.forms.inputs import ItemsField, SpanField
from bihuan.features.supervision.labels import TALKS
from bihuan.features.supervision.selectors.loop_rules import rules_to_show
from bihuan.platform.i18n import chinese
from bihuan.platform.i18n.severity_names import SEVERITY_NAMES
from bihuan.platform.ui.fields import PlainText

LONGEST = 2000
Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Asking:
    """What a field may depend on.

    Parameters
    ----------
    act, facts
        What is to be done, to which finding.
    choices
        Names to choose from, read by the view: posts, verifiers, older findings.
    order_text
        What the order in force asks for, "" before there is one.
    items
        What it asks for item by item.
    """

    act: LoopAct
    facts: FindingFacts
    choices: Mapping[str, Pairs] = field(default_factory=dict)
    order_text: str = ""
    items: Sequence[str] = ()


def _words(label: Any, rows: int = 3, hint: Any = "") -> Callable[[Asking], forms.Field]:
    def made(asking: Asking) -> forms.Field:  # noqa: ARG001
        widget = forms.Textarea({"rows": rows})
        return PlainText(label=label, max_length=LONGEST, widget=widget, help_text=hint)

    return made


def _explanation(asking: Asking) -> forms.Field:
    days = rules_to_show(asking.facts.severity).reply_time.days
    hint = ngettext(
        "From now the unit has %(n)s day to answer; no referral is drafted sooner.",
        "From now the unit has %(n)s days to answer; no referral is drafted sooner.",
        days,
    )
    made = _words(_("What the unit may answer, and until when"), 4, hint % {"n": days})
    return made(asking)


def _need(asking: Asking) -> forms.Field:
    offered = asking.act is LoopAct.OFFER_HELP
    label = _("What is offered") if offered else _("Which people, supplies or decision")
    widget = forms.Textarea({"rows": 3})
    return PlainText(label=label, max_length=LONGEST, widget=widget)


def _severity(asking: Asking) -> forms.Field:
    raising = asking.act is LoopAct.RAISE_SEVERITY
    graver = [one for one in Severity if not raising or one < asking.facts.severity]
    pairs = [(str(int(one)), f"{one.name} {SEVERITY_NAMES[one]}") for one in graver]
    initial = "" if raising else str(asking.facts.severity)
    return forms.TypedChoiceField(
        label=_("Severity"), choices=pairs, coerce=int, widget=forms.RadioSelect, initial=initial
    )


def _named(types: Sequence[FindingType]) -> Pairs:
    return [(kind.code, f"{kind.code} {kind.label} S{kind.severity:d}") for kind in types]


def _type_code(asking: Asking) -> forms.Field:
    now = finding_types().get(asking.facts.type_code)
    kept = f"{now.code} {now.label}" if now else asking.facts.type_code
    return forms.ChoiceField(
        label=_("Type"),
        choices=[("", kept), *((one.name, _named(one.types)) for one in families())],
        help_text=_(
            "Left as it is unless it was reported under a wrong type. A correction needs a reason; "
            "severity and clause follow the new type unless you change them too."
        ),
    )


def _clause(asking: Asking) -> forms.Field:
    return PlainText(label=_("Clause"), max_length=200, initial=asking.facts.clause)


def served(rows: int) -> dict[str, Any]:
    """Return the attributes of a text that is served in Chinese, whatever the page speaks."""
    return {"rows": rows} if chinese() else {"rows": rows, "lang": "zh-CN"}


def served_in() -> Any:
    """Return the hint beside such a text on an English page."""
    return "" if chinese() else _("The order is served in Chinese: write it in Chinese.")


def _order_text(asking: Asking) -> forms.Field:
    initial = ORDER_TEXT if asking.act is LoopAct.ASSIGN else asking.order_text
    return PlainText(
        label=_("What is to be put right"),
        max_length=LONGEST,
        widget=forms.Textarea(served(4)),
        initial=initial,
        help_text=served_in(),
    )


def _reply_text(asking: Asking) -> forms.Field:  # noqa: ARG001
    return PlainText(
        label=_("Right of reply and of review"),
        max_length=LONGEST,
        widget=forms.Textarea(served(4)),
        initial=REPLY_TEXT,
    )


def _items(asking: Asking) -> forms.Field:
    ordering = asking.act is LoopAct.ASSIGN
    initial = "\n".join(usual_items(asking.facts) if ordering else asking.items)
    return ItemsField(
        label=_("Items"),
        initial=initial,
        widget=forms.Textarea(served(5)),
        help_text=_("One a line; each gets a tick of its own.")
        if ordering
        else _(
            "One a line. An item that stays word for word keeps its tick; a changed or a new one "
            "is open."
        ),
    )


def _plan_days(asking: Asking) -> forms.Field:  # noqa: ARG001
    whole = _("Give a whole number of working days, from 1 to 15.")
    return forms.IntegerField(
        label=_("Working days allowed"),
        min_value=1,
        max_value=15,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), whole),
        help_text=_("Left empty: the deadline of the table."),
    )


def _choice(label: Any, name: str, empty: Any = "") -> Callable[[Asking], forms.Field]:
    def made(asking: Asking) -> forms.Field:
        pairs = [("", empty), *asking.choices.get(name, ())]
        return forms.ChoiceField(label=label, choices=pairs)

    return made


def _post(label: Any, name: str, empty: Any) -> Callable[[Asking], forms.Field]:
    def made(asking: Asking) -> forms.Field:
        pairs = [("", empty), *asking.choices.get(name, ())]
        # Accepted is what the unit proposed, unless the office names somebody else.
        proposed = asking.facts.return_to_post if asking.act is LoopAct.ACCEPT_RETURN else None
        return forms.TypedChoiceField(
            label=label, choices=pairs, coerce=int, empty_value=None, initial=proposed
        )

    return made


def _seconds(asking: Asking) -> forms.Field:
    facts = asking.facts
    working = facts.clock == Clock.WORKING.value
    unit = timedelta(days=1) if working else timedelta(hours=1)
    asked = facts.extension_asked_seconds or facts.original_seconds // 2
    label = _("More time, in working days") if working else _("More time, in hours")
    initial = f"{asked / unit.total_seconds():g}"
    return SpanField(unit=unit, label=label, initial=initial)


def _contested(asking: Asking) -> forms.Field:  # noqa: ARG001
    pairs = [("facts", _("The facts")), ("clause", _("The clause"))]
    return forms.ChoiceField(label=_("What is contested"), choices=pairs, widget=forms.RadioSelect)


def _talk(asking: Asking) -> forms.Field:  # noqa: ARG001
    return forms.ChoiceField(
        label=_("The talk that was proposed"),
        choices=tuple(TALKS.items()),
        widget=forms.RadioSelect,
    )


def _visit(asking: Asking) -> forms.Field:
    pairs: list[tuple[str, Any]] = [("on_site", _("On site"))]
    if asking.facts.severity > Severity.S2:
        pairs.append(("remote", _("Remotely")))
    return forms.ChoiceField(
        label=_("How it was verified"), choices=pairs, widget=forms.RadioSelect
    )


def _until(asking: Asking) -> forms.Field:  # noqa: ARG001
    widget = forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(
        label=_("Until"),
        widget=widget,
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        error_messages={"invalid": _("Give a day and time that exist, such as 2022-11-30 18:00.")},
    )


def _agrees(asking: Asking) -> forms.Field:  # noqa: ARG001
    return forms.BooleanField(label=_("The unit agrees that it was put right on the spot"))


def _resident_confirmed(asking: Asking) -> forms.Field:  # noqa: ARG001
    return forms.BooleanField(
        label=_("The resident who asked confirms that it is put right"),
        help_text=_("A request was the source: call back before you decide."),
    )


def _confirm(asking: Asking) -> forms.Field:
    number = f"{asking.facts.ledger_number or 0:04d}"[-4:]
    return forms.RegexField(
        f"^{number}$",
        label=_("Last four digits of the ledger number"),
        help_text=_("This cannot be undone. Type them to confirm that it is this order."),
        error_messages={"invalid": _("These are not the last four digits of this order.")},
    )


FIELDS: Mapping[str, Callable[[Asking], forms.Field]] = {
    "reason": _words(_("Reason")),
    "evidence": _words(
        _("Evidence of the place"),
        hint=_("What the place looks like now. Pictures can be added on the order's page."),
    ),
    "cause": _words(_("Cause")),
    "prevention": _words(_("What prevents it from happening again")),
    "plan": _words(_("Plan")),
    "protection": _words(_("How people are protected meanwhile")),
    "notes": _words(_("What was seen")),
    "root_cause": _words(_("Root cause")),
    "resources": _words(_("Resources given")),
    "explanation": _explanation,
    "text": _words(_("Reply"), rows=6),
    "mitigation": _words(
        _("Mitigating facts"),
        rows=5,
        hint=_("Workload, resources asked and refused, and what speaks for the unit."),
    ),
    "need": _need,
    "type_code": _type_code,
    "severity": _severity,
    "clause": _clause,
    "order_text": _order_text,
    "reply_text": _reply_text,
    "items": _items,
    "plan_days": _plan_days,
    "target": _choice(_("Older finding of the same place and type"), "target", "—"),
    "to_post": _post(_("Who should answer instead"), "to_post", "—"),
    "verifier": _post(_("Verifier"), "verifier", _("By rotation")),
    "seconds": _seconds,
    "contested": _contested,
    "talk": _talk,
    "visit": _visit,
    "until": _until,
    "unit_agrees": _agrees,
    "resident_confirmed": _resident_confirmed,
    "confirm": _confirm,
}
"""How each field is made."""
