"""A notice as the official paper, from the same record as its page."""

from datetime import datetime
from functools import lru_cache
from pathlib import Path

from django.utils.translation import override

from bihuan.features.measures.selectors.notice_text import plain_text, state_said
from bihuan.features.measures.selectors.notices import Notice
from bihuan.features.posts import api as posts
from bihuan.platform.clock.incident import LOCAL
from bihuan.platform.i18n import dates
from bihuan.platform.ui.print.documents import pdf
from bihuan.platform.ui.print.values import (
    NoticeDocument,
    NoticeItem,
    Occasion,
    Origin,
)

KEPT = 64


def notice_document(one: Notice, *, origin: Origin, link: str, appeal: str) -> NoticeDocument:
    """Return a notice as the official paper: Chinese decides, English follows on its own page."""
    measure = one.measure
    decider = posts.posts_of({measure.decider_post or 0}).get(measure.decider_post or 0)
    body = decider.unit_name.zh if decider else "人民政府"
    published = (measure.notice_at or one.begins).astimezone(LOCAL).date()
    standing = state_said(one, "zh")
    said = (f"本措施{standing}" if standing else "", one.next.said("zh") if one.next else "")
    opening = f"根据{one.basis.zh}，经依法决定，现就有关事项公告如下。"
    items = (
        *(NoticeItem(name.zh, (text.zh,)) for name, text in one.rules),
        *_gates(one),
        NoticeItem("实施范围", ("、".join(where.zh for where in one.where) + "。",)),
        NoticeItem(
            "实施期限",
            (f"自{_moment(one.begins)}起，至{_moment(one.ends)}止，到期自行失效，无须另行公告。",),
        ),
        NoticeItem("原因", (one.purpose.zh,)),
        NoticeItem("例外情形", (one.exceptions.zh, ALWAYS)),
        NoticeItem("求助电话", (f"{measure.help_line}。",)),
        NoticeItem("申诉途径", (APPEAL,)),
    )
    with override("zh-hans"):  # the paper is Chinese, whatever the page speaks
        signed = dates.date_text(published)
    return NoticeDocument(
        title=(one.title.zh,), mark=body, notice_number=one.number.zh,
        opening=(*filter(None, said), opening),
        items=items, closing=("特此公告。",), issuer=body, signed_on=signed, link=link,
        occasion=Occasion.DRILL if measure.drill else Occasion.LIVE, origin=origin,
        english=tuple(plain_text(one, "en", appeal=appeal).strip().split("\n")),
    )  # fmt: skip


def _gates(one: Notice) -> tuple[NoticeItem, ...]:
    """Return how each gate stands, compound by compound; nothing where no gate plan belongs."""
    lines = [f"{place.compound.zh}：{place.gates.zh}。" for place in one.gates]
    if one.more_compounds > 0:
        lines.append(f"另有{one.more_compounds}个小区，出入口开放情况在各出入口公示。")
    return (NoticeItem("出入口开放情况", tuple(lines)),) if lines else ()


def _moment(at: datetime) -> str:
    """Return an instant as official papers write it."""
    local = at.astimezone(LOCAL)
    minutes = f"{local.minute}分" if local.minute else ""
    return f"{local.year}年{local.month}月{local.day}日{local.hour}时{minutes}"


ALWAYS = "急救、消防、公安、水电气抢修和需要就医的人员随时通行；任何出口不得锁闭。"
APPEAL = (
    "对本措施有异议的，可以扫码在公开页申诉，无须登录和姓名，由没有参与本决定的机构办理；也可以向"
    "上一级人民政府书面申诉，或者依法申请行政复议、提起行政诉讼。申诉不影响就医和生活保障。"
)


def notice_pdf(one: Notice, *, origin: Origin, link: str, appeal: str, fonts: Path | None) -> bytes:
    """Return a notice's PDF; the same record is laid out once, since anybody may ask for it."""
    at = one.measure.notice_at or one.begins
    document = notice_document(one, origin=origin, link=link, appeal=appeal)
    return _laid_out(document, at, fonts)


@lru_cache(maxsize=KEPT)
def _laid_out(document: NoticeDocument, made_at: datetime, fonts: Path | None) -> bytes:
    return pdf(document, made_at=made_at, city_fonts=fonts)
