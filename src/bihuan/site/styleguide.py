"""A living page of every component in every state, on invented content."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bihuan.domain.refusals import Refusal
from bihuan.platform.auth.access import public
from bihuan.platform.ui import clocks, paging
from bihuan.platform.ui.fields import PlainText
from bihuan.platform.ui.parts import (
    CellProblem,
    ChainLink,
    Difference,
    DryRun,
    Filter,
    GuardMark,
    Happening,
    Hold,
    Option,
    SavedView,
    Step,
    StepMark,
    Tone,
)

NOW = datetime(2026, 8, 2, 12, 41, tzinfo=UTC)
SIZES = (
    ("calm", 37, 83),
    ("near", 92, 18),
    ("over", 720, -187),
    ("long", 60, 3400),
)


class SampleForm(forms.Form):
    """Fields as they look in every form."""

    place = PlainText(
        label=gettext_lazy("Place"),
        help_text=gettext_lazy("As people there call it, with the gate or building."),
    )
    severity = forms.ChoiceField(
        label=gettext_lazy("Severity"),
        choices=[("1", "S1"), ("2", "S2")],
        widget=forms.RadioSelect,
    )
    reason = PlainText(
        label=gettext_lazy("Reason"), required=False, widget=forms.Textarea({"rows": 3})
    )


@public
def styleguide(request: HttpRequest) -> HttpResponse:
    """Show every component."""
    context = {
        **_clocks(),
        **_procedures(),
        **_lists(request),
        "guide_now": NOW,
        "form": SampleForm(),
        "wrong_form": SampleForm({"place": "", "severity": "7"}),
        "refusal": Refusal("outside_own_scope", clause="policy"),
        "severities": (1, 2, 3, 4),
    }
    return render(request, "styleguide.html", context)


def _clocks() -> dict[str, Any]:
    faces = {
        name: clocks.running(
            NOW - timedelta(minutes=used), NOW + timedelta(minutes=left), NOW, grave=name == "near"
        )
        for name, used, left in SIZES
    }
    due = NOW + timedelta(days=2)
    working = clocks.counted(due, NOW, left=timedelta(days=2), share=0.3, working=True)
    calm = faces["calm"]
    faces["working"] = working
    faces["paused"] = clocks.halted(calm, clocks.Shape.PAUSED, due)
    faces["blocked"] = clocks.halted(calm, clocks.Shape.BLOCKED, NOW - timedelta(hours=5))
    faces["done"] = clocks.halted(calm, clocks.Shape.DONE, NOW)
    return {"faces": faces, "calm_face": calm}


def _procedures() -> dict[str, Any]:
    return {
        "steps": [
            StepMark(_("Reported"), "19:52", Step.DONE),
            StepMark(_("Assigned"), "20:04", Step.DONE),
            StepMark(_("Received"), "20:11", Step.DONE),
            StepMark(_("Rectifying"), _("now"), Step.NOW),
            StepMark(_("Verification"), "", Step.AHEAD),
            StepMark(_("Closed"), "", Step.AHEAD),
            StepMark(_("Look-back"), "", Step.AHEAD),
        ],
        "happenings": [
            Happening(NOW - timedelta(hours=1), _("Reported"), _("Supervision team 2")),
            Happening(
                NOW - timedelta(minutes=50),
                _("Assigned"),
                _("Clerk"),
                tone=Tone.ACT,
                corrected=True,
            ),
            Happening(NOW - timedelta(minutes=30), _("Received"), _("Duty post"), tone=Tone.DONE),
            Happening(NOW, _("Escalated to E1"), _("By rule"), tone=Tone.LATE),
        ],
        "marks": [
            GuardMark(_("All sub-items are done"), Hold.HOLDS),
            GuardMark(_("An independent verifier has passed it"), Hold.MISSING, _("Verifier")),
            GuardMark(_("The legal office confirms the basis"), Hold.WAITING, _("Legal reviewer")),
        ],
        "links": [
            ChainLink(_("City"), _("Supervision office"), _("Deputy clerk")),
            ChainLink(_("County"), _("County duty post"), here=True),
            ChainLink(_("Community")),
        ],
        "differences": [
            Difference(_("State"), _("Received"), _("Received")),
            Difference(_("Reason"), _("The lane is clear"), _("The lane is half clear")),
        ],
    }


def _lists(request: HttpRequest) -> dict[str, Any]:
    problem = CellProblem(
        _("Posts"), 14, _("Phone"), "13800", _("A phone number has 11 digits."), ""
    )
    chosen = request.GET.get("severity", "")
    options = (Option("1", "S1", 2), Option("2", "S2", 9), Option("3", "S3", 40))
    views = (
        SavedView(_("Mine to do"), "?", 14, current=True),
        SavedView(_("All open"), "?view=open", 1063),
        SavedView(_("S1 and S2"), "?view=grave", 11),
        SavedView(_("Due today"), "?view=today"),
    )
    return {
        "report": DryRun(new=41, changed=3, same=2282, problems=(problem,)),
        "chip": Filter("severity", _("Severity"), options, chosen),
        "plain_chip": Filter("unit", _("Unit"), options),
        "views": views,
        "paged": paging.KeyedPage((), paging.write_key((1, "JB-2026-0213")), first=False),
    }
