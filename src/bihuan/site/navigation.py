"""The menu: groups, addresses, icons. An item that a post may not open is not there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from bihuan.domain.policy.check import can
from bihuan.domain.policy.matrix import MATRIX
from bihuan.platform.auth import ActingPost


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the menu."""

    address: str
    label: Promise
    icon: str


@dataclass(frozen=True, slots=True)
class Group:
    """Lines under one heading; the first group has none."""

    label: Promise | None
    items: Sequence[Item]


MENU = (
    Group(None, (Item("/now", pgettext_lazy("menu", "Now"), "inbox"),)),
    Group(
        pgettext_lazy("menu", "The loop"),
        (
            Item("/ledger", pgettext_lazy("menu", "Ledger"), "clipboard-list"),
            Item("/f/report", pgettext_lazy("menu", "Report a finding"), "plus"),
            Item("/visits", pgettext_lazy("menu", "Visits and patrols"), "siren"),
            Item("/surveillance", pgettext_lazy("menu", "Epidemic"), "activity"),
            Item("/review", pgettext_lazy("menu", "Nightly review"), "presentation"),
            Item("/scenarios", pgettext_lazy("menu", "Try plans"), "split"),
        ),
    ),
    Group(
        pgettext_lazy("menu", "Command"),
        (
            Item("/calls", pgettext_lazy("menu", "Call list"), "phone-call"),
            Item("/desk", pgettext_lazy("menu", "Duty desk"), "phone-call"),
            Item("/map", pgettext_lazy("menu", "Map"), "map"),
            Item("/duty", pgettext_lazy("menu", "Posts and duties"), "users"),
            Item("/zones", pgettext_lazy("menu", "Zones"), "map-pin"),
            Item("/measures", pgettext_lazy("menu", "Measures"), "scale"),
            Item("/gates", pgettext_lazy("menu", "Gates"), "door-open"),
        ),
    ),
    Group(
        pgettext_lazy("menu", "Support"),
        (
            Item("/requests", pgettext_lazy("menu", "Requests"), "hand-helping"),
            Item("/capacity", pgettext_lazy("menu", "Capacity"), "building-2"),
            Item("/press", pgettext_lazy("menu", "Press"), "megaphone"),
            Item("/safeguards", pgettext_lazy("menu", "Safeguards"), "shield-check"),
        ),
    ),
    Group(
        pgettext_lazy("menu", "Settings"),
        (Item("/setup", pgettext_lazy("menu", "Set up"), "settings"),),
    ),
)
DOCK = ("/now", "/ledger", "/f/report", "/map", "/duty")


def menu_of(by: ActingPost | None) -> list[Group]:
    """Return the menu of a post; empty groups are left out."""
    if by is None:
        return []
    groups = [
        Group(group.label, [one for one in group.items if opens(one.address, by)]) for group in MENU
    ]
    return [group for group in groups if group.items]


def dock_of(groups: Iterable[Group]) -> list[Item]:
    """Return the items of the phone's dock that the post may open."""
    items = {item.address: item for group in groups for item in group.items}
    return [items[address] for address in DOCK if address in items]


def opens(address: str, by: ActingPost) -> bool:
    """Tell whether an address is there and a post may open it."""
    there, act = _stands_for(address, settings.ROOT_URLCONF)
    return there and (act is None or act not in MATRIX or can(act, by.actor))


# The addresses of a process never change; finding eighteen of them cost more than the page itself.
@lru_cache(maxsize=256)
def _stands_for(address: str, urls: str) -> tuple[bool, str | None]:
    """Return whether an address is there, and the act that its view declares."""
    try:
        view = resolve(address, urls).func
    except Resolver404:
        return False, None
    return True, getattr(view, "act", None)
