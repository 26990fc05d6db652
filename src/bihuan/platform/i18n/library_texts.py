"""Sentences of the web framework that the product says in its own words.

They are listed for the catalogue only, which stands before the framework's own.
"""

from django.utils.translation import gettext_noop as _

SENTENCES = (_("Null characters are not allowed."),)
