"""An appeal from the notice to its result: no account, no name, a body that did not decide."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from tests.factories.acting import acting
from tests.factories.decided import (
    CDC,
    HOUR,
    LAWYER,
    PRINCIPAL,
    act,
    adopted,
    done,
    drafted,
    lawful,
    ready,
    state,
    walked,
)
from tests.factories.ledger import rebuilt_after
from tests.factories.orders import AUDITOR, COUNTY_PRINCIPAL, COURT, GOVERNMENT, MORNING, Town
from tests.factories.posts import SECRETARY
from tests.factories.premises import keeper, signed
from tests.factories.territory import CITY, NORTH

from bihuan.domain.appeals import ALPHABET, code_from, read_code
from bihuan.domain.policy.acts import Act
from bihuan.domain.roles import Role
from bihuan.domain.zones import range_of
from bihuan.features.incidents import api as incidents
from bihuan.features.measures import api as measures
from bihuan.features.premises import api as premises
from bihuan.features.safeguards import api, nightly
from bihuan.features.safeguards.actions.halting import AtTheDesk
from bihuan.features.safeguards.models import Appeal
from bihuan.features.supervision import api as supervision
from bihuan.platform.clock import now
from bihuan.platform.clock.system import fixed_at
from bihuan.platform.commands import Outcome, execute
from bihuan.platform.db.dialects import Session
from bihuan.platform.figures import Count, NightlyContext, Window
from bihuan.platform.jobs.ticks import run_tick

pytestmark = pytest.mark.django_db
TEXT = "The north gate is the only one for wheelchairs; please staff it at night."


@pytest.fixture(autouse=True)
def _quiet_ledger():
    cache.clear()
    with rebuilt_after(MORNING):
        yield


@pytest.fixture
def town():
    made = Town()
    adopted(made.incident)
    return made


def anybody():
    return Client(headers={"accept-language": "en"}, enforce_csrf_checks=False)


def filed(measure, key="a1", client=None):
    answer = (client or anybody()).post(f"/p/appeal/{measure}", {"text": TEXT, "key": key})
    assert answer.status_code == 200, answer.content.decode()
    return re.search(r'<strong class="mono">([A-Z0-9-]{11})<', answer.content.decode())[1]


def decided(appeal, by, town, ruling="granted", reason="The gate is staffed from today."):
    return api.decide_appeal(
        by=by, incident=town.incident, appeal=appeal, ruling=ruling, reason=reason,
        key=f"{by.post}{ruling}{reason}",
    )  # fmt: skip


# The code


def test_a_code_has_ten_characters_that_nobody_takes_for_another():
    code = code_from(b"seed")
    assert len(code) == 10
    assert not set("0O1IL2Z5S8BUV") & set(ALPHABET)
    assert read_code(f" {code[:5].lower()}-{code[5:]} ") == code


def test_one_wrong_character_or_two_swapped_ones_are_noticed():
    code = code_from(b"another seed")
    for place in range(10):
        for other in set(ALPHABET) - {code[place]}:
            assert read_code(code[:place] + other + code[place + 1 :]) is None
    for place in range(9):
        a, b = code[place], code[place + 1]
        swapped = code[:place] + b + a + code[place + 2 :]
        assert a == b or read_code(swapped) is None
    assert read_code(code[:-1]) is None


# The way of an appeal


def test_a_resident_appeals_and_reads_the_result_by_the_code(town):
    measure = ready(town)
    notice = anybody().get(f"/p/measures/{measure}").content.decode()
    assert f"/p/appeal/{measure}" in notice
    assert f"/p/appeal/{measure}" in anybody().get(f"/p/measures/{measure}/text").content.decode()
    page = anybody().get(f"/p/appeal/{measure}").content.decode()
    assert "<script" not in page.split("<main")[1].split("</main>")[0]
    code = filed(measure)
    row = Appeal.objects.get()
    assert (row.text, row.hearing_post) == (TEXT, GOVERNMENT)
    assert row.due_at == MORNING + timedelta(days=3)
    assert state(measure) == "ACTIVE"  # filing alone never suspends
    shown = anybody().post("/p/appeals", {"code": code.lower()}).content.decode()
    assert "is being heard" in shown
    assert isinstance(decided(row.id, town.by(GOVERNMENT), town), Outcome)
    shown = anybody().post("/p/appeals", {"code": code}).content.decode()
    assert "The gate is staffed from today." in shown
    assert "The appeal is granted" in shown


def test_nothing_is_stored_but_the_text_and_of_the_code_only_a_hash(town):
    measure = ready(town)
    client = Client(REMOTE_ADDR="203.0.113.7", headers={"user-agent": "telltale"})
    code = filed(measure, client=client).replace("-", "")
    dump = "".join(
        str(row)
        for (table,) in Session().all("SELECT name FROM sqlite_master WHERE type='table'")
        for row in Session().all(f"SELECT * FROM {table}")
    )
    assert TEXT in dump
    for secret in (code, "203.0.113.7", "telltale"):
        assert secret not in dump


def test_a_reason_that_names_a_number_of_a_person_is_refused_with_what_to_do(town):
    filed(ready(town))
    row = Appeal.objects.get()
    answer = decided(row.id, town.by(GOVERNMENT), town, reason="张某11010519491231002X同意")
    assert answer.code == "answer_holds_private_number"
    assert isinstance(decided(row.id, town.by(GOVERNMENT), town, reason="张某同意"), Outcome)


def test_a_form_sent_twice_is_one_appeal_with_one_code(town):
    measure = ready(town)
    assert filed(measure) == filed(measure)
    assert Appeal.objects.count() == 1
    assert filed(measure, key="a2") != filed(measure)
    assert Appeal.objects.count() == 2


def test_a_text_with_a_character_that_nobody_sees_is_told_with_its_place_and_kept(town):
    measure = ready(town)
    said = TEXT[:9] + chr(0) + TEXT[9:]
    answer = anybody().post(f"/p/appeal/{measure}", {"text": said, "key": "k"})
    assert answer.status_code == 422
    assert "Character 10 cannot be printed (U+0000)" in answer.content.decode()
    assert Appeal.objects.count() == 0


def test_too_short_a_text_is_told_and_kept_and_a_draft_has_no_appeal(town):
    measure = ready(town)
    answer = anybody().post(f"/p/appeal/{measure}", {"text": "no", "key": "k"})
    assert answer.status_code == 422
    assert ">no</textarea>" in answer.content.decode().replace("\n", "")
    assert anybody().get(f"/p/appeal/{'0' * 32}").status_code == 404
    assert anybody().get(f"/p/appeal/{drafted(town, hours=9)}").status_code == 404
    assert (
        api.file_appeal(by=api.anybody(), measure=measure, text="short", key="s").code
        == "appeal_text_length"
    )


# Who hears


def test_who_took_part_or_stands_below_does_not_hear(town):
    measure = ready(town)
    filed(measure)
    appeal = Appeal.objects.get().id
    decider = acting(Role.GOVERNMENT_OFFICE, CITY, post=90, person=PRINCIPAL.person, unit=COURT)
    assert decided(appeal, decider, town).code == "hearing_body_took_part"
    adviser = acting(Role.GOVERNMENT_OFFICE, CITY, post=90, person=CDC.actor.person, unit=COURT)
    assert decided(appeal, adviser, town).code == "hearing_body_took_part"
    county = acting(Role.GOVERNMENT_OFFICE, NORTH, post=91, person=191, unit=91)
    assert decided(appeal, county, town).code == "hearing_body_not_above"
    assert decided(appeal, PRINCIPAL, town).code == "act_not_granted"
    assert decided(appeal, town.by(GOVERNMENT), town, reason=" ").code == "reason_missing"
    assert decided(appeal, town.by(GOVERNMENT), town, ruling="maybe").code == "ruling_unknown"
    assert isinstance(decided(appeal, town.by(GOVERNMENT), town), Outcome)
    assert decided(appeal, town.by(GOVERNMENT), town, ruling="stands").code == "appeal_unknown"


def test_an_appeal_is_not_routed_to_a_post_that_only_its_adviser_holds(town):
    lawful(town)
    signed()
    measure = drafted(town)
    done(act(town, measure, Act.SUBMIT_MEASURE))
    done(act(town, measure, Act.PASS_LEGAL_CHECK, LAWYER))
    holder = town.by(GOVERNMENT).actor.person
    adviser = acting(Role.EPIDEMIOLOGIST, NORTH, post=71, person=holder, unit=31)
    done(act(town, measure, Act.GIVE_OPINION, adviser, opinion="support"))
    for what in (Act.DECIDE_MEASURE, Act.PUBLISH_NOTICE):
        done(act(town, measure, what))
    filed(measure)
    assert Appeal.objects.get().hearing_post is None


def test_the_hearing_body_may_suspend_the_measure_and_nobody_who_took_part(town):
    measure = ready(town)
    filed(measure)
    row = api.appeal_of(Appeal.objects.get().id)
    county = acting(Role.GOVERNMENT_OFFICE, NORTH, post=91, person=191, unit=91)
    answer = api.suspend_measure(by=county, appeal=row, reason="r", key="k1")
    assert answer.code == "hearing_body_not_above"
    client = town.client(GOVERNMENT)
    address = f"/safeguards/appeals/{row.id}"
    assert client.get(address).status_code == 200
    assert client.post(f"{address}/suspend", {"reason": "", "key": "k2"}).status_code == 422
    assert client.post(f"{address}/suspend", {"reason": "unsafe", "key": "k3"}).status_code == 303
    assert state(measure) == "SUSPENDED"
    assert client.post(f"{address}/decide", {"ruling": "stands", "key": "k4"}).status_code == 422
    said = {"ruling": "stands", "reason": "The exit is open.", "key": "k5"}
    assert client.post(f"{address}/decide", said).status_code == 303
    assert "The exit is open." in client.get(address).content.decode()
    assert client.post(f"/measures/{measure}/resume_measure", {"reason": "r"}).status_code == 404
    assert (
        client.post(f"{address}/resume", {"reason": "open again", "key": "k6"}).status_code == 303
    )
    assert state(measure) == "ACTIVE"


def test_nobody_lets_a_measure_go_on_whose_appeal_is_granted_in_the_same_instant(town):
    measure, by = ready(town), town.by(GOVERNMENT)
    filed(measure)
    row = api.appeal_of(Appeal.objects.get().id)
    done(api.suspend_measure(by=by, appeal=row, reason="unsafe", key="k1"))
    going_on = AtTheDesk(town.incident, Act.RESUME_MEASURE, row, "open again")
    assert going_on.check(by, going_on.load(None)) is None  # whoever asks now may still
    assert isinstance(decided(row.id, by, town), Outcome)
    assert execute(going_on, by=by, key="k2").code == "appeal_granted"
    assert state(measure) == "SUSPENDED"


def test_a_granted_appeal_suspends_the_measure_and_asks_its_decider_to_lift_it(town):
    measure = ready(town)
    filed(measure)
    row = api.appeal_of(Appeal.objects.get().id)
    client, address = town.client(GOVERNMENT), f"/safeguards/appeals/{row.id}"
    said = {"ruling": "granted", "reason": "The gate must be staffed.", "key": "k1"}
    assert client.post(f"{address}/decide", said).status_code == 303
    assert state(measure) == "SUSPENDED"
    assert 'name="reason"' not in client.get(address).content.decode()
    again = client.post(f"{address}/resume", {"reason": "as before", "key": "k2"})
    assert again.status_code == 422
    assert state(measure) == "SUSPENDED"
    asked = measures.asks_of(by=PRINCIPAL, incident=town.incident, at=now())
    assert [one.act for one in asked] == ["lift_measure"]
    assert town.client(COUNTY_PRINCIPAL).get("/now/measures").status_code == 200


def test_the_first_screen_of_the_hearing_body_names_the_appeal_until_it_is_decided(town):
    filed(ready(town))
    row = api.appeal_of(Appeal.objects.get().id)
    address = f"/safeguards/appeals/{row.id}"
    office = town.client(GOVERNMENT)
    asked = office.get("/now/measures").content.decode()
    assert address in asked
    assert "作出申诉决定" in asked
    assert "M10 出入口管理" in asked
    assert address not in town.client(COUNTY_PRINCIPAL).get("/now/measures").content.decode()
    office.post(f"{address}/decide", {"ruling": "stands", "reason": "已有通行安排", "key": "k"})
    assert address not in office.get("/now/measures").content.decode()


def test_more_appeals_ask_the_first_screen_for_no_more_statements(town):
    measure, office = ready(town), town.client(GOVERNMENT)

    def statements():
        office.get("/now/measures")
        with CaptureQueriesContext(connection) as asked:
            page = office.get("/now/measures").content.decode()
        return page.count("/safeguards/appeals/"), len(asked)

    filed(measure, key="a1")
    shown, one = statements()
    filed(measure, key="a2")
    filed(measure, key="a3")
    assert (shown, statements()) == (1, (3, one))


def test_a_ruling_and_its_halt_are_one_commit_even_while_a_locked_exit_suspends(town):
    measure = ready(town)
    filed(measure, key="a1")
    filed(measure, key="a2")
    compound = next(iter(premises.compounds_in(range_of(CITY)))).id
    seal = premises.SealDraft(compound=compound, gate="南门")
    premises.report_sealed(by=keeper(), incident=town.incident, draft=seal, key="seal")
    first, second = (one.id for one in Appeal.objects.order_by("id"))
    commits = "SELECT count(*) FROM command"
    before = Session().one(commits)[0]
    assert isinstance(decided(first, town.by(GOVERNMENT), town), Outcome)
    assert Session().one(commits)[0] == before + 1
    assert measures.measure_of(measure).state == "SUSPENDED"
    row = api.appeal_of(second)  # the body of another appeal does not let it go on either
    again = api.resume_measure(by=town.by(GOVERNMENT), appeal=row, reason="r", key="again")
    assert again.code == "appeal_granted"
    assert isinstance(decided(second, town.by(GOVERNMENT), town, reason="Again."), Outcome)


def test_an_appeal_granted_before_it_begins_keeps_the_measure_from_being_in_force(town):
    lawful(town)
    signed()
    measure = walked(town, drafted(town), until=Act.PROVIDE_COMPANION)
    filed(measure)
    assert isinstance(decided(Appeal.objects.get().id, town.by(GOVERNMENT), town), Outcome)
    assert act(town, measure, Act.ACTIVATE_MEASURE).code == "halted_on_appeal"
    asked = measures.asks_of(by=PRINCIPAL, incident=town.incident, at=now())
    assert [one.act for one in asked] == ["lift_measure"]


def test_the_desk_is_for_those_who_watch_over_rights(town, django_assert_max_num_queries):
    measure = ready(town)
    for number in range(12):
        filed(measure, key=f"a{number}")
    client = town.client(GOVERNMENT)
    with django_assert_max_num_queries(12):
        page = client.get("/safeguards").content.decode()
    assert page.count('<th scope="row">') == 12
    assert town.client(AUDITOR).get("/safeguards").status_code == 200
    assert town.client(SECRETARY).get("/safeguards").status_code == 403
    appeal = Appeal.objects.first().id
    said = {"ruling": "stands", "reason": "r", "key": "k"}
    assert (
        town.client(AUDITOR).post(f"/safeguards/appeals/{appeal}/decide", said).status_code == 403
    )


# Guessing


def test_guessing_codes_is_stopped_and_wrong_ones_are_told(town):
    ready(town)
    client = anybody()
    answer = client.post("/p/appeals", {"code": "0O1IL"})
    assert (answer.status_code, "This is no code" in answer.content.decode()) == (422, True)
    for number in range(19):
        wrong = code_from(b"%d" % number)
        assert client.post("/p/appeals", {"code": wrong}).status_code == 422
    assert client.post("/p/appeals", {"code": code_from(b"x")}).status_code == 429
    elsewhere = Client(REMOTE_ADDR="203.0.113.9")
    assert elsewhere.post("/p/appeals", {"code": code_from(b"x")}).status_code == 422


# The evening


def test_section_14_tells_open_appeals_their_age_and_what_is_late(town):
    measure = ready(town)
    filed(measure, key="a1")
    filed(measure, key="a2")
    first = Appeal.objects.order_by("filed_at", "id").first().id
    values = evening(town, hours=30)
    assert values["safeguards.open"] == Count(2)
    assert values["safeguards.age"].median == 30
    assert values["safeguards.late"] == Count(0)
    assert values["safeguards.unheard"] == Count(0)
    assert evening(town, hours=73)["safeguards.late"] == Count(2)
    with fixed_at(MORNING + 31 * HOUR):
        assert isinstance(decided(first, town.by(GOVERNMENT), town), Outcome)
    assert evening(town, hours=73)["safeguards.late"] == Count(1)
    assert evening(town, hours=30)["safeguards.open"] == Count(2)  # as of the cut-off


def test_where_no_body_is_free_to_hear_the_evening_says_so(town):
    lawful(town)
    measure = ready(town)
    Session().run("UPDATE posts_post SET valid_to='2026-08-01' WHERE id=?", (GOVERNMENT,))
    filed(measure)
    values = evening(town, hours=1)
    assert values["safeguards.unheard"] == Count(1)
    Session().run("UPDATE posts_post SET valid_to=NULL WHERE id=?", (GOVERNMENT,))


def evening(town, *, hours):
    with fixed_at(MORNING + hours * HOUR):
        view = incidents.incident(town.incident)
        night = NightlyContext(town.incident, view.clock, Window(now()), range_of(CITY), now())
        (source,) = nightly.AGENDA
        late = [one for one in source.items(night) if one.subject.startswith("appeal:")]
        values = {one.code: one.value(night) for one in nightly.FIGURES}
        assert len(late) == max(values["safeguards.late"].n, values["safeguards.unheard"].n)
        return values


def test_an_appeal_that_nobody_decides_in_time_is_a_finding_once(town):
    filed(ready(town))
    for hours in (24 * 30, 24 * 30 + 1):
        with fixed_at(MORNING + hours * HOUR):
            run_tick(now())
            rows = supervision.every_row(
                incident=town.incident, scope=range_of(CITY), wanted=supervision.LedgerFilter()
            )
            (late,) = [one for one in rows if one.type_code == "X08"]
            assert late.text.startswith("对本辖区措施的一件申诉")
            with override("en"):
                assert supervision.facts_said(late).startswith("An appeal against a measure here")
