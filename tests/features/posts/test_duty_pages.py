import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook
from tests.factories.posts import (
    ADMIN,
    BRIDGE,
    CLERK,
    COUNTY_DUTY,
    DAY,
    DUTY_OFFICER,
    HILL_DUTY,
    HOLDERS,
    LEADER,
    MARKET,
    MARKET_LEADER,
    NOON,
    POSTS,
    SECRETARY,
    VERIFIER,
    appointment,
    enter_posts,
    holding,
    system,
    tables,
)  # fmt: skip
from tests.factories.territory import (
    CITY,
    HEADER,
    HILL,
    RIVER,
    administrator,
    enter_city,
    lines,
    wide_city,
)
from tests.factories.visiting import visitor

from bihuan.domain.registers.duty import COLUMNS
from bihuan.features.posts import api
from bihuan.features.territory import api as territory
from bihuan.platform.clock.system import fixed_at
from bihuan.platform.db.dialects import Session
from bihuan.platform.db.ledgered import ledgered_tables
from bihuan.platform.ledger.rebuild import check

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _city():
    with fixed_at(NOON):
        enter_city()
        enter_posts()
        yield
    assert check(Session(), ledgered_tables())[1] == []


def text(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def own(post):
    return Session().one("SELECT id FROM posts_appointment WHERE post_id=?", (post,))[0]


@pytest.mark.parametrize("post", sorted(HOLDERS))
@pytest.mark.parametrize("english", [False, True])
def test_the_duty_book_opens_for_every_role_in_both_languages(post, english):
    client = visitor(HOLDERS[post], english=english)
    page = client.get("/duty")
    assert page.status_code == 200
    assert 'lang="en"' in text(page) if english else 'lang="zh-CN"' in text(page)
    assert client.get(f"/posts/{post}").status_code == 200
    assert "style=" not in text(page)


def test_a_zone_or_post_outside_the_scope_is_not_found():
    client = visitor(HOLDERS[SECRETARY])
    assert client.get(f"/duty?zone={BRIDGE}").status_code == 200
    for zone in (HILL, CITY, 7, "x", "９", "9" * 40):
        assert client.get(f"/duty?zone={zone}").status_code == 404
    assert client.get(f"/posts/{LEADER}").status_code == 200
    for number in (HILL_DUTY, CLERK, 9999, 10**20):
        assert client.get(f"/posts/{number}").status_code == 404
    other = own(HILL_DUTY)
    assert client.post(f"/duty/appointments/{other}/end").status_code == 404
    assert client.post(f"/duty/appointments/{own(LEADER)}/promote").status_code == 404
    assert client.get(f"/duty/appointments/{own(LEADER)}/end").status_code == 405


def test_a_gap_is_mended_with_two_clicks():
    with fixed_at(NOON + DAY):
        api.set_responsibility(
            by=holding(SECRETARY),
            assignment=api.Assignment(api.DutyFunction.COMMUNITY_CONTROL, BRIDGE, None),
            key="gap",
        )
    with fixed_at(NOON + 2 * DAY):
        client = visitor(HOLDERS[SECRETARY])
        page = text(client.get("/duty"))
        assert "figure--not-zero" in page
        link = rf'href="(/duty/assign\?zone={BRIDGE}&amp;function=community_control[^"]*)"'
        first = re.findall(link, page)[0]
        address = first.replace("&amp;", "&")
        form = text(client.get(address))
        chosen = re.findall(r'<option value="(\d+)" selected', form)
        assert chosen[0] == str(LEADER)
        said = {"key": "a", "post": chosen[0], "deputy": "", "escalation": chosen[-1]}
        done = client.post(address, said)
        assert done.status_code == 303
        assert done["location"] == "/duty"
    with fixed_at(NOON + 3 * DAY):
        assert "figure--not-zero" not in text(client.get("/duty"))


def test_going_back_never_leaves_the_product():
    client = visitor(HOLDERS[SECRETARY])
    for evil in ("//evil.example", "https://evil.example/", "/\\evil.example", "javascript:x"):
        page = text(client.get(f"/posts/{LEADER}/appoint?next={evil}"))
        assert f'href="/posts/{LEADER}"' in page
        assert (
            "evil"
            not in re.sub(r"<form method=.post. action=./language.*?</form>", "", page).split(
                "<main"
            )[1]
        )


def test_an_appointment_is_proposed_confirmed_acknowledged_and_ended_through_the_pages():
    secretary, second = visitor(HOLDERS[SECRETARY]), visitor(HOLDERS[DUTY_OFFICER])
    address = f"/posts/{LEADER}/appoint"
    said = {"key": "3", "kind": "deputy", "name": "新来的", "work_phone": "0350-999"}
    assert secretary.post(address, said).status_code == 303
    assert secretary.post(address, said).status_code == 303
    waiting = api.waiting_in(scope=territory.zone_of(RIVER).range)
    assert len(waiting) == 1
    appointment = waiting[0].holding.appointment
    assert "待第二人确认" in text(secretary.get(f"/posts/{LEADER}")), "on the page of the post too"
    own_hand = secretary.post(f"/duty/appointments/{appointment}/confirm", {"key": "4"})
    assert own_hand.status_code == 422
    page = text(second.get("/duty"))
    assert f"/duty/appointments/{appointment}/confirm" in page
    assert f"/duty/appointments/{appointment}/confirm" not in text(secretary.get("/duty"))
    done = second.post(f"/duty/appointments/{appointment}/confirm", {"key": "5", "next": "/duty"})
    assert done.status_code == 303
    newcomer = visitor(waiting[0].holding.person)
    assert "/acknowledge" in text(newcomer.get("/duty"))
    seen = newcomer.post(f"/duty/appointments/{appointment}/acknowledge", {"key": "6"})
    assert seen.status_code == 303
    with fixed_at(NOON + DAY):  # a session does not last a day: both sign in again
        second, newcomer = visitor(HOLDERS[DUTY_OFFICER]), visitor(waiting[0].holding.person)
        end = second.post(f"/duty/appointments/{appointment}/end", {"key": "7"})
        assert end.status_code == 303
        assert newcomer.get("/duty").status_code == 302  # the session ended with the post


def test_a_proposal_needs_a_person_and_a_new_one_a_telephone():
    client, address = visitor(HOLDERS[SECRETARY]), f"/posts/{LEADER}/appoint"
    assert client.get(address).status_code == 200
    nobody = client.post(address, {"key": "1", "kind": "deputy"})
    assert nobody.status_code == 422
    no_phone = client.post(address, {"key": "2", "kind": "deputy", "name": "新来的"})
    assert no_phone.status_code == 422
    assert "新来的" in text(no_phone)
    said = {"key": "3", "kind": "deputy", "name": "新来的", "work_phone": "abc"}
    wrong = text(client.post(address, said))
    assert "0357-2000000" in wrong
    assert "新人员须填写工作电话" not in wrong


def test_a_post_is_handed_over_through_the_pages():
    asked = api.appoint(
        by=holding(SECRETARY), post=LEADER, person=api.NewPerson("接班人", "0350-9"),
        kind=api.AppointmentKind.DEPUTY, key="ask",
    ).result  # fmt: skip
    api.confirm(by=holding(ADMIN), appointment=asked["appointment"], key="c")
    leader, newcomer = visitor(HOLDERS[LEADER]), visitor(asked["person"])
    address = f"/posts/{LEADER}/hand-over"
    assert "接班人" in text(leader.get(address))
    empty = leader.post(address, {"key": "1", "incoming": asked["appointment"], "note": ""})
    assert empty.status_code == 422
    said = {"key": "2", "incoming": asked["appointment"], "note": "两户待回访"}
    assert leader.post(address, said).status_code == 303
    page = text(newcomer.get("/duty"))
    (sign,) = re.findall(r'action="(/duty/handovers/[0-9a-f]{32})"', page)
    assert leader.post(sign, {"key": "3"}).status_code == 422
    with fixed_at(NOON + DAY):
        leader, newcomer = visitor(HOLDERS[LEADER]), visitor(asked["person"])
        assert newcomer.post(sign, {"key": "4"}).status_code == 303
        assert leader.get("/duty").status_code == 302
        gone = visitor(HOLDERS[LEADER]).get("/duty")
        assert gone.status_code == 403
        assert "目前没有在任岗位" in gone.content.decode()
        assert 'href="/accounts/logout/"' in gone.content.decode()


def test_posts_are_called_out_and_ticked():
    client = visitor(HOLDERS[DUTY_OFFICER])
    form = f"/duty/call?zone={RIVER}"
    assert client.get(form).status_code == 200
    assert client.post(form, {"key": "1", "reason": "", "posts": [LEADER]}).status_code == 422
    done = client.post(form, {"key": "2", "reason": "S1 险情", "posts": [LEADER, SECRETARY]})
    assert done.status_code == 303
    page = text(client.get(done["location"]))
    ticks = re.findall(r'action="(/duty/call-lines/[0-9a-f]{32})"', page)
    assert len(ticks) == 2
    assert client.post(ticks[0], {"key": "3"}).status_code == 303
    assert client.post(ticks[0], {"key": "4"}).status_code == 422
    assert visitor(HOLDERS[COUNTY_DUTY]).get(done["location"]).status_code == 404
    assert visitor(HOLDERS[LEADER]).get(form).status_code == 403


def book(client, zone=CITY):
    return client.get(f"/duty/book.xlsx?zone={zone}")


def upload(client, content, name="duty.xlsx"):
    return client.post("/duty/book", {"file": SimpleUploadedFile(name, content)})


def figures(page):
    return re.findall(r'class="figure__value">\s*(?:<svg.*?</svg>)?\s*([\d,]+)', page)


def test_the_duty_book_goes_out_and_comes_back_unchanged():
    client = visitor(HOLDERS[ADMIN])
    out = book(client)
    assert out.status_code == 200
    page = text(upload(client, out.content))
    assert "dry-run__cell--wrong" not in page
    assert figures(page)[:3] == ["0", "0", "55"]
    sheet = load_workbook(io.BytesIO(out.content))["posts"]
    assert sheet.freeze_panes == "A2"
    assert sheet.data_validations.dataValidation
    assert visitor(HOLDERS[SECRETARY]).get(f"/duty/book.xlsx?zone={HILL}").status_code == 404
    assert visitor(HOLDERS[VERIFIER]).get("/duty/book.xlsx").status_code == 403


def test_a_mended_duty_book_is_tried_then_entered():
    client = visitor(HOLDERS[ADMIN])
    workbook = load_workbook(io.BytesIO(book(client).content))
    workbook["posts"]["B2"] = "=cmd|' /C calc'!A0"
    workbook["responsibilities"].append(
        ["fire_egress", str(MARKET), MARKET_LEADER, None, None, "2026-08-01", None]
    )
    workbook["rules"].append(["traffic", "community", "community_leader", None, None])
    stream = io.BytesIO()
    workbook["posts"]["B2"] = "首席文书"
    workbook.save(stream)
    tried = text(upload(client, stream.getvalue()))
    (ready,) = re.findall(r'name="confirm" value="([0-9a-f]{64})"', tried)
    done = client.post("/duty/book", {"confirm": ready})
    assert done.status_code == 200
    gaps = api.gaps(at=NOON, scope=territory.root().range)
    assert f'href="/duty#unowned">无主职责: {len(gaps.unowned)}</a>' in text(done)
    assert 'id="unowned"' in text(client.get("/duty"))
    assert api.responsible_post(function="fire_egress", zone=MARKET, at=NOON).post == MARKET_LEADER
    assert "首席文书" in {post.title.zh for post in api.posts_in(scope=territory.root().range)}
    assert figures(text(upload(client, stream.getvalue())))[:2] == ["0", "0"]


def test_a_bad_duty_book_names_sheet_row_and_column_and_changes_nothing():
    client = visitor(HOLDERS[ADMIN])
    workbook = load_workbook(io.BytesIO(book(client).content))
    workbook["posts"].cell(3, 5, "mayor")
    stream = io.BytesIO()
    workbook.save(stream)
    page = text(upload(client, stream.getvalue()))
    assert 'name="confirm"' not in page
    assert re.search(r'<td>posts</td><td class="number">.*?3</td><td>role</td>', page)
    for content in (b"", b"PK\x03\x04zz", b"\x00\x01"):
        assert upload(client, content).status_code == 422
    csv = upload(client, "id,name,work_phone\n9001,某人,0350-1\n".encode(), "people.csv")
    assert figures(text(csv))[:3] == ["1", "0", "0"]
    assert upload(visitor(HOLDERS[LEADER]), b"x").status_code == 403


def test_a_bad_duty_book_comes_back_with_red_cells_and_can_be_mended():
    client = visitor(HOLDERS[ADMIN])
    workbook = load_workbook(io.BytesIO(book(client).content))
    workbook["posts"].cell(3, 5, "mayor")
    stream = io.BytesIO()
    workbook.save(stream)
    page = text(upload(client, stream.getvalue()))
    (mend,) = re.findall(r'href="(/duty/book/[0-9a-f]{64}.xlsx)"', page)
    marked = load_workbook(io.BytesIO(client.get(mend).content))
    assert marked.sheetnames[:2] == workbook.sheetnames[:2]
    sheet = marked["posts"]
    red = [cell.coordinate for row in sheet.iter_rows(min_row=2) for cell in row
           if cell.fill.fgColor.rgb == "00FFC7CE"]  # fmt: skip
    assert red == ["A3", "F3"]
    assert "role" in sheet["A3"].value
    sheet["F3"] = "clerk"
    stream = io.BytesIO()
    marked.save(stream)
    assert figures(text(upload(client, stream.getvalue())))[0] == "0"
    assert 'name="confirm"' in text(upload(client, stream.getvalue()))
    assert client.get(f"/duty/book/{'0' * 64}.xlsx").status_code == 422
    assert visitor(HOLDERS[LEADER]).get(mend).status_code == 403


def test_a_second_person_confirms_all_that_a_page_lists_and_the_one_who_asked_cannot():
    more = [appointment(post, person=HOLDERS[CLERK], kind="deputy") for post in (LEADER, VERIFIER)]
    api.import_duty(
        by=holding(ADMIN), tables={"appointments": tables(appointments=more)["appointments"]},
        key="de" * 32,
    )  # fmt: skip
    asked, second = visitor(HOLDERS[ADMIN]), visitor(HOLDERS[DUTY_OFFICER])
    assert "bihuan register duty" in text(asked.get("/duty"))
    listed = re.findall(r'name="appointment" value="(\w+)"', text(second.get("/duty")))
    assert len(listed) == 2
    said = {"appointment": listed, "key": "all"}
    assert asked.post("/duty/appointments/confirm", said).status_code == 422
    assert second.post("/duty/appointments/confirm", said).status_code == 303
    assert api.waiting_in(scope=territory.root().range) == []


def test_the_downloaded_book_explains_itself_and_comes_back_unchanged():
    client = visitor(HOLDERS[ADMIN])
    content = book(client).content
    sheet = load_workbook(io.BytesIO(content)).worksheets[-1]
    said = {tuple(cell.value for cell in row) for row in sheet.iter_rows(min_row=2)}
    assert ("posts", "role", "clerk", "督查办文书岗") in said
    named = {(row[0], row[1]) for row in said}
    assert {(one.value, name) for one, names in COLUMNS.items() for name in names} <= named
    assert figures(text(upload(client, content)))[:2] == ["0", "0"]


def test_a_name_cannot_smuggle_markup_or_formulas():
    rows = list(POSTS)
    rows[0] = (rows[0][0], "<script>alert(1)</script>", "=1+1", *rows[0][3:])
    api.import_duty(by=system(), tables={"posts": tables(posts=rows)["posts"]}, key="ef" * 32)
    client = visitor(HOLDERS[ADMIN])
    assert "<script>alert" not in text(client.get("/duty"))
    stored = load_workbook(io.BytesIO(book(client).content))["posts"]["C2"].value
    assert stored == "'=1+1"


def test_pages_cost_the_same_number_of_queries_at_ten_and_at_a_thousand_rows(
    django_assert_max_num_queries,
):
    client = visitor(HOLDERS[CLERK])
    counts = {}
    for towns, villages, number in ((2, 5, 10), (40, 24, 1000)):
        more = lines(wide_city(towns, villages, first=100)[2:])
        territory.import_zones(by=administrator(), lines=more, header=HEADER, key=f"w{number}")
        posts = [(9000 + n, f"岗{n}", "", 1, "clerk", CITY, "") for n in range(number)]
        sheet = {"posts": tables(posts=posts)["posts"]}
        api.import_duty(by=system(), tables=sheet, key=f"{number:064x}")
        for address in ("/duty", f"/duty?zone={RIVER}", f"/posts/{LEADER}", f"/zones/{BRIDGE}"):
            with django_assert_max_num_queries(30) as queries:
                assert client.get(address).status_code == 200
            counts.setdefault(address, set()).add(len(queries))
    assert {address: len(seen) for address, seen in counts.items()} == dict.fromkeys(counts, 1)


def test_every_page_of_the_map_knows_the_layer_of_unowned_duties():
    page = text(visitor(HOLDERS[CLERK]).get(f"/map?zone={RIVER}&layer=unowned"))
    assert "layer=unowned" in page
    with fixed_at(NOON + DAY):
        gone = api.Assignment(api.DutyFunction.COMMUNITY_CONTROL, BRIDGE, None)
        api.set_responsibility(by=holding(SECRETARY), assignment=gone, key="g")
    with fixed_at(NOON + 2 * DAY):
        moment = territory.Moment(NOON + 2 * DAY)
        values = api.UNOWNED.values(territory.children(RIVER), moment)
        assert values == {BRIDGE: 1, MARKET: 0}
