"""The front door: whoever is signed in goes to what needs doing now."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from bihuan.platform.auth.access import public


@public
def home(request: HttpRequest) -> HttpResponse:
    """Lead to the first screen, or to the login."""
    return redirect(
        settings.LOGIN_REDIRECT_URL if request.user.is_authenticated else settings.LOGIN_URL
    )
