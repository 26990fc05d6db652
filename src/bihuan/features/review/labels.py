"""Names of states and kinds, and the sentences of the review's refusals."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bihuan.domain.reviews.commitments import FOLLOW
from bihuan.domain.reviews.nights import NIGHT, NightState
from bihuan.domain.reviews.states import Follow, FollowAct, OptionKind
from bihuan.platform.figures import AgendaKind

NIGHT_STATES: Mapping[NightState, tuple[Promise, str]] = {
    NightState.DRAFT: (pgettext_lazy("night", "Draft"), "waiting"),
    NightState.FROZEN: (pgettext_lazy("night", "Frozen"), "running"),
    NightState.IN_MEETING: (pgettext_lazy("night", "In meeting"), "ruling"),
    NightState.MINUTES_ISSUED: (pgettext_lazy("night", "Minutes issued"), "done"),
}
FOLLOW_STATES: Mapping[Follow, tuple[Promise, str]] = {
    Follow.NEW: (pgettext_lazy("decision", "Not ordered"), "waiting"),
    Follow.ORDERED: (pgettext_lazy("decision", "Ordered"), "waiting"),
    Follow.RECEIVED: (pgettext_lazy("decision", "Received"), "running"),
    Follow.REPORTED_DONE: (pgettext_lazy("decision", "Reported done"), "ruling"),
    Follow.DONE: (pgettext_lazy("decision", "Done"), "done"),
    Follow.CANCELLED: (pgettext_lazy("decision", "Cancelled"), "ended"),
}
FOLLOW_ACTS: Mapping[FollowAct, Promise] = {
    FollowAct.RECEIVE: pgettext_lazy("decision", "Receive"),
    FollowAct.REPORT_DONE: pgettext_lazy("decision", "Report done"),
    FollowAct.VERIFY: pgettext_lazy("decision", "Verify as done"),
    FollowAct.SEND_BACK: pgettext_lazy("decision", "Send back"),
    FollowAct.CANCEL: pgettext_lazy("decision", "Cancel the decision"),
}
OPTION_KINDS: Mapping[OptionKind, Promise] = {
    OptionKind.MEASURE: pgettext_lazy("option", "Measure"),
    OptionKind.LESS_RESTRICTIVE: pgettext_lazy("option", "Restricts less"),
    OptionKind.DO_NOTHING: pgettext_lazy("option", "Does nothing"),
}
AGENDA_KINDS: Mapping[AgendaKind, Promise] = {
    AgendaKind.DECISION: pgettext_lazy("agenda", "Earlier decision"),
    AgendaKind.ESCALATED: pgettext_lazy("agenda", "Escalated"),
    AgendaKind.OFFICE: pgettext_lazy("agenda", "The office's own delay"),
    AgendaKind.OVER_CONTROL: pgettext_lazy("agenda", "Over-control"),
    AgendaKind.BLOCKED: pgettext_lazy("agenda", "Blocked"),
    AgendaKind.SUSPENDED: pgettext_lazy("agenda", "Suspended"),
    AgendaKind.LOWERED: pgettext_lazy("agenda", "Severity lowered"),
    AgendaKind.OVERDUE: pgettext_lazy("agenda", "Overdue"),
    AgendaKind.ASKED: pgettext_lazy("agenda", "Put here by the office"),
    AgendaKind.RECURRING: pgettext_lazy("agenda", "Recurring"),
    AgendaKind.MEASURE: pgettext_lazy("agenda", "Measure that ends"),
    AgendaKind.GAP: pgettext_lazy("agenda", "Gap"),
    AgendaKind.SAFEGUARDS: pgettext_lazy("agenda", "Always on the agenda"),
    AgendaKind.PLAN: pgettext_lazy("agenda", "Always on the agenda"),
}
DIMENSIONS: Mapping[str, Promise] = {
    "total": pgettext_lazy("bulletin", "Total"),
    "county": pgettext_lazy("bulletin", "County"),
    "route": pgettext_lazy("bulletin", "Route of detection"),
    "status": pgettext_lazy("bulletin", "Classification"),
}
MODES: Mapping[str, Promise] = {
    "": pgettext_lazy("bulletin", "Does not apply"),
    "managed": pgettext_lazy("bulletin", "In managed status"),
    "community": pgettext_lazy("bulletin", "In the community"),
}
PLAN_PARTS: Mapping[str, Promise] = {
    "objectives": _("Further objectives"),
    "tasks": _("Further tasks"),
    "resources": _("Resources"),
    "risks": _("Risks"),
    "contingency": _("If it goes otherwise"),
    "message": _("Public message"),
}
_NAMED: Mapping[str, Promise] = {
    NIGHT.named(""): pgettext_lazy("night", "Not begun"),
    **{NIGHT.named(state): words for state, (words, _tone) in NIGHT_STATES.items()},
    **{FOLLOW.named(state): words for state, (words, _tone) in FOLLOW_STATES.items()},
}
ATTENDANCE: Mapping[str, Promise] = {
    "present": _("Present"), "excused": _("Excused"), "attending": _("Sitting in"),
}  # fmt: skip
PARAMETERS: Mapping[str, Mapping[str, Promise]] = {"state": _NAMED, "possible": _NAMED}
"""What the values of a refusal's parameters are called."""
REFUSALS: Mapping[str, Promise] = {
    "agenda_item_is_open": _("This item is open already."),
    "agenda_item_unknown": _("Tonight's agenda has no item %(position)s."),
    "bulletin_county_unknown": _("“%(value)s” is no county of this incident's territory."),
    "bulletin_has_problems": _("Rows that are wrong: %(count)s; the first is row %(row)s."),
    "bulletin_of_another_window": _("“%(value)s” is another window; expected %(expected)s."),
    "bulletin_row_twice": _("Row %(first_row)s gives the same count already."),
    "already_submitted": _("Your county has submitted for %(day)s already."),
    "attendance_missing": _("Say who was present: posts, not persons."),
    "attendance_too_long": _("At most %(longest)s characters fit."),
    "correction_reason_missing": _("Say why the minutes are corrected."),
    "minutes_not_issued": _("The minutes of %(day)s are not issued; there is nothing to correct."),
    "nothing_corrected": _("Nothing differs: change the attendance, or say what else is wrong."),
    "county_posts_acknowledge": _("A post of a county takes note of the plan for it."),
    "county_posts_submit": _("A post of a county submits for it."),
    "already_carried_tonight": _("The decision was carried over tonight already."),
    "choice_missing": _("Say which option was chosen."),
    "decision_field_missing": _("This part of the decision must not be empty."),
    "feedback_missing": _("Say in a few words what was done."),
    "no_less_restrictive_option": _("One option must restrict less, or do nothing."),
    "not_owner_unit": _("Only the unit that owns the decision does this."),
    "option_empty": _("Option %(number)s is empty."),
    "options_too_few": _("A decision weighs at least %(least)s different options."),
    "owner_missing": _("Name a post that carries the decision out."),
    "time_has_passed": _("This time has passed already."),
    "time_too_far_ahead": _("Choose a time within %(days)s days from the meeting."),
    "decision_text_too_long": _("The text is too long: at most %(longest)s characters."),
    "decision_unknown": _("There is no decision D-%(number)s."),
    "figure_is_no_count": _("Row %(row)s: “%(said)s” is no count; write a whole number from 0."),
    "figure_kind_unknown": _("Row %(row)s: “%(said)s” is no dimension of a bulletin."),
    "figure_name_missing": _("Row %(row)s: code and name must not be empty."),
    "figure_source_missing": _("Say where the figures were published."),
    "figure_twice": _("Row %(row)s gives “%(said)s” a second time."),
    "figures_unchanged": _("These figures are stored already; nothing was changed."),
    "incident_unknown": _("There is no incident %(incident)s."),
    "later_day_is_sealed": _("A later day (%(day)s) is sealed; its root covers this night."),
    "meeting_has_not_begun": _("The plan follows from the meeting; the meeting has not begun."),
    "night_after_incident": _(
        "%(day)s lies after the end of the incident; its last night is %(last)s."
    ),
    "night_before_incident": _("%(day)s lies before the first day of the incident."),
    "no_zones_entered": _("No zones yet; import the register first."),
    "no_meeting_going_on": _("The meeting of %(day)s is not going on."),
    "no_open_draft": _("There is no open draft on this item."),
    "no_such_agenda_item": _(
        "This is no item of tonight's agenda; open the item and decide there."
    ),
    "item_decided_meanwhile": _(
        "Another decision was taken on this item meanwhile (%(n)s so far, see “Decided tonight”)."
        " Send yours again if it is to stand beside it."
    ),
    "signed_by_its_writer": _("Who took a decision down does not sign it; another person does."),
    "nobody_is_missing": _("Nobody is missing."),
    "nothing_to_remind_of": _("There is nothing of this kind to remind of."),
    "reminded_a_moment_ago": _("All of them were reminded less than five minutes ago."),
    "night_is_frozen": _("The night of %(day)s is frozen; later inputs are revisions."),
    "night_is_not_frozen": _("The night of %(day)s is not frozen."),
    "not_a_day": _("“%(day)s” is no day; write it like 2026-08-02."),
    "nothing_to_carry_over": _("No decision is open."),
    "plan_already_acknowledged": _("Your county has taken note of this plan already."),
    "plan_is_not_for_this_county": _("This plan is not for your county."),
    "plan_is_not_published": _("The plan of %(day)s is not published yet."),
    "plan_is_published": _("The plan of %(day)s is published and is not changed any more."),
    "plan_text_too_long": _("The text is too long: at most %(longest)s characters."),
    "plan_without_objectives": _("A plan needs at least one objective."),
    "safeguards_not_heard": _(
        "Open the safeguards and tomorrow's plan before you end the meeting."
    ),
    "window_has_not_begun": _("The window of %(day)s has not begun."),
    "window_has_not_ended": _("The window of %(day)s has not ended; wait for the cut-off."),
}
