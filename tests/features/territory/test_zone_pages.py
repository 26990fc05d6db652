import io
import re
from hashlib import sha256

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook
from tests.factories.acting import acting
from tests.factories.posts import ADMIN, CLERK, DAY, HOLDERS, LEADER, NOON, SECRETARY, enter_posts
from tests.factories.territory import (
    BRIDGE,
    CITY,
    GRIDS,
    HEADER,
    HILL,
    MARKET,
    NORTH,
    RIVER,
    administrator,
    enter_city,
    lines,
    wide_city,
)  # fmt: skip
from tests.factories.visiting import visitor

from bihuan.domain.refusals import Refusal
from bihuan.domain.roles import Role
from bihuan.features.territory import api
from bihuan.platform.clock.system import fixed_at
from bihuan.platform.db.dialects import Session
from bihuan.platform.db.ledgered import ledgered_tables
from bihuan.platform.exchange.uploads import fetch
from bihuan.platform.ledger.rebuild import check

pytestmark = pytest.mark.django_db
SQUARE = {
    "type": "Polygon",
    "coordinates": [[[111, 36], [112, 36], [112, 37], [111, 37], [111, 36]]],
}


@pytest.fixture(autouse=True)
def _city():
    with fixed_at(NOON):
        enter_city()
        enter_posts()
        yield
    assert check(Session(), ledgered_tables())[1] == []


def text(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


@pytest.mark.parametrize("post", [ADMIN, CLERK, SECRETARY, LEADER])
@pytest.mark.parametrize("english", [False, True])
def test_the_page_of_a_zone_opens_for_every_role_in_both_languages(post, english):
    client = visitor(HOLDERS[post], english=english)
    page = client.get(f"/zones/{BRIDGE}")
    assert page.status_code == 200
    assert ("Shiqiao Community" if english else "石桥社区") in text(page)
    assert client.get("/zones").status_code == 302
    assert client.get(f"/zones/{RIVER + 99_000}").status_code == 404
    assert client.get("/zones/12").status_code == 404


def test_a_neighbour_sees_the_public_status_only():
    page = text(visitor(HOLDERS[LEADER]).get(f"/zones/{MARKET}"))
    assert "集市社区" in page
    assert "1511" not in page
    assert "岗位" not in re.sub(r"<nav.*?</nav>|<header.*?</header>", "", page)


def test_nobody_signed_in_is_led_to_the_login(client):
    for address in (f"/zones/{BRIDGE}", "/map", "/setup/zones", f"/zones/{BRIDGE}/rename"):
        answer = client.get(address)
        assert answer.status_code == 302
        assert "login" in answer["location"]


def test_an_administrator_renames_a_zone_once_and_the_old_name_stays_readable():
    client = visitor(HOLDERS[ADMIN])
    assert client.get(f"/zones/{BRIDGE}/rename").status_code == 200
    form = {"key": "k1", "name_zh": "新桥社区", "name_en": ""}
    for _ in range(2):
        answer = client.post(f"/zones/{BRIDGE}/rename", form)
        assert (answer.status_code, answer["location"]) == (303, f"/zones/{BRIDGE}")
    page = text(client.get(f"/zones/{BRIDGE}"))
    assert "新桥社区" in page
    assert "石桥社区" in page
    taken = client.post(f"/zones/{BRIDGE}/rename", {"key": "k2", "name_zh": "集市社区"})
    assert taken.status_code == 422
    assert "集市社区" in text(taken)
    empty = client.post(f"/zones/{BRIDGE}/rename", {"key": "k3", "name_zh": " "})
    assert empty.status_code == 422


def test_whoever_may_not_change_a_zone_gets_no_form():
    for act in ("rename", "end", "new", "merge", "split"):
        assert visitor(HOLDERS[LEADER]).get(f"/zones/{BRIDGE}/{act}").status_code == 403


def twice(client, address, said):
    """Look at what follows, then do it."""
    page = client.post(address, said).content.decode()
    seen = re.search(r'name="seen" value="(\w+)"', page)[1]
    return client.post(address, said | {"seen": seen}).status_code


def test_a_city_offers_no_act_that_no_city_allows():
    page = visitor(HOLDERS[ADMIN]).get(f"/zones/{CITY}").content.decode()
    assert f"/zones/{CITY}/rename" in page
    assert not [act for act in ("merge", "split", "end") if f"/zones/{CITY}/{act}" in page]


def test_a_zone_is_never_created_where_nobody_looked():
    astray = {"key": "z", "code": HILL + 3_000, "name_zh": "柳林社区"}
    refused = visitor(HOLDERS[ADMIN]).post(f"/zones/{RIVER}/new", astray)
    assert refused.status_code == 422
    assert f"{RIVER + 3_000} 可用" in refused.content.decode()
    assert "柳林社区" in refused.content.decode()
    assert api.zone_of(HILL + 3_000) is None


def test_zones_are_created_merged_split_and_ended_through_the_pages():
    client = visitor(HOLDERS[ADMIN])
    new = RIVER + 3_000
    form = client.get(f"/zones/{RIVER}/new")
    assert str(new) in text(form)
    made = client.post(f"/zones/{RIVER}/new", {"key": "a", "code": new, "name_zh": "柳林社区",
                                               "attributes": ["three_no"]})  # fmt: skip
    assert made.status_code == 303
    assert api.Attribute.THREE_NO in api.zone_of(new).attributes
    soon = client.post(f"/zones/{BRIDGE}/merge", {"key": "x", "others": [new]})
    assert soon.status_code == 422
    with fixed_at(NOON + DAY):
        client = visitor(HOLDERS[ADMIN])
        assert twice(client, f"/zones/{BRIDGE}/merge", {"key": "b", "others": [new]}) == 303
        gone = text(client.get(f"/zones/{new}"))
    client = visitor(HOLDERS[ADMIN])
    assert [one.code for one in api.history_of(new).successors] == [BRIDGE]
    assert "石桥社区" in gone
    assert "责任人" not in gone.split("<main")[1]
    part = {"key": "c", "code": RIVER + 4_000, "name_zh": "桥北社区", "children": [GRIDS[1]]}
    assert twice(client, f"/zones/{BRIDGE}/split", part) == 303
    assert client.post(f"/zones/{BRIDGE}/end", {"key": "d", "name": "别的"}).status_code == 422
    below = client.post(f"/zones/{BRIDGE}/end", {"key": "e", "name": "石桥社区"})
    assert below.status_code == 422
    gone = client.post(f"/zones/{GRIDS[0]}/end", {"key": "f", "name": "第一网格"})
    assert gone.status_code == 303
    assert client.get(f"/zones/{GRIDS[0]}").status_code == 200


def test_a_place_is_named_by_those_who_answer_there():
    client = visitor(HOLDERS[LEADER])
    form = {"key": "p", "kind": "market", "name_zh": "石桥菜市场"}
    assert client.post(f"/zones/{BRIDGE}/places/new", form).status_code == 303
    assert "石桥菜市场" in text(client.get(f"/zones/{BRIDGE}"))
    assert client.get(f"/zones/{MARKET}/places/new").status_code == 404


def draw(*codes):
    by = acting(Role.SYSTEM, CITY, post=0, person=0)
    drawings = [api.Drawing(code, SQUARE, schematic=code > NORTH) for code in codes]
    return api.load_shapes(by=by, drawings=drawings, key="shapes")


def test_the_map_shows_outlines_with_the_word_sketch_and_the_same_figures_as_a_table():
    assert draw(NORTH, RIVER, HILL) == 3
    client = visitor(HOLDERS[CLERK])
    page = text(client.get("/map?layer=residents"))
    assert "<svg" in page
    assert page.count("90,000") >= 2
    assert 'class="pill pill--sketch"' not in page
    below = text(client.get(f"/map?zone={NORTH}&layer=residents&sort=need"))
    assert 'class="pill pill--sketch"' in below
    assert "map__zone--none" in below
    assert "—" in below
    assert "style=" not in below
    for odd in ("?zone=x", "?zone=7", f"?zone={GRIDS[0]}", "?layer=zzz", "?zone=990199000000000"):
        assert client.get(f"/map{odd}").status_code == 200


def test_the_map_opens_at_ones_own_zone_and_lists_every_layer_as_a_row():
    draw(NORTH, RIVER, HILL)
    assert "<h1>明州市</h1>" in text(visitor(HOLDERS[CLERK]).get("/map"))
    assert "<h1>石桥社区</h1>" in text(visitor(HOLDERS[LEADER]).get("/map"))
    page = text(visitor(HOLDERS[CLERK]).get(f"/map?layer=residents&pick={NORTH}"))
    assert page.count('class="atlas__layer"') == len(api.layers())
    assert page.count('aria-current="true"') == 1
    (panel,) = re.findall(r'id="picked".*?</section>', page)
    assert panel.count("<li>") == sum(not one.costly for one in api.layers())
    assert "90,000" in panel
    assert f'href="/zones/{NORTH}"' in panel
    assert f"/map?zone={NORTH}" not in page
    assert f'href="?zone={NORTH}&amp;layer=residents"' in panel
    odd = text(visitor(HOLDERS[CLERK]).get("/map?pick=77"))
    assert 'id="picked"' in odd
    assert "is-picked" not in odd


def test_outlines_that_cannot_be_read_are_refused():
    by = acting(Role.SYSTEM, CITY, post=0, person=0)
    bad = ({"type": "Point", "coordinates": [1, 2]}, {}, {"type": "Polygon", "coordinates": [[]]})
    for geometry in bad:
        answer = api.load_shapes(by=by, drawings=[api.Drawing(NORTH, geometry)], key="x")
        assert isinstance(answer, Refusal)
    by = acting(Role.CLERK, CITY)
    answer = api.load_shapes(by=by, drawings=[api.Drawing(NORTH, SQUARE)], key="x")
    assert answer.code == "act_not_granted"


def upload(client, content, name="zones.csv"):
    return client.post("/setup/zones", {"file": SimpleUploadedFile(name, content)})


def csv_of(rows):
    head = ",".join(HEADER)
    return "\n".join([head, *(",".join(row[c] for c in HEADER) for row in rows)]).encode()


def test_a_register_is_tried_then_entered_with_one_click():
    client = visitor(HOLDERS[ADMIN])
    town = {"code": str(NORTH + 5 * 10**6), "name_zh": "西川镇"}
    row = dict.fromkeys(HEADER, "") | town
    tried = upload(client, csv_of([*lines(), row]))
    assert tried.status_code == 200
    assert api.zone_of(NORTH + 5 * 10**6) is None
    (ready,) = re.findall(r'name="confirm" value="([0-9a-f]{64})"', text(tried))
    done = client.post("/setup/zones", {"confirm": ready})
    assert done.status_code == 200
    assert api.zone_of(NORTH + 5 * 10**6).name.zh == "西川镇"
    again = client.post("/setup/zones", {"confirm": ready})
    assert again.status_code == 200


def test_a_bad_file_names_its_rows_and_offers_nothing_to_enter():
    client = visitor(HOLDERS[ADMIN])
    row = dict.fromkeys(HEADER, "") | {"code": "77", "name_zh": "<b>西</b>"}
    page = text(upload(client, csv_of([*lines(), row])))
    assert 'name="confirm"' not in page
    assert re.search(r'<td class="number">.*?13</td>', page)
    assert "<b>西" not in page
    (mend,) = re.findall(r'href="(/setup/zones/[0-9a-f]{64}.xlsx)"', page)
    sheet = load_workbook(io.BytesIO(client.get(mend).content))["zones"]
    assert sheet["A13"].fill.fgColor.rgb == "00FFC7CE"
    assert "code" in sheet["A13"].value
    assert sheet["A12"].value is None
    for content in (b"", b"\x89PNG\x00", b"PK\x03\x04zzz"):
        assert upload(client, content).status_code == 422
    assert client.post("/setup/zones", {}).status_code == 422
    assert client.post("/setup/zones", {"confirm": "../../etc/passwd"}).status_code == 422
    assert upload(visitor(HOLDERS[LEADER]), b"code").status_code == 403


def test_a_file_with_a_column_on_persons_leaves_no_copy():
    content = "code,name_zh,身份证号\n1,x,141002199001011234\n".encode()
    page = text(upload(visitor(HOLDERS[ADMIN]), content))
    assert "“身份证号”列像是个人信息" in page
    assert not re.search(r"/setup/zones/[0-9a-f]{64}", page)
    assert fetch(sha256(content).hexdigest()) is None


def test_the_register_goes_out_as_a_workbook_and_comes_back_unchanged():
    client = visitor(HOLDERS[ADMIN])
    book = client.get("/setup/zones.xlsx")
    assert book.status_code == 200
    page = text(upload(client, book.content, "zones.xlsx"))
    assert "dry-run__cell--wrong" not in page
    report = re.findall(r'class="figure__value">\s*(\d+)', page)
    assert report[:3] == ["0", "0", "11"]


@pytest.mark.parametrize(
    "address", [f"/zones/{CITY}", f"/zones/{NORTH}", "/map", f"/map?zone={NORTH}"]
)
def test_a_page_costs_the_same_number_of_queries_however_many_zones(
    address, django_assert_max_num_queries
):
    client = visitor(HOLDERS[CLERK])
    counts = []
    for step in (0, 1):
        if step:
            more = lines(wide_city(40, 24, first=100)[2:])
            by = administrator()
            answer = api.import_zones(by=by, lines=more, header=HEADER, key="w")
            assert answer.new == 40 + 40 * 24
        with django_assert_max_num_queries(20) as queries:
            assert client.get(address).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_of_two_who_rename_at_once_the_second_is_told_and_may_insist():
    client = visitor(HOLDERS[ADMIN], english=True)
    was = api.zone_of(RIVER).name.zh
    first, second = (
        {"was": was, "name_zh": name, "name_en": "", "key": name} for name in ("甲镇", "乙镇")
    )
    assert client.post(f"/zones/{RIVER}/rename", first).status_code == 303
    told = client.post(f"/zones/{RIVER}/rename", second)
    assert told.status_code == 422
    page = text(told)
    assert "renamed it to “甲镇”" in page
    assert 'value="乙镇"' in page
    assert api.zone_of(RIVER).name.zh == "甲镇"
    seen = re.search(r'name="was" value="([^"]*)"', page)[1]
    assert client.post(f"/zones/{RIVER}/rename", second | {"was": seen}).status_code == 303
    assert api.zone_of(RIVER).name.zh == "乙镇"
