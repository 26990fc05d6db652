"""Whom a measure waits for on the way to the city and back, and what its page tells of it."""

from datetime import date

import pytest
from django.test import Client
from tests.factories.acting import acting
from tests.factories.decided import (
    CDC,
    HOUR,
    LAWYER,
    PRINCIPAL,
    WAY,
    act,
    done,
    draft,
    drafted,
    lawful,
    ready,
    walked,
)
from tests.factories.ledger import rebuilt_after
from tests.factories.orders import CITY_LEADER, COUNTY_PRINCIPAL, MORNING
from tests.factories.premises import keeper, signed
from tests.factories.territory import CITY, NORTH, SOUTH

from bihuan.domain.measures.legal import Confirmation
from bihuan.domain.policy.acts import Act
from bihuan.domain.roles import Role
from bihuan.features.measures import api
from bihuan.features.premises import api as premises
from bihuan.features.premises.models import Compound
from bihuan.platform.clock import now
from bihuan.platform.clock.system import fixed_at

pytestmark = pytest.mark.django_db
NO = "范围过大，邻区未受影响"


@pytest.fixture(autouse=True)
def _quiet_ledger():
    with rebuilt_after(MORNING):
        yield


def waits_for_the_city(town):
    """A closed area that only the city's approval is missing for."""
    office = acting(Role.GOVERNMENT_OFFICE, CITY, post=81, person=181)
    said = api.PolicyDraft("国发〔2026〕9号", "通知", "国务院", date(2026, 1, 1), None,
                           "Official text of the document.", orders=("M11",))  # fmt: skip
    policy = done(api.register_policy(by=office, draft=said, key="p")).result["policy"]
    done(api.confirm_policy(by=LAWYER, policy=policy, key="c"))
    lawful(town, code="M11")
    signed()
    return walked(town, drafted(town, code="M11"), until=Act.GIVE_OPINION)


def over_two_counties(town):
    """Advice that the city drafts for two counties, checked and supported."""
    word = api.BasisWord("IDL 53", "Official text of the article.", Confirmation.CONFIRMED)
    done(api.confirm_basis(by=LAWYER, word=word, key="53"))
    by, said = town.by(CITY_LEADER), draft((NORTH, SOUTH), code="M01")
    wide = done(api.draft_measure(by=by, incident=town.incident, draft=said, key="wide")).result
    law = acting(Role.LEGAL_REVIEWER, CITY, post=82, person=182)
    cdc = acting(Role.EPIDEMIOLOGIST, CITY, post=83, person=183)
    for what, hand in ((Act.SUBMIT_MEASURE, by), (Act.PASS_LEGAL_CHECK, law),
                       (Act.GIVE_OPINION, cdc)):  # fmt: skip
        done(act(town, wide["measure"], what, hand, opinion="support"))
    return wide["measure"]


def asked(town, post):
    found = api.asks_of(by=town.by(post), incident=town.incident, at=now())
    return [one.act for one in found]


def page_of(town, post, measure):
    return town.client(post).get(f"/measures/{measure}").content.decode()


def happened(town, post, measure):
    return town.client(post).get(f"/measures/{measure}/happened").content.decode()


def test_a_county_waits_for_the_citys_approval_and_the_city_is_asked_for_it(town):
    measure = waits_for_the_city(town)
    assert (asked(town, CITY_LEADER), asked(town, COUNTY_PRINCIPAL)) == ([Act.APPROVE_MEASURE], [])
    assert "市级批准" in town.client(CITY_LEADER).get("/now/measures").content.decode()
    county = page_of(town, COUNTY_PRINCIPAL, measure)
    assert "尚未经市里批准" in county.split('id="why-decide_measure"')[1][:80]
    assert f"/measures/{measure}/approve_measure" in page_of(town, CITY_LEADER, measure)
    done(act(town, measure, Act.APPROVE_MEASURE, town.by(CITY_LEADER)))
    assert (asked(town, CITY_LEADER), asked(town, COUNTY_PRINCIPAL)) == ([], [Act.DECIDE_MEASURE])
    assert "/approve_measure" not in page_of(town, CITY_LEADER, measure), "it is given already"
    assert "市级已批准" in happened(town, COUNTY_PRINCIPAL, measure)
    with fixed_at(MORNING + 49 * HOUR):
        assert asked(town, COUNTY_PRINCIPAL) == [], "its end has passed: nobody can decide it"


def test_what_a_county_decides_is_told_to_the_city_after_its_own_and_as_the_countys(town):
    lawful(town)
    signed()
    walked(town, drafted(town), until=Act.GIVE_OPINION)
    wide = over_two_counties(town)
    assert asked(town, COUNTY_PRINCIPAL) == [Act.DECIDE_MEASURE]
    asks = api.asks_of(by=town.by(CITY_LEADER), incident=town.incident, at=now())
    assert [one.act for one in asks] == [Act.DECIDE_MEASURE, "decide_for_a_county"]
    assert asks[0].href == f"/measures/{wide}", "what lies in two counties is the city's own"
    page = town.client(CITY_LEADER).get("/now/measures").content.decode()
    assert "由县（市、区）决定，市级也可决定" in page
    assert "/approve_measure" not in page_of(town, CITY_LEADER, wide), "its type asks for none"


def test_before_anything_is_passed_the_page_tells_until_when_it_can_be_decided(town):
    measure = waits_for_the_city(town)
    assert "最迟 2026" in page_of(town, CITY_LEADER, measure)
    with fixed_at(MORNING + HOUR):
        page = page_of(town, CITY_LEADER, measure)
        assert "都已不能据此作出决定" in page
        assert "approve_measure" in page
        done(act(town, measure, Act.APPROVE_MEASURE, town.by(CITY_LEADER)))
        told = act(town, measure, Act.DECIDE_MEASURE)
        assert told.code == "begins_before_decision", "as the page had said"


def test_a_county_reads_on_the_page_why_the_city_discarded_its_draft(town):
    measure = waits_for_the_city(town)
    done(act(town, measure, Act.DISCARD_MEASURE, town.by(CITY_LEADER), reason=NO))
    assert f'href="/measures/{measure}"' in town.client(COUNTY_PRINCIPAL).get(
        "/measures"
    ).content.decode()  # fmt: skip
    assert f"/measures/{measure}/happened" in page_of(town, COUNTY_PRINCIPAL, measure)
    assert "激活条件" not in page_of(town, COUNTY_PRINCIPAL, measure), "nothing is missing any more"
    told = happened(town, COUNTY_PRINCIPAL, measure)
    assert NO in told.split("已作废")[1][:200]
    assert "市长" in told.split("已作废")[1][:200]
    with fixed_at(MORNING + 31 * 24 * HOUR):
        listed = town.client(COUNTY_PRINCIPAL).get("/measures").content.decode()
        assert f'href="/measures/{measure}"' not in listed


def test_who_drafted_it_reads_why_the_legal_office_objected_and_what_experts_said(town):
    lawful(town)
    measure = drafted(town)
    done(act(town, measure, Act.SUBMIT_MEASURE))
    done(act(town, measure, Act.OBJECT_TO_MEASURE, LAWYER, reason="须说明更小范围为何不够"))
    assert "须说明更小范围为何不够" in happened(town, COUNTY_PRINCIPAL, measure)
    for number, (what, by, said) in enumerate((
        (Act.SUBMIT_MEASURE, PRINCIPAL, {}), (Act.PASS_LEGAL_CHECK, LAWYER, {}),
        (Act.GIVE_OPINION, CDC, {"opinion": "against", "reason": "已无新增"}),
    )):  # fmt: skip
        done(api.act_on_measure(
            by=by, act=what, measure=measure, incident=town.incident, key=f"again {number}",
            said=said,
        ))  # fmt: skip
    told = happened(town, COUNTY_PRINCIPAL, measure)
    assert "不赞成 · 已无新增" in told
    assert told.index("已无新增") < told.index("须说明更小范围为何不够"), "the newest first"


def test_the_head_is_asked_to_announce_what_is_decided_and_to_put_in_force_what_has_begun(town):
    first = ready(town)
    end = api.measure_of(first).ends_at
    said = draft(starts_at=end, ends_at=end + 48 * HOUR)
    goes_on = api.MeasureDraft(said.code, said.zones, said.columns, said.answers, said.parts,
                               said.companion, renews=first)  # fmt: skip
    answer = api.draft_measure(by=PRINCIPAL, incident=town.incident, draft=goes_on, key="renew")
    second = done(answer).result["measure"]
    for what, by in WAY[:7]:
        done(act(town, second, what, by, opinion="support"))
        if what == Act.DECIDE_MEASURE:
            assert Act.PUBLISH_NOTICE in asked(town, COUNTY_PRINCIPAL)
    assert asked(town, COUNTY_PRINCIPAL) == [], "it has not begun yet"
    public = Client().get("/p/").content.decode()
    assert "尚未执行，自 2026-08-05" in public
    assert "自 2026-08-05" in Client().get(f"/p/measures/{second}").content.decode()
    with fixed_at(end):
        assert asked(town, COUNTY_PRINCIPAL) == [Act.ACTIVATE_MEASURE]
        assert asked(town, CITY_LEADER) == [], "nobody else has to"
        done(act(town, second, Act.ACTIVATE_MEASURE))
        assert asked(town, COUNTY_PRINCIPAL) == []


def test_what_happened_is_told_in_the_scope_alone(town):
    measure = ready(town)
    assert town.client(COUNTY_PRINCIPAL).get(f"/measures/{measure}/happened").status_code == 200
    assert town.client(COUNTY_PRINCIPAL).get("/measures/none/happened").status_code == 404
    part = town.client(COUNTY_PRINCIPAL).get(
        f"/measures/{measure}/happened", headers={"HX-Request": "true"}
    ).content.decode()  # fmt: skip
    assert "<html" not in part
    assert part.count("timeline__event ") == len(WAY) + 1


# The notices of a measure and of its renewal


def renewed_by(town, first):
    """Let a renewal be announced that begins when the first one ends."""
    end = api.measure_of(first).ends_at
    said = draft(starts_at=end, ends_at=end + 48 * HOUR)
    goes_on = api.MeasureDraft(said.code, said.zones, said.columns, said.answers, said.parts,
                               said.companion, renews=first)  # fmt: skip
    answer = api.draft_measure(by=PRINCIPAL, incident=town.incident, draft=goes_on, key="renew")
    second = done(answer).result["measure"]
    for what, by in WAY[:7]:
        done(act(town, second, what, by, opinion="support"))
    return second, end


def told(measure, form="", language="zh-hans"):
    return Client().get(
        f"/p/measures/{measure}{form}", headers={"Accept-Language": language}
    ).content.decode()  # fmt: skip


def test_the_notice_of_what_was_renewed_sends_nobody_to_report_what_holds_by_a_new_decision(town):
    first = ready(town)
    assert "延续" not in told(first)
    second, end = renewed_by(town, first)
    here = f'href="/p/measures/{second}"'
    assert here in told(first), "announced before the end"
    assert "由公告 2026年第2号延续：自 2026-08-05 10:00 起，至 2026-08-07 10:00 止" in told(first)
    assert "延续自" in told(second)
    assert f'href="/p/measures/{first}"' in told(second)
    with fixed_at(end):
        page = told(first)
        assert here in page
        assert "what=X01" in page, "it is announced and not in force: nobody has to follow it"
        assert "<responseType>AllClear" in told(first, "/cap")
        done(act(town, second, Act.ACTIVATE_MEASURE))
        page = told(first)
        assert here in page
        assert "what=X01" not in page
        assert "By a new decision Notice 2026-2 goes on after it" in told(first, "/text", "en")
        message = told(first, "/cap")
        assert "AllClear" not in message
        assert "[Goes on: Notice 2026-2]" in message
    with fixed_at(end + 48 * HOUR):
        assert here not in told(first), "what is over itself goes on after nothing"
        assert "what=X01" in told(first)
        assert "<responseType>AllClear" in told(first, "/cap")


def test_a_renewal_that_a_locked_exit_suspends_holds_nobody_and_the_old_notice_says_so(town):
    first = ready(town)
    second, end = renewed_by(town, first)
    seal = premises.SealDraft(compound=Compound.objects.get().id, gate="南门")
    with fixed_at(end):
        done(act(town, second, Act.ACTIVATE_MEASURE))
        assert "what=X01" not in told(first)
        done(premises.report_sealed(by=keeper(), incident=town.incident, draft=seal, key="seal"))
        assert f'href="/p/measures/{second}"' in told(first)
        assert "what=X01" in told(first)
        assert "<responseType>AllClear" in told(first, "/cap")
