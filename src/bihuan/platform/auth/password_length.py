"""How long a password must be, said in the language of the page or the console."""

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

# Sentences of the library that the catalogue says in the product's own tone.
TOLD_POLITELY = (
    gettext_noop("Your password can’t be too similar to your other personal information."),
    gettext_noop("Your password can’t be a commonly used password."),
    gettext_noop("Your password can’t be entirely numeric."),
)


class LongEnough(MinimumLengthValidator):
    """Django's own check with a sentence that the catalogue has in Chinese."""

    def get_help_text(self) -> str:
        """Say how long it must be, before anything is typed."""
        return _("At least %(least)s characters.") % {"least": self.min_length}

    def get_error_message(self) -> str:
        """Say how long it must be."""
        least = {"least": self.min_length}
        return _("This password is too short: it must have at least %(least)s characters.") % least
