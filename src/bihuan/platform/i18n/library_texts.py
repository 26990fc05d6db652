"""Sentences of the libraries that the product says in its own words.

They are listed for the catalogue only, which stands before the libraries' own.
"""

from django.utils.translation import gettext_noop as _

SENTENCES = (
    _("Null characters are not allowed."),
    _("This field is required."),
    _("Authenticator code"),
    _("Incorrect code."),
    _("Incorrect password."),
)
