"""What stands inside a profile, in words, where two profiles are compared."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

INNER: Mapping[str, Promise] = {
    "bands": _("bounds of its bands"), "goal": _("goal"), "unit": _("unit"),
    "window_h": _("window, hours"), "names": _("name"), "code": _("code"),
    "days": _("days"), "source": _("source"), "kind": _("kind"), "also": _("also"),
    "alert_m": _("alert zone, metres"), "core_m": _("core zone, metres"),
    "basic_per_100k": _("“basically”: fewer cases per 100,000 than"),
    "replaced_by": _("replaced by"), "supported": _("supported"), "confirmed": _("confirmed case"),
    "probable": _("probable case"), "suspected": _("suspected case"),
    "test_silence_days": _("days without a test before it is asked about"),
    "patrol_per_households": _("households for each patrol"),
    "new_cases": _("new cases"), "clusters": _("clusters"),
    "community_detected": _("cases found in the community"),
    "fever_clinic_visits": _("visits to fever clinics"),
    "school_absence": _("absence from school"),
    "shelter_symptoms": _("people with symptoms in shelters"),
    "vector_index": _("vector index"), "water_tests_failed": _("water tests that failed"),
}  # fmt: skip
"""Names of fields, case definitions and indicators, by key."""
VALUES: Mapping[str, Promise] = {
    "True": _("Yes"), "False": _("No"),
    "isolation_ward": _("isolation ward"), "fever_clinic": _("fever clinic"),
    "observation_rooms": _("rooms for observation"),
    "home_care_support": _("support of care at home"),
    "_ward": _("a ward of its own"), "hospital_beds": _("hospital beds"),
    "hospital_mosquito_proof_ward": _("mosquito-proof ward"), "shelter": _("shelter"),
    "mobile_clinic": _("mobile clinic"), "school": _("school"),
    "nursing_home": _("nursing home"), "respiratory": _("by air"), "animal": _("from animals"),
    "food": _("by food"), "contact": _("by contact"), "vomit": _("by vomit"),
    "water": _("by water"), "vector": _("by vectors"), "vector:aedes": _("by Aedes mosquitoes"),
    "unknown": _("not known"), "drill": pgettext_lazy("profile", "drills"),
    "operations": _("operations"), "training": _("training"),
    "drill_objectives": _("objectives of the drill"), "index_below": _("index below its bound"),
    "no_new_clusters": _("no new clusters"), "services_restored": _("services restored"),
    "zero_community": _("no case in the community"), "assumed": _("assumed"),
    "unconfirmed": _("unconfirmed"), "school_days": _("school days"),
    "closure_days": _("days of closure"), "unmet_care": _("care that was not given"),
    "restriction_person_days": _("restriction person-days"), "tests": _("tests"),
    "room_nights": _("nights in rooms"), "patrol_hours": _("hours of patrol"),
    "supply_gap": _("supplies that were short"), "compensation": _("compensation"),
    "breeding_site": _("breeding site"), "canteen": _("canteen"),
    "construction_site": _("construction site"), "farm": _("farm"),
    "gate": pgettext_lazy("checklist", "gate"), "hospital": _("hospital"),
    "hospital_screening": _("screening in hospitals"), "latrine": _("latrine"),
    "live_market": _("market of live animals"), "market": _("market"),
    "sampling_site": _("sampling site"), "tyre_yard": _("tyre yard"),
    "water_supply": _("water supply"), "workplace": _("workplace"),
    "elderly": _("older people"), "newborn": _("newborns"), "pregnant": _("pregnant women"),
    "end_rule": _("the end rule"), "clear_days": _("days without a case"),
    "drill_end": _("end of the drill"), "last_case_days": _("days since the last case"),
    "no_cluster_days": _("days without a cluster"), "no_surge_days": _("days without a surge"),
    "water_safe_days": _("days of safe water"), "per_100_houses": _("per 100 houses"),
    "percent": _("percent"), "persons": _("persons"), "samples": _("samples"),
    "visits": _("visits"), "assumed: exercise value": _("assumed: exercise value"),
    "assumed: two longest incubation periods": _("assumed: two longest incubation periods"),
    "unconfirmed: rules of 2022": _("unconfirmed: rules of 2022"),
}  # fmt: skip
"""What a field may say, by key; anything else is shown as it stands."""


def inner(path: str) -> str:
    """Return a path inside a field in words, its steps in their order."""
    return " · ".join(map(_step, filter(None, path.split("."))))


def _step(step: str) -> str:
    """Return one step in words; people count from one."""
    return str(int(step) + 1) if step.isdecimal() else str(INNER.get(step, step))


def value(text: str | None) -> str | None:
    """Return a value in words; of a list every item."""
    if not text:
        return text
    return str(_(", ")).join(map(_item, text.split(", ")))


def _item(one: str) -> str:
    # A profile may name a ward after its disease; the words of the product name none.
    ward = "_ward" if one.endswith("_ward") else one
    if one.endswith(".0") and one[:-2].isdecimal():
        return one[:-2]
    return str(VALUES.get(one) or INNER.get(one) or VALUES.get(ward) or one)
