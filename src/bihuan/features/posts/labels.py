"""Names of functions, roles and kinds, and what stands in the way, through the catalogue."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bihuan.domain.accounts import AccountState
from bihuan.domain.duties import AppointmentKind, DutyFunction, OrganisationKind
from bihuan.domain.responsibility import Unreached
from bihuan.domain.roles import Role

FUNCTIONS: Mapping[DutyFunction, Promise] = {
    DutyFunction.COMMUNITY_CONTROL: pgettext_lazy("function", "Community control"),
    DutyFunction.FIRE_EGRESS: pgettext_lazy("function", "Fire and egress"),
    DutyFunction.TRAFFIC: pgettext_lazy("function", "Traffic"),
    DutyFunction.MEDICAL: pgettext_lazy("function", "Medical care"),
    DutyFunction.SUPPLIES: pgettext_lazy("function", "Supplies"),
    DutyFunction.INFORMATION: pgettext_lazy("function", "Information"),
    DutyFunction.SAFEGUARDS: pgettext_lazy("function", "Safeguards"),
    DutyFunction.WORKFORCE: pgettext_lazy("function", "Workforce"),
    DutyFunction.PROTECTION: pgettext_lazy("function", "Protection"),
    DutyFunction.PATROLS: pgettext_lazy("function", "Patrols"),
    DutyFunction.PUBLICITY: pgettext_lazy("function", "Publicity"),
    DutyFunction.MARKETS: pgettext_lazy("function", "Markets"),
    DutyFunction.FACILITIES: pgettext_lazy("function", "Facilities"),
    DutyFunction.TESTING: pgettext_lazy("function", "Testing"),
    DutyFunction.VECTOR_CONTROL: pgettext_lazy("function", "Vector control"),
    DutyFunction.SURVEILLANCE: pgettext_lazy("function", "Surveillance"),
}
KINDS: Mapping[AppointmentKind, Promise] = {
    AppointmentKind.PRIMARY: pgettext_lazy("appointment", "Holder"),
    AppointmentKind.DEPUTY: pgettext_lazy("appointment", "Deputy"),
    AppointmentKind.ACTING: pgettext_lazy("appointment", "Acting"),
}
ORGANISATIONS: Mapping[OrganisationKind, Promise] = {
    OrganisationKind.COMMITTEE: pgettext_lazy("organisation", "Party committee"),
    OrganisationKind.GOVERNMENT: pgettext_lazy("organisation", "Government"),
    OrganisationKind.COMMAND: pgettext_lazy("organisation", "Command"),
    OrganisationKind.DEPARTMENT: pgettext_lazy("organisation", "Department"),
    OrganisationKind.SUPERVISION_OFFICE: pgettext_lazy("organisation", "Supervision office"),
    OrganisationKind.DISEASE_CONTROL: pgettext_lazy("organisation", "Disease control centre"),
    OrganisationKind.TOWNSHIP: pgettext_lazy("organisation", "Township or street office"),
    OrganisationKind.COMMUNITY: pgettext_lazy("organisation", "Village or community committee"),
    OrganisationKind.FACILITY: pgettext_lazy("organisation", "Facility"),
    OrganisationKind.OTHER: pgettext_lazy("organisation", "Other organisation"),
}
ROLES: Mapping[Role, Promise] = {
    Role.CITY_LEADER: pgettext_lazy("role", "City leader"),
    Role.COUNTY_PRINCIPAL: pgettext_lazy("role", "County principal"),
    Role.TOWNSHIP_SECRETARY: pgettext_lazy("role", "Township secretary"),
    Role.COMMUNITY_LEADER: pgettext_lazy("role", "Village or community leader"),
    Role.GRID_WORKER: pgettext_lazy("role", "Grid worker"),
    Role.LIAISON_CADRE: pgettext_lazy("role", "Liaison cadre"),
    Role.DUTY_OFFICER: pgettext_lazy("role", "Duty officer"),
    Role.GROUP_LEAD: pgettext_lazy("role", "Functional-group lead"),
    Role.EPIDEMIOLOGIST: pgettext_lazy("role", "Epidemiologist"),
    Role.LEGAL_REVIEWER: pgettext_lazy("role", "Legal reviewer"),
    Role.CLERK: pgettext_lazy("role", "Supervision office clerk"),
    Role.UNIT_DUTY: pgettext_lazy("role", "Unit duty post"),
    Role.OFFICE_HEAD: pgettext_lazy("role", "Issuing-office head"),
    Role.COORDINATOR: pgettext_lazy("role", "Coordinator"),
    Role.GOVERNMENT_OFFICE: pgettext_lazy("role", "Government office"),
    Role.SUPERVISOR: pgettext_lazy("role", "Supervisor"),
    Role.VERIFIER: pgettext_lazy("role", "Independent verifier"),
    Role.FACILITY_MANAGER: pgettext_lazy("role", "Facility manager"),
    Role.TESTING_LEAD: pgettext_lazy("role", "Testing lead"),
    Role.HOTLINE_OPERATOR: pgettext_lazy("role", "Hotline operator"),
    Role.PRESS_OFFICER: pgettext_lazy("role", "Press officer"),
    Role.SAFEGUARDS_OFFICER: pgettext_lazy("role", "Safeguards officer"),
    Role.AUDITOR: pgettext_lazy("role", "Auditor"),
    Role.ADMINISTRATOR: pgettext_lazy("role", "System administrator"),
}
ACCOUNT_STATES: Mapping[AccountState, Promise] = {
    AccountState.INVITED: pgettext_lazy("account", "Invited"),
    AccountState.OPEN: pgettext_lazy("account", "Open"),
    AccountState.DISABLED: pgettext_lazy("account", "Switched off"),
}
UNREACHED: Mapping[Unreached, Promise] = {
    Unreached.VACANT: _("nobody holds it"),
    Unreached.NO_PHONE: _("no telephone at work"),
}
REFUSALS: Mapping[str, Promise] = {
    "import_brought_rules": _(
        "The file brought %(n)s new rules of what must be owned. A rule has no end: mend the sheet"
        " of rules and enter it again."
    ),
    "import_in_use": _(
        "%(n)s appointments, duties, posts or accounts have been tied to its rows since; end these"
        " first."
    ),
    "import_has_orders": _("%(n)s orders or decisions name its posts; they must be done first."),
    "post_is_there_already": _("Post %(post)s belongs to zone %(zone)s already."),
    "zone_unknown": _("Zone %(value)s is not stored or no longer in force."),
    "points_nowhere": _("%(value)s stands neither in the sheet “%(sheet)s” nor in the register."),
    "number_twice": _("Row %(first_row)s gives the same number already."),
    "rule_twice": _("Row %(first_row)s has a rule for this function and level already."),
    "appointment_twice": _("Row %(first_row)s says the same already."),
    "post_held_twice": _("Post %(post)s has a holder already: person %(person)s. End that first."),
    "role_not_at_level": _("The role “%(role)s” does not exist at the level “%(level)s”."),
    "organisation_is_its_own_parent": _("The organisation names itself as its parent."),
    "organisations_in_a_circle": _("Following the parents leads back to this organisation."),
    "deputy_is_the_post_itself": _("The deputy must be another post."),
    "responsibility_overlaps": _(
        "For this function and zone another responsibility holds at the same time (row"
        " %(other_row)s; row 0 is stored already). End that first."
    ),
    "post_does_not_reach_zone": _("Post %(post)s does not reach zone %(zone)s."),
    "post_not_in_use": _("Post %(post)s does not exist or has been abolished."),
    "person_unknown": _("Person %(person)s is not in the register."),
    "person_name_missing": _("The person needs a name of at most 40 characters."),
    "already_appointed": _("This person is appointed or proposed for this post already."),
    "appointment_of_oneself": _("Nobody gives a post to himself; somebody else must do it."),
    "second_person_missing": _("Whoever asked for it cannot confirm it; a second person must."),
    "appointment_unknown": _("This appointment does not exist or its post has been abolished."),
    "appointment_not_in_force": _("This appointment is not in force now."),
    "appointment_already_settled": _("This appointment has been confirmed or refused already."),
    "post_has_a_holder": _(
        "Post %(post)s has a holder. End that appointment first, or appoint a deputy and let"
        " the holder hand over."
    ),
    "already_acknowledged": _("This duty has been acknowledged already."),
    "duty_of_somebody_else": _("Only the person whose duty it is can do this."),
    "handover_note_missing": _("Write what is open, promised and unreachable."),
    "handover_note_holds_private_number": _(
        "The note holds what reads as an identity, bank card or mobile number; it stays on record."
        " Write the number of the order instead; colleagues' telephones stand in the duty book."
    ),
    "handover_note_too_long": _("The note is too long: at most 1,000 characters."),
    "handover_between_different_posts": _("A handover needs two people appointed to one post."),
    "handover_already_open": _(
        "This post is being handed over already; whoever takes it over signs for that first."
    ),
    "handover_not_open": _("This handover has been signed already or does not exist."),
    "responsibility_stands_already": _("Nothing to change: it stands like this already."),
    "responsibility_begins_later": _(
        "What stands has only just begun or begins later; try again then."
    ),
    "call_reason_missing": _("Say in a few words why the posts are called."),
    "call_list_size": _("Choose between one and %(most)s posts."),
    "account_of_oneself": _(
        "Nobody changes the own access; another administrator or the console must do it."
    ),
    "account_name_malformed": _(
        "“%(name)s” cannot name an account: 3 to 60 small letters, digits, dots and hyphens,"
        " beginning with a letter or digit."
    ),
    "account_name_taken": _("Another account is called “%(name)s” already; choose another name."),
    "account_not_open": _("Person %(person)s has no account that could be used; invite first."),
    "token_label_missing": _("Say what the program is, in at most %(longest)s characters."),
    "token_days_out_of_range": _("A token is good for 1 to %(most)s days."),
    "token_post_not_held": _("Person %(person)s does not hold post %(post)s now."),
    "token_unknown": _("There is no token %(token)s; the list names them all."),
    "token_revoked": _("Token %(token)s was taken back already."),
    "account_in_one_hand": _(
        "You have done the other half for this account within a day. A new password and a new"
        " second factor need two administrators, or the console."
    ),
    "invitation_not_open": _(
        "This link was used already, has expired or was replaced by a newer one. Ask the"
        " administrator for a new one."
    ),
    "call_line_not_open": _("This line has been ticked already or does not exist."),
}
"""What stands in the way, by the code of the refusal or of the row's problem."""
