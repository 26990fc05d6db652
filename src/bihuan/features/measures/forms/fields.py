"""Makers of the fields that the forms of measures share."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from bihuan.domain.civil_days import is_plausible, years
from bihuan.domain.measures.catalogue import MeasureType
from bihuan.features.measures.labels.refusals import REFUSALS
from bihuan.platform.ui.fields import PlainText

LONGEST, LONGEST_LINE = 1000, 300
MOST_PEOPLE = 10_000_000
HOUR = timedelta(hours=1)


def paragraph(label: Any, rows: int = 2, *, most: int = LONGEST, **more: Any) -> PlainText:
    """Return a text of several lines; it may stay empty unless ``required`` says otherwise."""
    widget = forms.Textarea(attrs={"rows": rows} | more.pop("attrs", {}))
    return PlainText(
        label=label,
        max_length=most,
        widget=widget,
        required=more.pop("required", False),
        **more,
    )


def english(label: Any) -> PlainText:
    """Return the English form of a text whose Chinese is decided."""
    told = _("Optional: without it the English notice shows the decided Chinese text.")
    return paragraph(label, attrs={"lang": "en"}, help_text=told)


def text_line(label: Any, *, most: int = LONGEST_LINE) -> PlainText:
    """Return a text of one line that may stay empty."""
    return PlainText(label=label, max_length=most, required=False)


def _in_our_time(said: date) -> None:
    """Refuse a year that no clock of an incident shows."""
    if not is_plausible(said):
        told = _("The year must lie between %(first)s and %(last)s.")
        raise ValidationError(told, params=years())


def instant(label: Any, *, required: bool = True) -> forms.DateTimeField:
    """Return a day and time as a browser's own control asks for them."""
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(
        label=label, widget=widget, required=required, validators=[_in_our_time]
    )


def day(label: Any, *, required: bool = True) -> forms.DateField:
    """Return a day as a browser's own control asks for it."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, required=required, validators=[_in_our_time])


def people(label: Any) -> forms.IntegerField:
    """Return a number of people that may stay empty."""
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=MOST_PEOPLE)


def hours(label: Any, kind: MeasureType, *, help_text: Any, required: bool) -> forms.IntegerField:
    """Return how long a measure of a type lasts; too long is told as the decision would tell it."""
    longest = kind.longest_time // HOUR
    too_long = str(REFUSALS["lasts_too_long"]) % {"measure": kind.code, "hours": longest}
    return forms.IntegerField(
        label=label, required=required, min_value=1, max_value=longest, help_text=help_text,
        error_messages={
            "min_value": str(REFUSALS["ends_before_it_starts"]), "max_value": too_long,
        },
    )  # fmt: skip
