"""What somebody typed into a form that could not be taken: shown again, and sent again.

Sent again only when the browser says that the form was our own: a page of another site must not
get its words accepted with a fresh token.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules
from types import ModuleType
from urllib.parse import urlsplit

from django.forms import BaseForm
from django.http import HttpRequest
from django.urls import Resolver404, resolve

from bihuan.platform.registry.discovery import FEATURES
from bihuan.platform.ui.forms import typed

TOKEN = "csrfmiddlewaretoken"  # noqa: S105  (the name of a field)
# The code of a type or of a zone is no secret, that of an app or of an appeal is.
SECRET = re.compile(r"password|passphrase|secret|token|^code$|(^|_)otp(_|$)", re.IGNORECASE)
# Keys, versions, numbers and choices of a form are no words of a person: they go without a space.
NO_WORDS = re.compile(r"[!-~]*")
OWN_PAGES = "/accounts/"


@dataclass(frozen=True, slots=True)
class KeptWords:
    """The words of a form, its fields for sending it again, and whether files were with it.

    Each of the words stands with what its field is called; "" where that is not known.
    """

    words: tuple[tuple[str, str], ...]
    fields: tuple[tuple[str, str], ...]
    files: bool


def kept_words(request: HttpRequest) -> KeptWords | None:
    """Return what was typed; None where nothing was, or where a secret is among it."""
    if request.path.startswith(OWN_PAGES) or not typed(request):
        return None
    pairs = tuple((name, value) for name, value in _pairs(request) if name != TOKEN)
    if any(SECRET.search(name) for name, _ in pairs):
        return None
    called = _labels(request.path_info)
    words = tuple((called.get(k, ""), v) for k, v in pairs if not NO_WORDS.fullmatch(v))
    return KeptWords(words, pairs if _our_own(request) else (), bool(request.FILES))


def _labels(path: str) -> dict[str, str]:
    """Return what the fields are called in the forms of the feature that an address belongs to.

    A name that its forms call differently is left out: a number is better than a wrong word.
    """
    try:
        view = resolve(path).func
    except Resolver404:
        return {}
    feature = ".".join(view.__module__.split(".")[:3])
    called: dict[str, set[str]] = {}
    for room in _form_rooms(feature):
        listed = [one for one in vars(room).values() if isinstance(one, type)]
        forms = [one for one in listed if issubclass(one, BaseForm) and hasattr(one, "base_fields")]
        told = [(name, field.label) for one in forms for name, field in one.base_fields.items()]
        own: dict[str, str] = getattr(room, "field_labels", dict)()
        for name, label in (*told, *own.items()):
            if label:
                called.setdefault(name, set()).add(str(label))
    return {name: words.pop() for name, words in called.items() if len(words) == 1}


def _form_rooms(feature: str) -> Iterator[ModuleType]:
    """Yield the modules of a feature's forms."""
    if not feature.startswith(FEATURES) or find_spec(f"{feature}.forms") is None:
        return
    room = import_module(f"{feature}.forms")
    yield room
    for inner in iter_modules(getattr(room, "__path__", ())):
        yield import_module(f"{room.__name__}.{inner.name}")


def _pairs(request: HttpRequest) -> list[tuple[str, str]]:
    return [(str(name), str(value)) for name, values in request.POST.lists() for value in values]


def _our_own(request: HttpRequest) -> bool:
    """Tell whether the browser names this very host as the origin of the form."""
    try:
        said = urlsplit(request.headers.get("Origin", ""))
    except ValueError:
        return False
    return said.scheme in {"http", "https"} and said.netloc == request.get_host()
