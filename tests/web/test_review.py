"""The review's pages, before, during and after the meeting, as every role meets them."""

import io
import json
from datetime import date

import pytest
from django.test import Client
from pypdf import PdfReader
from tests.factories import review as night
from tests.factories.orders import statements
from tests.factories.review import DAY, EVENING, HOUR, MINUTE, T0

from bihuan.features.incidents.api import incident
from bihuan.features.review import api
from bihuan.features.review.jobs import draft_tonight, freeze_due
from bihuan.platform.auth.acting_post import provide_posts
from bihuan.platform.auth.models import Account
from bihuan.platform.clock.system import fixed_at
from bihuan.platform.jobs import Tick
from bihuan.platform.ledger import signing

pytestmark = pytest.mark.django_db
PERSON = 9001
MOST_STATEMENTS = 12


@pytest.fixture
def drill(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    signing.make_key(tmp_path)
    return night.open_drill()


@pytest.fixture
def visit(drill):
    """Return a browser for a post, at an instant of the drill."""
    from bihuan.features.posts.api import posts_held_now

    account = Account.objects.create_user(username="u", password="p" * 20)
    Account.objects.filter(pk=account.pk).update(person=PERSON)
    account.refresh_from_db()

    def at(by, language="en"):
        provide_posts(lambda person, instant: [by])
        client = Client()
        client.force_login(account)
        client.cookies["language"] = client.cookies["django_language"] = language
        return client

    yield at
    provide_posts(posts_held_now)


def get(client, drill, path, when=EVENING + HOUR):
    with night.at(drill, when):
        return client.get(path)


def post(client, drill, path, data=None, when=EVENING + HOUR):
    with night.at(drill, when):
        return client.post(path, data or {})


def tick_of(drill):
    view = incident(drill)
    return Tick(view.clock, view.now())


def text(answer):
    return answer.content.decode()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_night_is_readable_before_its_cut_off_as_draft_and_frozen(visit, drill, language):
    client = visit(night.HEAD, language)
    early = text(get(client, drill, f"/review/{DAY}", T0 - MINUTE))
    assert "SNAP-" not in early
    night.enter(drill)
    draft = text(get(client, drill, f"/review/{DAY}", T0 + HOUR))
    assert ("草稿" if language != "en" else "Draft") in draft
    night.freeze(drill)
    frozen = text(get(client, drill, f"/review/{DAY}"))
    head = api.snapshot_head(incident=drill, day=DAY)
    assert head.sha256 in frozen
    assert frozen.count(f"{head.label} · {head.short_hash}") > 10
    assert " style=" not in frozen
    assert text(get(client, drill, "/review")).count(f"/review/{DAY}") >= 1


def test_the_safeguards_stand_on_the_page_and_have_no_switch(visit, drill):
    night.freeze(drill)
    page = text(get(visit(night.OWNER), drill, f"/review/{DAY}?hide=14&sections=1"))
    assert 'id="s14"' in page


def test_an_act_that_is_not_possible_says_why_and_one_not_granted_is_absent(visit, drill):
    early = text(get(visit(night.HEAD), drill, f"/review/{DAY}", T0 - MINUTE))
    assert "disabled" in early
    assert "wait for the cut-off" in early
    assert f"/review/{DAY}/freeze" not in text(get(visit(night.OWNER), drill, f"/review/{DAY}"))


@pytest.mark.parametrize("path", ["tonight", "2022-13-01", "2022-11-30", "2022-11-20"])
def test_what_is_no_night_of_the_incident_is_not_found(visit, drill, path):
    assert get(visit(night.HEAD), drill, f"/review/{path}").status_code == 404


def test_a_role_without_the_act_is_refused_by_the_address(visit, drill):
    for path in ("freeze", "call", "decide", "item", "minutes/issue", "minutes/correct"):
        assert post(visit(night.OWNER), drill, f"/review/{DAY}/{path}").status_code == 403
    assert get(visit(night.NOBODY), drill, "/review").status_code == 403
    assert Client().get("/review").status_code == 302


FORM = {
    "title": "夜班", "situation": "s", "risks": "r", "powers": "p", "reasons": "y",
    "option_a": "one", "kind_a": "measure", "option_b": "two", "kind_b": "do_nothing",
    "kind_c": "do_nothing", "choice": "1", "owner_post": str(night.HEAD.post), "help": "none",
    "due_at": "2022-11-29T12:00", "review_at": "2022-11-29T18:00", "key": "g",
    "subject": "completeness",
}  # fmt: skip


def test_before_the_meeting_counties_submit_and_the_office_freezes_and_calls(visit, drill):
    county = visit(night.SOUTH_DUTY, "zh-hans")
    assert "报送：本县数据齐全" in text(get(county, drill, f"/review/{DAY}", when=T0))
    assert post(county, drill, f"/review/{DAY}/submit", when=T0).status_code == 303
    after = text(get(county, drill, f"/review/{DAY}", when=T0))
    assert "报送：本县数据齐全" not in after
    assert "本县已于 2022-11-28 18:00 报送" in after
    assert post(county, drill, f"/review/{DAY}/submit", when=T0).status_code == 422
    office = visit(night.HEAD)
    before = text(get(office, drill, f"/review/{DAY}"))
    assert "Frozen figures are never changed" in before, "it is said before it is done"
    assert "1 county has not submitted yet." in before
    for _ in range(2):
        assert post(office, drill, f"/review/{DAY}/freeze").status_code == 303
    assert post(office, drill, f"/review/{DAY}/call", {"key": "c"}).status_code == 303
    assert post(office, drill, f"/review/{DAY}/call", {"key": "d"}).status_code == 409


def test_in_the_meeting_the_leader_decides_and_what_was_typed_is_kept(visit, drill):
    night.freeze(drill)
    night.call(drill, when=EVENING + HOUR)
    leader = visit(night.LEADER)
    page = text(get(leader, drill, f"/review/{DAY}", EVENING + HOUR + MINUTE))
    assert "min 0 s left" in page
    assert 'name="option_a"' in page
    bad = post(leader, drill, f"/review/{DAY}/decide", {"title": "Kept text", "choice": "0"})
    assert bad.status_code == 422
    assert "Kept text" in text(bad)
    assert post(leader, drill, f"/review/{DAY}/decide", FORM).status_code == 303
    one = api.decision_of(incident=drill, number=1)
    assert one.order.due_at.isoformat() == "2022-11-29T04:00:00+00:00"


def test_who_decides_an_item_while_another_does_is_told_and_may_insist(visit, drill):
    night.freeze(drill)
    night.call(drill, when=EVENING + HOUR)
    leader = visit(night.LEADER)
    page = text(get(leader, drill, f"/review/{DAY}", EVENING + HOUR + MINUTE))
    assert 'name="answered" value="0"' in page
    seen = FORM | {"answered": "0"}
    assert post(leader, drill, f"/review/{DAY}/decide", seen | {"key": "one"}).status_code == 303
    told = post(leader, drill, f"/review/{DAY}/decide", seen | {"key": "two"})
    assert told.status_code == 422
    assert "Another decision was taken on this item meanwhile (1 so far" in text(told)
    assert 'name="answered" value="1"' in text(told)
    again = post(leader, drill, f"/review/{DAY}/decide", FORM | {"key": "three", "answered": "1"})
    assert again.status_code == 303
    assert len(api.decisions(incident=drill)) == 2


def test_after_the_agenda_minutes_and_plan_go_out_and_counties_take_note(visit, drill):
    night.freeze(drill)
    night.call(drill)
    office = visit(night.HEAD)
    early = post(office, drill, f"/review/{DAY}/minutes/issue", {"present": "Leaders"})
    assert early.status_code == 422
    assert "safeguards" in text(early)
    night.through_the_agenda(drill)
    late = EVENING + 2 * HOUR
    said = {"present": "Leaders"}
    assert post(office, drill, f"/review/{DAY}/minutes/issue", said, late).status_code == 303
    assert "会纪〔2022〕1号" in text(get(office, drill, f"/review/{DAY}/minutes"))
    assert post(office, drill, f"/review/{DAY}/plan", {"risks": "cold"}, late).status_code == 303
    plan = f"/review/{DAY}"
    assert "Take note for our county" not in text(get(office, drill, plan, late))
    county = visit(night.SOUTH_DUTY)
    assert "Take note for our county" in text(get(county, drill, plan))
    assert post(county, drill, f"/review/{DAY}/plan/acknowledge").status_code == 303
    after = text(get(county, drill, plan, late + HOUR))
    assert "1 of 2 counties" in after
    assert "Our county took note on" in after
    assert "Take note for our county" not in after


def test_a_correction_of_minutes_keeps_what_was_typed_and_stands_beside_them(visit, drill):
    night.freeze(drill)
    night.call(drill)
    night.through_the_agenda(drill)
    night.issue(drill, present="Leaders")
    office, late, minutes = visit(night.HEAD), EVENING + 2 * HOUR, f"/review/{DAY}/minutes"
    mended = {"present": "Leaders and police", "seen": "0", "key": "m1"}
    kept = post(office, drill, f"{minutes}/correct", mended, late)
    assert kept.status_code == 422
    assert "Leaders and police" in text(kept)
    done = post(office, drill, f"{minutes}/correct", mended | {"reason": "left out"}, late)
    assert done.status_code == 303
    page = text(get(office, drill, minutes, late))
    assert "<del>Leaders</del> Leaders and police" in page
    assert "left out" in page
    assert "Correct the minutes" in page
    county = visit(night.SOUTH_DUTY)
    assert "Correct the minutes" not in text(get(county, drill, minutes, late))


def test_a_plan_that_goes_out_during_the_meeting_is_read_and_noted_by_counties(visit, drill):
    night.freeze(drill)
    night.call(drill)
    plan = f"/review/{DAY}?view=pack#plan"
    sent = post(visit(night.HEAD), drill, f"/review/{DAY}/plan", {"risks": "Black ice"})
    assert sent.headers["location"] == plan
    county = visit(night.SOUTH_DUTY)
    assert plan in get(county, drill, "/now").content.decode()
    assert "Black ice" in text(get(county, drill, plan))
    noted = post(county, drill, f"/review/{DAY}/plan/acknowledge")
    assert noted.headers["location"] == plan
    assert "1 of 2 counties" in text(get(county, drill, f"/review/{DAY}"))  # in the meeting


def test_the_item_with_the_safeguards_shows_their_figures(visit, drill):
    night.freeze(drill)
    night.call(drill)
    item = next(
        one for one in api.items_of(api.night_of(incident=drill, day=DAY))
        if one.fact.subject == "safeguards"
    )  # fmt: skip
    office = visit(night.HEAD)
    post(office, drill, f"/review/{DAY}/item", {"position": str(item.position)})
    assert "figure__name" in text(get(office, drill, f"/review/{DAY}"))


def test_a_decisions_order_is_followed_on_its_page(visit, drill):
    night.freeze(drill)
    night.call(drill)
    night.decide(drill)
    path = "/review/decisions/1"
    when = EVENING + 3 * HOUR
    owner = visit(night.OWNER)
    assert "Receive" in text(get(owner, drill, path, when))
    assert post(owner, drill, f"{path}/follow", {"act": "review.receive"}, when).status_code == 303
    empty = post(owner, drill, f"{path}/follow", {"act": "review.report_done"}, when + MINUTE)
    assert empty.status_code == 422
    done = {"act": "review.report_done", "text": "done"}
    assert post(owner, drill, f"{path}/follow", done, when + MINUTE).status_code == 303
    assert "Verify as done" not in text(get(owner, drill, path, when + HOUR))
    checker = visit(night.CHECKER)
    verify = {"act": "review.verify", "text": "seen"}
    assert post(checker, drill, f"{path}/follow", verify, when + HOUR).status_code == 303
    assert not api.decision_of(incident=drill, number=1).open
    assert get(checker, drill, "/review/decisions/7", when).status_code == 404
    assert post(checker, drill, f"{path}/follow", {"act": "review.issue"}, when).status_code == 404


HEADER = "window_start,window_end,dimension,key,name_zh,name_en,new_infections,detection_mode\n"
LINE = "2022-11-27T18:00:00+08:00,2022-11-28T18:00:00+08:00,county,{},北门区,Beimen,{},\n"


def upload(client, drill, content):
    file = io.BytesIO(content.encode())
    file.name = "bulletin.csv"
    data = {"source": "published", "file": file}
    return post(client, drill, f"/review/{DAY}/figures/file", data, T0 + HOUR)


def test_a_bulletins_file_is_tried_then_entered_once(visit, drill):
    client = visit(night.EPIDEMIOLOGIST)
    tried = upload(client, drill, HEADER + LINE.format(990102, 7))
    assert not api.published(incident=drill, day=DAY)
    data = confirmation(tried)
    assert post(client, drill, f"/review/{DAY}/figures/file", data, T0 + HOUR).status_code == 303
    assert [row.value for row in api.published(incident=drill, day=DAY)] == [7]
    assert post(client, drill, f"/review/{DAY}/figures/file", data, T0 + HOUR).status_code == 303


def confirmation(tried):
    form = text(tried).split('name="confirm"')[0].rsplit("<form", 1)[1]
    key = form.partition('name="key" value="')[2].partition('"')[0]
    fingerprint = text(tried).split('name="confirm" value="')[1][:64]
    return {"key": key, "confirm": fingerprint, "source": "published"}


def test_a_bulletins_file_undoes_what_was_entered_after_it(visit, drill):
    client, values = visit(night.EPIDEMIOLOGIST), []
    for n in (7, 9, 7):
        data = confirmation(upload(client, drill, HEADER + LINE.format(990102, n)))
        sent = post(client, drill, f"/review/{DAY}/figures/file", data, T0 + HOUR)
        assert sent.status_code == 303
        values += [row.value for row in api.published(incident=drill, day=DAY)]
    assert values == [7, 9, 7]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (HEADER + LINE.format(141002, 7), "is no county"),
        (HEADER + LINE.format(990102, "x"), "is no whole number"),
        (HEADER + LINE.format(990102, 7).replace("11-28", "11-26"), "is another window"),
        (HEADER + LINE.format(990102, 7) * 2, "gives the same count"),
        ("a,b\n1,2\n", "column is missing"),
        ("", "file"),
    ],
)
def test_a_wrong_bulletin_names_row_and_field_and_enters_nothing(visit, drill, content, said):
    answer = upload(visit(night.EPIDEMIOLOGIST), drill, content)
    assert said in text(answer)
    assert 'name="confirm"' not in text(answer)


def words_of(answer):
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    pages = PdfReader(io.BytesIO(answer.content)).pages
    return "".join("".join(page.extract_text().split()) for page in pages)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_pack_on_paper_says_the_figures_of_the_screen(visit, drill, language):
    night.enter(drill)
    night.freeze(drill)
    client = visit(night.HEAD, language)
    said = words_of(get(client, drill, f"/review/{DAY}/review.pdf"))
    body = text(get(client, drill, f"/review/{DAY}/review.json"))
    page = text(get(client, drill, f"/review/{DAY}"))
    report = api.report_of(json.loads(body))
    for section in report.sections:
        for figure in section.single:
            shown = figure.shown("zh" if language != "en" else "en")
            assert "".join(shown.split()) in said, figure.code
            assert f"{shown} <small>" in page, figure.code
    assert api.snapshot_head(incident=drill, day=DAY).sha256[:12] in said


def test_the_minutes_on_paper_are_a_draft_until_they_are_issued(visit, drill):
    night.freeze(drill)
    night.call(drill)
    night.decide(drill)
    client = visit(night.HEAD)
    assert "草稿" in words_of(get(client, drill, f"/review/{DAY}/minutes.pdf"))
    page = text(get(client, drill, f"/review/{DAY}/minutes"))
    assert "Looked at again" in page, "the page says when, as the paper does"
    night.through_the_agenda(drill)
    night.issue(drill)
    said = words_of(get(client, drill, f"/review/{DAY}/minutes.pdf"))
    assert "会纪〔2022〕1号" in said
    assert "南山县夜班缺3人" in said
    assert "会议依据2022年11月27日18时至2022年11月28日18时的冻结数据召开" in said
    assert api.night_of(incident=drill, day=DAY).root[:20] in said


def test_without_an_incident_the_page_says_what_stands_in_its_place(visit, drill):
    from bihuan.features.incidents import api as incidents

    with fixed_at(T0):
        incidents.close_incident(by=night.LEADER, incident=drill, key="end")
    assert "No incident is open" in text(visit(night.HEAD).get("/review"))


def test_the_draft_is_worked_out_once_and_again_when_the_night_is_told_something(visit, drill):
    client = visit(night.HEAD)
    with night.at(drill, T0 + HOUR):
        draft_tonight(tick_of(drill))
        address = f"/review/{DAY}"
        client.get(address)
        with statements() as seen:
            first = text(client.get(address))
    assert len(seen) <= MOST_STATEMENTS, "\n".join(seen)
    assert "SNAP-" not in first
    assert f"Worked out at {DAY} 19:00" in first, "a drill's own clock, like all else on the page"
    with night.at(drill, T0 + HOUR + MINUTE):
        kept = api.draft_of(incident=drill, day=date.fromisoformat(DAY))
        draft_tonight(tick_of(drill))
        assert api.draft_of(incident=drill, day=date.fromisoformat(DAY)).at == kept.at
    night.enter(drill, when=T0 + HOUR + MINUTE)
    with night.at(drill, T0 + HOUR + 2 * MINUTE):
        told = api.draft_of(incident=drill, day=date.fromisoformat(DAY))
    assert told.at > kept.at


def test_a_night_that_nobody_was_there_for_is_frozen_late_and_says_so(visit, drill):
    with night.at(drill, T0 + 15 * HOUR):
        assert freeze_due(tick_of(drill)) == 1
        assert freeze_due(tick_of(drill)) == 0
        assert "frozen late" in text(visit(night.HEAD).get(f"/review/{DAY}"))
