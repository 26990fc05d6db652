"""Orders as PDF (P13): the product's order against bare typst, and against WeasyPrint.

The product prints the whole official order: red head, QR code, right of reply, foot, page numbers,
PDF/A, tags; two to three pages. The floor is one plain page of the same words by the same typst,
without any of that. The peer prints a one-page sheet; the product prints the same words on the same
page from the same font file, which is checked by reading it back. The official order, three pages
with a QR code, is also set against the peer's one page: that ratio is a note, not the claim.
"""

import importlib.util
import io
import json
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from ctypes.util import find_library
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import ClassVar

from pypdf import PdfReader

from benchmarks.pairing import (
    CACHE,
    Ratio,
    Side,
    all_by_turns,
    by_turns,
    options,
    peer_python,
    peer_rate,
    report,
)
from bihuan.platform.ui.print import documents, fonts
from bihuan.platform.ui.print.values import Document, OrderDocument

NOW = datetime(2022, 11, 28, 12, tzinfo=UTC)
SINGLE, BATCH = 40, 200
# What typst remembers of a batch leaves it over the next ten compilations, which are slow.
WARM = 12
SLOW_PEER = (
    "no claim: without the system's library harfbuzz-subset (Debian: libharfbuzz-subset0)"
    " WeasyPrint cuts its fonts in Python and is many times slower than it can be"
)
BODY = "临汾市突发公共卫生事件应急指挥部"
REPLY = (
    "对事实、依据或者责任划分有异议的，可以在整改期间申请退办或者提出书面意见，异议期间不停止安全处置。",
    "对办理结论不服的，可以自收到结论之日起三十日内申请复核，参与原办理的人员回避。",
)


def order(number: int) -> OrderDocument:
    """Make an order of its own for every number, so that no cache of pages can answer."""
    minute = f"{number % 24}时{number % 60:02d}分"
    return OrderDocument(
        title=("关于某街道某小区", "疏散通道被锁闭问题的交办单"),
        mark=BODY,
        number=f"临疫防督〔2022〕{number}号",
        ledger_number=f"JB-2022-{number:05d}",
        addressee=f"某区第{number % 17 + 1}街道办事处值班岗",
        issuer=BODY,
        signed_on="2022年11月28日",
        office=f"{BODY}办公室",
        printed_on="2022年11月28日",
        link=f"http://127.0.0.1:8000/orders/JB-2022-{number:05d}",
        facts=(
            f"2022年11月{number % 28 + 1}日{minute}，督查组在第{number}号小区发现西门由链锁锁闭。",
        ),
        basis="上述情况不符合该小区门岗方案的规定。",
        requirements=("立即打开西门，安排专人值守。", "明确责任岗位，落实交接班记录。"),
        receipt_due=f"2022年11月28日{minute}",
        rectify_due=f"2022年11月29日{minute}",
        contact="市督查办值班岗，电话0357-0000000",
        reply=REPLY,
    )


class Floor:
    """One plain page of the order's words, by the same typst with a kept compiler."""

    def __init__(self, folder: Path) -> None:
        import typst

        page = (
            '#let doc(words) = { set text(font: "Noto Serif SC", size: 11.5pt); '
            "for one in words { par(one) } }"
        )
        (folder / "page.typ").write_text(page, "utf-8")
        found = typst.Fonts(
            include_system_fonts=False,
            include_embedded_fonts=False,
            font_paths=[str(fonts.noto()[0].parent)],
        )
        self._compiler = typst.Compiler(root=str(folder), font_paths=found)

    def pdf(self, one: OrderDocument) -> bytes:
        words = [*one.title, one.number, one.addressee, *one.facts, one.basis, *one.requirements]
        words += [one.receipt_due, one.rectify_due, one.contact, *one.reply, one.issuer]
        text = json.dumps(json.dumps(words, ensure_ascii=False), ensure_ascii=False)
        main = f'#import "/page.typ": doc\n#doc(json(bytes({text})))\n'
        made = self._compiler.compile(input=main.encode(), format="pdf")
        if not isinstance(made, bytes):
            raise TypeError("Expected one PDF.")
        return made


def text_of(pdf: bytes) -> str:
    """Read a PDF's words back, without spaces."""
    reader = PdfReader(io.BytesIO(pdf))
    return "".join("".join(page.extract_text().split()) for page in reader.pages)


def numbers() -> Callable[[], int]:
    """Return a counter: no order is ever printed twice."""
    used = iter(range(1, 10**9))
    return lambda: next(used)


def singles(next_number: Callable[[], int], make: Callable[[int], bytes]) -> float:
    for _ in range(WARM):
        make(next_number())
    start = time.perf_counter()
    for _ in range(SINGLE):
        make(next_number())
    return SINGLE / (time.perf_counter() - start)


def one_by_one(next_number: Callable[[], int]) -> Side:
    def rate() -> float:
        return singles(next_number, lambda n: documents.pdf(order(n), made_at=NOW))

    return Side("order_single", rate)


def at_once(next_number: Callable[[], int]) -> Side:
    def rate() -> float:
        night = [order(next_number()) for _ in range(BATCH)]
        start = time.perf_counter()
        documents.pdf(*night, made_at=NOW)
        return BATCH / (time.perf_counter() - start)

    return Side("order_batch", rate)


def against_floor(rounds: int) -> list[Ratio]:
    """Compare with the bare page; the targets are what the official form may cost."""
    count = numbers()
    with tempfile.TemporaryDirectory() as folder:
        floor = Floor(Path(folder))
        sample = order(count())
        said = text_of(documents.pdf(sample, made_at=NOW))
        bare = text_of(floor.pdf(sample))
        missing = [
            one for one in (*sample.facts, *sample.reply) if one not in said or one not in bare
        ]
        if missing:
            sys.exit(f"The two sides do not print the same words: {missing}")
        plain = Side("plain_page", lambda: singles(count, lambda n: floor.pdf(order(n))))
        for side in (one_by_one(count), plain):
            side.rate()
        return [
            by_turns(one_by_one(count), plain, rounds=rounds, target=0.25),
            by_turns(at_once(count), plain, rounds=rounds, target=0.6),
        ]


def peer_module(script: Path) -> ModuleType:
    """Load the peer's script for its words."""
    spec = importlib.util.spec_from_file_location("peer_documents", script)
    if spec is None or spec.loader is None:
        sys.exit(f"There is no {script}.")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@dataclass(frozen=True, kw_only=True)
class Sheet(Document):
    """The peer's sheet as a form of the product: the same words on the same one page."""

    folder: ClassVar[Path] = Path(__file__).parent
    template: ClassVar[str] = "sheet"

    family: str
    number: str
    unit: str
    found: str
    rows: tuple[tuple[str, str], ...]
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class SameFont:
    """One font file for both sides: WeasyPrint finds it by fontconfig, typst by its folder."""

    folder: Path
    family: str

    def settings(self) -> dict[str, str]:
        """Return the environment in which WeasyPrint finds this font and no other."""
        home = CACHE / "peers" / "fonts" / self.family.replace(" ", "-")
        home.mkdir(parents=True, exist_ok=True)
        words = f"<dir>{self.folder}</dir><cachedir>{home}</cachedir>"
        (home / "fonts.conf").write_text(f"<fontconfig>{words}</fontconfig>", "utf-8")
        return {"FONTCONFIG_FILE": str(home / "fonts.conf")}


# The peer's default font where it is installed, the font of the product where it is not.
SYSTEM_FONT = SameFont(Path("/usr/share/fonts/opentype/noto"), "Noto Sans CJK SC")
OWN_FONT = SameFont(fonts.noto()[1].parent, "Noto Sans SC")


class PeerSheet:
    """The product's side of the comparison with the peer's sheet."""

    def __init__(self, module: ModuleType, font: SameFont) -> None:
        self._module, self._font = module, font
        self._city = None if font is OWN_FONT else font.folder
        self._next = numbers()

    def sheet(self) -> Sheet:
        words = self._module.order(self._next())
        return Sheet(
            title=("问题交办单",),
            family=self._font.family,
            number=words["no"].replace("〕0", "〕9"),
            unit=words["unit"],
            found=words["found"],
            rows=tuple((name, words[key]) for name, key in self._module.ROWS),
            paragraphs=tuple(self._module.PARAS),
        )

    def check(self) -> None:
        """Stop unless the page is one page and carries all words of the peer's."""
        one = self.sheet()
        pdf = documents.pdf(one, made_at=NOW, city_fonts=self._city)
        said, pages = text_of(pdf), len(PdfReader(io.BytesIO(pdf)).pages)
        wanted = (one.number, one.unit, *(value for _, value in one.rows), *one.paragraphs)
        missing = [words for words in wanted if "".join(words.split()) not in said]
        if missing or pages != 1:
            sys.exit(f"Not the peer's page: {pages} pages, without {missing}")

    def single(self) -> float:
        def make(_number: int) -> bytes:
            return documents.pdf(self.sheet(), made_at=NOW, city_fonts=self._city)

        return singles(self._next, make)

    def batch(self) -> float:
        night = [self.sheet() for _ in range(BATCH)]
        start = time.perf_counter()
        documents.pdf(*night, made_at=NOW, city_fonts=self._city)
        return BATCH / (time.perf_counter() - start)


def against_peer(peers: Path, rounds: int, font: SameFont) -> list[Ratio]:
    """Compare with WeasyPrint: its own page, and the whole official order against its page."""
    script = peers / "peer_documents.py"
    print(f"font of both sides: {font.family} in {font.folder}", file=sys.stderr)
    if find_library("harfbuzz-subset") is None:
        print(SLOW_PEER, file=sys.stderr)
    sheet = PeerSheet(peer_module(script), font)
    sheet.check()
    command = (
        *(peer_python(peers, "weasyprint", "pydyf", "typst"), script, "--json"),
        *("--n", "8", "--weasy", "12", "--cold", "1"),
        *("--font-dir", font.folder, "--family", font.family),
    )
    env = font.settings()
    peer = Side("weasyprint", lambda: peer_rate(command, "weasyprint", env=env))
    official, night = one_by_one(numbers()), at_once(numbers())
    official.rate()
    pairs = (
        (Side("sheet_single", sheet.single), 15),
        (Side("sheet_batch", sheet.batch), 60),
        (official, 5),
        (night, 12),
    )
    return all_by_turns(pairs, peer, rounds=rounds)


def main(given: Sequence[str] | None = None) -> int:
    parser = options("Orders as PDF (P13)")
    parser.add_argument("--font-dir", type=Path, help="folder with the font for both sides")
    parser.add_argument("--family", default="Noto Sans CJK SC", help="its family")
    arguments = parser.parse_args(given)
    if not arguments.peers:
        return report(against_floor(arguments.rounds), as_json=arguments.json)
    font = SYSTEM_FONT if SYSTEM_FONT.folder.is_dir() else OWN_FONT
    if arguments.font_dir:
        font = SameFont(arguments.font_dir, arguments.family)
    ratios = against_peer(arguments.peers, arguments.rounds, font)
    return report(ratios, as_json=arguments.json)


if __name__ == "__main__":
    sys.exit(main())
