"""Where a request comes from: behind proxies that the city trusts, whoever asked them."""

from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """Return the address that a request comes from, empty where the connection has none.

    Each trusted proxy (``proxies`` in the settings file) adds whom it speaks for to the end of
    ``X-Forwarded-For``: it is read backwards for as long as a trusted one said it. From anybody
    else that header says nothing.
    """
    said = str(request.META.get("REMOTE_ADDR", ""))
    passed = [one.strip() for one in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    while passed and _trusted(said):
        said = passed.pop() or said
    return said


def _trusted(address: str) -> bool:
    try:
        here = ip_address(address)
    except ValueError:
        return False
    return any(here in ip_network(one, strict=False) for one in settings.TRUSTED_PROXIES)
