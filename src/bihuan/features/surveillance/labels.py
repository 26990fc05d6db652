"""Names of kinds, and the sentences of this feature's refusals and problems."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bihuan.domain.surveillance.capacity import Item
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
    Route.MANAGED: pgettext_lazy("route", "Managed, route not given"),
    Route.COMMUNITY: pgettext_lazy("route", "Community, route not given"),
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
BANDS: Mapping[int | None, Promise] = {
    0: pgettext_lazy("vector band", "below 5"),
    1: pgettext_lazy("vector band", "5–10"),
    2: pgettext_lazy("vector band", "10–20"),
    3: pgettext_lazy("vector band", "20 and above"),
}
STATES: Mapping[int, Promise] = {
    0: pgettext_lazy("community", "Not zero"),
    1: pgettext_lazy("community", "Clear so far"),
    2: pgettext_lazy("community", "Standard met"),
    3: pgettext_lazy(
        "community", "Unknown: how many the last window found in the community is not reported"
    ),
}
TRENDS: Mapping[int | None, Promise] = {
    1: pgettext_lazy("trend", "rising"),
    0: pgettext_lazy("trend", "no clear trend"),
    -1: pgettext_lazy("trend", "falling"),
    None: pgettext_lazy("trend", "cannot be told"),
}
FLAGS: Mapping[str, Promise] = {
    "negative": _("Negative count"),
    "zero_then_lump": _("A lump after days of zero"),
    "cumulative_falls": _("Cumulative count falls"),
    "duplicate_day": _("Day given twice"),
    "joint_jump": _("Many zones jump on one day"),
    "sum_mismatch": _("Parts do not add up to the total"),
    "conversion_excess": _("More conversions than infections to convert"),
}
ACTIONS: Mapping[str, Promise] = {
    "investigation": pgettext_lazy("7-1-7", "Investigation begun"),
    "risk_assessment": pgettext_lazy("7-1-7", "Epidemiology and risk assessment"),
    "laboratory_confirmation": pgettext_lazy("7-1-7", "Laboratory confirmation"),
    "case_management": pgettext_lazy("7-1-7", "Case management and infection control"),
    "countermeasures": pgettext_lazy("7-1-7", "Countermeasures"),
    "risk_communication": pgettext_lazy("7-1-7", "Risk communication"),
    "coordination": pgettext_lazy("7-1-7", "Coordination mechanism"),
}
STEPS: Mapping[str, Promise] = {
    "detection": pgettext_lazy("7-1-7", "Detection"),
    "notification": pgettext_lazy("7-1-7", "Notification"),
    "response": pgettext_lazy("7-1-7", "Response"),
}
ITEMS: Mapping[Item, Promise] = {
    Item.PEOPLE: _("People of the delimited area"),
    Item.SAMPLED: _("People sampled in 24 h"),
    Item.POSITIVE_PER_10K: _("Positives expected per 10,000"),
    Item.POOL: _("Samples in a tube"),
    Item.SAMPLERS: _("Samplers"),
    Item.SITES: _("Sampling sites"),
    Item.QUEUE_P90_MINUTES: _("Queue P90 (minutes)"),
    Item.SAMPLES: _("Samples taken"),
    Item.TUBES: _("Tubes tested"),
    Item.TUBES_PER_DAY: _("Tubes a day, all laboratories"),
    Item.LABORATORY_LINES: _("Laboratory lines"),
    Item.RUN_MINUTES: _("Minutes of one run"),
    Item.TRANSPORT_MINUTES: _("Minutes of transport and preparation"),
    Item.TURNAROUND_P90_MINUTES: _("Turnaround P90, sample to result (minutes)"),
    Item.ROOMS: _("Isolation rooms"),
    Item.ROOMS_OCCUPIED: _("Rooms occupied"),
    Item.ROOMS_24H: _("Rooms ready within 24 h"),
    Item.ROOMS_48H: _("Rooms ready within 48 h"),
    Item.ROOMS_72H: _("Rooms ready within 72 h"),
    Item.ROOMS_ACCESSIBLE: _("Accessible rooms"),
    Item.HEALTH_STAFF: _("Health workers at the sites"),
    Item.COMPLAINTS: _("Complaints"),
    Item.WASTE_REMOVED: _("Lots of medical waste removed within 48 h"),
    Item.WASTE_DUE: _("Lots of medical waste due"),
    Item.AID_SAMPLERS: _("Samplers promised as mutual aid"),
    Item.AID_TUBES_PER_DAY: _("Tubes a day promised as mutual aid"),
    Item.AID_ROOMS: _("Rooms promised as mutual aid"),
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
    "cases_file_has_problems": _("Rows that are wrong: %(count)s; the first is row %(row)s."),
    "cases_unchanged": _("These counts are stored already; nothing was changed."),
    "capacity_day_in_future": _("%(day)s lies in the future."),
    "cases_address_unknown": _(
        "The address names an incident, a zone or a day that there is not, or that this post does"
        " not see."
    ),
    "source_holds_personal_number": _(
        "The source holds what reads like a person's number; name the office or the report."
    ),
    "capacity_is_no_count": _("Write whole numbers from 0."),
    "capacity_unchanged": _("These counts are stored already; nothing was changed."),
    "cell_holds_personal_number": _(
        "This reads like an identity or telephone number. Only counts are kept here; take it out."
    ),
    "day_has_a_time": _("“%(value)s” has a time of day or a time zone; write the day only."),
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
