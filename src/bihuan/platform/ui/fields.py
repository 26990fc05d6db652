"""The one text field of all forms: what nobody can see is refused with its place."""

import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.translation import gettext_lazy as _

from bihuan.domain.refusals import Refusal

_BREAKS = "\t\n\r"
_NO_CHARACTERS = "\ufffe\uffff"
# They turn the order of what is read without being seen.
_TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def printable(one: str) -> bool:
    """Tell whether a character may stand in a text: seen, and in its order."""
    if unicodedata.category(one) in ("Cc", "Cs"):
        return one in _BREAKS
    return one not in _NO_CHARACTERS + _TURNING


def no_controls(text: str) -> None:
    """Refuse characters that nobody sees and that no XML may hold; line breaks and tabs are fine.

    Raises
    ------
    ValidationError
        The text holds one; the message names its place.
    """
    wrong = unprintable(text)
    if wrong is not None:
        said = _("Character %(place)s cannot be printed (U+%(code)s); delete it.")
        raise ValidationError(said, params=dict(wrong.params))


def unprintable(text: str) -> Refusal | None:
    """Return the refusal of a text that comes without a form, None where it can be read."""
    for place, one in enumerate(text, start=1):
        if not printable(one):
            return Refusal("text_unprintable", {"place": place, "code": f"{ord(one):04X}"})
    return None


class PlainText(forms.CharField):
    """A text that people can read and papers can carry; of what is neither the place is named."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        own = (
            one for one in self.validators if not isinstance(one, ProhibitNullCharactersValidator)
        )
        self.validators = [no_controls, *own]
