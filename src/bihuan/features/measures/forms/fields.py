"""Makers of the fields that the forms of measures share."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from bihuan.features.measures.selectors.xml_text import printable

LONGEST, LONGEST_LINE = 1000, 300
MOST_PEOPLE = 10_000_000


def no_controls(text: str) -> None:
    """Refuse characters that nobody sees and that no XML may hold; line breaks and tabs are fine.

    Raises
    ------
    ValidationError
        The text holds one; the message names its place.
    """
    for place, one in enumerate(text, start=1):
        if not printable(one):
            said = _("Character %(place)s cannot be printed (U+%(code)s); delete it.")
            raise ValidationError(said, params={"place": place, "code": f"{ord(one):04X}"})


def paragraph(label: Any, rows: int = 2, *, most: int = LONGEST, **more: Any) -> forms.CharField:
    """Return a text of several lines; it may stay empty unless ``required`` says otherwise."""
    widget = forms.Textarea(attrs={"rows": rows} | more.pop("attrs", {}))
    return forms.CharField(
        label=label,
        max_length=most,
        widget=widget,
        required=more.pop("required", False),
        validators=(no_controls,),
        **more,
    )


def english(label: Any) -> forms.CharField:
    """Return the English form of a text whose Chinese is decided."""
    told = _("Optional: without it the English notice shows the decided Chinese text.")
    return paragraph(label, attrs={"lang": "en"}, help_text=told)


def text_line(label: Any, *, most: int = LONGEST_LINE) -> forms.CharField:
    """Return a text of one line that may stay empty."""
    return forms.CharField(label=label, max_length=most, required=False, validators=(no_controls,))


def instant(label: Any, *, required: bool = True) -> forms.DateTimeField:
    """Return a day and time as a browser's own control asks for them."""
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, widget=widget, required=required)


def day(label: Any, *, required: bool = True) -> forms.DateField:
    """Return a day as a browser's own control asks for it."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, required=required)


def people(label: Any) -> forms.IntegerField:
    """Return a number of people that may stay empty."""
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=MOST_PEOPLE)
