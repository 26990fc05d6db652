"""Tries of people without an account: counted by address for a quarter of an hour."""

import hmac
from http import HTTPStatus

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

QUARTER = 900


def too_many(request: HttpRequest, what: str, most: int, *, count: bool = True) -> bool:
    """Count a try of one address; kept is what nobody reads an address from without our secret."""
    said = request.META.get("REMOTE_ADDR", "").encode()
    address = hmac.digest(settings.SECRET_KEY.encode(), said, "sha256").hex()
    name = f"public:{what}:{address}"
    cache.add(name, 0, QUARTER)
    return int(cache.incr(name) if count else cache.get(name, 0)) > most - (not count)


def wait(request: HttpRequest) -> HttpResponse:
    """Ask for patience: nothing is lost."""
    return render(request, "wait.html", status=HTTPStatus.TOO_MANY_REQUESTS)
