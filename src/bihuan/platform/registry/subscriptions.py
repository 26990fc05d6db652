"""Who reacts to which event. A lower feature writes an event; a higher one listens."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any

from bihuan.platform.registry.discovery import modules

Handler = Callable[[Mapping[str, Any], str], None]
_by_event: defaultdict[str, list[str]] = defaultdict(list)
_handlers: dict[str, Handler] = {}


def on(event: str) -> Callable[[Handler], Handler]:
    """Register a handler for an event: ``handler(payload, key)``, idempotent by ``key``.

    ``payload`` holds the entry's facts and its ``subject``, ``zone`` and ``incident``.
    """

    def register(handler: Handler) -> Handler:
        name = f"{handler.__module__}.{handler.__name__}"
        _handlers[name] = handler
        if name not in _by_event[event]:
            _by_event[event].append(name)
        return handler

    return register


def gather() -> None:
    """Import every handler, so that no write lock is held while that happens."""
    modules("jobs")


def listeners(event: str) -> tuple[str, ...]:
    """Return the names of the handlers that react to an event."""
    gather()
    return tuple(_by_event.get(event, ()))


def handler_named(name: str) -> Handler:
    """Return a handler by its stored name.

    Raises
    ------
    KeyError
        This version has no handler of that name; the reaction waits for one that has.
    """
    gather()
    return _handlers[name]
