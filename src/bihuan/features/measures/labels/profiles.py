"""Parts and fields of a disease profile in words."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

PERMISSIONS: Mapping[str, Promise] = {
    "allowed": pgettext_lazy("profile", "allowed"),
    "conditional": pgettext_lazy("profile", "on conditions"),
    "forbidden": pgettext_lazy("profile", "not offered"),
}
PROFILE_PARTS: Mapping[str, Promise] = {
    "labels": _("Labels and case definitions"),
    "law": _("Law and reporting clocks"),
    "catalogue": _("Measures: what may be offered"),
    "thresholds": _("Indicators and thresholds"),
    "checklists": _("Checklists, workforce, facilities, testing"),
    "end": _("Objective and end rules"),
    "models": _("Models"),
}
PROFILE_FIELDS: Mapping[str, Promise] = {
    "names": _("Name"), "aliases": _("Other words"), "case_definitions": _("Case definition"),
    "messages": _("Message to the public"), "vulnerable": _("Whom it hits hardest"),
    "routes": _("How it spreads"), "legal_class": _("Legal class"),
    "class_source": _("Source of the class"), "managed_as_a": _("Managed as class A"),
    "provisional_a": _("Provisional class A"), "report_h": _("Statutory report, hours"),
    "cluster_report_h": _("Report of a cluster, hours"), "standing": _("May be used for"),
    "superseded": _("Superseded"), "validity": _("Validity"), "id": _("Profile"),
    "version": _("Version"), "measures": _("Measure"), "indicators": _("Indicator"),
    "thresholds": _("Threshold"), "zones": _("Distance"), "small_cell": _("Smallest cell shown"),
    "incubation_days": _("Incubation, days"), "incubation_source": _("Source of the incubation"),
    "checklists": _("Checklist"), "workforce": _("Workforce"),
    "facility_uses": _("Use of facilities"), "pool_size": _("Samples in a tube"),
    "testing": _("Testing"), "cost_panel": _("Costs shown"), "objective": _("Objective"),
    "end_rule": _("End rule"), "community_zero": _("Community zero"),
    "epidemiology": _("Models"),
}  # fmt: skip
