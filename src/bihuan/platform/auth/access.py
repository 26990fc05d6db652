"""Every address declares the act it stands for; the build fails when one does not."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase

from bihuan.domain.policy.check import Subject, check
from bihuan.domain.refusals import Refusal
from bihuan.domain.zones import ZoneRange
from bihuan.platform.auth.acting_post import ActingPost
from bihuan.platform.ui.forms import typed

View = TypeVar("View", bound=Callable[..., HttpResponseBase])
PUBLIC = "public"


class SignedOut(PermissionDenied):
    """A form with something typed in it came after its session had ended."""


def page(act: str) -> Callable[[View], View]:
    """Declare the act of a view; nobody's request goes to the login, an ungranted one is 403.

    A form that somebody filled in while his session ended is 403 too, with what he typed.

    The reach of the act over the object itself is asked with ``require``.
    """

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            by: ActingPost | None = getattr(request, "by", None)
            if by is None:
                if request.user.is_authenticated:
                    raise PermissionDenied("no_post")
                if typed(request):
                    raise SignedOut  # going to the login would lose what was typed
                return redirect_to_login(request.get_full_path())
            refusal = check(act, by.actor)
            if refusal is not None:
                raise PermissionDenied(refusal.code)
            return view(request, *args, **kwargs)

        guarded.act = act  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return declare


def public(view: View) -> View:
    """Declare a view that needs no account."""
    view.act = PUBLIC  # type: ignore[attr-defined]
    return view


def require(by: ActingPost, act: str, subject: Subject | ZoneRange) -> None:
    """Answer 404 when the object lies outside the post's reach: it is not told from absent."""
    refusal: Refusal | None = check(act, by.actor, subject)
    if refusal is not None:
        raise Http404(refusal.code)
