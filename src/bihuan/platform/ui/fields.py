"""The one text field of all forms: what nobody can see is refused with its place."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.translation import gettext_lazy as _

from bihuan.domain.texts import unreadable

# As platform.i18n words these refusals; the two rooms do not know each other.
_SAID = {
    "text_unprintable": _("Character %(place)s cannot be printed (U+%(code)s); delete it."),
    "text_invisible": _("Nothing of this text can be seen; write words or leave it empty."),
}


def no_controls(text: str) -> None:
    """Refuse characters that nobody sees and that no XML may hold; line breaks and tabs are fine.

    Raises
    ------
    ValidationError
        The text holds one, or nothing else; the message names the place.
    """
    wrong = unreadable(text)
    if wrong is not None:
        raise ValidationError(_SAID[wrong.code], params=dict(wrong.params))


class PlainText(forms.CharField):
    """A text that people can read and papers can carry; of what is neither the place is named."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        own = (
            one for one in self.validators if not isinstance(one, ProhibitNullCharactersValidator)
        )
        self.validators = [no_controls, *own]
