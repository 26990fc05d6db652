"""Every address of the product, and how a test fills the parts of it that vary."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from bihuan.platform.auth.access import PUBLIC

LIBRARY = ("accounts/", "^accounts/")


@dataclass(frozen=True)
class Address:
    """One address: its route, view and declared act."""

    route: str
    view: Any
    act: str
    parts: Mapping[str, Any]

    @property
    def public(self) -> bool:
        """Tell whether it needs no account."""
        return self.act == PUBLIC


def addresses() -> list[Address]:
    """Return every address that is the product's own; the house tests check its declaration."""
    return [
        Address(route, pattern.callback, str(getattr(pattern.callback, "act", "")),
                pattern.pattern.converters)
        for route, pattern in _leaves(get_resolver())
        if not route.startswith(LIBRARY)
    ]  # fmt: skip


def library_addresses() -> list[str]:
    """Return the login library's own addresses, filled with nothing that exists."""
    found = (route for route, _ in _leaves(get_resolver()) if route.startswith(LIBRARY))
    return [route for route in found if "(" not in route and "<" not in route]


def _leaves(resolver: Any, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _leaves(entry, route)
        elif isinstance(entry, URLPattern):
            yield route, entry


def filled(address: Address, values: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """Return the path and the view's arguments; a part that the test does not know is an error."""
    path, arguments = "/" + address.route, {}
    for name, converter in address.parts.items():
        value = values[name]
        arguments[name] = value
        path = path.replace(f"<{_kind(address.route, name)}{name}>", str(converter.to_url(value)))
    assert "<" not in path, path
    return path, arguments


def _kind(route: str, name: str) -> str:
    for kind in ("int:", "str:", "slug:", "uuid:", "path:", ""):
        if f"<{kind}{name}>" in route:
            return kind
    raise AssertionError(f"{name} is no part of {route}")
