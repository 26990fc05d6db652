"""R25: nobody sees a record because he knows its number. Ids guessed and ids taken from other
zones are answered like ids that do not exist: the same status, the same size, nothing else."""

import io
from uuid import uuid4

import pytest
from openpyxl import load_workbook
from tests.factories import posts as duty
from tests.factories.orders import AUDITOR, SOUTH_VERIFIER, SUPERVISOR, text_of
from tests.factories.territory import FIELD, SOUTH
from tests.security.files import CONCERNED, PHRASE, STRANGERS

from bihuan.platform.db.dialects import Session

pytestmark = pytest.mark.django_db
AROUND = 50
PAPERS = ("", "/print", "/order.pdf", "/feedback.pdf", "/DB-2026-0001.pdf", "/rectify", "/merge",
          "/pass")  # fmt: skip
ACTS = ("", "/evidence", "/items", "/receive", "/close", "/merge", "/pass")
SECRETS = (PHRASE, "0350-101", "0350-102", "13900001503", "工作人员1503", "新来的")


def size(answer):
    """The length of a page without what names the address that was asked for."""
    body = answer.content.decode()
    return len(body.replace(answer.wsgi_request.get_full_path(), ""))


def equal_answers(files, post, known, unknown, *, send=False, **fields):
    """Ask for a record of others and for none at all: both must look the same."""
    ask = files.send if send else files.get
    theirs, none = ask(post, known, **fields), ask(post, unknown, **fields)
    said = (theirs.status_code, size(theirs))
    assert said == (none.status_code, size(none)), (post, known, said)
    assert theirs.status_code in {403, 404}, (post, known, theirs.status_code)
    assert not any(secret in theirs.content.decode() for secret in SECRETS), (post, known)


@pytest.mark.parametrize("post", STRANGERS)
def test_an_order_of_another_zone_is_answered_like_one_that_does_not_exist(files, post):
    for finding in files.findings.values():
        for tail in PAPERS:
            equal_answers(files, post, f"/orders/{finding}{tail}", f"/orders/{uuid4().hex}{tail}")
        equal_answers(files, post, f"/f/reported/{finding}", f"/f/reported/{uuid4().hex}")
    for picture in files.pictures:
        equal_answers(files, post, f"/evidence/{picture}.jpg", f"/evidence/{uuid4().hex}.jpg")


@pytest.mark.parametrize("post", STRANGERS)
def test_no_act_reaches_an_order_of_another_zone(files, post):
    before = Session().all("SELECT id, version FROM supervision_finding ORDER BY id")
    for finding in files.findings.values():
        for tail in ACTS[1:]:
            sent = {"key": uuid4().hex, "version": "1", "position": "1", "reason": "x"}
            known, unknown = f"/orders/{finding}{tail}", f"/orders/{uuid4().hex}{tail}"
            equal_answers(files, post, known, unknown, send=True, **sent)
    assert Session().all("SELECT id, version FROM supervision_finding ORDER BY id") == before


@pytest.mark.parametrize("post", [SOUTH_VERIFIER, duty.MARKET_LEADER])
def test_a_number_guessed_around_a_known_one_finds_nothing(files, post):
    known = int(files.label("supervised").rpartition("-")[2])
    sizes = set()
    for number in range(max(1, known - AROUND), known + AROUND + 1):
        answer = files.get(post, f"/orders/JB-2026-{number:04d}")
        sizes.add((answer.status_code, size(answer)))
    assert sizes == {(404, next(iter(sizes))[1])}
    for number in range(1, AROUND):
        found = files.get(post, f"/search?q=JB-2026-{number:04d}")
        assert found.status_code == 200, number
        assert PHRASE not in found.content.decode()


@pytest.mark.parametrize("post", STRANGERS)
def test_lists_exports_prints_and_fragments_hold_nothing_of_another_zone(files, post):
    addresses = ["/now", "/ledger?view=all", "/ledger/print?view=all", "/pulse", "/search?q=西门",
                 f"/orders/print?ids={','.join(files.findings.values())}"]  # fmt: skip
    labels = [files.label(stage) for stage in ("supervised", "verifying", "closed")]
    for address in addresses:
        for headers in ({}, {"hx-request": "true"}):
            page = files.get(post, address, **headers)
            assert page.status_code == 200, (post, address)
            body = page.content.decode()
            assert not any(secret in body for secret in (PHRASE, *labels)), (post, address)
    all_of_them = ",".join(files.findings.values())
    assert files.get(post, f"/orders/print.pdf?ids={all_of_them}").status_code == 404


@pytest.mark.parametrize("post", [SOUTH_VERIFIER, duty.MARKET_LEADER, duty.FIELD_DUTY])
def test_a_zone_in_the_address_does_not_widen_what_is_exported(files, post):
    for query in ("view=all", "view=all&zone=990102000000000", "view=all&zone=990100000000000"):
        sheet = load_workbook(io.BytesIO(files.get(post, f"/ledger/export.xlsx?{query}").content))
        words = [str(cell.value) for rows in sheet for row in rows.iter_rows() for cell in row]
        assert not any(PHRASE in word or "JB-2026" in word for word in words), query


def test_the_same_lists_do_hold_it_for_whoever_may_see_it(files):
    """Otherwise the tests above would prove nothing."""
    for post in (duty.CLERK, duty.LEADER, AUDITOR):
        assert files.label("supervised") in files.get(post, "/ledger?view=all").content.decode()
        assert files.get(post, f"/orders/{files.findings['supervised']}").status_code == 200
    book = load_workbook(io.BytesIO(files.get(duty.CLERK, "/ledger/export.xlsx").content))
    words = [str(cell.value) for rows in book for row in rows.iter_rows() for cell in row]
    assert any("JB-2026" in word for word in words)


@pytest.mark.parametrize("post", CONCERNED)
def test_a_draft_is_its_authors_alone(files, post):
    draft = files.findings["draft"]
    for address in (f"/orders/{draft}", f"/f/reported/{draft}"):
        found = files.get(post, address)
        if post == SUPERVISOR:
            assert found.status_code != 404, address
        else:
            assert found.status_code in {403, 404}, (post, address)
            assert PHRASE not in found.content.decode()


@pytest.mark.parametrize("post", [duty.COUNTY_DUTY])
def test_a_call_list_of_another_zone_is_neither_shown_nor_ticked(files, post):
    for identity in files.call_lists:
        equal_answers(files, post, f"/duty/calls/{identity}", f"/duty/calls/{uuid4().hex}")
    for line in files.call_lines:
        known, unknown = f"/duty/call-lines/{line}", f"/duty/call-lines/{uuid4().hex}"
        equal_answers(files, post, known, unknown, send=True, key=uuid4().hex)
    for record in files.calls:
        theirs = files.send(post, "/calls/tick", record=record, key=uuid4().hex)
        none = files.send(post, "/calls/tick", record=uuid4().hex, key=uuid4().hex)
        assert theirs.status_code == none.status_code == 422
        assert text_of(theirs) == text_of(none)
    assert Session().one("SELECT count(*) FROM posts_call_line WHERE reached_at IS NOT NULL") == (
        0,
    )


@pytest.mark.parametrize("post", STRANGERS)
def test_posts_appointments_and_handovers_of_another_zone_stay_closed(files, post):
    for number in (duty.LEADER, duty.SECRETARY, duty.GRID_WORKER):
        if number == duty.SECRETARY and post == duty.MARKET_LEADER:
            continue
        for tail in ("", "/appoint", "/hand-over"):
            equal_answers(files, post, f"/posts/{number}{tail}", f"/posts/9{number}9{tail}")
    for appointment in files.appointments:
        for how in ("confirm", "refuse", "end", "acknowledge"):
            known = f"/duty/appointments/{appointment}/{how}"
            unknown = f"/duty/appointments/{uuid4().hex}/{how}"
            equal_answers(files, post, known, unknown, send=True, key=uuid4().hex)
    for handover in files.handovers:
        theirs = files.send(post, f"/duty/handovers/{handover}", key=uuid4().hex)
        none = files.send(post, f"/duty/handovers/{uuid4().hex}", key=uuid4().hex)
        assert theirs.status_code == none.status_code
        assert text_of(theirs) == text_of(none)
    assert Session().one("SELECT signed_in_at FROM posts_handover") == (None,)


@pytest.mark.parametrize("post", STRANGERS)
def test_telephone_numbers_of_another_zone_stand_on_no_page(files, post):
    zones = ("990102000000000", "990102001000000", "990102001001000", "990102001001001")
    for code in zones:
        for address in (f"/zones/{code}", f"/duty?zone={code}", f"/map?zone={code}"):
            body = files.get(post, address).content.decode()
            hidden = SECRETS if post != duty.MARKET_LEADER else (PHRASE, "0350-102", "新来的")
            found = [secret for secret in hidden if secret in body]
            assert found == [], (post, address)


def test_a_bulk_act_says_the_same_of_foreign_and_unknown_findings(files):
    for post in (duty.MARKET_LEADER, duty.FIELD_DUTY):
        said = []
        for finding in (files.findings["supervised"], files.findings["draft"], uuid4().hex):
            sent = {"act": "receive", "key": uuid4().hex, "finding": f"{finding}:1"}
            page = files.send(post, "/ledger/bulk", **sent)
            assert page.status_code == 200
            said.append(text_of(page).replace(finding[:8], "…"))
        assert len(set(said)) == 1, said


def test_a_finding_filed_from_afar_shows_nothing_of_its_neighbours(files):
    """Everybody may say that there is too much control; that opens no other order."""
    sent = {"type": "X02", "zone": "990102001001000", "key": uuid4().hex, "text": "锁"}
    answer = files.send(SOUTH_VERIFIER, "/f/report", **sent)
    assert answer.status_code == 302, text_of(answer)
    page = files.get(SOUTH_VERIFIER, answer["Location"]).content.decode()
    assert not any(files.label(stage) in page for stage in ("supervised", "closed"))
    assert PHRASE not in page


def test_higher_zones_are_not_open_from_below(files):
    for post in (duty.FIELD_DUTY, SOUTH_VERIFIER):
        for code in (SOUTH, FIELD, 990100_000_000_000):
            for tail in ("rename", "end", "new", "merge", "split", "places/new"):
                found = files.get(post, f"/zones/{code}/{tail}")
                assert found.status_code in {403, 404} or post == duty.FIELD_DUTY, (post, tail)


def test_the_shell_of_a_page_tells_nothing_of_what_the_page_reads(files):
    """A page's own values must not run into the frame around it: no Python stands in the HTML."""
    for address in ("/now", "/ledger?view=all", "/ledger/print?view=all", "/calls", "/search?q=x"):
        body = files.get(duty.CLERK, address).content.decode()
        assert "<html" in body, (address, body[:300])
        opening = body[body.index("<html") : body.index(">", body.index("<html"))]
        assert 'data-rows="' in opening
        assert "(" not in opening, (address, opening[:200])
