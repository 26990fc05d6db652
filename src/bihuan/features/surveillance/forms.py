"""Forms of surveillance; what can be entered is said by the domain, not here."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bihuan.domain.surveillance.capacity import FACILITIES, TESTING, ends_of
from bihuan.domain.surveillance.cases import CaseStatus, Origin, Route
from bihuan.domain.surveillance.regimes import Effect
from bihuan.domain.surveillance.signals import SignalKind, SignalLine
from bihuan.features.surveillance.api import (
    CapacityDraft,
    CaseDraft,
    RegimeDraft,
    TimelineDraft,
    TimelineView,
)
from bihuan.features.surveillance.labels import (
    ACTIONS,
    EFFECTS,
    ITEMS,
    ORIGINS,
    ROUTES,
    SIGNALS,
    STATUSES,
)
from bihuan.platform.ui.fields import PlainText

Zones = Sequence[tuple[int, str]]


def _day(label: Any, *, required: bool = True) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )


class ZoneForm(forms.Form):
    """A form about one of the zones that a post may enter for."""

    zone = forms.TypedChoiceField(label=_("Zone"), coerce=int)

    def __init__(self, *args: Any, zones: Zones, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["zone"].choices = list(zones)  # type: ignore[attr-defined]


class CaseForm(ZoneForm):
    """One count of a day."""

    # Nothing is chosen beforehand: a count must not become an import by an oversight.
    origin = forms.ChoiceField(
        label=_("Origin"),
        initial=Origin.NOT_GIVEN.value,
        choices=[(k.value, v) for k, v in ORIGINS.items()],
    )
    route = forms.ChoiceField(
        label=_("Route of detection"),
        initial=Route.NOT_GIVEN.value,
        choices=[(k.value, v) for k, v in ROUTES.items()],
    )
    status = forms.ChoiceField(
        label=_("Classification"),
        initial=CaseStatus.NOT_GIVEN.value,
        choices=[(k.value, v) for k, v in STATUSES.items()],
    )
    count = forms.IntegerField(label=_("Count"), min_value=0)
    converted = forms.IntegerField(
        label=_("Of these counted earlier under another status"), min_value=0, required=False
    )
    source = PlainText(label=_("Source"), max_length=120)
    reason = PlainText(
        label=_("Reason, when a stored count changes"), max_length=120, required=False
    )

    def draft(self, day: str) -> CaseDraft:
        """Return what was said."""
        said = self.cleaned_data
        return CaseDraft(
            zone=said["zone"], day=day, origin=Origin(said["origin"]), route=Route(said["route"]),
            status=CaseStatus(said["status"]), count=said["count"],
            converted=said["converted"] or 0, source=said["source"], reason=said["reason"],
        )  # fmt: skip


class FileForm(forms.Form):
    """A file of rows."""

    file = forms.FileField(label=_("File (CSV or Excel)"))
    source = PlainText(label=_("Source"), max_length=120)
    reason = PlainText(label=_("Reason, when stored counts change"), max_length=120, required=False)


class SignalFileForm(forms.Form):
    """A file of signals."""

    file = forms.FileField(label=_("File (CSV or Excel)"))
    source = PlainText(label=_("Source"), max_length=120)


class RegimeForm(ZoneForm):
    """A change of testing or definition."""

    first = _day(_("First day"))
    last = _day(_("Last day"), required=False)
    effect = forms.ChoiceField(
        label=_("Effect"), choices=[(k.value, v) for k, v in EFFECTS.items()]
    )
    zh = PlainText(label=_("What changed (Chinese)"), max_length=200)
    en = PlainText(label=_("What changed (English)"), max_length=200, required=False)

    def draft(self) -> RegimeDraft:
        """Return what was said."""
        said = self.cleaned_data
        return RegimeDraft(
            said["zone"],
            said["first"],
            said["last"],
            Effect(said["effect"]),
            said["zh"],
            said["en"],
        )


class SignalForm(ZoneForm):
    """One signal of a day."""

    day = _day(pgettext_lazy("date", "Day"))
    kind = forms.ChoiceField(label=_("Signal"), choices=[(k.value, v) for k, v in SIGNALS.items()])
    site = PlainText(
        label=_("Site"), max_length=60, required=False, help_text=_("Empty for the whole zone.")
    )
    n = forms.IntegerField(label=_("Part"), min_value=0)
    of = forms.IntegerField(label=_("Whole"), min_value=0)
    source = PlainText(label=_("Source"), max_length=120)

    def line(self) -> SignalLine:
        """Return what was said."""
        said = self.cleaned_data
        return SignalLine(
            said["zone"], said["day"].isoformat(), SignalKind(said["kind"]), said["site"].strip(),
            said["n"], said["of"], said["source"],
        )  # fmt: skip


class TimelineForm(forms.Form):
    """Milestones and the seven actions; an action that does not apply is unticked."""

    emerged = _day(_("Emerged"), required=False)
    detected = _day(_("Detected"), required=False)
    notified = _day(_("Notified"), required=False)
    source = PlainText(label=_("Source"), max_length=120, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, words in ACTIONS.items():
            self.fields[f"applies_{name}"] = forms.BooleanField(
                label=format_lazy("{}", words), required=False
            )
            self.fields[f"done_{name}"] = _day(
                format_lazy("{} · {}", words, _("completed on")), required=False
            )

    @staticmethod
    def initial_of(view: TimelineView | None) -> dict[str, Any]:
        """Return the stored timeline as first values; all actions apply before any was said."""
        if view is None:
            return {f"applies_{name}": True for name in ACTIONS}
        steps = view.milestones
        said: dict[str, Any] = {
            "emerged": steps.emerged, "detected": steps.detected, "notified": steps.notified,
            "source": view.source,
        }  # fmt: skip
        for name, day in view.actions.items():
            said |= {f"applies_{name}": True, f"done_{name}": day}
        return said

    def draft(self) -> TimelineDraft:
        """Return what was said."""
        said = self.cleaned_data
        actions = {
            name: said[f"done_{name}"]
            for name in ACTIONS
            if said[f"applies_{name}"] or said[f"done_{name}"]
        }
        steps = (said["emerged"], said["detected"], said["notified"])
        return TimelineDraft(*steps, actions, said["source"])


class CapacityForm(forms.Form):
    """Counts of a day; what is left empty keeps its value."""

    day = _day(pgettext_lazy("date", "Day"))
    source = PlainText(label=_("Source"), max_length=120, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for item in (*TESTING, *FACILITIES):
            least, most = ends_of(item)
            self.fields[item.value] = forms.IntegerField(
                label=format_lazy("{}", ITEMS[item]),
                min_value=least,
                max_value=most,
                required=False,
            )

    def draft(self) -> CapacityDraft:
        """Return the counts that were given."""
        said = self.cleaned_data
        listed = (*TESTING, *FACILITIES)
        values = {item: said[item.value] for item in listed if said[item.value] is not None}
        return CapacityDraft(said["day"], values, said["source"])
