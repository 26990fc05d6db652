"""``{% load surveillance_words %}``: shares, ratios and hours as texts."""

from django.template import Library

from bihuan.domain.figures import ABSENT

register = Library()
FINE, FINEST = 0.01, 0.00005


@register.filter
def as_percent(share: float | None) -> str:
    """Write a share as a percentage; small ones with two decimals."""
    if share is None:
        return ABSENT
    if 0 < share < FINEST:
        return "<0.01%"  # some, though few: never a zero
    return f"{share:.2%}" if 0 < share < FINE else f"{share:.0%}"


@register.filter
def as_ratio(value: float | None) -> str:
    """Write a ratio with two decimals."""
    return ABSENT if value is None else f"{value:.2f}"


@register.filter
def as_index(value: float | None) -> str:
    """Write a rate per 100 with one decimal, a small one with two."""
    if value is None:
        return ABSENT
    if 0 < value < 100 * FINEST:
        return "<0.01"
    return f"{value:.2f}" if 0 < value < 1 else f"{value:.1f}"


@register.filter
def as_hours(hours: float | None) -> str:
    """Write hours; without capacity, or with a queue that only grows, there is no end."""
    if hours is None:
        return ABSENT
    return "∞" if hours == float("inf") else f"{hours:.1f}"
