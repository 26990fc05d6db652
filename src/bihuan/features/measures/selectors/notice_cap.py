"""A notice as a CAP 1.2 message (OASIS): an alert, its updates, and its cancellation."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from bihuan.domain.chain.canonical import micros
from bihuan.domain.measures.suspensions import Times
from bihuan.features.measures.selectors.notice_text import plain_text
from bihuan.features.measures.selectors.notices import Notice
from bihuan.features.measures.selectors.person_days import suspended_times
from bihuan.features.measures.selectors.xml_text import xml_text
from bihuan.platform.clock.incident import LOCAL
from bihuan.platform.figures import Words

EXERCISE = "演练，无须执行 Exercise, nobody has to follow it"


@dataclass(frozen=True, slots=True)
class Message:
    """What kind of message it is, when it was sent, and what it tells people to do.

    ``until`` is when nobody has to look at it any more: the end that was announced, also when the
    measure was lifted earlier, or a receiver would drop the word that it is over as out of date.
    """

    type: str
    sent: datetime
    until: datetime
    mark: Words
    response: str = "Execute"
    urgency: str = "Expected"


def cap_message(one: Notice, at: datetime, *, sender: str, address: str, appeal: str) -> str:
    """Return the message as of an instant, Chinese and English.

    While it is as announced it is an ``Alert``; suspended or resumed an ``Update`` of it; once
    over a ``Cancel``. Both name every message before them.
    """
    times = suspended_times(one.measure, at)
    message = _message(one, at, times)
    status = "Exercise" if one.measure.drill else "Actual"
    # CAP 1.2 asks to name the exercise there.
    note = f"<note>{EXERCISE} · {one.measure.incident}</note>" if one.measure.drill else ""
    identity, references = _identity(one, message.type, message.sent), ""
    if message.type != "Alert":
        named = (f"{sender},{_identity(one, kind, sent)},{_local(sent)}"
                 for kind, sent in _before(one, times, message.sent))  # fmt: skip
        references = f"<references>{xml_text(' '.join(named))}</references>"
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">'
        f"<identifier>{identity}</identifier><sender>{xml_text(sender)}</sender>"
        f"<sent>{_local(message.sent)}</sent><status>{status}</status>"
        f"<msgType>{message.type}</msgType><scope>Public</scope>{note}{references}"
        f"{_infos(one, message, address, appeal)}</alert>\n"
    )


def _identity(one: Notice, kind: str, sent: datetime) -> str:
    name = one.measure.id
    return name if kind == "Alert" else f"{name}.{kind.lower()}.{micros(sent)}"


def _before(one: Notice, times: Times, sent: datetime) -> Iterator[tuple[str, datetime]]:
    """Yield type and time of the alert and of each update before an instant."""
    yield "Alert", one.measure.notice_at or one.begins
    for ends in times:
        yield from (("Update", at) for at in ends if at is not None and at < sent)


def _message(one: Notice, at: datetime, times: Times) -> Message:
    measure = one.measure
    if one.over:
        ended = one.ended
        if one.next is not None and one.next.in_force:  # another order holds people: no all-clear
            mark = Words(f"【由{one.next.number.zh}延续】", f"[Goes on: {one.next.number.en}] ")
            return Message("Cancel", ended, one.ends, mark, "Monitor", "Past")
        mark = Words("【已经结束】", "[Over] ")
        return Message("Cancel", ended, one.ends, mark, "AllClear", "Past")
    if one.suspended:
        begun = times[-1][0] if times and times[-1][1] is None else at
        return Message("Update", begun, one.ends, Words("【暂停执行】", "[Suspended] "), "Monitor")
    if times and times[-1][1] is not None:
        return Message("Update", times[-1][1], one.ends, Words("【恢复执行】", "[Resumed] "))
    return Message("Alert", measure.notice_at or one.begins, one.ends, Words("", ""))


def _infos(one: Notice, message: Message, address: str, appeal: str) -> str:
    said: Mapping[str, str] = {"zh-CN": "zh", "en": "en"}
    return "".join(_info(one, message, (full, code), address, appeal)
                   for full, code in said.items())  # fmt: skip


def _info(
    one: Notice, message: Message, language: tuple[str, str], address: str, appeal: str
) -> str:
    full, code = language
    title = xml_text(message.mark.said(code) + one.title.said(code))
    areas = "".join(
        f"<area><areaDesc>{xml_text(where.said(code))}</areaDesc></area>" for where in one.where
    )
    return (
        f"<info><language>{full}</language><category>Health</category>"
        f"<event>{title}</event><responseType>{message.response}</responseType>"
        f"<urgency>{message.urgency}</urgency>"
        "<severity>Moderate</severity><certainty>Observed</certainty>"
        f"<effective>{_local(message.sent)}</effective><onset>{_local(one.begins)}</onset>"
        f"<expires>{_local(message.until)}</expires>"
        f"<headline>{title}</headline>"
        f"<description>{xml_text(plain_text(one, code, appeal=appeal))}</description>"
        f"<web>{xml_text(address)}</web><contact>{xml_text(one.measure.help_line)}</contact>"
        f"{areas}</info>"
    )


def _local(instant: datetime) -> str:
    text = instant.astimezone(LOCAL).strftime("%Y-%m-%dT%H:%M:%S%z")
    return f"{text[:-2]}:{text[-2:]}"
