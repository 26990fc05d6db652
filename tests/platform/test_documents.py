"""Official documents on paper: layout, words, fonts, batches, drafts and drills."""

import csv
import io
import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest
import typst
from pypdf import PdfReader
from pypdf.generic import ContentStream
from tests.platform.documents_for_tests import feedback, ledger, minutes, order, pack, supervision

import bihuan.site.demo
from bihuan.platform.ui.print import documents, fonts
from bihuan.platform.ui.print.coverage import characters_of
from bihuan.platform.ui.print.pack import LedgerDocument, Table
from bihuan.platform.ui.print.values import Occasion, OrderDocument, Origin
from bihuan.platform.ui.print.words import clean

ZONES = Path(bihuan.site.demo.__file__).parent / "data" / "linfen_zones.csv"
NOW = datetime(2022, 11, 28, 12, tzinfo=UTC)
HAN = "发现问题就有人负责书面交办限时整改独立核查销号复盘"
EVERY = (order, supervision, feedback, minutes, pack, ledger)


def read(*wanted) -> PdfReader:
    return PdfReader(io.BytesIO(documents.pdf(*wanted, made_at=NOW)))


def words(*wanted) -> str:
    return "".join("".join(page.extract_text().split()) for page in read(*wanted).pages)


def place_names() -> list[str]:
    with ZONES.open(encoding="utf-8", newline="") as file:
        return [row["name_zh"] for row in csv.DictReader(file)]


def empty_boxes(reader: PdfReader) -> int:
    """Count drawn glyphs with number 0, which is the empty box of every font."""
    count = 0
    for page in reader.pages:
        for operands, operator in ContentStream(page.get_contents(), reader).operations:
            if operator in {b"Tj", b"TJ"}:
                for part in operands[0] if operator == b"TJ" else operands:
                    raw = getattr(part, "original_bytes", b"")
                    count += sum(raw[n : n + 2] == b"\0\0" for n in range(0, len(raw), 2))
    return count


def lines_of(page) -> dict[float, str]:
    """Collect the characters of a page by the height of their line, in points."""
    found: dict[float, str] = {}

    def visit(text, matrix, text_matrix, font, size):
        height = round(matrix[3] * text_matrix[5] + matrix[5], 1)
        found[height] = found.get(height, "") + text.strip()

    page.extract_text(visitor_text=visit)
    return {height: text for height, text in found.items() if text}


def test_every_place_name_of_the_register_is_printed_without_an_empty_box():
    names = place_names()
    rows = tuple(tuple(names[n : n + 6] + [""] * 6)[:6] for n in range(0, len(names), 6))
    table = Table(head=tuple("名名名名名名"), rows=rows, widths=(1,) * 6)
    reader = read(replace(ledger(), table=table))
    assert empty_boxes(reader) == 0
    printed = "".join("".join(page.extract_text().split()) for page in reader.pages)
    assert [name for name in names if name not in printed] == []


def test_every_document_is_printed_without_an_empty_box():
    for make in EVERY:
        assert empty_boxes(read(make())) == 0, make.__name__


def test_a_character_no_font_can_draw_is_printed_as_its_number():
    wanted = replace(order(), addressee="甲\U000e1234乙")
    assert empty_boxes(read(wanted)) == 0
    assert "甲〓E1234〓乙" in words(wanted)


def test_an_empty_box_would_be_noticed():
    compiler = typst.Compiler(font_paths=[str(fonts.noto()[0].parent)], ignore_system_fonts=True)
    drawn = compiler.compile(input='#text(font: "Noto Serif SC")[甲\U000e1234]'.encode())
    assert empty_boxes(PdfReader(io.BytesIO(drawn))) == 1


def test_the_fonts_know_which_characters_they_cannot_draw():
    assert fonts.undrawable(place_names(), city=None) == []
    assert fonts.undrawable(["洪洞\U000e1234县 "], city=None) == ["\U000e1234"]


def test_a_broken_font_of_the_city_is_named_and_printing_goes_on(tmp_path):
    (tmp_path / "city.ttf").write_bytes(b"not a font at all")
    with pytest.raises(ValueError, match=r"city\.ttf"):
        characters_of(tmp_path / "city.ttf")
    assert documents.pdf(order(), made_at=NOW, city_fonts=tmp_path).startswith(b"%PDF")


def test_the_fonts_of_the_city_come_first():
    chains = fonts.chains(["Noto Serif SC", "Noto Sans SC", "仿宋_GB2312", "FandolFang R"])
    assert chains["body"] == ["仿宋_GB2312", "FandolFang R", "Noto Serif SC", "Noto Sans SC"]
    assert chains["kai"] == ["Noto Serif SC", "Noto Sans SC"]


def test_the_character_map_of_a_font_is_read():
    serif, sans = fonts.noto()
    for path in (serif, sans):
        known = characters_of(path)
        assert {ord("汾"), ord("窊"), ord("〔")} <= known
        assert 0xE1234 not in known


def test_a_full_page_has_22_lines_of_28_characters():
    long = (HAN * 60)[: 28 * 50 - 2]
    page = read(replace(order(), facts=(long,))).pages[1]
    body = {h: t for h, t in lines_of(page).items() if not t.startswith("—")}
    full = sorted(body, reverse=True)
    assert len(full) == 22
    assert Counter(len(body[height]) for height in full) == {28: 22}
    pitches = [a - b for a, b in pairwise(full)]
    assert max(pitches) - min(pitches) < 0.3
    assert sum(pitches) / 21 == pytest.approx(225 / 22 * 72 / 25.4, abs=0.02)


def test_the_page_is_a4_and_the_text_lies_in_the_type_area():
    page = read(order()).pages[0]
    assert [round(float(side) * 25.4 / 72) for side in page.mediabox[2:]] == [210, 297]
    heights = [h * 25.4 / 72 for h, t in lines_of(page).items() if not t.startswith("—")]
    assert max(heights) <= 297 - 37 + 8  # the QR code and its number stand above the type area
    assert min(heights) >= 35


def test_an_order_says_all_that_is_guaranteed():
    printed, made = words(order()), order()
    said = (*made.title, *made.facts, made.basis, *made.requirements, *made.reply, made.contact)
    for text in (*said, made.receipt_due, made.rectify_due, made.copies, *made.annexes):
        assert "".join(text.split()) in printed
    assert "临疫防督〔2022〕12号" in printed
    assert "JB-2022-0012" in printed


@pytest.mark.parametrize("name", OrderDocument.required)
def test_an_order_without_a_guaranteed_part_is_not_printed(name):
    nothing = "" if isinstance(getattr(order(), name), str) else ()
    with pytest.raises(ValueError, match=name):
        replace(order(), **{name: nothing})


@pytest.mark.parametrize(
    "number", ["临疫防督[2022]12号", "临疫防督〔22〕12号", "第〔2022〕012号", ""]
)
def test_a_number_in_another_form_is_refused(number):
    with pytest.raises(ValueError, match="a number like"):
        replace(order(), number=number)


def test_a_draft_says_so_on_every_page_and_has_no_number():
    pages = [page.extract_text() for page in read(replace(order(), number=None)).pages]
    assert all("草稿" in text for text in pages)
    assert not any(re.search(r"〔2022〕\d+号", text) for text in pages)
    assert "未印发" in pages[-1]
    assert "草稿" not in words(order())


@pytest.mark.parametrize("make", EVERY)
def test_a_drill_is_marked_on_every_page_and_a_live_document_on_none(make):
    drill = read(replace(make(), occasion=Occasion.DRILL))
    assert all("演练" in "".join(page.extract_text().split()) for page in drill.pages)
    assert "演练" not in words(make())


def test_a_report_in_english_says_in_english_that_it_is_of_a_drill():
    drill = replace(pack(), occasion=Occasion.DRILL)
    for language, said in (("en", True), ("zh", False)):
        pages = read(replace(drill, language=language)).pages
        assert all(("Drill" in page.extract_text()) is said for page in pages)


def test_only_the_demo_draws_a_seal_and_the_seal_says_that_it_is_a_sample():
    assert "示例章" not in words(order())
    assert "示例章" in words(replace(order(), origin=Origin.DEMO))
    assert "演示不具效力" in words(replace(order(), origin=Origin.DEMO))
    assert "示例章" not in words(replace(minutes(), origin=Origin.DEMO))


def test_page_numbers_stand_right_on_odd_and_left_on_even_pages():
    pages = read(order()).pages
    places = []
    for page in pages:
        found = []
        page.extract_text(
            visitor_text=lambda text, matrix, text_matrix, font, size, found=found: (
                found.append(matrix[0] * text_matrix[4] + matrix[4]) if "—" in text else None
            )
        )
        places.append(min(found))
    assert len(places) >= 2
    assert places[0] > 300 > places[1]


def test_a_batch_says_what_the_single_orders_say_and_starts_each_on_a_right_hand_page():
    orders = [order(number) for number in (12, 13, 14)]
    batch = read(*orders)
    starts = [n for n, page in enumerate(batch.pages) if "号" in page.extract_text()[:200]]
    heads = [n for n in starts if "〔2022〕" in batch.pages[n].extract_text()]
    assert len(heads) == 3
    assert all(n % 2 == 0 for n in heads)
    assert Counter(words(*orders)) == sum((Counter(words(one)) for one in orders), Counter())
    assert [entry.title for entry in batch.outline] == ["".join(one.title) for one in orders]


def test_documents_of_different_kinds_go_into_one_file():
    kinds = [make() for make in EVERY]
    printed = words(*kinds)
    for one in kinds:
        assert "".join("".join(one.title).split()) in printed


def test_the_same_document_gives_the_same_bytes_in_any_thread():
    wanted = [order(number) for number in range(1, 7)]
    alone = [documents.pdf(one, made_at=NOW) for one in wanted]
    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(lambda one: documents.pdf(one, made_at=NOW), wanted))
    assert together == alone


def test_words_are_printed_as_they_are_and_never_run():
    hostile = '#panic("x") $x^2$ *粗* _斜_ \\ `码` <标> @引 // 注 "引号" [括] {花}'
    assert "".join(hostile.split()) in words(replace(order(), basis=hostile))


def test_characters_that_turn_the_reading_order_are_dropped():
    assert clean("甲\u202e乙\u0007丙\u200b\ud800\n丁") == "甲乙丙\n丁"
    assert "甲乙" in words(replace(order(), basis="甲\u202e乙。"))


def test_a_very_long_title_mark_and_table_still_fit_the_paper():
    long = replace(order(), mark="临汾市" * 20, title=("关于" * 12,), issuer="临汾市" * 8)
    for page in read(long).pages:
        assert page.extract_text()
    cell = "很长的问题描述" * 60
    table = Table(head=("一", "二"), rows=((cell, cell),) * 9, widths=(1, 1))
    assert isinstance(ledger(), LedgerDocument)
    assert len(read(replace(ledger(), table=table)).pages) > 1


def test_a_table_with_a_ragged_row_is_refused():
    with pytest.raises(ValueError, match=r"2 columns; rows that differ: \[2\]"):
        Table(head=("一", "二"), rows=(("1", "2"), ("3",)), widths=(1, 1))


def test_the_head_of_a_long_table_is_repeated():
    pages = read(ledger()).pages
    assert len(pages) > 1
    assert all("问题与依据" in page.extract_text() for page in pages)
    assert "第2页共" in "".join(pages[1].extract_text().split())


def test_the_minutes_carry_the_snapshot_and_the_root():
    printed = words(minutes())
    assert minutes().root in printed
    assert "".join(minutes().snapshot.split()) in printed


def test_a_preview_has_as_many_pictures_as_pages():
    pictures = documents.pages(order(), ppi=40)
    assert len(pictures) == len(read(order()).pages)
    assert all(picture.startswith(b"\x89PNG") for picture in pictures)


def test_an_empty_address_has_no_qr_code():
    assert documents.qr_svg("") == ""
    assert documents.qr_svg("http://127.0.0.1/orders/1").startswith("<svg")


def test_nothing_to_print_is_refused():
    with pytest.raises(ValueError, match="at least one document"):
        documents.pdf(made_at=NOW)


def test_the_file_is_made_for_keeping():
    reader = read(order())
    claims = reader.trailer["/Root"]["/Metadata"].get_data()
    assert b"pdfaid:part" in claims
    assert reader.metadata.title == "".join(order().title)
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"] is not None
