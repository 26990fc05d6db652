"""A package from its first tick to the resident's appeal, in a real browser without any script.

Journeys 2, 4 and 8 as far as they concern measures: an add-on is refused with its text, one
signature puts what is ready in force, a locked gate stops its own community, the notice says what
it must, an appeal needs no account, and what is over is over.
"""

import re
from datetime import timedelta

import pytest
from tests.browser.conftest import PHONE
from tests.browser.test_pages import picture
from tests.factories.decided import CDC, LAWYER, adopted, done
from tests.factories.orders import COUNTY_PRINCIPAL, Town
from tests.factories.posts import LEADER, SECRETARY
from tests.factories.premises import signed
from tests.factories.territory import BRIDGE, MARKET, NORTH, TEMPLE

from bihuan.domain.measures.legal import Confirmation
from bihuan.domain.policy.acts import Act
from bihuan.features.measures import api
from bihuan.features.supervision import api as supervision
from bihuan.platform.clock import now
from bihuan.platform.clock.incident import LOCAL

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
THREE = (BRIDGE, MARKET, TEMPLE)


@pytest.fixture
def town(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    made = Town(now() - timedelta(minutes=5))
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
        session = town.client(post).cookies["bihuan"].value
        values = {"bihuan": session, "language": "zh-hans"}
        page.context.add_cookies(
            [{"name": n, "value": v, "url": live_server.url} for n, v in values.items()]
        )
        return page

    return opened


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
    head.locator("nav.rail a").nth(2).press("Enter")
    head.locator("[name=purpose]").fill("减少接触")
    go_on(head)
    head.locator("nav.rail a").last.press("Enter")
    picture(head, "package-sign")
    go_on(head)
    return head.url.rpartition("/")[2]


def checked(town, package):
    for by, act, said in ((LAWYER, Act.PASS_LEGAL_CHECK, {}), (CDC, Act.GIVE_OPINION, OPINION)):
        told = api.act_on_package(
            by=by, act=act, package=package, incident=town.incident, key=str(act), said=said
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
    town, desk, open_page, live_server, complaints
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
    township_reads(desk(SECRETARY, **PHONE), url, package, measure)
    resident_appeals(open_page(java_script_enabled=False, **PHONE), url, measure)
    report_locked(town, BRIDGE)
    anybody = open_page(java_script_enabled=False, locale="en")
    anybody.goto(f"{url}/p/measures/{measure}")
    assert "Not in force at the moment" in anybody.locator("main").inner_text()


OPINION = {"opinion": "support", "reason": "必要"}


def report_locked(town, zone):
    done(supervision.report(
        by=town.by(LEADER if zone == BRIDGE else SECRETARY), incident=town.incident,
        draft=supervision.FindingDraft(type_code="X02", zone=zone, text="南门上锁"),
        key=f"locked {zone}",
    ))  # fmt: skip


def township_reads(page, url, package, measure):
    """One page: what, where, until when, who; the township proposes, it never decides."""
    page.goto(f"{url}/measures/packages/{package}")
    said = page.locator("main").inner_text()
    assert "石桥社区" in said
    assert "责任岗" in said
    assert page.locator("[name=end_typed]").count() == 0
    page.goto(f"{url}/measures/{measure}")
    form = page.locator(f"form[action$='{Act.PROPOSE_LIFTING}']")
    form.locator("textarea").fill("任务已落实，建议提前解除")
    form.locator("button").press("Enter")
    assert api.measure_of(measure).lift_proposed_at is not None


def resident_appeals(page, url, measure):
    """Read, enlarge, appeal without an account, and look the result up by the code."""
    page.goto(f"{url}/p/")
    page.locator(f"a[href='/p/measures/{measure}']").click()
    for said in ("石桥社区", "12345", "申诉"):
        assert said in page.locator("main").inner_text()
    page.locator("a[href='?large']").click()
    assert page.locator("article.elder").count() == 1
    page.locator(f"a[href='/p/appeal/{measure}']").click()
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
