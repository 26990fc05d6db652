"""What a person sets for the own browser: theme and row height. Kept in cookies, one click each."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from bihuan.platform.auth.access import public

CHOICES = {"theme": ("auto", "light", "dark"), "rows": ("comfortable", "compact")}
YEAR = 365 * 24 * 3600


def cookie_name(name: str) -> str:
    """Return the name of a preference's cookie."""
    return f"__Host-{name}" if settings.SECURE_TLS else name


def preference(request: HttpRequest, name: str) -> str:
    """Return a preference; what is not known is the first choice."""
    value = request.COOKIES.get(cookie_name(name), "")
    return value if value in CHOICES[name] else CHOICES[name][0]


def back(request: HttpRequest) -> str:
    """Return the page to go back to; never one of another host."""
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe else "/"


@public
@require_POST
def set_preference(request: HttpRequest) -> HttpResponse:
    """Keep the theme or the row height, then show the same page again."""
    response = HttpResponseRedirect(back(request))
    for name, choices in CHOICES.items():
        value = request.POST.get(name)
        if value in choices:
            response.set_cookie(
                cookie_name(name),
                value,
                max_age=YEAR,
                secure=settings.SECURE_TLS,
                httponly=True,
                samesite="Lax",
            )
    return response
