"""A package from its first tick to the resident's appeal, in a real browser without any script.

Journeys 2, 4 and 8 as far as they concern measures, gates, notices and the loop, each line that
has to be accepted asserted: an add-on is refused with its text, one signature puts what is ready
in force, no zone is unowned, a lifting that is proposed stands on the agenda; a chained gate is an
S1 that no supervisor settles on the spot, ordered by the office, answered, opened, verified by
somebody of another county, looked at again on days 1 and 3; the notice is read by everybody, an
appeal needs no account and goes to a body that did not decide, and what is over is over.
"""

import re
from datetime import timedelta

import pytest
from tests.browser.conftest import PHONE
from tests.browser.test_pages import picture, too_wide
from tests.factories.acting import acting
from tests.factories.decided import (
    CDC,
    LAWYER,
    PRINCIPAL,
    act,
    adopted,
    done,
    drafted,
    walked,
)
from tests.factories.orders import (
    CITY_VERIFIER,
    COUNTY_PRINCIPAL,
    GOVERNMENT,
    HEAD,
    MORNING,
    SECOND_CLERK,
    SECOND_SUPERVISOR,
    SOUTH_VERIFIER,
    SUPERVISOR,
    Town,
)
from tests.factories.posts import CLERK, HILL_DUTY, LEADER, SECRETARY
from tests.factories.premises import signed
from tests.factories.territory import BRIDGE, CITY, HILL, MARKET, NORTH, RIVER, TEMPLE

from bihuan.domain.duties import DutyFunction
from bihuan.domain.measures.legal import Confirmation
from bihuan.domain.policy.acts import Act
from bihuan.domain.roles import Role
from bihuan.domain.zones import range_of
from bihuan.features.incidents import api as incidents
from bihuan.features.measures import api
from bihuan.features.posts import api as posts
from bihuan.features.supervision import api as supervision
from bihuan.platform.auth import system_post
from bihuan.platform.clock import now
from bihuan.platform.clock.incident import LOCAL
from bihuan.platform.clock.system import fixed_at
from bihuan.platform.jobs.reactions import run_waiting

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
THREE = (BRIDGE, MARKET, TEMPLE)


@pytest.fixture
def town(request, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    begun = now() - getattr(request, "param", timedelta(minutes=5))
    made = Town(begun)
    with fixed_at(begun):
        adopted(made.incident)
        for reference in ("IDL 63(6)", "IDL 53"):
            word = api.BasisWord(reference, "Official text of the article.", Confirmation.CONFIRMED)
            done(api.confirm_basis(by=LAWYER, word=word, key=reference))
        said = api.Assessment(NORTH, "cases in three communities", 96)
        done(api.assess_necessity(by=CDC, incident=made.incident, assessment=said, key="a"))
        for zone in THREE:
            signed(f"花园{zone}", zone)
    return made


@pytest.fixture
def desk(town, open_page, live_server):
    """Open the product as a post, without script."""

    def opened(post, **options):
        page = open_page(java_script_enabled=False, **options)
        client = chosen(town, post)
        session = client.cookies["bihuan"].value
        values = {"bihuan": session, "language": "zh-hans"}
        page.context.add_cookies(
            [{"name": n, "value": v, "url": live_server.url} for n, v in values.items()]
        )
        return page

    return opened


def chosen(town, post):
    """Sign in for a post in the incident of the town."""
    client = town.client(post)
    client.post("/setup/incidents/choose", {"incident": town.incident, "next": "/now"})
    return client


def go_on(page):
    """Send the page's form with the keyboard."""
    page.locator("main button.btn--primary").last.press("Enter")
    page.wait_for_load_state()


def walk(page, url):
    """Tick, write and answer, page by page; one text adds what nobody may add."""
    page.goto(f"{url}/measures/packages/new")
    for summary in page.locator("main details summary").all():
        summary.press("Enter")
    for zone in THREE:
        page.locator(f"input[name=zones][value='{zone}']").press("Space")
    go_on(page)
    assert page.locator("input[name=places]").count() > len(THREE)
    go_on(page)
    for line in ("2", "6"):
        page.locator(f"input[name=lines][value='{line}']").press("Space")
    go_on(page)
    for purpose in ("减少接触，其间禁止配送", "讲清要求"):
        answer(page, purpose)
        go_on(page)
    for field in page.locator("input[name^=who-]").all():
        field.fill("街道保供组")
    for field in page.locator("input[name^=much-]").all():
        field.fill("9000")
    for _page in ("care", "gates", "period"):
        go_on(page)


def answer(page, purpose):
    page.locator("[name=purpose]").fill(purpose)
    page.locator("[name=smaller_why]").fill("病例分布在多栋楼")
    for radio in page.locator("input[type=radio][value=yes]").all():
        radio.check()
    for field in page.locator("input[name^=why-]").all():
        field.fill("已论证")


def sent(head, complaints):
    """Send the package: refused with the text that forbids the add-on, then mended and sent."""
    go_on(head)
    refused = head.locator("main .refused").inner_text()
    assert "配送" in refused
    assert "第67条" in refused
    complaints.clear()  # the browser tells of the refused page
    head.locator("nav.rail a").nth(3).press("Enter")
    head.locator("[name=purpose]").fill("减少接触")
    go_on(head)
    head.locator("nav.rail a").last.press("Enter")
    picture(head, "package-sign")
    go_on(head)
    return head.url.rpartition("/")[2]


def checked(town, package):
    for by, what, said in ((LAWYER, Act.PASS_LEGAL_CHECK, {}), (CDC, Act.GIVE_OPINION, OPINION)):
        told = api.act_on_package(
            by=by, act=what, package=package, incident=town.incident, key=str(what), said=said
        )
        assert told.stopped == ()


def signed_by(head, package):
    """Type the end and sign; return the states by type and zone."""
    head.reload()
    end = min(one.ends_at for one in api.measures_of_package(package) if one.code == "M10")
    head.locator("[name=end_typed]").fill(end.astimezone(LOCAL).strftime("%Y-%m-%dT%H:%M"))
    head.locator("form[action$='/do/sign'] button").press("Enter")
    head.wait_for_load_state()
    picture(head, "package-signed")
    return {(m.code, m.zone): m.state for m in api.measures_of_package(package)}


def test_a_package_from_the_first_tick_to_the_residents_appeal(
    town, desk, open_page, live_server, complaints, axe
):
    head, url = desk(COUNTY_PRINCIPAL), live_server.url
    walk(head, url)
    package = sent(head, complaints)
    checked(town, package)
    report_locked(town, MARKET)
    states = signed_by(head, package)
    assert states["M10", MARKET] == "EXPERT_OPINION"
    assert states["M10", BRIDGE] == states["M10", TEMPLE] == "ACTIVE"
    measure = next(m.id for m in api.measures_of_package(package) if m.zone == BRIDGE)
    township_reads(town, desk(SECRETARY, **PHONE), url, package, measure, complaints)
    public_pages_are_for_everybody(open_page, url, measure, axe)
    code = resident_appeals(open_page(java_script_enabled=False, **PHONE), url, measure)
    appeal_is_heard(desk(GOVERNMENT), url)
    resident_reads_the_result(open_page(java_script_enabled=False, **PHONE), url, code)
    finding = supervisor_finds_a_chained_gate(town, desk, open_page, url, measure, complaints)
    unit_opens_it_and_another_county_sees_it(town, desk, url, finding)
    assert "未生效" not in notice(open_page, url, measure)
    head_lifts_it(town, measure)
    assert "不再执行" in notice(open_page, url, measure)


@pytest.mark.parametrize("town", [timedelta(hours=6)], indirect=True)
def test_a_measure_whose_end_has_come_is_over_for_everybody_and_gates_must_open(
    town, desk, open_page, live_server
):
    with fixed_at(town.wall):
        measure = walked(town, drafted(town, hours=3))
    page = open_page(java_script_enabled=False, locale="en")
    page.goto(f"{live_server.url}/p/measures/{measure}")
    assert "no longer in force" in page.locator("main").inner_text()
    supervision.file_faults(by=system_post(), incident=town.incident, at=now(), key="tick")
    ledger = desk(SECRETARY)
    ledger.goto(f"{live_server.url}/ledger")
    assert "到期措施仍在执行" in ledger.locator("main").inner_text()


@pytest.mark.parametrize("town", [timedelta(hours=1)], indirect=True)
def test_a_proposed_lifting_is_on_the_agenda_and_an_exit_is_looked_at_again_on_days_1_and_3(
    town, desk, live_server
):
    exercise(town)
    url, closed = live_server.url, town.to_closed()
    measure = walked(town, drafted(town, zones=(MARKET,), **period(town)))
    page = desk(SECRETARY)
    page.goto(f"{url}/measures/{measure}")
    proposes_lifting(page)
    clock_at(town, MORNING + timedelta(hours=9))  # 19:00, after the cut-off
    review = desk(HEAD)
    review.goto(f"{url}/review/{MORNING.date()}")
    agenda = review.locator("main").inner_text()
    assert "集市社区" in agenda
    assert "建议提前解除" in agenda
    again = desk(SECOND_SUPERVISOR)
    begun = town.facts(closed).closed_at
    for day, left in ((1, timedelta(days=3)), (3, None)):
        order = f"{url}/orders/{closed}"
        again.goto(order)
        assert town.facts(closed).look_back_due_at == begun + timedelta(days=day)
        clock_at(town, begun + timedelta(days=day, minutes=5))
        act_in_browser(again, f"{order}/begin-look-back", {})
        act_in_browser(again, f"{order}/confirm-look-back", {"evidence": "南门可由内打开"})
        assert town.facts(closed).state == "CLOSED"
        assert town.facts(closed).look_back_due_at == (left and begun + left)
    again.goto(order)
    assert "已做 2 次" in again.locator("main").inner_text()


def exercise(town):
    """Go on in a drill, whose clock may be moved."""
    draft = incidents.IncidentDraft("演练", "Drill", CITY, 2, MORNING.date(), drill_at=MORNING)
    leader = acting(Role.CITY_LEADER, CITY)
    with town.later(minutes=1):
        opened = done(incidents.open_incident(by=leader, draft=draft, key="drill"))
        town.incident = int(opened.result["incident"])
        adopted(town.incident, key="drill profile")
        said = api.Assessment(NORTH, "cases in three communities", 96)
        done(api.assess_necessity(by=CDC, incident=town.incident, assessment=said, key="drill"))
        for post in (SUPERVISOR, CLERK, LEADER, SECOND_CLERK, SOUTH_VERIFIER, CITY_VERIFIER,
                     SECRETARY, HEAD, SECOND_SUPERVISOR):  # fmt: skip
            chosen(town, post)


def period(town):
    begin = incidents.incident(town.incident).now()
    return {"starts_at": begin, "ends_at": begin + timedelta(hours=48)}


def clock_at(town, instant):
    leader = acting(Role.CITY_LEADER, CITY)
    done(incidents.set_drill_clock(
        by=leader, incident=town.incident, at=instant, speed=1000, key=f"{instant}"
    ))  # fmt: skip


OPINION = {"opinion": "support", "reason": "必要"}


def report_locked(town, zone):
    done(supervision.report(
        by=town.by(LEADER if zone == BRIDGE else SECRETARY), incident=town.incident,
        draft=supervision.FindingDraft(type_code="X02", zone=zone, text="南门上锁"),
        key=f"locked {zone}",
    ))  # fmt: skip


def township_reads(town, page, url, package, measure, complaints):
    """One page: what, where, until when, who; the township adds nothing, it never decides."""
    page.goto(f"{url}/measures/packages/{package}")
    said = page.locator("main").inner_text()
    for expected in ("石桥社区", "责任岗", "M10 出入口管理"):
        assert expected in said
    page.locator("#line-2 details summary", has_text="签署的内容").first.press("Enter")
    assert "街道保供组" in page.locator("#line-2").inner_text(), "who brings food stands there too"
    assert page.locator("[name=end_typed]").count() == 0
    assert unowned(page) > 0
    fill_the_posts(town, package)
    page.reload()
    assert unowned(page) == 0
    adds_what_nobody_may(page, complaints)
    page.goto(f"{url}/measures/{measure}")
    page.get_by_role("button", name="签收公告").press("Enter")
    page.wait_for_load_state()
    assert "已签收 1 个" in page.locator("#delivery").inner_text()
    proposes_lifting(page)
    assert api.measure_of(measure).lift_proposed_at is not None


def proposes_lifting(page):
    form = page.locator(f"form[action$='{Act.PROPOSE_LIFTING}']")
    form.locator("textarea").fill("任务已落实，可以放开")
    form.locator("button").press("Enter")
    page.wait_for_load_state()


def unowned(page):
    """How many tasks nobody answers for, as the page says."""
    return int(page.get_by_text("无责任岗任务").locator("xpath=..").inner_text().split()[1])


def fill_the_posts(town, package):
    """Name a post for every task that nobody answers for yet: her own, and the town next door."""
    tasks = api.task_lines(api.tasks_of(package), "nine-measures", now=now(), wall=now())
    duties = {(one.facts.function, one.facts.zone) for one in tasks if one.owner is None}
    for function, zone in sorted(duties):
        reach = (SECRETARY, RIVER), (HILL_DUTY, HILL), (COUNTY_PRINCIPAL, NORTH)
        post = next(post for post, own in reach if zone in range_of(own))
        said = posts.Assignment(DutyFunction(function), zone, post)
        done(posts.set_responsibility(
            by=town.by(COUNTY_PRINCIPAL), assignment=said, key=f"{function} {zone}"
        ))  # fmt: skip


def adds_what_nobody_may(page, complaints):
    """A task is reported with a condition of the township's own: refused, and kept as typed."""
    page.locator("main td details summary").first.press("Enter")
    page.locator("[name=evidence]").first.fill("人员到岗，小区内禁止配送")
    page.locator("form[action$='/report_task'] button").first.press("Enter")
    page.wait_for_load_state()
    refused = page.locator("main .refused").inner_text()
    assert "配送" in refused
    assert "第67条" in refused
    assert page.locator("[name=evidence][value*=禁止配送]").count() == 1
    complaints.clear()  # the browser tells of the refused page


def public_pages_are_for_everybody(open_page, url, measure, axe):
    """WCAG AA on a phone, in both languages, for the notice, the appeal and the result."""
    for language in ("zh-CN", "en"):
        page = open_page(**PHONE, locale=language)
        for address in (f"p/measures/{measure}", f"p/measures/{measure}?large",
                        f"p/appeal/{measure}", f"p/appeal/{measure}?large", "p/appeals", "p/",
                        f"p/report?zone={BRIDGE}&large"):  # fmt: skip
            page.goto(f"{url}/{address}")
            assert axe(page) + too_wide(page) == [], address
    english = page.goto(f"{url}/p/measures/{measure}/text")
    for expected in ("Until", "Help line: 12345", "appeal"):
        assert expected.lower() in english.text().lower()


def notice(open_page, url, measure):
    page = open_page(java_script_enabled=False)
    page.goto(f"{url}/p/measures/{measure}")
    return page.locator("main").inner_text()


def resident_appeals(page, url, measure):
    """Read, enlarge, appeal without an account, and look the result up by the code."""
    page.goto(f"{url}/p/")
    page.locator(f"a[href='/p/measures/{measure}']").click()
    for said in ("石桥社区", "12345", "申诉"):
        assert said in page.locator("main").inner_text()
    page.locator("a[href='?large']").click()
    assert page.locator("article.elder").count() == 1
    page.locator(f"a[href='/p/appeal/{measure}?large']").click()
    assert page.locator(".elder").count() == 1  # large print stays on the whole way
    page.locator("textarea").first.fill("北门夜间无人，轮椅无法通行。")
    page.locator("main button.btn--primary").click()
    page.wait_for_load_state()
    picture(page, "appeal-sent")
    told = page.locator("main").inner_text()
    assert "政府办公室" in told  # a body that did not decide
    code = re.search(r"[0-9A-Z]{5}-[0-9A-Z]{5}", told).group()
    page.locator("main a[href*='appeal']").last.click()
    page.locator("main input[type=text]").fill(code)
    page.locator("main button.btn--primary").click()
    page.wait_for_load_state()
    assert "办理中" in page.locator("main").inner_text()
    return code


def appeal_is_heard(page, url):
    """A body that did not decide reads what is said and gives its reason."""
    page.goto(f"{url}/safeguards")
    page.locator("main table a").first.click()
    assert "轮椅无法通行" in page.locator("main").inner_text()
    page.locator("[name=ruling][value=granted]").check()
    form = page.locator("form[action$='/decide']")
    form.locator("textarea").fill("自今晚起北门夜间值守。")
    form.locator("button").press("Enter")
    page.wait_for_load_state()


def resident_reads_the_result(page, url, code):
    page.goto(f"{url}/p/appeals")
    page.locator("main input[type=text]").fill(code)
    page.locator("main button.btn--primary").click()
    page.wait_for_load_state()
    told = page.locator("main").inner_text()
    assert "支持申诉" in told
    assert "自今晚起北门夜间值守。" in told


def supervisor_finds_a_chained_gate(town, desk, open_page, url, measure, complaints):
    """S1 at once: the plan is suspended, nobody settles it on the spot, the office orders it."""
    page = desk(SUPERVISOR, **PHONE)
    page.goto(f"{url}/f/report?q={BRIDGE}")
    page.locator("label[for='type-X02']").click()
    page.locator(f"input[name=zone][value^='{BRIDGE}']").first.check()
    page.locator(".sticky-actions button").first.click()
    page.wait_for_load_state()
    finding = newest(town)
    assert town.facts(finding).severity == 1
    assert api.state_as_of(api.measure_of(measure), now()) == "SUSPENDED"
    assert "已暂停执行" in notice(open_page, url, measure)
    page.goto(f"{url}/orders/{finding}/fix-on-site")
    assert page.locator("#act-form form button").count() == 0
    page.goto(f"{url}/orders/{finding}/assign")
    assert page.locator("[name=order_text]").count() == 0  # the office orders, not he
    complaints[:] = [one for one in complaints if "40" not in one]  # both pages refuse
    office = desk(CLERK)
    act_in_browser(office, f"{url}/orders/{finding}/file", {"clause": "消防法第28条；门岗方案"})
    said = {"order_text": "打开南门", "items": "打开南门", "reply_text": "可以陈述"}
    act_in_browser(office, f"{url}/orders/{finding}/assign", said)
    assert town.facts(finding).issuer_post == CLERK
    times_of_an_s1(town.facts(finding))
    office.goto(f"{url}/orders/{finding}/close")  # closure is impossible without PASSED
    assert town.facts(finding).closed_at is None
    complaints[:] = [one for one in complaints if "40" not in one]
    return finding


def times_of_an_s1(facts):
    """Triage and receipt within 10 minutes each, rectified within 2 hours, all from the start."""
    minutes = timedelta(minutes=10)
    assert facts.triage_due_at == facts.reported_at + minutes
    assert facts.receipt_due_at == facts.assigned_at + minutes
    assert facts.rectify_due_at == facts.assigned_at + timedelta(hours=2)


def unit_opens_it_and_another_county_sees_it(town, desk, url, finding):
    """The unit objects and is heard, opens the gate; another unit verifies, the office closes."""
    unit = desk(LEADER)
    act_in_browser(unit, f"{url}/orders/{finding}/receive", {})
    act_in_browser(unit, f"{url}/orders/{finding}/start", {})
    help_is_asked(unit, desk(COUNTY_PRINCIPAL), f"{url}/orders/{finding}")
    said = {"contested": "facts", "reason": "链条是物业夜间挂的", "evidence": "值班记录"}
    act_in_browser(unit, f"{url}/orders/{finding}/dispute", said)
    town.tick(LEADER, finding, 1)
    said = {"evidence": "链条已剪除，门由内可开", "cause": "夜间误锁", "prevention": "每日两次试开"}
    act_in_browser(unit, f"{url}/orders/{finding}/rectify", said)
    run_waiting(now())
    verifier = somebody_else_verifies(town.facts(finding))
    act_in_browser(desk(verifier), f"{url}/orders/{finding}/pass", {"visit": "on_site"})
    run_waiting(now())
    order = desk(SECOND_CLERK)
    order.goto(f"{url}/orders/{finding}")
    assert "链条是物业夜间挂的" in order.locator("main").inner_text()  # the reply is kept
    act_in_browser(desk(HEAD), f"{url}/orders/{finding}/uphold-order", {"reason": "现场照片清楚"})
    act_in_browser(order, f"{url}/orders/{finding}/close", {})
    facts = town.facts(finding)
    assert facts.passed_at <= facts.closed_at
    assert facts.look_back_due_at is not None


def somebody_else_verifies(facts):
    """Return who verifies: of neither unit, in one hour in a city, in two outside."""
    assert facts.verifier_post not in (LEADER, CLERK, SUPERVISOR)
    assert facts.verifier_unit not in (facts.handler_unit, facts.issuer_unit)
    assert facts.verify_due_at - facts.rectified_at in (timedelta(hours=1), timedelta(hours=2))
    return facts.verifier_post


def help_is_asked(unit, county, order):
    """A nurse is asked for; the county reads it at once."""
    act_in_browser(unit, f"{order}/ask-help", {"need": "增派一名护士"})
    county.goto(order)
    assert "增派一名护士" in county.locator("main").inner_text()


def act_in_browser(page, address, said):
    """Open the form of an act, fill in what is asked, and send it."""
    page.goto(address)
    form = page.locator("#act-form form")
    assert form.count() == 1, page.locator("main").inner_text()
    for name, value in said.items():
        field = form.locator(f"[name={name}]").first
        if field.get_attribute("type") == "radio":
            form.locator(f"[name={name}][value={value}]").check()
        else:
            field.fill(value)
    primary = form.locator("button.btn--primary")
    (primary if primary.count() else form.locator("button")).last.press("Enter")
    page.wait_for_load_state()
    assert page.locator("#act-form form").count() == 0, page.locator("main").inner_text()


def newest(town):
    rows = supervision.every_row(
        incident=town.incident, scope=range_of(BRIDGE), wanted=supervision.LedgerFilter()
    )
    return max((one for one in rows if one.type_code == "X02"), key=lambda one: one.reported_at).id


def head_lifts_it(town, measure):
    done(act(town, measure, Act.LIFT_MEASURE, PRINCIPAL))
