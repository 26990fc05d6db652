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
from bihuan.features.posts.selectors.gap_lines import function_name, gap_lines, role_name
from bihuan.features.posts.selectors.gaps import gaps
from bihuan.features.posts.selectors.held import acting_post, posts_held
from bihuan.features.posts.selectors.posts import (
    PostView,
    UnitView,
    held_posts,
    post_label,
    post_of,
    posts_in,
    posts_of,
    unit_names,
    units_in,
    verifiers,
)
from bihuan.features.posts.selectors.register import DutyReport, check_duty
from bihuan.features.posts.selectors.responsible import (
    Answering,
    Responsible,
    holders_in,
    responsible_in,
    responsible_post,
    unit_in,
    unit_of,
)

__all__ = [
    "Answering",
    "AppointmentKind",
    "Assignment",
    "DutyFunction",
    "DutyReport",
    "GapReport",
    "NewPerson",
    "OrganisationKind",
    "PostView",
    "Responsible",
    "UnitView",
    "acknowledge",
    "acting_post",
    "appoint",
    "call_out",
    "check_duty",
    "confirm",
    "confirm_all",
    "end_appointment",
    "function_name",
    "gap_lines",
    "gaps",
    "hand_over",
    "held_posts",
    "holders_in",
    "import_duty",
    "import_posts",
    "post_label",
    "post_of",
    "posts_held",
    "posts_in",
    "posts_of",
    "refuse",
    "responsible_in",
    "responsible_post",
    "role_name",
    "set_responsibilities",
    "set_responsibility",
    "take_over",
    "tick_reached",
    "unit_in",
    "unit_names",
    "unit_of",
    "units_in",
    "verifiers",
]
