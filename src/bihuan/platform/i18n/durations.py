"""How long: 1:23 (h:mm, never m:ss), 9 minutes, 2 days 3 hours, 2 working days."""

from datetime import timedelta

from django.utils.translation import gettext, ngettext, pgettext

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
SHORT = timedelta(minutes=10)
LONG = timedelta(hours=48)


def span(length: timedelta, *, working: bool = False) -> str:
    """Write a length of time as short as it can be read at a glance.

    Parameters
    ----------
    length
        Zero or more.
    working
        Whether a day means a working day.
    """
    if working:
        return _working(length)
    if length < SHORT:
        return gettext("%(minutes)s min") % {"minutes": length // MINUTE}
    if length > LONG:
        hours = (length % DAY) // HOUR
        return gettext("%(days)s d %(hours)s h") % {"days": length // DAY, "hours": hours}
    return f"{length // HOUR}:{length % HOUR // MINUTE:02d}"


def spoken(length: timedelta, *, working: bool = False) -> str:
    """Write a length of time in full words, for a screen reader."""
    if working or length > LONG:
        return span(length, working=working)
    hours, minutes = length // HOUR, length % HOUR // MINUTE
    said = []
    if hours:
        said.append(ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours})
    if minutes or not hours:
        said.append(ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes})
    return " ".join(said)


def left_text(left: timedelta, *, working: bool = False) -> str:
    """Write what is left of a budget, or by how much it is over."""
    if left < timedelta(0):
        return pgettext("clock", "%(span)s over") % {"span": span(-left, working=working)}
    return pgettext("clock", "%(span)s left") % {"span": span(left, working=working)}


def left_spoken(left: timedelta, *, working: bool = False) -> str:
    """Write what is left in full words."""
    if left < timedelta(0):
        return pgettext("clock", "overdue by %(span)s") % {"span": spoken(-left, working=working)}
    return pgettext("clock", "%(span)s remaining") % {"span": spoken(left, working=working)}


def words() -> dict[str, str]:
    """Return the forms that the browser needs to keep a clock running."""
    return {
        "left": pgettext("clock", "%(span)s left"),
        "over": pgettext("clock", "%(span)s over"),
        "minutes": gettext("%(minutes)s min"),
        "days": gettext("%(days)s d %(hours)s h"),
    }


def _working(length: timedelta) -> str:
    days = length // DAY
    if days == 0:
        return gettext("less than 1 working day")
    return ngettext("%(n)s working day", "%(n)s working days", days) % {"n": days}
