"""What happened to a measure, in words."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

EVENTS: Mapping[str, Promise] = {
    "drafted": pgettext_lazy("happened", "Drafted"),
    "amended": pgettext_lazy("happened", "Draft changed"),
    "submitted": pgettext_lazy("happened", "Sent to the legal office"),
    "discarded": pgettext_lazy("happened", "Discarded"),
    "objected_to": pgettext_lazy("happened", "Objected to and sent back"),
    "legal_check_passed": pgettext_lazy("happened", "Legal check passed"),
    "opinion_given": pgettext_lazy("happened", "Expert opinion given"),
    "approved": pgettext_lazy("happened", "Approved for the city"),
    "decided": pgettext_lazy("happened", "Decided"),
    "notice_published": pgettext_lazy("happened", "Notice published"),
    "reported_upward": pgettext_lazy("happened", "Reported to the superior"),
    "companion_provided": pgettext_lazy("happened", "Companion plan started"),
    "activated": pgettext_lazy("happened", "Put in force"),
    "lifting_proposed": pgettext_lazy("happened", "Lifting proposed"),
    "lifted": pgettext_lazy("happened", "Lifted"),
    "revoked": pgettext_lazy("happened", "Revoked by the superior"),
    "ground_lost": pgettext_lazy("happened", "Ended: its footing no longer carries it"),
    "suspended": pgettext_lazy("happened", "Suspended after an appeal"),
    "halted": pgettext_lazy("happened", "Halted after an appeal"),
    "resumed": pgettext_lazy("happened", "Resumed"),
    "halt_ended": pgettext_lazy("happened", "May go on after the appeal"),
    "expired": pgettext_lazy("happened", "Expired by itself"),
    "aftercare_begun": pgettext_lazy("happened", "Aftercare recorded"),
    "archived": pgettext_lazy("happened", "Archived"),
}
