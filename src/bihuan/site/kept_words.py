"""What somebody typed into a form that could not be taken: shown again, and sent again.

Sent again only when the browser says that the form was our own: a page of another site must not
get its words accepted with a fresh token.
"""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.http import HttpRequest

from bihuan.platform.ui.forms import typed

TOKEN = "csrfmiddlewaretoken"  # noqa: S105  (the name of a field)
SECRET = re.compile(r"password|passphrase|secret|token|code|otp", re.IGNORECASE)
# Keys, versions, numbers and choices of a form are no words of a person: they go without a space.
NO_WORDS = re.compile(r"[!-~]*")
OWN_PAGES = "/accounts/"


@dataclass(frozen=True, slots=True)
class KeptWords:
    """The words of a form, its fields for sending it again, and whether files were with it."""

    words: tuple[str, ...]
    fields: tuple[tuple[str, str], ...]
    files: bool


def kept_words(request: HttpRequest) -> KeptWords | None:
    """Return what was typed; None where nothing was, or where a secret is among it."""
    if request.path.startswith(OWN_PAGES) or not typed(request):
        return None
    pairs = tuple((name, value) for name, value in _pairs(request) if name != TOKEN)
    if any(SECRET.search(name) for name, _ in pairs):
        return None
    words = tuple(value for _, value in pairs if not NO_WORDS.fullmatch(value))
    return KeptWords(words, pairs if _our_own(request) else (), bool(request.FILES))


def _pairs(request: HttpRequest) -> list[tuple[str, str]]:
    return [(str(name), str(value)) for name, values in request.POST.lists() for value in values]


def _our_own(request: HttpRequest) -> bool:
    """Tell whether the browser names this very host as the origin of the form."""
    try:
        said = urlsplit(request.headers.get("Origin", ""))
    except ValueError:
        return False
    return said.scheme in {"http", "https"} and said.netloc == request.get_host()
