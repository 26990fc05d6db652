import io
import zipfile

import pytest

from bihuan.domain.refusals import Refusal
from bihuan.platform.exchange import readers
from bihuan.platform.exchange.readers import cell_text, read_file
from bihuan.platform.exchange.writers import OutSheet, harmless, write_workbook

CSV = "code,name_zh\n990100000000000, 明州市 \n"


def only(content):
    (sheet,) = read_file(content, name="zones").sheets
    return sheet


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv_file_is_read_in_the_encodings_of_office_programs(encoding):
    sheet = only(CSV.encode(encoding))
    assert (sheet.name, sheet.header) == ("zones", ("code", "name_zh"))
    assert sheet.lines == ({"code": "990100000000000", "name_zh": "明州市"},)


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
    assert refused(b"code,name_zh\n") == "file_empty"
    assert refused(b"\x89PNG\r\n\x1a\n\x00\x00") == "file_not_readable"
    assert refused(b"PK\x03\x04 nothing") == "file_not_readable"
    assert refused(bomb()) == "file_not_readable"
    assert refused(b"a,b\n\xff\xff\xff,\x81") == "file_encoding"
    assert refused(b"a,a\n1,2\n") == "file_header_twice"
    assert refused(b"a,b\n" + b"x" * (11 * 2**20)) == "file_too_large"
    monkeypatch.setattr(readers, "MOST_ROWS", 3)
    assert refused(b"a\n" + b"1\n" * 4) == "file_too_many_rows"


def test_numbers_and_dates_of_cells_become_plain_texts():
    from datetime import date, datetime

    cells = (3.0, 2.5, None, True, date(2026, 8, 2), datetime(2026, 8, 2), datetime(2026, 8, 2, 9))
    assert [cell_text(cell) for cell in cells] == [
        "3", "2.5", "", "1", "2026-08-02", "2026-08-02", "2026-08-02T09:00:00",
    ]  # fmt: skip
