"""Set up (设置): first steps of a city and what is missing, then every place to change things.

A line that a post may not open is not there.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from bihuan.domain.accounts import AccountState
from bihuan.domain.policy.acts import Act
from bihuan.features.incidents import api as incidents
from bihuan.features.posts import api as posts
from bihuan.features.review import api as review
from bihuan.features.territory import api as territory
from bihuan.platform.auth.access import page
from bihuan.platform.auth.middleware import ActingRequest
from bihuan.platform.clock import now, ticking
from bihuan.platform.clock.incident import LOCAL
from bihuan.platform.db.dialects import Session
from bihuan.platform.i18n.dates import stamp
from bihuan.platform.ledger.recorded import recorded
from bihuan.platform.ui.parts import GuardMark, Hold
from bihuan.site.installation.last_backup import last_backup
from bihuan.site.installation.safety import CLOCKS_DIFFER, PROOF_DAYS, backup_hours
from bihuan.site.navigation import opens


@dataclass(frozen=True, slots=True)
class Place:
    """One place where the city is set up."""

    address: str
    label: Promise
    about: Promise
    icon: str


PLACES = (
    Place("/setup/accounts", gettext_lazy("Accounts"),
          gettext_lazy("Invite by a link that works once, switch off, second factor."), "key"),
    Place("/setup/incidents", gettext_lazy("Incidents and drills"),
          gettext_lazy("Open, level, review cut-off, the clock of a drill, end."), "siren"),
    Place("/setup/profiles", gettext_lazy("Disease profiles"),
          gettext_lazy("Versions, validity, signatures; what changes when one is adopted."),
          "scale"),
    Place("/setup/calendar", gettext_lazy("Working days"),
          gettext_lazy("Holidays and make-up days; deadlines in working days follow them."),
          "calendar-days"),
    Place("/setup/zones", gettext_lazy("Register of zones"),
          gettext_lazy("Upload, dry run, enter; download what is stored."), "map-pin"),
    Place("/duty/book", gettext_lazy("Duty book as a workbook"),
          gettext_lazy("Organisations, posts, people, appointments, rules, responsibilities."),
          "upload"),
    Place("/duty", gettext_lazy("Posts and duties"),
          gettext_lazy("Gaps, appointments that wait, handovers, call-outs."), "users"),
)  # fmt: skip


@page(Act.VIEW_SETUP)
def setup(request: ActingRequest) -> HttpResponse:
    """Show what is still missing, and the places to change things."""
    context = {
        "steps": list(_steps(request)),
        "copies": list(_copies(request)),
        "places": [one for one in PLACES if opens(one.address, request.by)],
    }
    return render(request, "setup.html", context)


def _steps(request: ActingRequest) -> Iterator[GuardMark]:
    """Yield the first steps of a city in order, each with where it is done."""
    at, city = now(), territory.root()
    below = 0 if city is None else len(territory.children(city.code))
    yield _mark(request, _("Zones are entered."), "/setup/zones", done=below > 0)
    report = None if city is None else posts.gaps_kept(at=at, scope=city.range)
    rules = bool(report and not report.nothing_required) or bool(posts.required_functions())
    yield _mark(request, _("The rules say what must be owned."), "/duty/book", done=rules)
    if report is not None:
        whole = rules and report.whole
        yield _mark(request, _("Every duty has a post that can be reached."), "/duty", done=whole)
    counts = posts.counts_of_people(at=at)
    some = counts[AccountState.OPEN] > 1
    yield _mark(request, _("People besides the first administrator have an account."),
                "/setup/accounts", done=some)  # fmt: skip
    known = incidents.working_calendar().knows(at.astimezone(LOCAL).year)
    yield _mark(request, _("The holidays of this year are entered."), "/setup/calendar", done=known)
    yield _mark(request, _("An incident is open."), "/setup/incidents",
                done=bool(getattr(request, "incident", None) or incidents.incidents()))  # fmt: skip


def _copies(request: ActingRequest) -> Iterator[GuardMark]:
    """Yield what holds of the record's time and of its copies."""
    incident = getattr(request, "incident", None)
    wall, last = ticking(), incident.recorded if incident else recorded(Session())
    at = max(wall, last)
    if last - wall > CLOCKS_DIFFER:
        yield GuardMark(
            _("The ledger's last entry is of %(at)s, ahead of this machine's clock: new entries"
              " keep that time until the clock has passed it. Set the clock right first.")
            % {"at": stamp(last)}, Hold.MISSING,
        )  # fmt: skip
    yield _backed_up(wall)
    kept = review.copies(at)
    days = kept.days(at)
    if days is None:
        yield GuardMark(_("A backup was restored and proven: never so far."), Hold.MISSING)
    else:
        said = ngettext(
            "A restore was last proven %(days)s day ago.",
            "A restore was last proven %(days)s days ago.", days,
        )  # fmt: skip
        yield GuardMark(said % {"days": days}, Hold.HOLDS if days <= PROOF_DAYS else Hold.MISSING)
    if kept.last_failed:
        yield GuardMark(_("The last restore drill failed."), Hold.MISSING)
    if kept.restored is not None and kept.restored.until is not None:
        said = _("This city was restored on %(at)s from a backup that reaches until %(until)s;"
                 " what was recorded between the two may be missing.")  # fmt: skip
        between = {"at": stamp(kept.restored.at), "until": stamp(kept.restored.until)}
        yield GuardMark(said % between, Hold.WAITING)


def _backed_up(wall: datetime) -> GuardMark:
    made = last_backup(settings.DATA_DIR)
    if made is None:
        return GuardMark(_("No backup has been made here so far."), Hold.MISSING)
    said = ngettext(
        "The last backup was made %(hours)s hour ago, on %(at)s.",
        "The last backup was made %(hours)s hours ago, on %(at)s.", made.hours(wall),
    )  # fmt: skip
    hold = Hold.HOLDS if made.hours(wall) <= backup_hours() else Hold.MISSING
    return GuardMark(said % {"hours": made.hours(wall), "at": stamp(made.at)}, hold)


def _mark(request: ActingRequest, text: str, address: str, *, done: bool) -> GuardMark:
    there = not done and opens(address, request.by)
    return GuardMark(
        text, Hold.HOLDS if done else Hold.MISSING,
        href=address if there else "", link=_("Do it now") if there else "",
    )  # fmt: skip
