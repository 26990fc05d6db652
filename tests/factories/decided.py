"""A measure of the small city, walked from its draft to being in force by real commands."""

from datetime import timedelta

from tests.factories.acting import acting
from tests.factories.premises import keeper, signed
from tests.factories.territory import BRIDGE, CITY, MARKET, NORTH, TEMPLE

from bihuan.domain.measures.companion import Need
from bihuan.domain.measures.legal import Confirmation
from bihuan.domain.measures.proportionality import Question
from bihuan.domain.policy.acts import Act
from bihuan.domain.roles import Role
from bihuan.features.incidents import api as incidents
from bihuan.features.measures import api
from bihuan.features.premises import api as premises
from bihuan.platform.clock import now
from bihuan.platform.commands import Outcome

HOUR = timedelta(hours=1)
CDC = acting(Role.EPIDEMIOLOGIST, NORTH, post=71, person=171, unit=31)
LAWYER = acting(Role.LEGAL_REVIEWER, NORTH, post=72, person=172, unit=32)
PRINCIPAL = acting(Role.COUNTY_PRINCIPAL, NORTH, post=73, person=173, unit=33)


def adopted(incident, *, profile="respiratory-novel", major=True, key="profile"):
    """Put an incident on a profile that both offices have signed."""
    digest = incidents.digest_of(incidents.profile_text(profile))
    for by in (CDC, LAWYER):
        said = {"profile": profile, "digest": digest, "key": f"{profile} {by.post}"}
        done(incidents.sign_profile(by=by, **said))
    leader = acting(Role.CITY_LEADER, CITY)
    return done(incidents.adopt_profile(
        by=leader, incident=incident, profile=profile, major=major, key=key
    ))  # fmt: skip


def done(answer):
    assert isinstance(answer, Outcome), answer
    return answer


def lawful(town, code="M10"):
    for number, reference in enumerate(api.catalogue().types[code].bases):
        word = api.BasisWord(reference, "Official text of the article.", Confirmation.CONFIRMED)
        done(api.confirm_basis(by=LAWYER, word=word, key=f"law {number}"))
    said = api.Assessment(NORTH, "cases in two communities", 96)
    done(api.assess_necessity(by=CDC, incident=town.incident, assessment=said, key="assess"))


def draft(zones=(BRIDGE,), *, hours=48, code="M10", **columns):
    values = {
        "purpose": "fewer contacts", "smaller_why": "cases in seven of nine buildings",
        "exceptions": "care and supplies", "help_line": "12345",
        "basis": api.catalogue().types[code].bases[0], "starts_at": now(),
        "ends_at": now() + hours * HOUR,
    } | columns  # fmt: skip
    return api.MeasureDraft(
        code, tuple(zones), values,
        answers={str(q): (True, "because") for q in Question},
        parts={str(p): "said" for p in api.catalogue().types[code].said_parts},
        companion={str(n): ("street", 200_000) for n in Need},
    )  # fmt: skip


def drafted(town, **said):
    answer = done(
        api.draft_measure(by=PRINCIPAL, incident=town.incident, draft=draft(**said), key=str(said))
    )
    return answer.result["measure"]


def act(town, measure, what, by=PRINCIPAL, **said):
    return api.act_on_measure(
        by=by, act=what, measure=measure, incident=town.incident, key=f"{measure}:{what}",
        said={"reason": "a reason"} | said,
    )  # fmt: skip


WAY = (
    (Act.SUBMIT_MEASURE, PRINCIPAL), (Act.PASS_LEGAL_CHECK, LAWYER), (Act.GIVE_OPINION, CDC),
    (Act.DECIDE_MEASURE, PRINCIPAL), (Act.PUBLISH_NOTICE, PRINCIPAL),
    (Act.REPORT_UPWARD, PRINCIPAL), (Act.PROVIDE_COMPANION, PRINCIPAL),
    (Act.ACTIVATE_MEASURE, PRINCIPAL),
)  # fmt: skip


def walked(town, measure, *, until=Act.ACTIVATE_MEASURE):
    for what, by in WAY:
        done(act(town, measure, what, by, opinion="support"))
        if what == until:
            return measure
    return measure


def ready(town, **said):
    lawful(town)
    signed()
    return walked(town, drafted(town, **said))


def several(town):
    """One measure in force, one that a sealed gate suspends, one that ends within the hour."""
    adopted(town.incident)
    lawful(town)
    sealed = {zone: signed(f"小区{zone}", zone) for zone in (BRIDGE, MARKET, TEMPLE)}[MARKET]
    lengths = {BRIDGE: 48, MARKET: 40, TEMPLE: 1}
    found = [walked(town, drafted(town, zones=(z,), hours=h)) for z, h in lengths.items()]
    seal = premises.SealDraft(compound=sealed, gate="南门")
    done(premises.report_sealed(by=keeper(MARKET), incident=town.incident, draft=seal, key="seal"))
    return found


def state(measure):
    return api.state_as_of(api.measure_of(measure), now())
