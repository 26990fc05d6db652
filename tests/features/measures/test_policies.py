"""Policy documents: registered, confirmed by another person, superseded; superior orders."""

from datetime import date

import pytest
from tests.factories.acting import acting
from tests.factories.decided import LAWYER, PRINCIPAL, adopted, done, draft, lawful
from tests.factories.orders import COUNTY_PRINCIPAL, GOVERNMENT, LEGAL, MORNING, Town
from tests.factories.territory import BRIDGE, CITY

from bihuan.domain.measures.offers import offer_of
from bihuan.domain.roles import Role
from bihuan.domain.zones import Level
from bihuan.features.incidents import api as incidents
from bihuan.features.measures import api
from bihuan.features.measures.selectors.law import standing_of
from bihuan.features.measures.selectors.policies import policies, resting_on
from bihuan.features.measures.selectors.rows import ranges_of
from bihuan.platform.clock.system import fixed_at
from bihuan.platform.db.dialects import Session

pytestmark = pytest.mark.django_db
OFFICE = acting(Role.GOVERNMENT_OFFICE, CITY, post=81, person=181)


@pytest.fixture
def town():
    with fixed_at(MORNING):
        made = Town()
        adopted(made.incident)
        yield made


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
    assert {one.number: one.superseded_by for one in policies()}["晋政发〔2026〕1号"] == ""
    confirmed("晋政发〔2026〕3号", supersedes=old)
    assert {one.id: one.superseded_by for one in policies()}[old] == "晋政发〔2026〕3号"
    assert resting_on([old]) == {old: [(measure, "M10")]}
    page = town.client(COUNTY_PRINCIPAL).get("/measures/policies").content.decode()
    assert f"/measures/{measure}" in page
    assert "晋政发〔2026〕3号" in town.client(COUNTY_PRINCIPAL).get(
        f"/measures/{measure}"
    ).content.decode()  # fmt: skip


def offered(town, code):
    standing = standing_of(Session(), incidents.incident(town.incident))
    asking = standing.asking(Level.CITY, ranges_of([BRIDGE]))
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
    confirmed("国发〔2026〕10号", supersedes=policy)
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
    (one,) = policies()
    answer = lawyer.post("/measures/policies/confirm", {"policy": one.id, "key": "c"})
    assert answer.status_code == 303
    assert policies()[0].in_force(MORNING.date())
