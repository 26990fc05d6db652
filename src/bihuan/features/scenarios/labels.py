"""Names of plans and figures, what the twin cannot know, and the sentences of refusals."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bihuan.domain.scenarios.states import RUN, RunState
from bihuan.domain.scenarios.tonight import PlanKind, Where
from bihuan.platform.charts import Said

PLANS: Mapping[PlanKind, Promise] = {
    PlanKind.RENEW: pgettext_lazy("plan", "Renew what is in force"),
    PlanKind.SMALLER: pgettext_lazy("plan", "Aim smaller: fewer zones"),
    PlanKind.SAMPLERS: pgettext_lazy("plan", "Renew, with more samplers"),
    PlanKind.ANOTHER: pgettext_lazy("plan", "Renew, with one measure more"),
    PlanKind.LIFT: pgettext_lazy("plan", "Lift everything now"),
}
WHERE: Mapping[Where, Promise] = {
    Where.FOUND: pgettext_lazy("infected", "Where cases were found in the last week"),
    Where.UNDER_MEASURES: pgettext_lazy("infected", "In the zones under measures"),
    Where.ANYWHERE: pgettext_lazy("infected", "Anywhere in the territory"),
}
# Short words in both languages, for charts and for the frozen night.
SAID: Mapping[PlanKind, Said] = {
    PlanKind.RENEW: Said("延续现行措施", "renew"),
    PlanKind.SMALLER: Said("缩小范围", "smaller"),
    PlanKind.SAMPLERS: Said("增加采样人员", "more samplers"),
    PlanKind.ANOTHER: Said("增加一项措施", "one measure more"),
    PlanKind.LIFT: Said("全部解除", "lift everything"),
}
STATES: Mapping[RunState, tuple[Promise, str]] = {
    RunState.ASKED: (pgettext_lazy("run", "Running"), "waiting"),
    RunState.FINISHED: (pgettext_lazy("run", "Finished"), "done"),
    RunState.CANCELLED: (pgettext_lazy("run", "Cancelled"), "stopped"),
    RunState.APPROVED: (pgettext_lazy("run", "Fit approved"), "done"),
}
_NAMED: Mapping[str, Promise] = {
    RUN.named(""): pgettext_lazy("run", "Not asked yet"),
    **{RUN.named(state): words for state, (words, _tone) in STATES.items()},
}
PARAMETERS: Mapping[str, Mapping[str, Promise]] = {"state": _NAMED, "possible": _NAMED}
"""What the values of a refusal's parameters are called."""
# Headline figures at equal rank: infections first only because the others follow from plans.
DRAWN: Mapping[str, Promise] = {
    "infections": _("Infections"),
    "found_community": _("Cases found in the community"),
    "room_nights": _("Room-nights of isolation"),
    "unmet_bed_days": _("Unmet care: bed-days without a bed"),
    "unmet_rooms": _("Unmet care: rooms wanted and not there"),
}
COSTS: Mapping[str, Promise] = {
    "restriction_person_days": _("Restriction person-days"),
    "school_days": _("School days lost"),
    "wage_days": _("Wage days lost"),
    "tests": _("Tests"),
}
RENEWAL_COSTS: Mapping[str, Promise] = {
    **COSTS,
    "patrol_hours": _("Hours of patrol against vectors"),
}
LIMITS: Mapping[str, Promise] = {
    "samplers": pgettext_lazy("limit", "as many as the samplers take"),
    "sites": pgettext_lazy("limit", "as many as the sites take"),
    "residents": pgettext_lazy("limit", "everybody is sampled"),
    "laboratory": pgettext_lazy("limit", "no laboratory takes a tube"),
}
INPUTS: Mapping[str, Promise] = {
    "reproduction_number": _("Reproduction number without measures"),
    "household_share": _("Share of infections within households"),
    "generation_days": _("Days from one infection to the next"),
    "dispersion": _("How unevenly people infect others"),
    "asymptomatic_infectiousness": _("Infectiousness without symptoms"),
}
CANNOT_KNOW: tuple[Promise, ...] = (
    _("The people and their contacts are synthetic, not those of this city."),
    _("Effects of measures are assumed ranges; how many keep to them is a guess."),
    _("Only residents of counties are figures; they are spread over communities by assumption."),
    _("Quarantined contacts who are not infected are not simulated; rooms for them are counted."),
    _("A share of runs is no probability of what will happen, and no date is forecast."),
)
ASSUMED: tuple[Promise, ...] = (
    _("Eight of ten people keep to a measure."),
    _("An ill person is found by a clinic with a chance of 0.2 a day, one day later."),
    _("Contacts are told: 0.9 in households, 0.5 in schools and at work, one day later."),
    _("A sampler takes 360 samples a day, a site 3,000; results come a day later."),
    _(
        "Tubes beyond a laboratory's day wait, first come, first served, and make results later"
        " by the mean over the day's tubes, to the nearest day; people are sampled all the same."
    ),
    _(
        "Single retests of positive pools are reckoned from the people infected at the start, do"
        " not follow the epidemic, and wait with their pools."
    ),
    _("The few samples of clinics and contacts go first and do not wait."),
    _("Ten samples share a tube where the capacity page names no other number."),
    _(
        "A case found takes three rooms for a stay of 7 days; where none is left, isolation is at"
        " home."
    ),
    _("Nobody is vaccinated, and no infection comes from outside."),
    _("Staff fall ill as everybody does; each share of ill people costs twice its share of tests."),
)
RENEWAL_INPUTS: Mapping[str, Promise] = {
    "reproduction_number": INPUTS["reproduction_number"],
    "serial_interval": INPUTS["generation_days"],
    "dispersion": INPUTS["dispersion"],
    "campaign": _("What a campaign leaves of transmission"),
}
RENEWAL_CANNOT_KNOW: tuple[Promise, ...] = (
    _("Vectors, places and people are not simulated, only how infections follow one another."),
    _("Nobody becomes immune: the more people are infected, the more the model says too much."),
    _("What a campaign leaves of transmission is assumed; how many keep to it is a guess."),
    _("Temperature sets the pace of infections only; how long mosquitoes live is not known here."),
    _("Rain and season change nothing in it, nor does a campaign in a part of the zone."),
    CANNOT_KNOW[-1],
)
RENEWAL_LEFT_OUT: tuple[Promise, ...] = (
    _("The map by day and the parts of the zone: the model knows no places."),
    _("Cases found, beds, rooms and unmet care: the model knows infections, not who falls ill."),
    _("The share of runs at community zero: nobody is found in this model."),
    _("School days, wage days, tests and hours of patrol, where a plan has such a measure."),
    _("A fit to the record, and the plans that aim smaller or add samplers."),
)
RENEWAL_ASSUMED: tuple[Promise, ...] = (
    ASSUMED[0],
    _("A campaign counts as long as it covers the whole zone; nothing else changes transmission."),
    _("Apart from a campaign there are as many vectors on the last day as on the first."),
    _("Nobody is immune, and no infection comes from outside."),
    _(
        "At a temperature the days from case to case are incubation in people, half the viraemia"
        " and incubation in mosquitoes; between the profile's temperatures on a straight line."
    ),
)
LACKING: Mapping[str, Promise] = {
    "no_communities": _("The register has no community below this zone."),
    "residents_unknown": _("The register has no residents for the county; enter them first."),
}
FAULTS: Mapping[str, Promise] = {
    **LACKING,
    "profile_changed": _("The incident is on another profile now; ask again."),
    "beyond_the_model": _(
        "Infections grow past what the renewal model can follow; ask for fewer days or infected."
    ),
    "failed": _("The run broke off; the log of the installation says why."),
}
REFUSALS: Mapping[str, Promise] = {
    **LACKING,
    "residents_unknown": _("The register has no residents for %(counties)s; enter them first."),
    "no_snapshot_yet": _("No night is frozen yet; plans start from a frozen snapshot."),
    "no_validated_model": _(
        "Profile %(profile)s has no validated contact model to try plans with."
    ),
    "plans_to_compare": _("Choose one to %(most)s plans; lifting everything stands beside them."),
    "another_measure_missing": _("Choose the further measure of the plan with one measure more."),
    "smaller_zones_missing": _("Choose the zones that keep their measures in the smaller plan."),
    "smaller_zone_without_measure": _("Zone %(zone)s is under no measure that could be kept."),
    "campaign_in_part": _(
        "Measure %(measure)s is in force in a part of this zone only, and the renewal model knows"
        " no parts: it cannot be renewed here. Try plans on that part."
    ),
    "temperature_unknown": _(
        "The profile knows incubation in mosquitoes from %(lo)s to %(hi)s °C only, not at %(got)s."
    ),
    "no_temperatures": _(
        "Profile %(profile)s gives no incubation in mosquitoes by temperature: leave it empty."
    ),
    "plan_needs_places": _(
        "This plan needs a model of places and people; the renewal model has none."
    ),
    "no_fit_by_renewal": _(
        "Profile %(profile)s is tried by the renewal model, which is not fitted to the record."
    ),
    "nothing_found_lately": _("The record has no case of the last week; say where else they live."),
    "more_infected_than_residents": _(
        "%(infected)s people infected are more than the %(residents)s who live there."
    ),
    "runs_waiting": _("%(most)s runs wait already; stop one or come back later."),
    "answer_of_another_task": _("The answer belongs to another task; it is not recorded."),
    "too_few_days_to_fit": _(
        "The record knows %(before)s of the %(needed)s days that a fit needs, and %(later)s of the"
        " %(test)s days of the week that tests it. Counts entered just now take part once they are"
        " analysed, within minutes."
    ),
    "only_fits_are_approved": _("Only a fit is approved; plans are decided in the review."),
    "own_fit": _("Whoever asked for a fit does not approve it; somebody else looks at it."),
    "disagreement_unexplained": _(
        "The held-out week disagrees; say in words why the fit stands all the same."
    ),
    "answer_not_intact": _("The stored answer is not the one that was recorded."),
    "fit_not_approved": _("This fit is not approved for the zone and the profile."),
    "run_unknown": _("There is no such run."),
    "no_known_effect": _("The profile gives no effect of measure %(measure)s on contacts."),
    "by_other_section": _("Measure %(measure)s is said by samplers and rooms, not by itself."),
    "not_a_choice": _("“%(got)s” is none of %(choices)s."),
}
