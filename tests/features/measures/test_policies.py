"""Policy documents: registered, confirmed by another person, superseded; superior orders."""

from datetime import date, timedelta

import pytest
from django.test import Client
from tests.factories.acting import acting
from tests.factories.decided import (
    LAWYER,
    PRINCIPAL,
    act,
    adopted,
    done,
    draft,
    drafted,
    lawful,
    state,
    walked,
)
from tests.factories.orders import CITY_LEADER, COUNTY_PRINCIPAL, GOVERNMENT, LEGAL, MORNING
from tests.factories.premises import signed
from tests.factories.territory import BRIDGE, CITY

from bihuan.domain.measures.offers import offer_of
from bihuan.domain.measures.scopes import scope_of
from bihuan.domain.policy.acts import Act
from bihuan.domain.roles import Role
from bihuan.domain.zones import Level, range_of
from bihuan.features.incidents import api as incidents
from bihuan.features.measures import api
from bihuan.features.measures.selectors.followed import followed_in
from bihuan.features.measures.selectors.law import standing_of
from bihuan.features.measures.selectors.policies import measures_resting_on, policies
from bihuan.platform.clock import now
from bihuan.platform.clock.system import fixed_at
from bihuan.platform.db.dialects import Session

pytestmark = pytest.mark.django_db
OFFICE = acting(Role.GOVERNMENT_OFFICE, CITY, post=81, person=181)


def registered(number, **more):
    said = {
        "title": "关于防控工作的通知", "issuer": "省人民政府", "first": date(2026, 1, 1),
        "last": None, "text": "Official text of the document.",
    } | more  # fmt: skip
    answer = api.register_policy(by=OFFICE, draft=api.PolicyDraft(number, **said), key=number)
    return done(answer).result["policy"]


def confirmed(number, **more):
    policy = registered(number, **more)
    done(api.confirm_policy(by=LAWYER, policy=policy, key=f"c {number}"))
    return policy


def test_whoever_registers_a_document_does_not_confirm_it_and_a_number_stands_once(town):
    lawyer = acting(Role.LEGAL_REVIEWER, CITY, post=82, person=181)
    policy = registered("晋政发〔2026〕1号")
    assert api.confirm_policy(by=lawyer, policy=policy, key="x").code == "reviewer_is_author"
    said = api.PolicyDraft("晋政发〔2026〕1号", "t", "i", date(2026, 1, 1), None, "text of ten")
    assert api.register_policy(by=OFFICE, draft=said, key="again").code == "policy_known"


def test_a_superseded_document_lists_every_measure_that_rests_on_it(town):
    old = confirmed("晋政发〔2026〕1号")
    answer = api.draft_measure(
        by=PRINCIPAL, incident=town.incident, draft=draft(policies=old), key="m"
    )
    measure = done(answer).result["measure"]
    registered("晋政发〔2026〕2号", supersedes=old)
    assert {one.number: one.superseded_by for one in policies(MORNING.date())}[
        "晋政发〔2026〕1号"
    ] == ""
    confirmed("晋政发〔2026〕3号", supersedes=old)
    assert {one.id: one.superseded_by for one in policies(MORNING.date())}[
        old
    ] == "晋政发〔2026〕3号"
    assert measures_resting_on([old]) == {old: [(measure, "M10")]}
    page = town.client(COUNTY_PRINCIPAL).get("/measures/policies").content.decode()
    assert f"/measures/{measure}" in page
    assert "晋政发〔2026〕3号" in town.client(COUNTY_PRINCIPAL).get(
        f"/measures/{measure}"
    ).content.decode()  # fmt: skip


def offered(town, code):
    standing = standing_of(Session(), incidents.incident(town.incident))
    asking = standing.asking(Level.CITY, scope_of([BRIDGE]))
    return offer_of(api.catalogue().types[code], standing.adoption.profile, asking).refusal


def test_a_superiors_order_counts_while_it_is_confirmed_in_force_and_not_superseded(town):
    adopted(town.incident, profile="cholera", key="a")
    lawful(town, code="M11")
    before = offered(town, "M11")
    assert before is not None
    policy = registered("国发〔2026〕9号", orders=("M11", "M12"))
    circumstances = standing_of(Session(), incidents.incident(town.incident)).circumstances
    assert circumstances.superior_orders == frozenset()
    done(api.confirm_policy(by=LAWYER, policy=policy, key="c"))
    circumstances = standing_of(Session(), incidents.incident(town.incident)).circumstances
    assert circumstances.superior_orders == {"M11", "M12"}
    tomorrow = (MORNING + timedelta(days=1)).date()
    confirmed("国发〔2026〕10号", supersedes=policy, first=tomorrow)
    circumstances = standing_of(Session(), incidents.incident(town.incident)).circumstances
    assert circumstances.superior_orders == {"M11", "M12"}  # until the other one is in force
    assert {one.id: one.superseded_by for one in policies(MORNING.date())}[policy] == ""
    assert {one.id: one.superseded_by for one in policies(tomorrow)}[policy] == "国发〔2026〕10号"
    with fixed_at(MORNING + timedelta(days=1)):
        circumstances = standing_of(Session(), incidents.incident(town.incident)).circumstances
    assert circumstances.superior_orders == frozenset()


def test_the_page_registers_and_confirms_and_keeps_what_was_typed(town):
    office, lawyer = town.client(GOVERNMENT), town.client(LEGAL)
    said = {
        "number": "临政发〔2026〕5号", "title": "通知", "issuer": "市政府", "first": "2026-01-01",
        "text": "正式文本不少于十个字的内容。", "orders": ["M11"], "key": "r",
    }  # fmt: skip
    wrong = office.post("/measures/policies/register", said | {"first": "", "key": "w"})
    assert wrong.status_code == 422
    assert "临政发〔2026〕5号" in wrong.content.decode()
    assert office.post("/measures/policies/register", said).status_code == 303
    (one,) = policies(MORNING.date())
    assert f"/measures/policies/{one.id}/text" in lawyer.get("/measures/policies").content.decode()
    read = lawyer.get(f"/measures/policies/{one.id}/text").content.decode()
    assert read == said["text"]  # nobody confirms what he cannot read
    assert lawyer.get("/measures/policies/none/text").status_code == 404
    answer = lawyer.post("/measures/policies/confirm", {"policy": one.id, "key": "c"})
    assert answer.status_code == 303
    assert policies(MORNING.date())[0].in_force(MORNING.date())


def test_a_notice_of_repeal_ends_a_document_that_has_no_successor(town):
    office, lawyer = town.client(GOVERNMENT), town.client(LEGAL)
    order = confirmed("国发〔2026〕9号", orders=("M11",))
    assert "替代或废止" in office.get("/measures/policies").content.decode()
    said = {
        "number": "国发〔2026〕10号", "title": "关于废止国发〔2026〕9号的决定", "issuer": "国务院",
        "first": "2026-01-01", "text": "国发〔2026〕9号自公布之日起废止。", "supersedes": order,
        "key": "r",
    }  # fmt: skip
    assert office.post("/measures/policies/register", said).status_code == 303
    repeal = next(one for one in policies(MORNING.date()) if one.supersedes == order)
    lawyer.post("/measures/policies/confirm", {"policy": repeal.id, "key": "c"})
    assert "已被 国发〔2026〕10号 替代或废止" in office.get("/measures/policies").content.decode()
    circumstances = standing_of(Session(), incidents.incident(town.incident)).circumstances
    assert circumstances.superior_orders == frozenset()


def test_closing_an_area_needs_a_superiors_order_and_the_citys_approval_and_ends_by_itself(town):
    provisionally_a(town)
    lawful(town, code="M11")
    signed()
    measure = drafted(town, code="M11", hours=72)
    assert act(town, measure, Act.SUBMIT_MEASURE).code == "need_unmet"
    confirmed("国发〔2026〕9号", orders=("M11",))
    walked(town, measure, until=Act.GIVE_OPINION)
    assert decide(town, measure, "too early").code == "city_approval_missing"
    done(act(town, measure, Act.APPROVE_MEASURE, town.by(CITY_LEADER)))
    done(decide(town, measure, "approved"))
    for what in (Act.PUBLISH_NOTICE, Act.REPORT_UPWARD, Act.PROVIDE_COMPANION,
                 Act.ACTIVATE_MEASURE):  # fmt: skip
        done(act(town, measure, what))
    assert state(measure) == "ACTIVE"
    public = Client().get(f"/p/measures/{measure}").content.decode()
    assert "《突发事件应对法》第73条第（2）项" in public
    with fixed_at(MORNING + timedelta(hours=54)):
        assert state(measure) == "REVIEW_DUE"
    with fixed_at(MORNING + timedelta(hours=72)):
        assert state(measure) == "EXPIRED"
        days = api.restricted_days(town.incident, range_of(CITY), first=MORNING.date(), until=now())
        assert days == [4000, 4000, 4000, 4000]


def test_without_its_superiors_order_it_holds_nobody_on_any_page(town):
    provisionally_a(town)
    lawful(town, code="M11")
    signed()
    order = confirmed("国发〔2026〕9号", orders=("M11",))
    measure = walked(town, drafted(town, code="M11"), until=Act.GIVE_OPINION)
    done(act(town, measure, Act.APPROVE_MEASURE, town.by(CITY_LEADER)))
    done(decide(town, measure, "approved"))
    for what in (Act.PUBLISH_NOTICE, Act.REPORT_UPWARD, Act.PROVIDE_COMPANION,
                 Act.ACTIVATE_MEASURE):  # fmt: skip
        done(act(town, measure, what))

    def stands():
        listed = api.measures_in(incident=town.incident, scope=range_of(CITY), at=now())
        followed = followed_in(incident=town.incident, scope=range_of(CITY), at=now())
        return [api.state_as_of(one, now()) for one in listed], len(followed)

    assert stands() == (["ACTIVE"], 1)
    confirmed("国发〔2026〕10号", supersedes=order)
    assert stands() == (["SUSPENDED"], 0)
    with fixed_at(MORNING + timedelta(hours=40)):
        confirmed("国发〔2026〕11号", orders=("M11",))
        assert stands() == (["REVIEW_DUE"], 1)
    with fixed_at(MORNING + timedelta(hours=47)):
        days = api.restricted_days(town.incident, range_of(CITY), first=MORNING.date(), until=now())
    assert days == [4000, 0, 4000]  # between both orders it held nobody
    with fixed_at(MORNING + timedelta(hours=46)):
        adopted(
            town.incident, profile="influenza", key="converted"
        )  # it asks no order, and ends it
    with fixed_at(MORNING + timedelta(hours=47)):
        days = api.restricted_days(town.incident, range_of(CITY), first=MORNING.date(), until=now())
    assert days == [4000, 0, 4000]  # the profile of those days asked one


def test_an_area_is_closed_for_no_longer_than_three_days_and_by_no_county_alone(town):
    provisionally_a(town)
    lawful(town, code="M11")
    signed()
    confirmed("国发〔2026〕9号", orders=("M11",))
    assert act(town, drafted(town, code="M11", hours=73), Act.SUBMIT_MEASURE).code \
        == "lasts_too_long"  # fmt: skip
    measure = walked(town, drafted(town, code="M11", hours=48), until=Act.GIVE_OPINION)
    assert act(town, measure, Act.APPROVE_MEASURE, PRINCIPAL).code == "act_not_granted"


def provisionally_a(town):
    """Go over to a drill: the shipped profile that is provisionally of class A is for drills."""
    said = incidents.IncidentDraft("演练", "Drill", CITY, 2, date(2026, 8, 1), drill_at=now())
    leader = acting(Role.CITY_LEADER, CITY)
    opened = done(incidents.open_incident(by=leader, draft=said, key="drill"))
    town.incident = int(opened.result["incident"])
    adopted(town.incident, profile="drill-generic", key="adopt drill")


def decide(town, measure, key):
    return api.act_on_measure(
        by=PRINCIPAL, act=Act.DECIDE_MEASURE, measure=measure, incident=town.incident, key=key,
        said={"reason": "decided"},
    )  # fmt: skip
