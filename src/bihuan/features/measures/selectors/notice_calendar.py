"""The ends of measures as a calendar that phones subscribe to (RFC 5545)."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime

from bihuan.domain.measures.suspensions import times_in
from bihuan.domain.texts import printable
from bihuan.features.measures.selectors.notices import Notice
from bihuan.platform.clock.incident import LOCAL
from bihuan.platform.figures import Words

OCTETS = 75
"""A line is no longer, its break left out."""
SUSPENDED = Words("【暂停执行】", "[Suspended] ")
WAITS = Words("【尚未执行】", "[Not in force] ")
# All of China keeps one time, eight hours ahead, since 1991 without a summer time.
_ZONE = (
    "BEGIN:VTIMEZONE", f"TZID:{LOCAL.key}", "BEGIN:STANDARD", "DTSTART:19910915T000000",
    "TZOFFSETFROM:+0800", "TZOFFSETTO:+0800", "TZNAME:CST", "END:STANDARD", "END:VTIMEZONE",
)  # fmt: skip


def calendar(listed: Sequence[Notice], *, address: Callable[[str], str]) -> str:
    """Return the ends of measures; what nobody has to follow is marked and not confirmed.

    ``address`` gives the page of a measure's notice.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Bihuan//Measures//ZH", *_ZONE]
    for one in listed:
        lines += _event(one, address(one.measure.id))
    return "".join(f"{piece}\r\n" for line in [*lines, "END:VCALENDAR"] for piece in _folded(line))


def _event(one: Notice, address: str) -> Iterator[str]:
    mark = Words("", "") if one.in_force else SUSPENDED if one.suspended else WAITS
    title = f"{mark.zh}{one.title.zh} 到期 / {mark.en}{one.title.en} ends"
    places = "、".join(where.zh for where in one.where), "; ".join(where.en for where in one.where)
    yield "BEGIN:VEVENT"
    yield f"UID:{one.measure.id}@bihuan"
    yield f"DTSTAMP:{_revised(one).astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;TZID={LOCAL.key}:{one.ends.astimezone(LOCAL):%Y%m%dT%H%M%S}"
    yield f"SUMMARY:{_text(title)}"
    yield f"STATUS:{'CONFIRMED' if one.in_force else 'TENTATIVE'}"
    yield f"LOCATION:{_text(' / '.join(places))}"
    yield f"URL:{address}"
    yield "END:VEVENT"


def _revised(one: Notice) -> datetime:
    """Return when what is told of a measure was last changed, as far as the record says."""
    known = [end or begin for begin, end in times_in(one.measure.suspensions)]
    known += [at for at in (one.measure.notice_at, one.measure.activated_at) if at is not None]
    return max(known, default=one.begins)


def _folded(line: str) -> Iterator[str]:
    """Fold a line that is too long, never inside a character."""
    piece, size = "", 0
    for character in line:
        width = len(character.encode())
        if size + width > OCTETS:
            yield piece
            piece, size = " ", 1
        piece, size = piece + character, size + width
    yield piece


def _text(said: str) -> str:
    r"""Return a text with what separates escaped.

    >>> _text("a, b; c\r\nd")
    'a\\, b\\; c\\nd'
    """
    text = said.replace("\r\n", "\n").replace("\r", "\n")
    for plain, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n"), ("\t", " ")):
        text = text.replace(plain, escaped)
    return "".join(one for one in text if printable(one))
