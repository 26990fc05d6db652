"""A package through its wizard: kept page by page, checked, signed once, carried out."""

import re
from datetime import timedelta
from functools import partial

import pytest
from django.db import connection
from tests.factories.acting import acting
from tests.factories.decided import CDC, LAWYER, PRINCIPAL, adopted, done
from tests.factories.ledger import rebuilt_after
from tests.factories.orders import (
    COUNTY_PRINCIPAL,
    LEGAL,
    MORNING,
    SUPERVISOR,
    Town,
)
from tests.factories.posts import LEADER, SECRETARY
from tests.factories.premises import keeper, signed
from tests.factories.territory import BRIDGE, CITY, MARKET, NORTH, RIVER, TEMPLE

from bihuan.domain.chain.canonical import micros
from bihuan.domain.measures.companion import Need
from bihuan.domain.measures.legal import Confirmation
from bihuan.domain.measures.proportionality import Question
from bihuan.domain.measures.scopes import scope_of
from bihuan.domain.policy.acts import Act
from bihuan.domain.refusals import Refusal
from bihuan.domain.roles import Role
from bihuan.domain.zones import range_of
from bihuan.features.incidents import api as incidents
from bihuan.features.measures import api, nightly
from bihuan.features.measures.selectors.packages import (
    mark_of,
    mark_of_measures,
    measures_of_package,
)
from bihuan.features.measures.views.scales import comparison
from bihuan.features.premises import api as premises
from bihuan.platform.clock import now
from bihuan.platform.clock.system import fixed_at
from bihuan.platform.figures import NightlyContext, Share, Window

pytestmark = pytest.mark.django_db
THREE = (BRIDGE, MARKET, TEMPLE)
CHOSEN = ("2", "4", "5", "6")
END = "2026-08-06T10:00"
MOST_QUERIES = 12


@pytest.fixture(autouse=True)
def _quiet_ledger():
    with rebuilt_after(MORNING):
        yield


@pytest.fixture
def town():
    made = Town()
    adopted(made.incident)
    for reference in ("IDL 63(6)", "IDL 63(1)", "IDL 40", "IDL 53"):
        word = api.BasisWord(reference, "Official text of the article.", Confirmation.CONFIRMED)
        done(api.confirm_basis(by=LAWYER, word=word, key=reference))
    said = api.Assessment(NORTH, "cases in three communities", 96)
    done(api.assess_necessity(by=CDC, incident=made.incident, assessment=said, key="a"))
    return made


def gates(*zones):
    return [signed(f"花园{zone}", zone) for zone in zones]


WHY = {f"yes-{q}": "yes" for q in Question} | {f"why-{q}": "论证" for q in Question} | {
    "purpose": "减少接触", "smaller_why": "病例分布在多栋楼", "exceptions": "就医随时通行",
    "help_line": "12345",
}  # fmt: skip
CARE = {f"who-{need}": "街道保供组" for need in Need} | {
    f"much-{need}-{zone}": "9000" for need in Need for zone in THREE
}
PERIOD = {"starts_at": "2026-08-03T10:00"} | {f"hours-{line}": "72" for line in CHOSEN}
LINES = {"2": ("IDL 63(6)", "plain_rule"), "4": ("IDL 63(1)", "alternatives"),
         "5": ("IDL 40", "plain_rule"), "6": ("IDL 53", "sources")}  # fmt: skip
FIRST = {"seen": mark_of({}, "")}
"""What a page sends along on which nobody has kept anything yet."""


def walk(client, *, care=CARE, chosen=CHOSEN, places=()):
    """Go through the pages as a county head does; every answer is a redirect to the next."""
    posted = iter(range(100))

    def send(address, said):
        answer = client.post(address, said | FIRST | {"key": f"k{next(posted)}"})
        assert answer.status_code == 303, answer.content.decode()
        return answer["Location"]

    here = send("/measures/packages/new", {"zones": [str(zone) for zone in THREE]})
    assert here.endswith("/step/smaller")
    here = send(here, {"places": places})
    assert here.endswith("/step/lines")
    here = send(here, {"lines": chosen})
    for line in chosen:
        assert here.endswith(f"/step/why-{line}")
        basis, part = LINES[line]
        here = send(here, WHY | {"basis": basis, f"part-{part}": "有"})
    here = send(here, care)
    assert here.endswith("/step/gates")
    here = send(here, {})
    return send(
        here, {name: PERIOD[name] for name in ("starts_at", *(f"hours-{n}" for n in chosen))}
    )


def issued(town, **said):
    client = town.client(COUNTY_PRINCIPAL)
    here = walk(client, **said)
    assert here.endswith("/step/sign")
    page = client.get(here).content.decode()
    answer = client.post(here, sending(here))
    assert answer.status_code == 303, answer.content.decode()
    package = answer["Location"].rpartition("/")[2]
    assert api.act_on_package(
        by=LAWYER, act=Act.PASS_LEGAL_CHECK, package=package, incident=town.incident, key="l",
        said={"reason": "合法"},
    ).stopped == ()  # fmt: skip
    assert api.act_on_package(
        by=CDC, act=Act.GIVE_OPINION, package=package, incident=town.incident, key="o",
        said={"opinion": "support", "reason": "必要"},
    ).stopped == ()  # fmt: skip
    return package, page


def sign(town, package, key="s"):
    return town.client(COUNTY_PRINCIPAL).post(
        f"/measures/packages/{package}/do/sign", {"end_typed": END, "key": key} | read(package)
    )


def sending(here):
    """Return what the last page of a package sends along: the version that it shows."""
    return {"key": "issue", "version": api.package_of(here.split("/")[3]).version}


def read(package):
    """Return the mark of the measures that the page shows."""
    return {"seen": mark_of_measures(measures_of_package(package))}


def states(package):
    return {(m.code, m.zone): api.state_as_of(m, now()) for m in measures_of_package(package)}


def test_a_county_head_puts_a_package_for_three_communities_in_force_with_one_signature(town):
    gates(*THREE)
    package, page = issued(town)
    assert "pill--late" not in page
    assert sign(town, package).status_code == 303
    again = sign(town, package, key="again")
    assert again.status_code == 422
    assert "已经签署" in again.content.decode()
    found = states(package)
    assert sorted(code for code, _ in found) == ["M01", "M04", "M06", "M10", "M10", "M10"]
    assert set(found.values()) == {"ACTIVE"}
    tasks = api.task_lines(api.tasks_of(package), "nine-measures", now=now(), wall=now())
    assert {one.facts.line for one in tasks} == set(range(1, 10))
    assert {one.facts.due_at > now() for one in tasks} == {True}
    shown = town.client(SECRETARY).get(f"/measures/packages/{package}")
    assert shown.status_code == 200
    assert len(shown.content) < 100_000


def test_each_hand_finds_open_on_the_page_what_it_has_to_read_and_to_do(town):
    gates(*THREE)
    client = town.client(COUNTY_PRINCIPAL)
    here = walk(client)
    package = client.post(here, sending(here))["Location"].rpartition("/")[2]
    page = f"/measures/packages/{package}"
    checking = town.client(LEGAL).get(page).content.decode()
    assert checking.count("<details open><summary>签署的内容") == len(measures_of_package(package))
    assert "您所在层级无权" not in checking  # whoever reads it only stands in nobody's way
    assert 'name="opinion"' not in checking
    passed = {"act": Act.PASS_LEGAL_CHECK, "package": package, "incident": town.incident}
    api.act_on_package(by=LAWYER, key="l", said={"reason": "合法"}, **passed)
    assert "<details open><summary>签署的内容" not in town.client(LEGAL).get(page).content.decode()
    given = {"act": Act.GIVE_OPINION, "package": package, "incident": town.incident}
    silent = api.act_on_package(by=CDC, key="n", said={"reason": "必要"}, **given)
    assert silent.code == "opinion_unknown"  # nothing is chosen for the expert
    api.act_on_package(by=CDC, key="o", said={"opinion": "support", "reason": "必要"}, **given)
    assert sign(town, package).status_code == 303
    signed = client.get(page).content.decode()
    assert "<details open><summary>签署的内容" not in signed
    assert "data-stays" not in signed  # a head sees how many are done, a phone folds the rest
    assert "data-stays" in town.client(SECRETARY).get(page).content.decode()


def test_a_locked_door_stops_its_own_community_and_no_other_until_it_is_open(town):
    first, *_ = gates(*THREE)
    sealed = premises.SealDraft(compound=first, gate="南门")
    done(premises.report_sealed(by=keeper(), incident=town.incident, draft=sealed, key="x"))
    package, page = issued(town)
    assert "pill--late" in page
    sign(town, package)
    found = states(package)
    assert found["M10", BRIDGE] == "EXPERT_OPINION"
    assert found["M10", MARKET] == found["M10", TEMPLE] == "ACTIVE"
    told = town.client(COUNTY_PRINCIPAL).get(f"/measures/packages/{package}").content.decode()
    assert "1 个小区有出口被封或上锁" in told or "封" in told


def test_where_nobody_delivers_food_nothing_that_restricts_is_signed(town):
    gates(*THREE)
    hungry = {name: value for name, value in CARE.items() if name != f"much-food-{MARKET}"}
    package, _ = issued(town, care=hungry)
    sign(town, package)
    found = states(package)
    assert found["M10", MARKET] == "EXPERT_OPINION"
    assert found["M10", BRIDGE] == "ACTIVE"


def test_an_unconfirmed_basis_keeps_the_line_at_the_legal_office(town):
    gates(*THREE)
    word = api.BasisWord("IDL 40", "Official text of the article.", Confirmation.WITHDRAWN)
    done(api.confirm_basis(by=LAWYER, word=word, key="w"))
    client = town.client(COUNTY_PRINCIPAL)
    here = walk(client)
    package = client.post(here, sending(here))["Location"].rpartition("/")[2]
    answer = api.act_on_package(
        by=LAWYER, act=Act.PASS_LEGAL_CHECK, package=package, incident=town.incident, key="l",
        said={},
    )  # fmt: skip
    assert [refusal.code for _, refusal in answer.stopped] == ["basis_unconfirmed"]


def test_each_scale_tells_people_and_households_and_what_of_it_is_an_estimate(town):
    gates(*THREE)
    rows = comparison(scope_of(THREE))
    told = {str(row.zone): (row.people.residents, row.people.households) for row in rows}
    assert told == {
        f"花园{BRIDGE} 1号楼": (600, 225), f"花园{BRIDGE}": (1000, 375),
        "石桥社区": (4000, 1500), "集市社区": (3000, 1100), "庙前村": (900, 300),
        "3 处合计": (7900, 2900), "河滨街道": (60_000, 20_000), "东山镇": (30_000, 10_000),
    }  # fmt: skip
    counted = [str(row.zone) for row in rows if row.people.counted]
    assert counted == ["石桥社区", "集市社区"]
    assert [str(row.zone) for row in rows if row.chosen] == ["3 处合计"]
    page = town.client(COUNTY_PRINCIPAL).get(f"/measures/new?code=M10&zone={BRIDGE}")
    assert '<td class="number">1,500</td>' in page.content.decode()


def test_a_package_of_duties_alone_asks_for_no_end(town):
    client = town.client(COUNTY_PRINCIPAL)
    begun = client.post("/measures/packages/new", {"zones": [str(BRIDGE)], "key": "b"})
    lines = client.post(begun["Location"], FIRST | {"key": "s"})["Location"]
    here = client.post(lines, FIRST | {"lines": [], "key": "c"})["Location"]
    package = here.split("/")[3]
    last = f"/measures/packages/{package}/step/sign"
    assert client.post(last, sending(here) | {"key": "d"}).status_code == 303
    page = client.get(f"/measures/packages/{package}").content.decode()
    assert "end_typed" not in page
    assert "不作出任何措施决定" in page
    seen = re.search(r'name="seen" value="(\w+)"', page)[1]
    signing = {"key": "e", "seen": seen}
    assert client.post(f"/measures/packages/{package}/do/sign", signing).status_code == 303
    assert api.tasks_of(package)


def test_english_words_proposed_for_another_text_are_left_out_and_told(town):
    client = town.client(COUNTY_PRINCIPAL)
    here = "/measures/packages/new"
    for n, said in enumerate(({"zones": [str(BRIDGE)]}, {"places": ()}, {"lines": ["2"]})):
        here = client.post(here, said | FIRST | {"key": f"k{n}"})["Location"]
    page = client.get(here).content.decode()
    proposed = dict(re.findall(r'<textarea name="(\w+)"[^>]*>\s([^<]*)</textarea>', page))
    assert proposed["purpose_en"] == "Fewer gatherings; supplies and care close by"
    words = {"purpose": "只减少聚集", "purpose_en": proposed["purpose_en"],
             "exceptions": proposed["exceptions"], "exceptions_en": proposed["exceptions_en"],
             "key": "why"}  # fmt: skip
    answer = client.post(here, words | FIRST)
    assert answer.status_code == 303, answer.content.decode()
    kept = api.package_of(here.split("/")[3]).why(2)["columns"]
    assert (kept["purpose"], kept["purpose_en"]) == ("只减少聚集", "")
    assert kept["exceptions_en"] == proposed["exceptions_en"]  # said of the text that stands
    told = client.get(answer["Location"]).content.decode()
    assert "与之不符的英文建议稿已去掉" in told


def test_an_unfinished_package_is_kept_and_not_sent_and_says_what_is_missing(town):
    client = town.client(COUNTY_PRINCIPAL)
    begun = client.post("/measures/packages/new", {"zones": [str(BRIDGE)], "key": "b"})
    lines = client.post(begun["Location"], FIRST | {"key": "s"})["Location"]
    here = client.post(lines, FIRST | {"lines": ["2"], "key": "c"})["Location"]
    package = here.split("/")[3]
    refused = client.post(f"/measures/packages/{package}/step/sign", sending(here) | {"key": "d"})
    assert refused.status_code == 422
    assert measures_of_package(package) == []
    wrong = client.post(f"/measures/packages/{package}/step/period", {"hours-2": "900"})
    assert wrong.status_code == 422
    assert 'value="900"' in wrong.content.decode()
    assert client.get(f"/measures/packages/{package}")["Location"].endswith("/step/lines")
    discard = f"/measures/packages/{package}/do/discard"
    for unread in ({}, {"version": "1"}):
        assert client.post(discard, unread).status_code == 409
        late = client.post(f"/measures/packages/{package}/step/sign", unread)
        assert late.status_code == 409
    assert client.post(discard, sending(here) | {"key": "e"}).status_code == 303
    empty = client.post("/measures/packages/new", {"key": "f"})
    assert empty.status_code == 422


def test_a_township_reads_the_package_and_can_neither_draft_nor_sign_one(town):
    gates(*THREE)
    package, _ = issued(town)
    client = town.client(SECRETARY)
    assert client.get("/measures/packages/new").status_code == 403
    assert client.post(
        f"/measures/packages/{package}/do/sign", {"end_typed": END, "key": "t"} | read(package)
    ).status_code == 403  # fmt: skip
    assert set(states(package).values()) == {"EXPERT_OPINION"}
    answer = api.sign_package(
        by=town.by(LEADER), package=package, incident=town.incident, key="u", said={}
    )
    assert isinstance(answer, Refusal)


def test_a_task_needs_evidence_and_is_seen_by_somebody_of_another_unit(town):
    gates(*THREE)
    package, _ = issued(town)
    sign(town, package)
    task = next(one for one in api.tasks_of(package) if one.zone == BRIDGE)

    def act(what, by, key, **said):
        return api.act_on_task(
            by=by, act=what, task=task.id, incident=town.incident, key=key, said=said
        )

    leader, looker = town.by(LEADER), town.by(SUPERVISOR)
    assert act(Act.REPORT_TASK, leader, "1").code == "task_evidence_missing"
    done(act(Act.REPORT_TASK, leader, "2", evidence="北门两人值守"))
    assert act(Act.VERIFY_TASK, leader, "3").code == "act_not_granted"
    same = acting(Role.SUPERVISOR, NORTH, post=9, person=9, unit=leader.actor.unit)
    assert act(Act.VERIFY_TASK, same, "4").code == "task_verifier_did_it"
    done(act(Act.RETURN_TASK, looker, "5", note="现场无人"))
    done(act(Act.REPORT_TASK, leader, "6", evidence="北门三人值守"))
    done(act(Act.VERIFY_TASK, looker, "7"))
    with fixed_at(MORNING + timedelta(days=2)):
        page = town.client(COUNTY_PRINCIPAL).get(f"/measures/packages/{package}").content.decode()
    assert "北门三人值守" in page


def test_a_township_adds_nothing_to_a_measure_and_what_it_typed_is_kept(town):
    gates(*THREE)
    package, _ = issued(town)
    sign(town, package)
    task = next(one for one in api.tasks_of(package) if one.zone == BRIDGE)
    said = {"evidence": "北门值守，小区内禁止配送", "key": "add"}
    answer = town.client(LEADER).post(f"/measures/tasks/{task.id}/report_task", said)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "禁止或拦截生活物资配送" in page
    assert "《传染病防治法》第67条" in page
    assert 'value="北门值守，小区内禁止配送"' in page
    assert next(one for one in api.tasks_of(package) if one.id == task.id).state == "OPEN"


def test_the_first_screen_says_what_a_package_asks_of_each_post(town):
    gates(*THREE)
    client = town.client(COUNTY_PRINCIPAL)
    here = walk(client)
    assert "最迟 2026" in client.get(here).content.decode(), "before it is sent at all"
    package = client.post(here, sending(here))["Location"].rpartition("/")[2]
    asked = [
        api.asks_of(by=by, incident=town.incident, at=now())
        for by in (LAWYER, CDC, town.by(LEADER))
    ]
    assert [len(one) for one in asked] == [4, 0, 0]
    gate_plans = next(one.words for one in asked[0] if one.words.en.startswith("M10"))
    assert gate_plans.zh.endswith(" ×3"), "one page asks for the three communities"
    for by, act, said in (
        (LAWYER, Act.PASS_LEGAL_CHECK, {}),
        (CDC, Act.GIVE_OPINION, {"opinion": "support", "reason": "必要"}),
    ):
        api.act_on_package(
            by=by, act=act, package=package, incident=town.incident, key=str(act), said=said
        )
    assert f"/measures/packages/{package}" in client.get("/now/measures").content.decode()
    sign(town, package)
    assert api.asks_of(by=town.by(COUNTY_PRINCIPAL), incident=town.incident, at=now()) == []
    page = town.client(LEADER).get("/now/measures").content.decode()
    assert f"/measures/packages/{package}#line-2" in page


def writes_and_reads(run):
    """Return what a call answers, its commits, and the statements that ask for measures."""
    seen = []
    connection.connection.set_trace_callback(seen.append)
    try:
        answer = run()
    finally:
        connection.connection.set_trace_callback(None)
    commits = sum(one.startswith("INSERT INTO command") for one in seen)
    return answer, commits, sum(one.startswith("SELECT") and "measures_" in one for one in seen)


def test_each_hand_on_a_package_is_one_commit_that_asks_as_often_for_one_measure_as_for_all(town):
    gates(*THREE)
    small, large = (begun(town, zones) for zones in ((BRIDGE,), (BRIDGE, MARKET, TEMPLE)))
    hands = (
        lambda p: api.issue_package(by=PRINCIPAL, package=p, incident=town.incident, key=f"i{p}"),
        lambda p: together(town, LAWYER, Act.PASS_LEGAL_CHECK, p),
        lambda p: together(town, CDC, Act.GIVE_OPINION, p, opinion="support", reason="必要"),
        lambda p: signature(town, p, f"s{p}"),
    )
    for hand in hands[:3]:
        of_one, of_all = (writes_and_reads(partial(hand, one)) for one in (small, large))
        assert of_one[1:] == of_all[1:]
        assert of_all[1] == 1
    answer, commits, reads = writes_and_reads(partial(hands[3], large))
    assert commits == 1
    assert len(answer.done) == 3
    refused, *_ = writes_and_reads(partial(hands[3], small))
    assert refused.code == "measure_conflict"
    assert reads <= MOST_QUERIES
    assert set(states(small).values()) == {"EXPERT_OPINION"}
    assert api.package_of(small).state == "ISSUED"


def test_a_head_signs_for_no_text_that_was_rewritten_since_the_page_was_read(town):
    gates(*THREE)
    package, _ = issued(town)
    client, here = town.client(COUNTY_PRINCIPAL), f"/measures/packages/{package}"
    seen = re.search(r'name="seen" value="(\w+)"', client.get(here).content.decode())[1]
    one = api.measures_of_package(package)[0]
    done(api.act_on_measure(
        by=LAWYER, act=Act.OBJECT_TO_MEASURE, measure=one.id, incident=town.incident, key="no",
        said={"reason": "r"},
    ))  # fmt: skip
    said = {"seen": seen, "end_typed": END, "key": "s", "reason": "r"}
    for unread in (said, said | {"seen": ""}, {n: v for n, v in said.items() if n != "seen"}):
        assert client.post(f"{here}/do/sign", unread).status_code == 409
    assert not any(m.decided_at for m in api.measures_of_package(package))


def test_two_people_on_one_page_of_a_package_see_both_texts_and_nothing_is_lost(town):
    client = town.client(COUNTY_PRINCIPAL)
    here = walk(client).replace("/step/sign", "/step/why-2")
    seen = re.search(r'name="seen" value="(\w+)"', client.get(here).content.decode())[1]
    basis, part = LINES["2"]
    typed = WHY | {"basis": basis, f"part-{part}": "有", "seen": seen}
    first, second = typed | {"purpose": "先保学校"}, typed | {"purpose": "先保市场"}
    assert client.post(here, first | {"key": "a"}).status_code == 303
    blind = client.post(here, second | {"key": "e", "seen": ""})
    assert blind.status_code == 409
    late = client.post(here, second | {"key": "b"})
    page = late.content.decode()
    assert late.status_code == 409
    assert page.count("先保学校") == 1
    assert page.count("先保市场") == 2
    again = re.search(r'name="seen" value="(\w+)"', page)[1]
    assert client.post(here, second | {"key": "c", "seen": again}).status_code == 303
    assert client.post(here, second | {"key": "d"}).status_code == 303  # it stands already


def test_a_signature_sent_twice_is_one_signature_and_tells_the_same_again(town):
    first, *_ = gates(*THREE)
    package, _ = issued(town)
    sealed = premises.SealDraft(compound=first, gate="南门")
    done(premises.report_sealed(by=keeper(), incident=town.incident, draft=sealed, key="x"))
    once, again = (signature(town, package, "same") for _ in range(2))
    assert once == again
    assert [no.code for _, no in once.stopped] == ["egress_unsafe"]
    assert len(once.done) == 5
    assert together(town, LAWYER, Act.PASS_LEGAL_CHECK, package).code == "package_nothing_waits"
    refused = signature(town, package, "later")
    assert refused.code == "egress_unsafe"


def test_two_measures_of_a_package_that_meet_are_not_both_signed(town):
    gates(*THREE)
    package = begun(town, (BRIDGE, RIVER))
    done(api.issue_package(by=PRINCIPAL, package=package, incident=town.incident, key="i"))
    together(town, LAWYER, Act.PASS_LEGAL_CHECK, package)
    together(town, CDC, Act.GIVE_OPINION, package, opinion="support", reason="必要")
    answer = signature(town, package, "s")
    assert len(answer.done) == 1
    assert [no.code for _, no in answer.stopped] == ["measure_conflict"]


def begun(town, zones):
    """A package of entrance management, kept as its pages would have kept it."""
    answer = api.begin_package(
        by=PRINCIPAL, incident=town.incident, template="nine-measures", zones=zones,
        key=f"b{zones}",
    )  # fmt: skip
    package = done(answer).result["package"]
    basis, part = LINES["2"]
    said = {
        "lines": [2], "period": {"starts_at": micros(now()), "hours": {"2": 48}},
        "why:2": {
            "columns": {name: WHY[name] for name in TEXTS} | {"basis": basis},
            "answers": {str(q): [1, "论证"] for q in Question}, "parts": {part: "有"},
        },
        "care": {str(z): {str(need): ["街道保供组", 90_000] for need in Need} for z in zones},
    }  # fmt: skip
    for name, value in said.items():
        kept = api.Kept(name, value)
        done(api.keep_package(
            by=PRINCIPAL, package=package, incident=town.incident, kept=kept, key=f"{package}{name}"
        ))  # fmt: skip
    return package


TEXTS = ("purpose", "smaller_why", "exceptions", "help_line")


def together(town, by, act, package, **said):
    return api.act_on_package(
        by=by, act=act, package=package, incident=town.incident, key=f"{package} {act}", said=said
    )


def signature(town, package, key):
    return api.sign_package(
        by=PRINCIPAL, package=package, incident=town.incident, key=key, said={"reason": "决定"}
    )


def test_pages_of_packages_cost_a_fixed_number_of_questions(town, django_assert_max_num_queries):
    gates(*THREE)
    package, _ = issued(town)
    sign(town, package)
    client = town.client(COUNTY_PRINCIPAL)
    for address in (
        f"/measures/packages/{package}", "/measures", "/setup/profiles", "/measures/policies",
    ):  # fmt: skip
        with django_assert_max_num_queries(MOST_QUERIES):
            assert client.get(address).status_code == 200


def test_the_evening_says_what_was_carried_out_and_compares_zones_due_extra_service(town):
    gates(*THREE)
    package, _ = issued(town)
    sign(town, package)
    task = next(one for one in api.tasks_of(package) if one.zone == BRIDGE)  # a three-no zone
    for act, by in ((Act.REPORT_TASK, LEADER), (Act.VERIFY_TASK, SUPERVISOR)):
        done(api.act_on_task(
            by=town.by(by), act=act, task=task.id, incident=town.incident, key=str(act),
            said={"evidence": "北门两人值守"},
        ))  # fmt: skip
    with fixed_at(MORNING + timedelta(days=1)):
        view = incidents.incident(town.incident)
        night = NightlyContext(town.incident, view.clock, Window(now()), range_of(CITY), now())
        values = {one.code: one.value(night) for one in nightly.FIGURES}
    every = len(api.tasks_of(package))
    assert [one.zone for one in api.tasks_of(package) if one.code == "extra_service"] == [BRIDGE]
    assert values["measures.carried_out"] == Share(1, every)
    special, rest = values["measures.equity"].rows
    assert special.values[1] == 1
    assert rest.values[1] == 0
    assert special.values[0] + rest.values[0] == every


def test_after_a_handover_the_successor_signs_and_no_deputy_who_checked_it_does(town):
    gates(*THREE)
    package, _ = issued(town)

    def signs(person, post):
        by = acting(Role.COUNTY_PRINCIPAL, NORTH, post=post, person=person, unit=24)
        return api.sign_package(
            by=by, package=package, incident=town.incident, key=f"{person}", said=read(package)
        )

    checker = LAWYER.actor.person
    assert signs(checker, 74).code == "decider_is_reviewer"  # a deputy now, a reviewer before
    with fixed_at(MORNING + timedelta(minutes=5)):
        told = signs(4711, COUNTY_PRINCIPAL)  # the post is the same, its holder is new
    assert told.stopped == ()
    assert {one.state for one in measures_of_package(package)} == {"ACTIVE"}
    assert {one.decider_person for one in measures_of_package(package)} == {4711}
    assert 4711 not in {one.author_person for one in measures_of_package(package)}
