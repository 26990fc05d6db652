"""``{% load bihuan %}``: components and filters for every template."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.template import Library
from django.utils.safestring import SafeString

from bihuan.platform.i18n import dates, in_language
from bihuan.platform.ui import assets

register = Library()


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Draw an icon: ``{% icon "inbox" %}``."""
    return assets.icon(name, label)


@register.filter
def named(thing: Any, name: str = "name") -> str:
    """Return a name in the page's language: ``{{ zone|named }}``, ``{{ by|named:"title" }}``."""
    return "" if thing is None else in_language(thing, name)


@register.filter
def badge_of(address: str, badges: Mapping[str, Any]) -> Any:
    """Return the count beside a line of the menu, if there is one."""
    return badges.get(address)


@register.filter
def roman(level: int) -> str:
    """Write a response level: I (highest) to IV."""
    return ("I", "II", "III", "IV")[level - 1] if 1 <= level <= len("1234") else str(level)


@register.filter
def time_of_day(instant: datetime | None) -> str:
    """Write the local time of day."""
    return dates.time_text(instant)


@register.filter
def long_date(day: date | datetime) -> str:
    """Write a date with its weekday."""
    return dates.long_date(day)


@register.filter
def full_date(day: date | datetime | None) -> str:
    """Write a date in running text."""
    return dates.date_text(day)


@register.filter
def stamp(instant: datetime | None) -> str:
    """Write an instant for tables."""
    return dates.stamp(instant)


@register.filter
def near(instant: datetime | None, now: datetime) -> str:
    """Write an instant as seen from now."""
    return dates.near(instant, now)


@register.filter
def or_absent(value: Any) -> Any:
    """Show what is absent as a dash, never as zero."""
    return dates.ABSENT if value is None or value == "" else value
