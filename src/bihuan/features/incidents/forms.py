"""Forms of incidents and of the working-day calendar."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bihuan.features.incidents.labels import DAY_KINDS, LEVELS
from bihuan.platform.clock.incident import LOCAL
from bihuan.platform.ui.fields import PlainText

THOUSAND = 1000
FASTEST = 600
MINUTES_AN_HOUR = 60
Choices = Sequence[tuple[str, str]]


class LocalTimeField(forms.DateTimeField):
    """A local time of the city, as browsers send it."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    input_formats = ("%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M")

    def to_python(self, value: Any) -> Any:
        """Return an aware instant in the city's own time zone."""
        found = super().to_python(value)
        return None if found is None else found.replace(tzinfo=LOCAL)


class CutOffField(forms.TimeField):
    """The time of day at which the review's window ends, as minutes since midnight."""

    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")

    def to_python(self, value: Any) -> Any:
        """Return minutes; midnight is the end of the day."""
        found = super().to_python(value)
        if found is None:
            return None
        return found.hour * MINUTES_AN_HOUR + found.minute or 24 * MINUTES_AN_HOUR


class IncidentForm(forms.Form):
    """What is said when an incident is opened."""

    name_zh = PlainText(label=_("Chinese name"), max_length=120)
    name_en = PlainText(label=_("English name"), max_length=160)
    zone = forms.TypedChoiceField(label=_("Territory"), coerce=int)
    level = forms.TypedChoiceField(label=_("Response level"), coerce=int, choices=LEVELS)
    day_zero = forms.DateField(
        label=_("Day 1"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    cut_off = CutOffField(label=_("Cut-off of the nightly review"))
    kind = forms.ChoiceField(
        label=_("Live or drill"),
        choices=(("live", _("Live: runs on the wall clock")),
                 ("drill", _("Drill: has its own clock and its own record"))),
        widget=forms.RadioSelect,
    )  # fmt: skip
    drill_at = LocalTimeField(
        label=_("A drill's clock starts at"),
        required=False,
        help_text=_("A past or a future day can be played. Left out for a live incident."),
    )
    speed = forms.IntegerField(
        label=_("A drill's speed"), min_value=0, max_value=FASTEST, required=False,
        help_text=_("1 is real time, 60 makes an hour of a minute, 0 stands still."),
    )  # fmt: skip

    def __init__(self, *args: Any, zones: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["zone"].choices = zones  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for a start of the clock in a drill, and for none in a live incident."""
        said = super().clean() or {}
        drill = said.get("kind") == "drill"
        if drill and said.get("drill_at") is None and "drill_at" not in self.errors:
            self.add_error("drill_at", _("Say at which time the drill's clock starts."))
        if not drill:
            said["drill_at"] = None
        return said


class ChangeForm(forms.Form):
    """What can be changed about an open incident; what is not granted is left out."""

    level = forms.TypedChoiceField(
        label=_("Response level"), coerce=int, choices=LEVELS,
        help_text=_("Measures that the new level does not allow end at once."),
    )  # fmt: skip
    cut_off = CutOffField(label=_("Cut-off of the nightly review"))
    at = LocalTimeField(
        label=_("Set the drill's clock forward to"), required=False,
        help_text=_("Left empty, the clock goes on from where it is."),
    )  # fmt: skip
    speed = forms.IntegerField(
        label=_("A drill's speed"), min_value=0, max_value=FASTEST,
        help_text=_("1 is real time, 60 makes an hour of a minute, 0 stands still."),
    )  # fmt: skip
    name = PlainText(label=_("Type the incident's Chinese name to end it"), max_length=120)
    leave_open = forms.BooleanField(
        label=_("Leave the drill's open orders and measures as they are"), required=False,
        help_text=_(
            "Their clocks run on until they are settled. A live incident ends without open orders"
            " and measures."
        ),
    )  # fmt: skip

    def __init__(self, *args: Any, wanted: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in set(self.fields) - set(wanted):
            del self.fields[name]


class DayForm(forms.Form):
    """One line of the calendar's table; an empty line is passed over."""

    day = forms.DateField(
        label=pgettext_lazy("calendar", "Day"), required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip
    kind = forms.ChoiceField(label=_("Kind"), choices=tuple(DAY_KINDS.items()), required=False)
    name = PlainText(label=_("Why"), max_length=40, required=False)


class YearForm(forms.Form):
    """Where a year's days come from."""

    source = PlainText(
        label=_("Source"), max_length=160,
        help_text=_("Such as the notice of the State Council's office with its number."),
    )  # fmt: skip
