"""A measure through the whole product: law, gates, companion, notice, end."""

import xml.etree.ElementTree as ET

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import translation
from tests.factories.acting import acting
from tests.factories.decided import (
    CDC,
    HOUR,
    LAWYER,
    PRINCIPAL,
    WAY,
    act,
    adopted,
    done,
    draft,
    drafted,
    lawful,
    ready,
    state,
    walked,
)
from tests.factories.ledger import rebuilt_after
from tests.factories.orders import CITY_LEADER, COUNTY_PRINCIPAL, LEGAL, MORNING, Town
from tests.factories.posts import LEADER, SECRETARY
from tests.factories.premises import drawn, inspector, keeper, place, signed
from tests.factories.territory import BRIDGE, CITY, MARKET, NORTH, RIVER, SOUTH

from bihuan.domain.policy.acts import Act
from bihuan.domain.refusals import Refusal
from bihuan.domain.roles import Role
from bihuan.domain.zones import range_of
from bihuan.features.incidents import api as incidents
from bihuan.features.measures import api, nightly
from bihuan.features.measures.models import Measure, MeasureScope
from bihuan.features.measures.selectors.followed import followed_in
from bihuan.features.measures.selectors.law import bases
from bihuan.features.measures.selectors.listing import renewed
from bihuan.features.premises import api as premises
from bihuan.platform.clock import now
from bihuan.platform.clock.system import fixed_at
from bihuan.platform.commands import Outcome
from bihuan.platform.db import guard
from bihuan.platform.db.dialects import Session
from bihuan.platform.figures import Breakdown, Count, NightlyContext, Share, Window
from bihuan.platform.i18n.refusal_texts import sentence
from bihuan.platform.jobs.ticks import run_tick

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _quiet_ledger():
    with rebuilt_after(MORNING):
        yield


@pytest.fixture
def town():
    made = Town()
    adopted(made.incident)
    return made


def test_with_everything_in_order_it_is_in_force_and_ends_without_any_worker(town):
    measure = ready(town)
    assert state(measure) == "ACTIVE"
    assert api.measure_of(measure).notice_number == 1
    with fixed_at(MORNING + 47 * HOUR):
        assert state(measure) == "REVIEW_DUE"
    with fixed_at(MORNING + 48 * HOUR):
        assert state(measure) == "EXPIRED"
        assert api.measure_of(measure).state == "ACTIVE"  # nobody has written anything


def test_the_tick_writes_the_end_once_however_late_it_comes(town):
    measure = ready(town)
    with fixed_at(MORNING + 75 * HOUR):
        assert run_tick(now()) >= 1
        stored = api.measure_of(measure)
        assert (stored.state, stored.ended_at) == ("EXPIRED", MORNING + 48 * HOUR)
        run_tick(now())
        assert api.measure_of(measure).version == stored.version


def test_an_unconfirmed_basis_keeps_it_at_the_legal_office(town):
    signed()
    said = api.Assessment(NORTH, "cases", 96)
    done(api.assess_necessity(by=CDC, incident=town.incident, assessment=said, key="a"))
    measure = drafted(town)
    done(act(town, measure, Act.SUBMIT_MEASURE))
    assert act(town, measure, Act.PASS_LEGAL_CHECK, LAWYER).code == "basis_unconfirmed"


def test_without_an_assessment_or_the_right_level_it_is_not_even_submitted(town):
    signed()
    measure = drafted(town)
    assert act(town, measure, Act.SUBMIT_MEASURE).code == "necessity_not_assessed"
    lawful(town)
    adopted(town.incident, profile="influenza", major=False, key="other")
    assert act(town, measure, Act.SUBMIT_MEASURE).code == "measure_forbidden"


def test_a_compound_without_a_passing_plan_blocks_activation_and_names_it(town):
    lawful(town)
    drawn()
    measure = walked(town, drafted(town), until=Act.PROVIDE_COMPANION)
    refusal = act(town, measure, Act.ACTIVATE_MEASURE)
    assert (refusal.code, dict(refusal.params)) == ("gate_plan_missing", {"n": 1})


def test_a_township_needs_a_plan_in_each_community_and_the_first_without_is_named(town):
    lawful(town)
    signed()
    measure = walked(town, drafted(town, zones=(RIVER,)), until=Act.PROVIDE_COMPANION)
    refusal = act(town, measure, Act.ACTIVATE_MEASURE)
    assert refusal.code == "compounds_not_drawn"
    said = {"n": 1, "zones": "集市社区", "zones_en": "Jishi Community"}
    assert dict(refusal.params) == said
    signed("集市花园", MARKET)
    assert isinstance(act(town, measure, "activate_measure"), Outcome)


def test_a_clock_set_back_behind_the_record_revives_no_measure_and_no_check(town):
    measure = ready(town)
    assert state(measure) == "ACTIVE"
    with fixed_at(MORNING + 49 * HOUR):
        place("别处")  # any entry will do: the record has seen this instant
    assert state(measure) == "EXPIRED"
    assert followed_in(incident=town.incident, scope=range_of(BRIDGE), at=now()) == []
    assert act(town, measure, Act.PROPOSE_LIFTING).code == "not_in_this_state"
    assert premises.readiness([range_of(BRIDGE)], now()).without_plan == 0
    with fixed_at(MORNING + 8 * 24 * HOUR):
        place("更晚")
    assert premises.readiness([range_of(BRIDGE)], now()).without_plan == 1


def test_an_incident_is_not_ended_over_a_measure_in_force(town):
    measure = ready(town)
    leader = acting(Role.CITY_LEADER, CITY)
    answer = incidents.close_incident(by=leader, incident=town.incident, key="end")
    assert (answer.code, dict(answer.params)) == ("incident_has_measures", {"n": 1})
    done(act(town, measure, Act.LIFT_MEASURE))
    done(incidents.close_incident(by=leader, incident=town.incident, key="end now"))


def test_a_locked_exit_where_no_compound_is_drawn_suspends_what_covers_it(town):
    measure = ready(town)
    seal = premises.SealDraft(zone=RIVER)
    done(premises.report_sealed(by=inspector(), incident=town.incident, draft=seal, key="zone"))
    assert state(measure) == "SUSPENDED"
    assert premises.readiness([range_of(MARKET)], now()).unsafe == 1


def test_a_sealed_gate_suspends_it_in_the_same_instant(town):
    lawful(town)
    compound = signed()
    measure = walked(town, drafted(town))
    sealed = premises.SealDraft(compound=compound, gate="南门")
    done(premises.report_sealed(by=keeper(), incident=town.incident, draft=sealed, key="s"))
    assert state(measure) == "SUSPENDED"
    assert "egress_unsafe" in {one.code for one in api.blocking(api.measure_of(measure), now())}


def test_townships_and_communities_only_execute(town):
    measure = ready(town)
    for post in (SECRETARY, LEADER):
        answer = act(town, measure, Act.LIFT_MEASURE, town.by(post))
        assert answer.code == "act_not_granted"
    done(act(town, measure, Act.PROPOSE_LIFTING, town.by(SECRETARY)))
    assert api.measure_of(measure).lift_proposed_at == now()


def test_a_second_post_gives_nobody_a_second_pair_of_eyes(town):
    lawful(town)
    signed()
    measure = walked(town, drafted(town), until=Act.GIVE_OPINION)
    for first, code in ((CDC, "decider_is_reviewer"), (LAWYER, "decider_is_reviewer")):
        head = acting(Role.COUNTY_PRINCIPAL, NORTH, post=990, person=first.actor.person, unit=33)
        assert act(town, measure, Act.DECIDE_MEASURE, head).code == code
    with guard.lifted(), pytest.raises(IntegrityError), transaction.atomic():
        Measure.objects.filter(id=measure).update(decider_person=CDC.actor.person)


@pytest.mark.parametrize("who", ["assessed", "confirmed"])
def test_who_laid_the_ground_of_a_measure_does_not_decide_it(town, who):
    lawful(town)
    signed()
    other = acting(Role.EPIDEMIOLOGIST, NORTH, post=981, person=981, unit=31)
    lawyer = acting(Role.LEGAL_REVIEWER, NORTH, post=982, person=982, unit=32)
    measure = drafted(town)
    for what, by in ((Act.SUBMIT_MEASURE, PRINCIPAL), (Act.PASS_LEGAL_CHECK, lawyer),
                     (Act.GIVE_OPINION, other)):  # fmt: skip
        done(act(town, measure, what, by, opinion="support"))
    ground = {"assessed": CDC, "confirmed": LAWYER}[who]
    head = acting(Role.COUNTY_PRINCIPAL, NORTH, post=990, person=ground.actor.person, unit=33)
    assert act(town, measure, Act.DECIDE_MEASURE, head).code == "decider_laid_the_ground"
    done(act(town, measure, Act.DECIDE_MEASURE))


def test_two_measures_of_a_type_on_one_zone_conflict_and_a_renewal_begins_when_the_other_ends(town):
    first = ready(town)
    end = api.measure_of(first).ends_at
    for begins, told in (
        (now(), "measure_conflict"),
        (end - HOUR, "measure_conflict"),
        (end, None),
    ):
        for renews in ("", first):
            second = renewal(town, renews, begins)
            for what, by in WAY[:3]:
                done(act(town, second, what, by, opinion="support"))
            answer = act(town, second, Act.DECIDE_MEASURE)
            assert getattr(answer, "code", None) == told
            if told is None:
                done(act(town, second, Act.LIFT_MEASURE))
    assert state(first) == "ACTIVE"


def renewal(town, renews, begins):
    """Draft two days from an instant on, after another measure or by itself."""
    said = draft(starts_at=begins, ends_at=begins + 48 * HOUR)
    renewing = api.MeasureDraft(
        said.code, said.zones, said.columns, said.answers, said.parts, said.companion, renews=renews
    )
    key = f"{renews} {begins}"
    answer = api.draft_measure(by=PRINCIPAL, incident=town.incident, draft=renewing, key=key)
    return done(answer).result["measure"]


@pytest.mark.usefixtures("contexts_kept")
def test_the_page_of_a_measure_in_force_drafts_its_renewal_with_every_question_open(town):
    first = ready(town)
    client = town.client(COUNTY_PRINCIPAL)
    here = f"/measures/{first}/renew"
    assert here in client.get(f"/measures/{first}").content.decode()
    shown = client.get(here)
    assert f'href="/measures/{first}"' in shown.content.decode()  # the old one beside the new
    typed = {k: v for k, v in shown.context["form"].initial.items() if v is not None}
    assert not any(name.startswith("yes-") for name in typed)
    answer = client.post(here, typed | {"key": "renew"})
    assert answer.status_code == 303
    second = api.measure_of(answer["Location"].rpartition("/")[2])
    assert (second.renews, second.starts_at) == (first, api.measure_of(first).ends_at)
    assert renewed([second]) == {first}
    assert second.around.renews_level == 2


def test_the_report_to_the_superior_may_come_late_after_the_end(town):
    lawful(town)
    signed()
    measure = walked(town, drafted(town), until=Act.PUBLISH_NOTICE)
    with fixed_at(MORNING + 50 * HOUR):
        superior = town.client(CITY_LEADER)
        assert "应于" in superior.get("/measures").content.decode()
        done(act(town, measure, Act.REPORT_UPWARD))
        page = superior.get("/measures").content.decode()
        assert "应于" not in page
        assert "报送于" in page
        stored = api.measure_of(measure)
        assert (stored.state, stored.reported_at) == ("EXPIRED", now())
        assert stored.ended_at == stored.ends_at


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"zones": ()}, "scope_covers_nobody"),
        ({"zones": (BRIDGE + 7_000,)}, "zone_not_in_force"),
    ],
)
def test_a_draft_for_nobody_is_refused(town, said, code):
    answer = api.draft_measure(by=PRINCIPAL, incident=town.incident, draft=draft(**said), key="k")
    assert answer.code == code


def test_a_profile_for_drills_is_not_adopted_in_a_live_incident(town):
    leader = acting(Role.CITY_LEADER, CITY)
    for profile, code in (
        ("drill-generic", "profile_not_for_live"), ("covid-2022", "profile_not_for_live"),
        ("nothing", "profile_unknown"),
    ):  # fmt: skip
        answer = incidents.adopt_profile(
            by=leader, incident=town.incident, profile=profile, major=False, key=profile
        )
        assert answer.code == code


# The evening


def evening(town):
    view = incidents.incident(town.incident)
    return NightlyContext(town.incident, view.clock, Window(now()), range_of(CITY), now())


def test_the_evening_counts_measures_people_and_person_days_each_once(town):
    ready(town)
    with fixed_at(MORNING + 30 * HOUR):
        values = {one.code: one.value(evening(town)) for one in nightly.FIGURES}
    assert isinstance(values["measures.active"], Breakdown)
    assert values["measures.affected"] == Count(4000)
    assert values["measures.person_days_today"] == Count(4000)
    assert values["measures.person_days"] == Count(8000)
    assert values["measures.complete"] == Share(1, 1)
    assert values["measures.companion"] == Share(1, 1)
    assert values["measures.overrides"] == Count(0)
    assert [row.values for row in values["measures.expiring"].rows] == [(0,), (1,)]


def test_what_ended_long_ago_stays_in_the_days_that_people_lived_under_it(town):
    ready(town)
    early = {one.code: one.value for one in nightly.FIGURES}["measures.person_days"]
    with fixed_at(MORNING + 48 * HOUR):
        assert run_tick(now()) >= 1
        before = early(evening(town))
    with fixed_at(MORNING + 40 * 24 * HOUR):
        assert early(evening(town)) == before == Count(12_000)


def test_figures_count_every_measure_and_read_the_register_once(town):
    ready(town)
    copied(249)
    reads = []
    with fixed_at(MORNING + 30 * HOUR):
        night = evening(town)
        connection.connection.set_trace_callback(reads.append)
        values = {one.code: one.value(night) for one in nightly.FIGURES}
        items = [item for source in nightly.AGENDA for item in source.items(night)]
        connection.connection.set_trace_callback(None)
        page = town.client(COUNTY_PRINCIPAL).get("/measures").content.decode()
        public = Client().get("/p/").content.decode()
    assert len(items) == 250
    assert sum("ended_at>" in sql and "measures_measure" in sql for sql in reads) == 1
    assert sum(row.values[0] for row in values["measures.active"].rows) == 250
    assert sum(row.values[0] for row in values["measures.expiring"].rows) == 250
    assert values["measures.complete"] == Share(250, 250)
    assert values["measures.affected"] == Count(4000)
    assert page.count('<th scope="row">') == 200
    assert ">250<" in page
    assert public.count("/p/measures/") >= 200
    # The ledger knows none of the copies.
    Session().run("DELETE FROM measures_measure WHERE id LIKE 'copy%'")
    Session().run("DELETE FROM measures_scope WHERE id LIKE 'copy%'")


def test_the_public_page_goes_on_beyond_200_notices_and_shows_one_place_alone(town):
    ready(town)
    copied(249)
    anybody = Client()
    first, second, elsewhere = (
        anybody.get(f"/p/?{query}").content.decode() for query in ("", "page=2", f"zone={SOUTH}")
    )
    ends = anybody.get("/p/measures.ics").content.decode()
    Session().run("DELETE FROM measures_measure WHERE id LIKE 'copy%'")
    Session().run("DELETE FROM measures_scope WHERE id LIKE 'copy%'")
    listed = [page.count('<li><span><a href="/p/measures/') for page in (first, second, elsewhere)]
    assert listed == [200, 50, 0]
    assert "page=2" in first
    assert "page=3" not in second
    assert ends.count("BEGIN:VEVENT") == 250


def copied(times):
    """Copy the one measure's rows, as a night with many would hold them."""
    session = Session()
    for model in (Measure, MeasureScope):
        row = model.objects.values().get()
        names = [field.column for field in model._meta.fields if field.column in row]
        for n in range(times):
            own = {"id": f"'copy{n:03}'", "measure": f"'copy{n:03}'"}
            said = ", ".join(own.get(name, name) for name in names)
            session.run(
                f"INSERT INTO {model._meta.db_table} ({', '.join(names)})"
                f" SELECT {said} FROM {model._meta.db_table} WHERE id=?",
                (row["id"],),
            )


# Pages


def test_the_pages_of_the_county_work_from_offer_to_signature(town):
    lawful(town)
    signed()
    client = town.client(COUNTY_PRINCIPAL)
    offered = client.get(f"/measures/offered?zone={BRIDGE}").content.decode()
    assert "M10" in offered
    assert "M12" in offered
    assert "X03</strong> 待交通管制点台账" in offered
    assert client.get(f"/measures/new?code=M10&zone={BRIDGE}").status_code == 200
    answer = client.post(
        f"/measures/new?code=M10&zone={BRIDGE}", {"purpose": "fewer contacts", "key": "n1"}
    )
    assert answer.status_code == 303
    page = client.get(answer["Location"])
    assert page.status_code == 200
    missing = client.post(f"{answer['Location']}/{Act.SUBMIT_MEASURE}", {"key": "n2", "version": 1})
    assert missing.status_code == 422
    assert client.get(f"{answer['Location']}/amend").status_code == 200


def test_what_only_a_superior_may_do_is_shown_closed_with_its_reason(town):
    measure = ready(town)
    county = town.client(COUNTY_PRINCIPAL).get(f"/measures/{measure}").content.decode()
    button = county[county.index('aria-describedby="why-revoke_measure"') - 60 :][:60]
    assert "disabled" in button
    assert "上级" in county.split('id="why-revoke_measure"')[1][:80]
    assert f"/measures/{measure}/revoke_measure" not in county
    assert f"/measures/{measure}/lift_measure" in county
    city = town.client(CITY_LEADER).get(f"/measures/{measure}").content.decode()
    assert f"/measures/{measure}/revoke_measure" in city


def test_putting_in_force_asks_for_the_end_to_be_typed(town):
    lawful(town)
    signed()
    measure = walked(town, drafted(town), until=Act.PROVIDE_COMPANION)
    client = town.client(COUNTY_PRINCIPAL)
    address = f"/measures/{measure}/{Act.ACTIVATE_MEASURE}"
    seen = {"version": api.measure_of(measure).version}
    wrong = client.post(address, seen | {"key": "a1", "end_typed": "2026-08-05T11:00"})
    assert wrong.status_code == 422
    assert 'value="2026-08-05T11:00"' in wrong.content.decode()
    right = {"key": "a2", "end_typed": "2026-08-05T10:00"}
    assert client.post(address, right).status_code == 409  # no version: nobody has read it
    good = client.post(address, seen | right | {"key": "a3"})
    assert good.status_code == 303
    assert state(measure) == "ACTIVE"


def test_what_is_said_again_while_the_clock_stands_still_is_recorded_again(town):
    lawful(town)
    signed()
    measure = walked(town, drafted(town), until=Act.PROVIDE_COMPANION)
    before = api.measure_of(measure).version
    done(api.act_on_measure(
        by=PRINCIPAL, act=Act.PROVIDE_COMPANION, measure=measure, incident=town.incident,
        key="again", said={},
    ))  # fmt: skip
    assert api.measure_of(measure).version == before + 1


def test_the_list_costs_a_fixed_number_of_queries(town, django_assert_max_num_queries):
    lawful(town)
    signed()
    for hours in range(20, 40):
        drafted(town, hours=hours)
    client = town.client(COUNTY_PRINCIPAL)
    with django_assert_max_num_queries(16):
        assert client.get("/measures").status_code == 200


def test_the_legal_office_confirms_on_its_page(town):
    client = town.client(LEGAL)
    assert client.get("/measures/law").status_code == 200
    said = {"basis": "IDL 53", "text": "Official text.", "key": "l1", "version": "0"}
    short = client.post("/measures/law/confirm", said | {"text": "Too short", "key": "l2"})
    assert short.status_code == 422
    page = short.content.decode()
    assert "\nToo short</textarea>" in page  # what was typed is kept
    assert "确认任职" not in page  # a law is confirmed, not an appointment
    assert 'aria-invalid="true"' in page
    empty = client.post("/measures/law/confirm", said | {"text": "", "key": "l3"}).content.decode()
    assert empty.index('href="#idl-53-text"') < empty.index('id="idl-17"')  # told at the head
    assert client.post("/measures/law/confirm", said).status_code == 303


def test_no_word_of_the_legal_office_overwrites_another_one_unread(town):
    client, here = town.client(LEGAL), "/measures/law/confirm"
    said = {"basis": "IDL 53", "text": "The text of one.", "key": "l1", "version": "0"}
    assert client.post(here, said).status_code == 303
    other = {**said, "text": "The text of another.", "key": "l2"}
    for version in ({}, {"version": ""}, {"version": "x"}):
        blind = {name: one for name, one in other.items() if name != "version"} | version
        assert client.post(here, blind).status_code == 409
    late = client.post(here, other)
    assert late.status_code == 409
    assert "The text of another." in late.content.decode()
    assert bases(Session())["IDL 53"].text == "The text of one."


def test_an_article_ends_with_its_last_day_and_what_rests_on_it_with_it(town):
    measure = ready(town)
    client, today = town.client(LEGAL), MORNING.date().isoformat()
    said = {"basis": "IDL 63(6)", "key": "l3", "version": "1", "last": today}
    early = client.post("/measures/law/confirm", said | {"last": "2020-01-01", "key": "l4"})
    assert early.status_code == 422
    assert client.post("/measures/law/confirm", said).status_code == 303
    assert today in client.get("/measures/law").content.decode()
    assert state(measure) == "ACTIVE"  # the last day is a day of it, and the text is as checked
    with fixed_at(MORNING + 24 * HOUR):
        assert state(measure) == "SUSPENDED"
    withdrawn = said | {"key": "l5", "version": "2", "how": "withdraw"}
    assert client.post("/measures/law/confirm", withdrawn).status_code == 303
    assert state(measure) == "SUSPENDED"


def test_anybody_reads_the_notice_without_account_and_after_the_end_it_says_so(town):
    measure = ready(town)
    anybody = Client(headers={"accept-language": "en"})
    assert b"M10" not in anybody.get("/p/").content
    page = anybody.get(f"/p/measures/{measure}").content.decode()
    assert "12345" in page
    assert "<script" not in page.split("<main")[1].split("</main>")[0]
    text = anybody.get(f"/p/measures/{measure}/text").content.decode()
    assert "care and supplies" in text
    assert "BEGIN:VEVENT" in anybody.get("/p/measures.ics").content.decode()
    with fixed_at(MORNING + 48 * HOUR):
        over = anybody.get(f"/p/measures/{measure}").content.decode()
        assert "no longer in force" in over
        assert "It ended at" in over
        assert "It ended at" in anybody.get(f"/p/measures/{measure}/text").content.decode()
        assert "BEGIN:VEVENT" not in anybody.get("/p/measures.ics").content.decode()
    lost = anybody.get(f"/p/measures/{'0' * 32}")
    assert lost.status_code == 404
    assert "岗位" not in lost.content.decode()  # a resident has no post
    assert 'href="/p/"' in lost.content.decode()


def test_an_english_notice_never_tells_a_chinese_sentence_as_english(town):
    measure = ready(town, purpose="减少聚集", exceptions="就医", exceptions_en="care and supplies")
    anybody = Client(headers={"accept-language": "en"})
    page = anybody.get(f"/p/measures/{measure}").content.decode()
    said = "The Chinese text is the decided one"
    assert page.count(said) == 2  # the purpose and the rule
    assert '<span lang="zh-Hans">减少聚集</span>' in page
    assert "<dd>care and supplies" in page
    assert "就医" not in page
    text = anybody.get(f"/p/measures/{measure}/text").content.decode()
    assert "Why: (No English was given; the Chinese text is the decided one.) 减少聚集" in text
    assert "Exceptions: care and supplies" in text
    anybody = Client(headers={"accept-language": "zh-hans"})
    page = anybody.get(f"/p/measures/{measure}").content.decode()
    assert "<dd>减少聚集" in page
    assert "care and supplies" not in page


CAP = "{urn:oasis:names:tc:emergency:cap:1.2}"


def test_the_cap_message_has_what_the_standard_asks_in_its_order(town):
    measure = ready(town)
    root = ET.fromstring(Client().get(f"/p/measures/{measure}/cap").content)  # noqa: S314
    names = [child.tag.removeprefix(CAP) for child in root]
    assert names[:6] == ["identifier", "sender", "sent", "status", "msgType", "scope"]
    infos = root.findall(f"{CAP}info")
    assert [one.findtext(f"{CAP}language") for one in infos] == ["zh-CN", "en"]
    order = [child.tag.removeprefix(CAP) for child in infos[0]]
    known = [
        "language", "category", "event", "responseType", "urgency", "severity", "certainty",
        "effective", "onset", "expires", "headline", "description", "web", "contact", "area",
    ]  # fmt: skip
    assert order == known
    assert infos[0].findtext(f"{CAP}expires") == "2026-08-05T10:00:00+08:00"


def test_a_draft_is_nothing_for_the_public(town):
    lawful(town)
    measure = drafted(town)
    assert Client().get(f"/p/measures/{measure}").status_code == 404
    assert isinstance(act(town, measure, Act.ACTIVATE_MEASURE), Refusal)
    assert MARKET


@pytest.mark.parametrize("begins", ["0001-01-01T00:00", "9999-12-31T23:00"])
def test_a_year_that_no_clock_shows_is_refused_before_it_is_stored(town, begins):
    client = town.client(COUNTY_PRINCIPAL)
    said = {"starts_at": begins, "hours": "24", "purpose": "x"}
    answer = client.post(f"/measures/new?code=M06&zone={MARKET}", said)
    assert answer.status_code == 422
    assert "1949" in answer.content.decode()
    assert client.get("/measures").status_code == 200


@pytest.mark.parametrize(
    ("language", "said"), [("en", "register of premises"), ("zh-hans", "台账")]
)
def test_a_refusal_names_things_in_the_page_s_language_alone(language, said):
    names = {"register": "经营场所台账", "register_en": "register of premises"}
    with translation.override(language):
        told = sentence(Refusal("register_not_there", {"measure": "M05"} | names))
    assert said in told
    assert (language == "en") == told.isascii()


def test_nothing_is_decided_while_the_clock_stands_behind_the_record(town):
    lawful(town)
    signed()
    measure = walked(town, drafted(town), until=Act.GIVE_OPINION)
    draft = drafted(town, zones=(MARKET,))
    with fixed_at(MORNING + 24 * HOUR):
        place("别处")  # any entry will do: the record has seen this instant
    with fixed_at(MORNING + 23 * HOUR):
        assert act(town, measure, Act.DECIDE_MEASURE).code == "clock_set_back"
        assert act(town, draft, Act.SUBMIT_MEASURE).code == "clock_set_back"
        said = {"version": api.measure_of(measure).version, "reason": "现在就办", "key": "decide"}
        page = town.client(COUNTY_PRINCIPAL).post(f"/measures/{measure}/decide_measure", said)
        assert page.status_code == 422
        assert "现在就办" in page.content.decode()
        assert "时钟被调回" in page.content.decode()
    with fixed_at(MORNING + 24 * HOUR):
        assert act(town, measure, Act.DECIDE_MEASURE).code == "begins_before_decision"


def test_a_measures_page_counts_its_conditions_and_tells_what_is_missing_first(town):
    lawful(town)
    signed()
    measure = drafted(town)
    page = town.client(COUNTY_PRINCIPAL).get(f"/measures/{measure}").content.decode()
    listed = page[page.index("激活条件") :]
    assert listed.index("guards__guard--missing") < listed.index("guards__guard--holds")
    assert "guards__guard--missing" not in listed[listed.index("guards__guard--holds") :]
    held, missing = (listed.count(f"guards__guard--{one}") for one in ("holds", "missing"))
    assert f"{held + missing} 项中满足 {held} 项" in listed
    assert "data-stays" in page  # who has something to do here sees it on a phone too
    assert "data-stays" not in town.client(SECRETARY).get(f"/measures/{measure}").content.decode()


def test_a_refusal_names_the_law_and_the_needs_in_the_language_of_the_reader():
    law = Refusal("basis_unconfirmed", {"basis": "IDL 63(6)"})
    short = Refusal("companion_plan_short", {"n": 2, "needs": "food, help_line"})
    with translation.override("zh-hans"):
        assert sentence(law) == "依据《传染病防治法》第63条第（6）项尚未经法制机构确认。"
        assert sentence(short) == "保障方案尚不足：食品、求助电话。"
        assert "IDL" not in sentence(Refusal("basis_out_of_force", {"basis": "IDL 53"}))
    with translation.override("en"):
        assert "Infectious Disease Law Art 63(6)" in sentence(law)
        assert sentence(short).endswith("Food, Help line.")
        assert "no such law" in sentence(Refusal("basis_unknown", {"basis": "no such law"}))
