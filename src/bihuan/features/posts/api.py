"""The front door of posts."""

from bihuan.domain.duties import AppointmentKind, DutyFunction, OrganisationKind
from bihuan.domain.responsibility import GapReport
from bihuan.features.posts.actions.appoint import NewPerson, appoint
from bihuan.features.posts.actions.call_out import call_out, tick_reached
from bihuan.features.posts.actions.hand_over import hand_over, take_over
from bihuan.features.posts.actions.import_duty import import_duty, import_posts
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
from bihuan.features.posts.selectors.calls import CallView, call_of, call_of_line
from bihuan.features.posts.selectors.duty_book import (
    ClaimView,
    Holding,
    OpenHandover,
    Waiting,
    appointment_zone,
    claims_of_post,
    claims_on,
    handovers_of,
    holdings_by,
    holdings_of,
    people_of_unit,
    required_functions,
    waiting_in,
)
from bihuan.features.posts.selectors.gap_lines import function_name, gap_lines, role_name
from bihuan.features.posts.selectors.gaps import gaps, gaps_once
from bihuan.features.posts.selectors.held import acting_post, posts_held
from bihuan.features.posts.selectors.layers import UNOWNED, answering_panel
from bihuan.features.posts.selectors.posts import (
    PostView,
    UnitView,
    held_posts,
    post_label,
    post_of,
    posts_at,
    posts_in,
    posts_of,
    posts_reaching,
    unit_names,
    units_in,
    verifiers,
)
from bihuan.features.posts.selectors.register import DutyReport, Tables, check_duty, tables_of
from bihuan.features.posts.selectors.responsible import (
    Answering,
    Responsible,
    holders_in,
    responsible_in,
    responsible_post,
    unit_in,
    unit_of,
)
from bihuan.features.posts.selectors.workbook import duty_sheets

__all__ = [
    "UNOWNED",
    "Answering",
    "AppointmentKind",
    "Assignment",
    "CallView",
    "ClaimView",
    "DutyFunction",
    "DutyReport",
    "GapReport",
    "Holding",
    "NewPerson",
    "OpenHandover",
    "OrganisationKind",
    "PostView",
    "Responsible",
    "Tables",
    "UnitView",
    "Waiting",
    "acknowledge",
    "acting_post",
    "answering_panel",
    "appoint",
    "appointment_zone",
    "call_of",
    "call_of_line",
    "call_out",
    "check_duty",
    "claims_of_post",
    "claims_on",
    "confirm",
    "confirm_all",
    "duty_sheets",
    "end_appointment",
    "function_name",
    "gap_lines",
    "gaps",
    "gaps_once",
    "hand_over",
    "handovers_of",
    "held_posts",
    "holders_in",
    "holdings_by",
    "holdings_of",
    "import_duty",
    "import_posts",
    "people_of_unit",
    "post_label",
    "post_of",
    "posts_at",
    "posts_held",
    "posts_in",
    "posts_of",
    "posts_reaching",
    "refuse",
    "required_functions",
    "responsible_in",
    "responsible_post",
    "role_name",
    "set_responsibilities",
    "set_responsibility",
    "tables_of",
    "take_over",
    "tick_reached",
    "unit_in",
    "unit_names",
    "unit_of",
    "units_in",
    "verifiers",
    "waiting_in",
]
