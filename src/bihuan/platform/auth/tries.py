"""Tries of people without an account: counted by connection for a quarter of an hour."""

import hmac
from http import HTTPStatus
from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from bihuan.domain.refusals import Refusal
from bihuan.platform.auth.connections import client_address

QUARTER = 900
HOUSEHOLD = 64
"""Leading bits that the addresses of one IPv6 connection share: a phone has all the others."""
WAIT = Refusal("too_many_tries")
"""Asks for patience; the page shows again what was typed."""
WAIT_STATUS = HTTPStatus.TOO_MANY_REQUESTS


def too_many(request: HttpRequest, what: str, most: int, *, count: bool = True) -> bool:
    """Count a try of one connection; the quarter of an hour begins with its first.

    Kept is what nobody reads an address from without our secret.
    """
    said = _connection(client_address(request)).encode()
    address = hmac.digest(settings.SECRET_KEY.encode(), said, "sha256").hex()
    name = f"public:{what}:{address}"
    if not count:
        return int(cache.get(name, 0)) >= most
    if cache.add(name, 1, QUARTER):
        return most < 1
    try:
        return int(cache.incr(name)) > most
    except ValueError:  # its quarter ended between both
        return too_many(request, what, most)


def _connection(address: str) -> str:
    try:
        one = ip_address(address)
    except ValueError:
        return address
    if not isinstance(one, IPv6Address) or one.ipv4_mapped:
        return str(one)
    return str(ip_network(f"{one}/{HOUSEHOLD}", strict=False))
