"""What the ledger can show: views, chips, columns. All of it stands in the address."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bihuan.domain.findings.states import BUCKET_OF, Bucket, State
from bihuan.domain.ground import Ground
from bihuan.domain.zones import ZoneCodeError
from bihuan.features.posts import api as posts
from bihuan.features.supervision.api import (
    LedgerFilter,
    LedgerLine,
    finding_types,
    has_work,
    mine_of,
)
from bihuan.features.supervision.labels import STATES
from bihuan.features.territory import api as territory
from bihuan.platform.auth import ActingPost
from bihuan.platform.i18n import choose
from bihuan.platform.ui.forms import number_said
from bihuan.platform.ui.parts import Filter, Option

Said = Mapping[str, str]
CHIPS = ("zone", "severity", "type", "state", "place", "unit", "clause")
COLUMNS: Mapping[str, Promise] = {
    "ordered": gettext_lazy("Ordered"),
    "received": gettext_lazy("Signed for"),
    "rework": gettext_lazy("Rework"),
    "returns": gettext_lazy("Returns"),
    "source": gettext_lazy("Source"),
    "verifier": gettext_lazy("Verifier"),
    "look_back": gettext_lazy("Look-back"),
}
DAY = timedelta(hours=24)
LONGEST_CLAUSE = 60


@dataclass(frozen=True, slots=True)
class View:
    """One view that everybody has: its name in the address, its label, its filter."""

    name: str
    label: Promise
    wanted: LedgerFilter


@dataclass(frozen=True, slots=True)
class Chosen:
    """What an address asks for: its view, the narrowed filter, the chips and columns.

    ``unknown`` is what the address says and nobody knows: it narrows nothing.
    """

    view: View
    wanted: LedgerFilter
    chips: Mapping[str, str]
    columns: tuple[str, ...]
    unknown: tuple[str, ...] = ()

    @property
    def query(self) -> str:
        """Return the address that shows this again, without the page."""
        said = {"view": self.view.name, **self.chips}
        if self.columns:
            said["columns"] = ",".join(self.columns)
        return urlencode(said)


def views_of(by: ActingPost, now: datetime) -> tuple[View, ...]:
    """Return the views that a post has without saving any."""
    return (
        *_mine(by, now),
        View("open", gettext_lazy("All open"), LedgerFilter()),
        View("grave", gettext_lazy("S1–S2"), LedgerFilter(severities=(1, 2))),
        View("today", gettext_lazy("Due within 24 h"), LedgerFilter(due_before=now + DAY)),
        View("overdue", gettext_lazy("Rectification overdue"), LedgerFilter(overdue_at=now)),
        View("raised", gettext_lazy("E2 and above"), LedgerFilter(least_level=2)),
        View("over_control", gettext_lazy("Over-control"), LedgerFilter(over_control=True)),
        View(
            "look_back", gettext_lazy("Look-backs"), LedgerFilter(open_only=False, look_back=True)
        ),
        View("all", gettext_lazy("Everything"), LedgerFilter(open_only=False)),
    )


def _mine(by: ActingPost, now: datetime) -> tuple[View, ...]:
    """Return the view of what the post's first screen asks of it; none where there is none."""
    wanted = LedgerFilter(any_of=tuple(mine_of(by, now)))
    label = gettext_lazy("Mine to do") if has_work(by) else gettext_lazy("To keep an eye on")
    return (View("mine", label, wanted),) if wanted.any_of else ()


def said_of(query: QueryDict) -> dict[str, str]:
    """Return what an address says; a form sends each column by itself."""
    said = {name: str(value) for name, value in query.items()}
    return said | {"columns": ",".join(str(one) for one in query.getlist("columns"))}


def chosen_of(said: Said, by: ActingPost, now: datetime) -> Chosen:
    """Read an address; what is unknown in it narrows nothing, and is told."""
    views = {view.name: view for view in views_of(by, now)}
    called = said.get("view", "")
    view = views.get(called, views["open"])
    wanted, chips = view.wanted, {}
    known = {*views, "", "mine"}  # nothing may be anybody's to do
    unknown = [] if called in known else [f"view={called[:LONGEST_CLAUSE]}"]
    for name in CHIPS:
        value = said.get(name, "").strip()
        narrowed = _narrowed(wanted, name, value, by) if value else None
        if narrowed is not None:
            wanted, chips[name] = narrowed, value
        elif value:
            unknown.append(f"{name}={value[:LONGEST_CLAUSE]}")
    listed = said.get("columns", "").split(",")
    columns = tuple(name for name in COLUMNS if name in listed)
    return Chosen(view, wanted, chips, columns, tuple(unknown))


def without(said: Said, name: str, by: ActingPost, now: datetime) -> LedgerFilter:
    """Return the filter of an address with one chip dropped."""
    rest = {key: value for key, value in said.items() if key != name}
    return chosen_of(rest, by, now).wanted


def _narrowed(wanted: LedgerFilter, name: str, value: str, by: ActingPost) -> LedgerFilter | None:  # noqa: PLR0911
    """Narrow a filter by one chip, None for a value that is none."""
    match name:
        case "severity" if value in ("1", "2", "3", "4"):
            return replace(wanted, severities=(int(value),))
        case "state" if value in set(State) - {State.NEW}:
            open_only = BUCKET_OF[value] is Bucket.OPEN
            return replace(wanted, states=(value,), open_only=open_only)
        case "type" if value in finding_types():
            return replace(wanted, types=(value,))
        case "zone" if (zone := _zone(value, by)) is not None:
            return replace(wanted, zone=zone)
        case "unit" if (unit := number_said(value)) is not None:
            return replace(wanted, unit=unit)
        case "place":
            return replace(wanted, place=value[:32])
        case "clause":
            return replace(wanted, clause=value[:LONGEST_CLAUSE])
        case _:
            return None


def _zone(text: str, by: ActingPost) -> Ground | None:
    code = number_said(text)
    try:
        return None if code is None else territory.carried(by.boundaries).ground(code)
    except ZoneCodeError:
        return None


def chips_of(chosen: Chosen, by: ActingPost, lines: Sequence[LedgerLine] = ()) -> list[Filter]:
    """Return the chips: four to choose from, others only where the address sets them.

    The lines shown know their place and unit by name; without any the names are looked up.
    """
    place, unit = (lines[0].place, lines[0].unit) if lines else ("", "")
    said = chosen.chips
    severities = [Option(str(n), f"S{n}") for n in range(1, 5)]
    types = [
        Option(code, f"{code} {choose(kind.zh, kind.en)}") for code, kind in finding_types().items()
    ]
    states = [Option(s.value, str(STATES[s])) for s in State if s is not State.NEW]
    table = (
        ("zone", _("Zone"), _zones(said.get("zone", ""), by)),
        ("severity", _("Severity"), severities),
        ("type", _("Type"), types),
        ("state", _("State"), states),
        (
            "place",
            _("Place"),
            _only(said.get("place", ""), _place_name, place),
        ),
        ("unit", _("Unit"), _only(said.get("unit", ""), _unit_name, unit)),
        ("clause", _("Clause"), _only(said.get("clause", ""), str)),
    )
    return [
        Filter(name, label, options, said.get(name, ""))
        for name, label, options in table
        if options
    ]


def _zones(chosen: str, by: ActingPost) -> list[Option]:
    """Return the zones below one's own, and behind them one chosen from elsewhere."""
    also = number_said(chosen)
    own = by.actor.lo
    found = territory.children(own, also=() if also is None else (also,))
    ordered = sorted(found, key=lambda zone: zone.parent != own)
    listed = [Option(str(zone.code), str(zone.name)) for zone in ordered]
    unknown = bool(chosen) and chosen not in {one.value for one in listed}
    return [*listed, Option(chosen, chosen)] if unknown else listed


def _only(value: str, name: Callable[[str], str], known: str = "") -> list[Option]:
    return [Option(value, known or name(value))] if value else []


def _place_name(identity: str) -> str:
    place = territory.place_of(identity)
    return str(place.name) if place else _("unknown place")


def _unit_name(number: str) -> str:
    found = posts.unit_names([int(number)])
    return str(found[int(number)]) if found else _("unknown unit")


def in_words(chosen: Chosen, chips: Sequence[Filter]) -> str:
    """Say in words what a list shows, for its printed foot and its workbook."""
    words = [str(chosen.view.label)]
    for chip in chips:
        said = {"name": chip.label, "value": chip.chosen_label}
        words += [_("%(name)s: %(value)s") % said] if chip.chosen else []
    if chosen.unknown:
        words.append(_("not known, not applied: %(what)s") % {"what": ", ".join(chosen.unknown)})
    return " · ".join(words)
