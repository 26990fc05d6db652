"""Tries of people without an account: counted by address for a quarter of an hour, in memory."""

import hashlib
from http import HTTPStatus

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

QUARTER = 900


def too_many(request: HttpRequest, what: str, most: int, *, count: bool = True) -> bool:
    """Count a try of one address; only a hash of it is kept, in memory, for a quarter hour."""
    address = hashlib.sha256(request.META.get("REMOTE_ADDR", "").encode()).hexdigest()
    name = f"public:{what}:{address}"
    cache.add(name, 0, QUARTER)
    return int(cache.incr(name) if count else cache.get(name, 0)) > most - (not count)


def wait(request: HttpRequest) -> HttpResponse:
    """Ask for patience: nothing is lost."""
    return render(request, "wait.html", status=HTTPStatus.TOO_MANY_REQUESTS)
