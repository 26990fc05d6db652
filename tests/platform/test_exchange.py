import io
import random
import zipfile

import openpyxl
import pytest

from bihuan.domain.refusals import Refusal
from bihuan.domain.registers.cells import FORMULA, Cells
from bihuan.platform.exchange import confined, sheets
from bihuan.platform.exchange.apart import read_apart
from bihuan.platform.exchange.readers import read_file
from bihuan.platform.exchange.workbooks import cell_text
from bihuan.platform.exchange.writers import OutSheet, harmless, write_workbook

CSV = "code,name_zh\n990100000000000, 明州市 \n"


def only(content):
    (sheet,) = read_file(content, name="zones").sheets
    return sheet


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_csv_file_is_read_in_the_encodings_of_office_programs(encoding):
    sheet = only(CSV.encode(encoding))
    assert (sheet.name, sheet.header) == ("zones", ("code", "name_zh"))
    assert sheet.lines == ({"code": "990100000000000", "name_zh": "明州市"},)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_cells_may_be_separated_as_spreadsheets_do_it(separator):
    text = CSV.replace(",", separator)
    assert only(text.encode("utf-16" if separator == "\t" else "utf-8")) == only(CSV.encode())


def test_an_excel_file_goes_out_and_comes_back_the_same():
    rows = [(990100000000000, "=明州市", None), (2, "-7", "2026-08-02")]
    choices = {"name_zh": ("a", "b"), "date": tuple(f"choice {n}" for n in range(90))}
    book = write_workbook([OutSheet("zones", ("code", "name_zh", "date"), rows, choices)])
    sheet = only(book)
    assert sheet.header == ("code", "name_zh", "date")
    assert [tuple(line.values()) for line in sheet.lines] == [
        ("990100000000000", "=明州市", ""),
        ("2", "-7", "2026-08-02"),
    ]


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "  =HYPERLINK(1)", "|x"])
def test_no_cell_of_an_export_computes(cell):
    from openpyxl import load_workbook

    book = write_workbook([OutSheet("s", ("a",), [(cell,)])])
    (stored,) = [c.value for c in load_workbook(io.BytesIO(book))["s"][2]]
    assert stored == f"'{cell}"
    assert not book.startswith(b"=")
    assert harmless(7) == 7
    assert harmless("岗") == "岗"


def refused(content):
    answer = read_file(content, name="zones")
    assert isinstance(answer, Refusal)
    return answer.code


def bomb():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for number in range(3):
            packed.writestr(f"{number}.xml", b"\x00" * (90 * 2**20))
    return stream.getvalue()


def test_what_cannot_be_read_is_refused_with_its_reason(monkeypatch):
    assert refused(b"") == "file_empty"
    assert refused(workbook(lambda book: book.active.delete_rows(1, 2))) == "file_empty"
    assert refused(b"code,name_zh\n") == "file_text_empty"
    assert refused(b"this is no workbook") == "file_text_empty"
    assert refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(900)) == "file_old_workbook"
    assert refused(b"\x89PNG\r\n\x1a\n\x00\x00") == "file_not_readable"
    assert refused(b"PK\x03\x04 nothing") == "file_not_readable"
    assert refused(bomb()) == "file_not_readable"
    assert refused(b"a,b\n\xff\xff\xff,\x81") == "file_encoding"
    assert refused(b"a,a\n1,2\n") == "file_header_twice"
    assert refused(b"a,b\n" + b"x" * (11 * 2**20)) == "file_too_large"
    monkeypatch.setattr(sheets, "MOST_ROWS", 3)
    assert refused(b"a\n" + b"1\n" * 4) == "file_too_many_rows"


def test_numbers_and_dates_of_cells_become_plain_texts():
    from datetime import date, datetime

    cells = (3.0, 2.5, None, True, date(2026, 8, 2), datetime(2026, 8, 2), datetime(2026, 8, 2, 9))
    assert [cell_text(cell) for cell in cells] == [
        "3", "2.5", "", "1", "2026-08-02", "2026-08-02", "2026-08-02T09:00:00",
    ]  # fmt: skip


def workbook(change=lambda book: None):
    book = openpyxl.Workbook()
    book.active.append(["code", "name_zh"])
    book.active.append(["1", "x"])
    change(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def formulas(book):
    book.active.append(["=1+1", "=A2", 3])
    book.active["A4"], book.active["C9"] = 5, "=SUM(A1:A2)"


def test_a_formula_without_a_result_is_no_empty_cell():
    (sheet,) = read_file(workbook(formulas), name="zones").sheets
    assert [list(line.values()) for line in sheet.lines[:3]] == [
        ["1", "x"], [FORMULA, FORMULA], ["5", ""],
    ]  # fmt: skip
    cells = Cells("zones", 3, sheet.lines[1])
    assert (cells.identity("code"), cells.required("name_zh")) == (None, "")
    assert [(one.column, one.code) for one in cells.problems] == [
        ("code", "cell_formula"), ("name_zh", "cell_formula"),
    ]  # fmt: skip


def test_a_formula_with_its_result_is_read_as_the_result():
    def computed(name, content):
        return content.replace(b"<f>1+1</f><v />", b"<f>1+1</f><v>2</v>").replace(
            b"<f>1+1</f><v></v>", b"<f>1+1</f><v>2</v>"
        )

    (sheet,) = read_file(repacked(workbook(formulas), computed), name="zones").sheets
    assert sheet.lines[1]["code"] == "2"


def repacked(content, change):
    """The same archive with one member changed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w") as new:
        for entry in old.infolist():
            new.writestr(entry.filename, change(entry.filename, old.read(entry)))
    return stream.getvalue()


def defined(name, content):
    declared = b"<!DOCTYPE x [<!ENTITY a 'b'>]>"
    return declared + content if name.endswith("sheet1.xml") else content


def old_dates(name, content):
    if name != "xl/workbook.xml":
        return content
    return content.replace(b"<workbookPr", b'<workbookPr date1904="1"', 1)


def hide(book):
    book.create_sheet("more").sheet_state = "hidden"


def test_a_workbook_that_is_not_what_it_seems_is_refused_with_the_way_out():
    assert not isinstance(read_file(workbook(), name="x"), Refusal)
    assert refused(repacked(workbook(), defined)) == "file_with_definitions"
    assert refused(repacked(workbook(), old_dates)) == "file_dates_1904"
    assert refused(workbook(hide)) == "file_sheet_hidden"
    many = io.BytesIO()
    with zipfile.ZipFile(many, "w") as packed:
        for number in range(1001):
            packed.writestr(f"{number}.xml", b"x")
    assert refused(many.getvalue()) == "file_not_readable"


def test_merged_cells_are_named_and_never_guessed():
    answer = read_file(workbook(lambda book: book.active.merge_cells("C3:C7")), name="x")
    assert (answer.code, answer.params["cells"]) == ("file_cells_merged", "C3:C7")
    wide = read_file(workbook(lambda book: book.active.merge_cells("AA2:AB2")), name="x")
    assert wide.params["cells"] == "AA2:AB2"


def test_a_small_workbook_that_asks_for_all_memory_is_refused_and_nobody_else_notices():
    def reach(book):
        book.active.cell(1_048_576, 16_384, "x")

    small = workbook(reach)
    assert len(small) < 10_000
    answer = read_file(small, name="x")
    assert isinstance(answer, Refusal)
    assert answer.code == "file_too_costly"


def test_reading_that_takes_too_long_is_given_up(monkeypatch):
    monkeypatch.setattr(confined, "PATIENCE", 0.001)
    assert refused(workbook()) == "file_too_costly"


def test_the_first_line_that_no_encoding_reads_is_named():
    answer = read_file(b"a,b\n1,2\n3,\xff\xff\xff\n", name="x")
    assert (answer.code, answer.params["row"]) == ("file_encoding", 3)


def test_seventy_thousand_characters_come_back_unchanged_in_every_encoding():
    signs = "".join(chr(n) for n in range(0x4E00, 0x9FA6)) + "".join(
        chr(n) for n in range(0x20000, 0x2A6D7)
    )
    rows = ["text", *(signs[at : at + 500] for at in range(0, len(signs), 500))]
    for encoding in ("utf-8", "utf-8-sig", "gb18030", "utf-16"):
        read = read_file("\n".join(rows).encode(encoding), name="x")
        assert [line["text"] for line in read.sheets[0].lines] == rows[1:], encoding


def test_no_damage_to_a_file_ends_in_anything_but_a_table_or_a_refusal():
    rng = random.Random(1904)
    table = "code,name_zh\n1,临汾\n"
    good = [workbook(), table.encode("gb18030"), table.encode("utf-16")]
    for turn in range(300):
        content = bytearray(rng.choice(good))
        for _ in range(rng.randint(1, 6)):
            content[rng.randrange(len(content))] = rng.randrange(256)
        cut = content[: rng.randint(1, len(content))] if turn % 3 else content
        # In this process: what would end it may not be caught by the confinement.
        assert isinstance(read_apart(bytes(cut)), list | Refusal)


def test_a_table_of_text_is_read_apart_too_however_hostile_it_is(monkeypatch):
    wide = only(b"a,b\n" + b"," * (10**7 - 9))
    assert (wide.header, len(wide.lines)) == (("a", "b"), 1)
    answer = read_file(b'a,b\n"' + b"x" * 40_000 + b'",1\n', name="x")
    assert (answer.code, answer.params["row"]) == ("file_cell_too_long", 2)
    monkeypatch.setattr(confined, "PATIENCE", 0.001)
    assert refused(CSV.encode()) == "file_too_costly"


def test_a_file_of_two_encodings_is_refused_with_its_first_odd_line():
    rows = ["code,name", "1,甲区", "2,乙区"]
    for own in ("gb18030", "utf-8"):
        encodings = ("utf-8", own, {"gb18030": "utf-8", "utf-8": "gb18030"}[own])
        lines = [row.encode(name) for row, name in zip(rows, encodings, strict=True)]
        answer = read_file(b"\n".join(lines), name="zones")
        odd = 2 if own == "gb18030" else 3
        assert (answer.code, answer.params["row"]) == ("file_encoding", odd)
