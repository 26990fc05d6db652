"""Names of kinds, and the sentences of this feature's refusals and problems."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bihuan.domain.surveillance.cases import CaseStatus, Mode, Origin, Route
from bihuan.domain.surveillance.regimes import Effect
from bihuan.domain.surveillance.signals import SignalKind

ORIGINS: Mapping[Origin, Promise] = {
    Origin.IMPORTED: pgettext_lazy("origin", "Imported"),
    Origin.IMPORTED_RELATED: pgettext_lazy("origin", "Linked to an import"),
    Origin.LOCAL_LINKED: pgettext_lazy("origin", "Local, linked"),
    Origin.LOCAL_UNLINKED: pgettext_lazy("origin", "Local, not linked"),
    Origin.UNDER_INVESTIGATION: pgettext_lazy("origin", "Under investigation"),
    Origin.NOT_GIVEN: pgettext_lazy("origin", "Not split by origin"),
}
ROUTES: Mapping[Route, Promise] = {
    Route.CENTRAL_QUARANTINE: pgettext_lazy("route", "Central quarantine"),
    Route.HOME_ISOLATION: pgettext_lazy("route", "Home isolation"),
    Route.CLOSED_LOOP_STAFF: pgettext_lazy("route", "Closed-loop staff"),
    Route.COMMUNITY_SCREENING: pgettext_lazy("route", "Community screening"),
    Route.FEVER_CLINIC: pgettext_lazy("route", "Fever clinic"),
    Route.SELF_REPORT: pgettext_lazy("route", "Self-report"),
    Route.NOT_GIVEN: pgettext_lazy("route", "Not split by route"),
}
MODES: Mapping[Mode, Promise] = {
    Mode.MANAGED: pgettext_lazy("mode", "In managed status"),
    Mode.COMMUNITY: pgettext_lazy("mode", "In the community"),
}
STATUSES: Mapping[CaseStatus, Promise] = {
    CaseStatus.CONFIRMED: pgettext_lazy("case status", "Confirmed"),
    CaseStatus.ASYMPTOMATIC: pgettext_lazy("case status", "Asymptomatic"),
    CaseStatus.PENDING: pgettext_lazy("case status", "Not classified yet"),
    CaseStatus.PROBABLE: pgettext_lazy("case status", "Probable"),
    CaseStatus.SUSPECTED: pgettext_lazy("case status", "Suspected (not counted)"),
    CaseStatus.NOT_GIVEN: pgettext_lazy("case status", "Not split by status"),
}
EFFECTS: Mapping[Effect, Promise] = {
    Effect.COMPARABLE: pgettext_lazy("regime", "Counts stay comparable"),
    Effect.LEVEL_SHIFT: pgettext_lazy("regime", "Counts move to another level"),
    Effect.BLANK: pgettext_lazy("regime", "Counts cannot be used"),
}
SIGNALS: Mapping[SignalKind, Promise] = {
    SignalKind.FEVER_CLINIC: pgettext_lazy("signal", "Fever clinic: fever visits of all visits"),
    SignalKind.SCHOOL_ABSENCE: pgettext_lazy("signal", "School: absent ill of enrolled"),
    SignalKind.WASTEWATER: pgettext_lazy("signal", "Wastewater: positive sites of sites sampled"),
    SignalKind.VECTOR: pgettext_lazy("signal", "Vector: positive containers of houses inspected"),
    SignalKind.SENTINEL: pgettext_lazy("signal", "Sentinel sources: reported of due"),
    SignalKind.SITES: pgettext_lazy("signal", "Wastewater and vector sites: reported of due"),
    SignalKind.TESTS: pgettext_lazy("signal", "Tests: positive of people tested"),
    SignalKind.COVERAGE: pgettext_lazy("signal", "Ever sampled of residents of the area"),
}
REFUSALS: Mapping[str, Promise] = {
    "case_converted_exceeds_count": _(
        "%(converted)s were counted earlier, but the count is %(count)s; the count includes them."
    ),
    "case_count_impossible": _(
        "Row %(row)s: the count %(count)s cannot be; write a whole number from 0 that includes"
        " those counted earlier."
    ),
    "case_day_in_future": _("Row %(row)s: %(day)s lies in the future."),
    "case_given_twice": _("Row %(row)s gives a count that an earlier row has given."),
    "case_row_twice": _("Row %(first_row)s gives the same count already."),
    "case_source_missing": _("Row %(row)s: say where the count was reported."),
    "case_text_holds_personal_number": _(
        "Row %(row)s: a text reads like an identity or telephone number. Only counts are kept here;"
        " take it out."
    ),
    "case_zone_outside": _("Row %(row)s: zone %(zone)s lies outside the incident's territory."),
    "case_zone_unknown": _(
        "“%(value)s” is no zone that you may enter for; write its code, six digits for a county."
    ),
    "cases_file_has_problems": _("%(count)s rows are wrong, the first is row %(row)s."),
    "cases_unchanged": _("These counts are stored already; nothing was changed."),
    "capacity_day_in_future": _("%(day)s lies in the future."),
    "capacity_is_no_count": _("Write whole numbers from 0."),
    "capacity_unchanged": _("These counts are stored already; nothing was changed."),
    "cell_holds_personal_number": _(
        "This reads like an identity or telephone number. Only counts are kept here; take it out."
    ),
    "column_of_persons": _(
        "The column “%(name)s” is about persons. Only counts are kept here; delete the column."
    ),
    "column_unknown": _("The column “%(name)s” is not known; there are %(known)s."),
    "day_has_a_time": _("“%(value)s” has a time of day; write the day only."),
    "day_in_the_future": _("“%(value)s” lies in the future; today is %(today)s."),
    "json_unreadable": _("This is no JSON list of rows; see the form of a row in the manual."),
    "regime_ends_before_it_begins": _("The last day lies before the first, %(first)s."),
    "regime_text_missing": _("Say what changed: who is tested, what counts as a case."),
    "regime_zone_outside": _("Zone %(zone)s lies outside the incident's territory."),
    "revision_needs_reason": _("Row %(row)s changes a stored count of %(day)s; say why."),
    "signal_impossible": _("Row %(row)s: %(n)s of %(of)s cannot be."),
    "signal_part_exceeds_whole": _("%(n)s is more than the whole, %(of)s."),
    "signals_unchanged": _("These signals are stored already; nothing was changed."),
    "timeline_action_unknown": _("There is no action “%(action)s” among the seven."),
    "timeline_day_in_future": _("A day lies in the future; today is %(today)s."),
    "timeline_runs_backwards": _(
        "The days run backwards: emerged, detected, notified, then the actions."
    ),
    "window_half_given": _("Give both ends of the window, or neither."),
    "window_impossible": _("“%(value)s” does not end a window of at most a week."),
    "window_of_another_day": _("“%(value)s” ends another day than %(day)s."),
}
