"""``{% load bihuan %}``: components and filters for every template. Shown on ``/styleguide``."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from django.forms import BaseForm, BoundField
from django.template import Library
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from bihuan.domain.refusals import Refusal
from bihuan.domain.severity import Severity
from bihuan.platform.i18n import chinese, choose, dates, durations, in_language, refusal_texts
from bihuan.platform.i18n.severity_names import SEVERITY_NAMES, SEVERITY_SHORT
from bihuan.platform.ui import assets
from bihuan.platform.ui.clocks import ClockFace, Shape
from bihuan.platform.ui.paging import KeyedPage
from bihuan.platform.ui.parts import DryRun

register = Library()
AFTER = "after"
PHONE = re.compile(r"(?<![\d-])\+?\d(?:[ -]?\d){2,14}(?![\d-])")
ROMAN = ("I", "II", "III", "IV")


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Draw an icon: ``{% icon "inbox" %}``."""
    return assets.icon(name, label)


@register.simple_tag
def tongue(text: Any) -> SafeString:
    """Mark Chinese words on an English page: ``<dd{% tongue text %}>``."""
    foreign = not chinese() and any("\u4e00" <= sign <= "\u9fff" for sign in str(text))
    return SafeString(' lang="zh-CN"' if foreign else "")


@register.simple_tag
def clock_words() -> str:
    """Return the words with which the browser keeps clocks running, as JSON."""
    return json.dumps(durations.words(), ensure_ascii=False)


@register.inclusion_tag("components/clock.html")
def clock(face: ClockFace | None, *, big: bool = False, of: str = "") -> dict[str, Any]:
    """Draw a clock: ``{% clock face %}``, ``{% clock face big=True of=title %}``."""
    if not face:  # also what a template makes of an absent variable
        return {"face": None}
    until = dates.near(face.until, face.now) if face.until else ""
    return {
        "face": face,
        "big": big,
        "of": of,
        "until": until,
        "age": _age(face),
        "left": durations.left_text(face.left, working=face.working),
        "spoken": durations.left_spoken(face.left, working=face.working),
        "due": dates.near(face.due, face.now),
    }


def _age(face: ClockFace) -> str:
    if face.shape is not Shape.BLOCKED or face.until is None:
        return ""
    return durations.span(face.now - face.until)


@register.inclusion_tag("components/severity.html")
def severity(value: int, *, short: bool = False) -> dict[str, Any]:
    """Draw a severity: ``{% severity 1 %}``, ``{% severity row.severity short=True %}``."""
    one = Severity(value)
    names = SEVERITY_SHORT if short else SEVERITY_NAMES
    return {"code": one.name, "number": int(one), "name": names[one]}


@register.inclusion_tag("components/state.html")
def state(label: str, tone: str = "waiting", icon_name: str = "") -> dict[str, Any]:
    """Draw a state: tone is waiting, running, ruling, rework, done or ended."""
    return {"label": label, "tone": tone, "icon_name": icon_name}


@register.inclusion_tag("components/tile.html")
def tile(
    count: int | None, name: str, *, href: str = "", first: str = "", tone: str = "plain"
) -> dict[str, Any]:
    """Draw a tile: how many, of what, which comes first."""
    return {"count": count, "name": name, "href": href, "first": first, "tone": tone}


@register.inclusion_tag("components/figure.html")
def figure(
    name: str, value: Any, *, unit: str = "", source: str = "", zero: bool = False
) -> dict[str, Any]:
    """Draw a figure with where it comes from; ``zero=True`` when it should be 0."""
    wrong = zero and value not in {None, 0, "0"}
    return {"name": name, "value": value, "unit": unit, "source": source, "wrong": wrong}


@register.inclusion_tag("components/stepper.html")
def stepper(steps: Sequence[Any]) -> dict[str, Any]:
    """Draw the steps of a procedure."""
    return {"steps": steps}


@register.inclusion_tag("components/timeline.html")
def timeline(happenings: Sequence[Any], now: datetime) -> dict[str, Any]:
    """Draw what happened, in order; nothing ever disappears from it."""
    return {"happenings": happenings, "now": now}


@register.inclusion_tag("components/guards.html")
def guards(marks: Sequence[Any]) -> dict[str, Any]:
    """Draw what an act needs: what holds, what is missing and who can supply it."""
    return {"marks": marks}


@register.inclusion_tag("components/duty_chain.html")
def duty_chain(links: Sequence[Any]) -> dict[str, Any]:
    """Draw who answers, from the top down."""
    return {"links": links}


@register.inclusion_tag("components/refused.html", takes_context=True)
def refused(context: Mapping[str, Any], refusal: Refusal | None) -> dict[str, Any]:
    """Say why an act is refused, and the rule behind it."""
    text = refusal_texts.sentence(refusal) if refusal else ""
    clause = refusal_texts.rule_said(refusal.clause) if refusal else ""
    request = context.get("request")
    return {"text": text, "clause": clause, "sent": request is None or request.method == "POST"}


@register.inclusion_tag("components/conflict.html")
def conflict(differences: Sequence[Any], who: str, at: datetime, now: datetime) -> dict[str, Any]:
    """Show both texts side by side when two people acted at once."""
    return {"differences": differences, "who": who, "at": dates.near(at, now)}


@register.inclusion_tag("components/dry_run.html")
def dry_run(report: DryRun) -> dict[str, Any]:
    """Draw what an import would do."""
    return {"report": report}


@register.inclusion_tag("components/field.html")
def field(bound: BoundField) -> dict[str, Any]:
    """Draw a form field with its hint and its error beside it."""
    many = getattr(bound.field.widget, "input_type", "") in {"radio", "checkbox"}
    return {"field": bound, "group": many and bound.use_fieldset, "single": many}


@register.inclusion_tag("components/error_summary.html")
def error_summary(form: BaseForm) -> dict[str, Any]:
    """List everything wrong in a form on top of it, each a link to its field."""
    return {"form": form}


@register.inclusion_tag("components/key_field.html")
def key_field(key: str = "") -> dict[str, Any]:
    """Put the form's own key in it, so that a double click acts once."""
    return {"key": key or uuid4().hex}


@register.inclusion_tag("components/filter_chip.html", takes_context=True)
def filter_chip(context: Mapping[str, Any], chip: Any, *, key: str = "") -> dict[str, Any]:
    """Draw a filter; its choices are links, the address holds the state; ``key`` opens it."""
    return {"chip": chip, "key": key, "request": context["request"]}


@register.simple_tag(takes_context=True)
def filter_link(context: Mapping[str, Any], name: str, value: str) -> str:
    """Return this address with one value set or, when empty, taken out; paging starts over."""
    asked = context["request"].GET.lists()
    pairs = [(key, one) for key, all_ in asked for one in all_ if key not in {name, AFTER}]
    return f"?{urlencode([*pairs, (name, value)] if value else pairs)}"


@register.inclusion_tag("components/tabs.html")
def saved_views(views: Sequence[Any], label: str = "") -> dict[str, Any]:
    """Draw saved views with their live counts."""
    return {"views": views, "label": label}


@register.inclusion_tag("components/paging.html", takes_context=True)
def paging(context: Mapping[str, Any], page: KeyedPage) -> dict[str, Any]:
    """Draw the way to the next page."""
    return {"page": page, "request": context["request"]}


@register.filter
def named(thing: Any, name: str = "name") -> str:
    """Return a name in the page's language: ``{{ zone|named }}``, ``{{ by|named:"title" }}``."""
    return "" if thing is None else in_language(thing, name)


@register.filter
def roman(level: int) -> str:
    """Write a response level: I (highest) to IV."""
    return ROMAN[level - 1] if 1 <= level <= len(ROMAN) else str(level)


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
def dialled(text: str) -> SafeString:
    """Make the telephone numbers of a text ones that a phone dials: ``{{ line|dialled }}``."""
    parts, at = [], 0
    for found in PHONE.finditer(text):
        number = "".join(one for one in found[0] if one not in " -")
        parts += [conditional_escape(text[at : found.start()]),
                  format_html('<a href="tel:{}">{}</a>', number, found[0])]  # fmt: skip
        at = found.end()
    return mark_safe("".join([*parts, conditional_escape(text[at:])]))  # noqa: S308  (escaped above)


@register.filter
def stamp(instant: datetime | None) -> str:
    """Write an instant for tables."""
    return dates.stamp(instant)


@register.filter
def near(instant: datetime | None, now: datetime) -> str:
    """Write an instant as seen from now."""
    return dates.near(instant, now)


@register.filter
def thousands(value: Any) -> str:
    """Write a whole number with separators; what is absent is a dash, never zero."""
    return f"{value:,}" if isinstance(value, int) else str(or_absent(value))


@register.filter
def or_absent(value: Any) -> Any:
    """Show what is absent as a dash, never as zero."""
    return dates.ABSENT if value is None or value == "" else value


@register.filter
def in_words(pair: Mapping[str, str]) -> str:
    """Return one of the two texts of a stored ``{"zh": …, "en": …}``."""
    return choose(pair["zh"], pair["en"])


@register.filter
def iso_stamp(text: str) -> str:
    """Write a stored ISO instant for tables."""
    return dates.stamp(datetime.fromisoformat(text))
