"""What the official papers of an order say: assignment, supervision, feedback. Always Chinese."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bihuan.domain.chain.canonical import instant_of, micros
from bihuan.domain.findings.facts import FindingFacts
from bihuan.domain.findings.sources import by_resident
from bihuan.features.posts import api as posts
from bihuan.features.posts.api import StandIns
from bihuan.features.supervision.selectors.finding_page import (
    FindingPage,
    RecordLine,
    facts_when,
    items_when,
)
from bihuan.features.supervision.selectors.finding_types import finding_types
from bihuan.features.supervision.selectors.lines import label_of
from bihuan.features.supervision.selectors.order_numbers import (
    document_mark,
    document_number,
    record_number,
    supervision_label,
)
from bihuan.features.supervision.selectors.order_texts import ORDER_TEXT, REPLY_TEXT, usual_items
from bihuan.features.supervision.selectors.paper_hands import acted_for
from bihuan.features.supervision.selectors.paper_standing import help_given, replaced, withdrawn
from bihuan.features.supervision.selectors.paper_times import day, moment
from bihuan.features.supervision.selectors.supervision_words import demanded_at, reasons, support
from bihuan.features.territory import api as territory
from bihuan.platform.attachments import path_of
from bihuan.platform.db.dialects import Session
from bihuan.platform.ui.print.values import (
    FeedbackDocument,
    FeedbackItem,
    Occasion,
    OrderDocument,
    Origin,
    Photo,
    SupervisionOrderDocument,
)

COMMUNITY_NAMES = 3
RECURRENCE = "recurrence_of"
_SERVED = "SELECT max(at) FROM ledger_event WHERE subject=? AND incident_at=? HAVING max(at) > 0"
GRADES = {1: "一级", 2: "二级", 3: "三级", 4: "四级"}


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What all papers of an order share.

    Parameters
    ----------
    body, office, mark
        The issuing body, its office, and the mark of the document numbers.
    chain, place
        Names from the city down to the zone, and the place's, "" without one.
    posts, stand_ins
        The posts that the papers name, and who stood in for their holders.
    link
        Address printed as QR code.
    origin
        Whether the city is the demo's.
    """

    body: str
    office: str
    mark: str
    chain: Sequence[territory.ZoneName]
    place: str
    posts: Mapping[int, posts.PostView]
    stand_ins: StandIns
    link: str
    origin: Origin

    def post(self, number: int | None) -> str:
        """Return unit and title of a post."""
        one = self.posts.get(number or 0)
        return "—" if one is None else one.formal


def letterhead(page: FindingPage, *, link: str, origin: Origin) -> Letterhead:
    """Read what the papers of an order share."""
    facts = page.facts
    chain = _chain_as_served(page)
    numbers = {facts.handler_post, facts.issuer_post, facts.author_post, facts.verifier_post}
    numbers |= {one.body.get("to_post") for one in page.records}
    known, stood = posts.posts_and_stand_ins({number for number in numbers if number})
    issuer = known.get(facts.issuer_post or 0)
    body = _issuing_body(chain, issuer)
    office = f"{issuer.unit_name.zh}" if issuer else body
    place = territory.place_of(facts.place) if facts.place else None
    spot = place.name.zh if place else ""
    return Letterhead(body, office, document_mark(chain), chain, spot, known, stood, link, origin)


def _chain_as_served(page: FindingPage) -> Sequence[territory.ZoneName]:
    """Return the zone's names as they were when the newest order was served, else today's.

    Zones are renamed on the wall's clock, so that of the entry is asked, in a drill too.
    """
    served = orders_of(page)
    values = (page.facts.id, micros(served[-1].at)) if served else None
    row = Session().one(_SERVED, values) if values else None
    zone = page.facts.zone
    return territory.name_chain_at(zone, instant_of(row[0])) if row else territory.name_chain(zone)


def _issuing_body(chain: Sequence[territory.ZoneName], issuer: posts.PostView | None) -> str:
    """Return the city's command body, else the unit that issued the order."""
    city = chain[0] if chain else None
    command = posts.command_name(city) if city else None
    return command or (issuer.unit_name.zh if issuer else (city.zh if city else "—"))


def orders_of(page: FindingPage) -> list[RecordLine]:
    """Return the assignment orders of a finding that were served, the newest last."""
    return [one for one in page.records if one.kind == "order" and one.document_number]


def order_paper(page: FindingPage, head: Letterhead, now: datetime) -> OrderDocument:
    """Return the newest assignment order (交办单); a draft without number before it is served."""
    served = orders_of(page)
    newest = served[-1] if served else None
    facts = _as_served(page, newest)
    text = _text_of(served) or ORDER_TEXT
    # A draft shows what is usual; a served order asks for what it asked, were it for no item.
    asked = tuple(item.text for item in page.items) if newest else tuple(usual_items(facts))
    number = record_number(facts, newest, head.mark) if newest else None
    issued = newest.at if newest else now
    photos = _photos(page, "found", "report", until=issued)
    return OrderDocument(
        **_letter(facts, head, issued),
        title=_title(facts, head, "交办单"),
        number=number,
        ledger_number=label_of(facts) if facts.ledger_number else "",
        addressee=head.post(facts.handler_post),
        copies=f"{head.chain[1].zh}人民政府" if len(head.chain) > 1 else "",
        facts=(
            *withdrawn(page),
            _found(page, facts, head),
            *replaced(facts, served, head.mark),
            *_regraded(newest),
        ),
        basis=f"依据：{facts.clause or '—'}。",
        requirements=(text, *asked),
        receipt_due=moment(facts.receipt_due_at if newest else None),
        rectify_due=moment(facts.order_due_at if newest else None),
        contact=_contact(facts, head),
        reply=(_reply_of(served),),
        photos=photos,
        annexes=("现场照片",) if photos else (),
    )


def _as_served(page: FindingPage, record: RecordLine | None) -> FindingFacts:
    """Return the facts of the moment a paper was served: what was read then is read ever after."""
    found = facts_when(page.facts.id, record.at) if record else None
    return found or page.facts


def _regraded(newest: RecordLine | None) -> Iterator[str]:
    """Say that the times of this order follow from a graver severity, and why."""
    if newest is None or newest.body.get("why") != "severity_raised":
        return
    level = GRADES[int(newest.body["severity"])]
    reason = str(newest.body.get("reason", "")).rstrip("。")
    yield f"自{moment(newest.at)}起定为{level}问题，按新的时限办理。理由：{reason}。"


def supervision_paper(
    page: FindingPage, record: RecordLine, head: Letterhead
) -> SupervisionOrderDocument:
    """Return a supervision order (督办单): why it is issued, help given, what comes next."""
    facts = _as_served(page, record)
    served = [one for one in orders_of(page) if one.at <= record.at]
    own = record_number(facts, served[-1], head.mark) if served else label_of(facts)
    items = items_when(facts.id, record.at)
    return SupervisionOrderDocument(
        **_letter(facts, head, record.at),
        title=_title(facts, head, "督办单"),
        number=record_number(facts, record, head.mark) or None,
        ledger_number=supervision_label(facts, record),
        addressee=head.post(facts.handler_post),
        copies=f"{head.chain[1].zh}人民政府" if len(head.chain) > 1 else "",
        overdue=(*withdrawn(page), _found(page, facts, head), *reasons(facts, record, own)),
        requirements=tuple(item.text for item in items if item.done_at is None)
        or (_text_of(served) or ORDER_TEXT,),
        rectify_due=moment(demanded_at(facts, record)),
        help_given=help_given(page, facts.help_asked, until=record.at),
        support=(support(record),),
        contact=_contact(facts, head),
        reply=(_reply_of(served),),
    )


def feedback_paper(page: FindingPage, head: Letterhead) -> FeedbackDocument | None:
    """Return the unit's newest feedback (整改反馈), None before there is one."""
    facts = page.facts
    found = [r for r in page.records if r.kind == "rectification" and not r.body.get("on_site")]
    if not found:
        return None
    said = found[-1]
    before = found[-2].at if len(found) > 1 else None
    photos = _photos(page, "feedback", since=before, until=said.at)
    handler = head.posts.get(facts.handler_post or 0)
    asking = {("help", "asked"), ("blocker", "raised")}
    needed = [r for r in page.records if (r.kind, r.body.get("stage")) in asking]
    stated = [r for r in page.records if r.kind == "dispute" and r.body.get("stage") == "raised"]
    return FeedbackDocument(
        **_paper(facts, head),
        title=("整改情况反馈单",),
        order_number=document_number(facts, head.mark) or label_of(facts),
        ledger_number=label_of(facts),
        unit=handler.unit_name.zh if handler else "—",
        post=f"{handler.title.zh}{_fed_back_by(page, head, said.at)}" if handler else "—",
        finding=facts.text,
        place=_where(head),
        rectify_due=moment(facts.order_due_at),
        fed_back_at=moment(said.at),
        evidence=(str(said.body.get("evidence") or ("见照片。" if photos else "—")),),
        cause=(str(said.body.get("cause", "")),),
        prevention=(str(said.body.get("prevention", "")),),
        items=tuple(FeedbackItem(item.text, _progress(item.done_at)) for item in page.items),
        help_needed=tuple(str(one.body.get("need", "")) for one in needed),
        statement=tuple(str(one.body.get("reason", "")) for one in stated),
        photos=photos,
    )


def _photos(
    page: FindingPage,
    *stages: str,
    since: datetime | None = None,
    until: datetime | None = None,
) -> tuple[Photo, ...]:
    """Return the smudged pictures of some stages that came after ``since`` and by ``until``."""
    return tuple(
        Photo(path_of(one.file), one.caption or moment(one.at))
        for one in page.evidence
        if one.stage in stages
        and (since is None or one.at > since)
        and (until is None or one.at <= until)
        and path_of(one.file).is_file()
    )


def _paper(facts: FindingFacts, head: Letterhead) -> dict[str, Any]:
    occasion = Occasion.DRILL if facts.drill else Occasion.LIVE
    return {"link": head.link, "occasion": occasion, "origin": head.origin}


def _letter(facts: FindingFacts, head: Letterhead, issued: datetime) -> dict[str, Any]:
    return {
        **_paper(facts, head),
        "mark": head.body,
        "issuer": head.body,
        "office": head.office,
        "signed_on": day(issued),
        "printed_on": day(issued),
        "top_left": (f"{GRADES[facts.severity]}（S{facts.severity}）",),
    }


def _title(facts: FindingFacts, head: Letterhead, paper: str) -> tuple[str, ...]:
    kind = finding_types().get(facts.type_code)
    what = kind.zh if kind else facts.type_code
    near = "".join(name.zh for name in head.chain[-COMMUNITY_NAMES:][1:])
    place = head.place or near or _where(head)
    return (f"关于{place}", f"{what}问题的{paper}")


def _where(head: Letterhead) -> str:
    names = [name.zh for name in head.chain[1:] or head.chain]
    if names and head.place.startswith(names[-1]):
        names.pop()
    return "".join([*names, head.place]) or "—"


def _fed_back_by(page: FindingPage, head: Letterhead, at: datetime) -> str:
    return acted_for(page.timeline, head.stand_ins, "supervision.rectified", at)


def _found(page: FindingPage, facts: FindingFacts, head: Letterhead) -> str:
    seen = moment(facts.observed_at or facts.reported_at)
    text = facts.text.rstrip("。")
    found_by = _finder(facts, head)
    if facts.author_post:
        found_by += acted_for(page.timeline, head.stand_ins, "supervision.reported")
    return f"{seen}，{found_by}在{_where(head)}发现：{text}。"


def _finder(facts: FindingFacts, head: Letterhead) -> str:
    """Return who found it; what has no author was filed by a rule, or found on a look-back."""
    if facts.author_post:  # a rule files as post 0
        return head.post(facts.author_post)
    if by_resident(facts.author_post, facts.source):
        return "居民"
    return "回头看时" if facts.parent_kind == RECURRENCE else "系统按规则核对时"


def _text_of(served: Sequence[RecordLine]) -> str:
    texts = [str(one.body["text"]) for one in served if one.body.get("text")]
    return texts[-1] if texts else ""


def _reply_of(served: Sequence[RecordLine]) -> str:
    texts = [str(one.body["reply_text"]) for one in served if one.body.get("reply_text")]
    return texts[-1] if texts else REPLY_TEXT


def _contact(facts: FindingFacts, head: Letterhead) -> str:
    issuer = head.posts.get(facts.issuer_post or 0)
    if issuer is None:
        return f"联系单位：{head.office}"
    phone = f"，电话{issuer.work_phone}" if issuer.work_phone else ""
    return f"{issuer.formal}{phone}"


def _progress(done_at: datetime | None) -> str:
    return "未完成" if done_at is None else f"已完成（{moment(done_at)}）"
