"""How long a password must be, said in the language of the page or the console."""

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import gettext as _


class LongEnough(MinimumLengthValidator):
    """Django's own check with a sentence that the catalogue has in Chinese."""

    def get_error_message(self) -> str:
        """Say how long it must be."""
        least = {"least": self.min_length}
        return _("This password is too short: it must have at least %(least)s characters.") % least
