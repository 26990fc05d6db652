"""Tables of organisations, posts, people at work and responsibilities."""

from bihuan.features.posts.models.access import AccessGrant
from bihuan.features.posts.models.appointment import Appointment, Handover
from bihuan.features.posts.models.call_out import CallLine, CallOut
from bihuan.features.posts.models.post import Organisation, Person, Post
from bihuan.features.posts.models.responsibility import Responsibility, ResponsibilityRule
from bihuan.features.posts.models.token import ServiceToken

__all__ = [
    "AccessGrant",
    "Appointment",
    "CallLine",
    "CallOut",
    "Handover",
    "Organisation",
    "Person",
    "Post",
    "Responsibility",
    "ResponsibilityRule",
    "ServiceToken",
]
