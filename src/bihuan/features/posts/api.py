"""The front door of posts."""

from bihuan.domain.duties import AppointmentKind, DutyFunction, OrganisationKind
from bihuan.domain.responsibility import GapReport
from bihuan.features.posts.actions.appoint import NewPerson, appoint
from bihuan.features.posts.actions.call_out import call_out, tick_reached
from bihuan.features.posts.actions.end_sessions import end_own_sessions
from bihuan.features.posts.actions.enter_person import enter_person
from bihuan.features.posts.actions.give_access import (
    accept,
    disable,
    invite,
    record_access,
    reset_second_factor,
)
from bihuan.features.posts.actions.hand_over import hand_over, take_over
from bihuan.features.posts.actions.import_duty import import_duty, import_posts
from bihuan.features.posts.actions.move_posts import move_posts
from bihuan.features.posts.actions.service_tokens import TokenDraft, make_token, revoke_token
from bihuan.features.posts.actions.set_responsibility import (
    Assignment,
    set_responsibilities,
    set_responsibility,
)
from bihuan.features.posts.actions.settle_appointment import (
    acknowledge,
    confirm,
    confirm_all,
    end_appointment,
    refuse,
)
from bihuan.features.posts.actions.undo_duty import undo_duty
from bihuan.features.posts.selectors.access import (
    WITHOUT,
    GrantView,
    PersonView,
    counts_of_people,
    invited_post,
    others_confirm,
    people_by_number,
    people_listed,
    person_invited,
    person_of,
)
from bihuan.features.posts.selectors.calls import CallView, call_of, call_of_line
from bihuan.features.posts.selectors.duty_book import (
    ClaimView,
    Holding,
    OpenHandover,
    Staffed,
    Waiting,
    appointment_zone,
    claims_of_post,
    claims_on,
    handovers_of,
    holdings_of,
    people_of_unit,
    required_functions,
    staffed,
    waiting_in,
)
from bihuan.features.posts.selectors.gap_lines import (
    function_name,
    gap_lines,
    role_name,
    why_unreached,
)
from bihuan.features.posts.selectors.gaps import gaps, gaps_kept
from bihuan.features.posts.selectors.held import acting_post, posts_held, posts_held_now
from bihuan.features.posts.selectors.layers import UNOWNED, answering_panel
from bihuan.features.posts.selectors.posts import (
    PostView,
    UnitView,
    command_name,
    held_posts,
    post_label,
    post_of,
    posts_at,
    posts_in,
    posts_of,
    posts_of_roles,
    posts_reaching,
    search_posts,
    unit_names,
    units_in,
    verifiers,
)
from bihuan.features.posts.selectors.register import DutyReport, Tables, check_duty, tables_of
from bihuan.features.posts.selectors.reshaped import duties_after, effect_of
from bihuan.features.posts.selectors.responsible import (
    Answering,
    Responsible,
    answering_for,
    holders_in,
    on_duty_in,
    responsible_in,
    responsible_post,
    unit_in,
    unit_of,
    verifiers_in,
)
from bihuan.features.posts.selectors.service_tokens import (
    TokenView,
    post_of_token,
    tokens_made,
)
from bihuan.features.posts.selectors.stood_in import StandIns, posts_and_stand_ins
from bihuan.features.posts.selectors.taken_back import TAKING as DUTY_BOOK
from bihuan.features.posts.selectors.taken_back import provide_post_use, tied_to_zones
from bihuan.features.posts.selectors.weak_spots import WeakSpot, provide_weak_spot, weak_spots
from bihuan.features.posts.selectors.workbook import CHOICES, duty_sheets

__all__ = [
    "CHOICES",
    "DUTY_BOOK",
    "UNOWNED",
    "WITHOUT",
    "Answering",
    "AppointmentKind",
    "Assignment",
    "CallView",
    "ClaimView",
    "DutyFunction",
    "DutyReport",
    "GapReport",
    "GrantView",
    "Holding",
    "NewPerson",
    "OpenHandover",
    "OrganisationKind",
    "PersonView",
    "PostView",
    "Responsible",
    "Staffed",
    "StandIns",
    "Tables",
    "TokenDraft",
    "TokenView",
    "UnitView",
    "Waiting",
    "WeakSpot",
    "accept",
    "acknowledge",
    "acting_post",
    "answering_for",
    "answering_panel",
    "appoint",
    "appointment_zone",
    "call_of",
    "call_of_line",
    "call_out",
    "check_duty",
    "claims_of_post",
    "claims_on",
    "command_name",
    "confirm",
    "confirm_all",
    "counts_of_people",
    "disable",
    "duties_after",
    "duty_sheets",
    "effect_of",
    "end_appointment",
    "end_own_sessions",
    "enter_person",
    "function_name",
    "gap_lines",
    "gaps",
    "gaps_kept",
    "hand_over",
    "handovers_of",
    "held_posts",
    "holders_in",
    "holdings_of",
    "import_duty",
    "import_posts",
    "invite",
    "invited_post",
    "make_token",
    "move_posts",
    "on_duty_in",
    "others_confirm",
    "people_by_number",
    "people_listed",
    "people_of_unit",
    "person_invited",
    "person_of",
    "post_label",
    "post_of",
    "post_of_token",
    "posts_and_stand_ins",
    "posts_at",
    "posts_held",
    "posts_held_now",
    "posts_in",
    "posts_of",
    "posts_of_roles",
    "posts_reaching",
    "provide_post_use",
    "provide_weak_spot",
    "record_access",
    "refuse",
    "required_functions",
    "reset_second_factor",
    "responsible_in",
    "responsible_post",
    "revoke_token",
    "role_name",
    "search_posts",
    "set_responsibilities",
    "set_responsibility",
    "staffed",
    "tables_of",
    "take_over",
    "tick_reached",
    "tied_to_zones",
    "tokens_made",
    "undo_duty",
    "unit_in",
    "unit_names",
    "unit_of",
    "units_in",
    "verifiers",
    "verifiers_in",
    "waiting_in",
    "weak_spots",
    "why_unreached",
]
