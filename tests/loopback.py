"""Nothing of the product ever speaks to another machine: the suite's own proof.

A hook of the interpreter sees every connection, datagram and name look-up, whoever makes it; it
cannot be taken off again.
"""

import ipaddress
import sys
from typing import Any

SEEN = ("socket.connect", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo",
        "socket.gethostbyname", "socket.gethostbyaddr")  # fmt: skip
OWN_NAMES = frozenset({"", "localhost", "ip6-localhost"})


class OutsideConnection(AssertionError):  # noqa: N818  (names the fact)
    """Something wanted to leave this machine."""


def watch(event: str, arguments: tuple[Any, ...]) -> None:
    """Stop what leads elsewhere."""
    if event not in SEEN:
        return
    address = arguments[0] if event.startswith(("socket.get",)) else arguments[1]
    host = address[0] if isinstance(address, tuple) and address else address
    if isinstance(host, bytes):
        host = host.decode("ascii", "replace")
    if isinstance(host, str) and not is_own(host):
        raise OutsideConnection(f"{event}: {host} is not this machine.")


def is_own(host: str) -> bool:
    """Tell whether a host is this machine; a path is a socket of the file system."""
    if host in OWN_NAMES or host.startswith(("/", "\0")):
        return True
    try:
        found = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return found.is_loopback or found.is_unspecified


def install() -> None:
    """Watch this process from now on."""
    sys.addaudithook(watch)
