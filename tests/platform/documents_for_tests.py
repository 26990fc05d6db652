"""One made-up document of every kind; places and posts are 示意."""

from bihuan.platform.ui.print.pack import (
    Chart,
    Figures,
    LedgerDocument,
    NamedFigure,
    PackDocument,
    PackSection,
    Paragraph,
    Table,
)
from bihuan.platform.ui.print.values import (
    FeedbackDocument,
    FeedbackItem,
    MinutesDecision,
    MinutesDocument,
    OrderDocument,
    SupervisionOrderDocument,
)

BODY = "临汾市突发公共卫生事件应急指挥部"
LINK = "http://127.0.0.1:8000/orders/JB-2022-0012"
HEAD = {
    "mark": BODY,
    "issuer": BODY,
    "signed_on": "2022年11月28日",
    "office": f"{BODY}办公室",
    "printed_on": "2022年11月28日",
}
REPLY = (
    "有异议的，可以在2022年11月28日20时28分前申请退办，或者提出书面意见；异议期间不停止安全处置。",
    "对办理结论不服的，可以自收到结论之日起三十日内申请复核，参与原办理的人员回避。",
)


def order(number: int = 12) -> OrderDocument:
    return OrderDocument(
        **HEAD,
        title=("关于某街道某小区西门", "疏散通道被锁闭问题的交办单"),
        number=f"临疫防督〔2022〕{number}号",
        ledger_number=f"JB-2022-{number:04d}",
        top_left=("一级（S1）",),
        addressee="尧都区滨河街道办事处值班岗",
        copies="尧都区人民政府，市消防救援支队",
        annexes=("现场照片（已遮挡人脸、车牌）", "门岗方案（第3版）"),
        link=LINK,
        facts=("2022年11月28日19时42分，督查组现场督查时发现，某小区西门由链锁锁闭，无人值守。",),
        basis="上述情况不符合该小区门岗方案的规定。",
        requirements=("立即打开西门，安排专人值守。", "明确责任岗位，落实交接班记录。"),
        receipt_due="2022年11月28日20时2分",
        rectify_due="2022年11月28日21时52分",
        contact="市督查办值班岗，电话0357-0000000",
        reply=REPLY,
    )


def supervision() -> SupervisionOrderDocument:
    return SupervisionOrderDocument(
        **HEAD,
        title=("关于加快整改某小区疏散通道问题的督办单",),
        number="临疫防督〔2022〕13号",
        ledger_number="DB-2022-0041",
        addressee="尧都区人民政府",
        overdue=("上述问题已经超过整改时限1小时12分，尚未收到反馈。",),
        requirements=("立即打开西门并派人值守。",),
        rectify_due="2022年11月28日23时30分",
        help_given=("20时15分电话联系一次，提供开锁人员联系方式，未使用。",),
        support=("市消防救援支队派员协助。",),
        contact="市督查办值班岗，电话0357-0000000",
        reply=REPLY,
        link=LINK,
    )


def feedback() -> FeedbackDocument:
    return FeedbackDocument(
        title=("整改情况反馈单",),
        order_number="临疫防督〔2022〕12号",
        ledger_number="JB-2022-0012",
        unit="尧都区滨河街道办事处",
        post="值班岗",
        finding="某小区西门由链锁锁闭，无人值守。",
        place="某社区某小区西门",
        rectify_due="2022年11月28日21时52分",
        fed_back_at="2022年11月28日21时30分",
        evidence=("21时10分拆除链锁，已派两人值守。",),
        cause=("夜间人手不足，物业自行上锁。",),
        prevention=("交接班必须试开一次。",),
        items=(FeedbackItem("打开西门", "已完成"),),
        link=LINK,
    )


def minutes() -> MinutesDocument:
    decision = MinutesDecision(
        subject="三处锁闭安全出口的处置",
        situation="三处安全出口仍被锁闭。",
        risks="发生火灾时不能疏散。",
        powers="市指挥部职责。",
        options=("由县区逐门核查。", "由市消防救援支队先行拆除。"),
        choice="采用方案2。",
        reasons="先打开，再补手续。",
        owner="市消防救援支队值班岗",
        due="2022年11月29日2时",
        review_at="2022年11月29日20时30分",
    )
    return MinutesDocument(
        **{**HEAD, "mark": "临汾市夜间复盘会会议纪要"},
        title=("第27次夜间复盘会会议纪要",),
        number="会纪〔2022〕27号",
        opening=("2022年11月28日20时30分，市指挥部召开夜间复盘会。",),
        carried=("昨日决定4项，已落实3项。",),
        decisions=(decision,),
        safeguards=("安全出口问题3项。",),
        revisions=("无。",),
        plan=("今夜完成全部门岗核查。",),
        present="市长、各工作专班负责人",
        snapshot="S-2022-11-28 " + "ab12" * 16,
        root="9f3c" * 16,
        link=LINK,
    )


def pack() -> PackDocument:
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 100">'
        '<text x="5" y="20" font-family="Noto Sans SC">每日新增</text></svg>'
    )
    table = Table(
        head=("County", "New"),
        rows=(("Yaodu", "104"), ("Guxian", "0")),
        widths=(3, 1),
        numeric=(1,),
    )
    return PackDocument(
        title=("Nightly review",),
        subtitle="28 November 2022",
        language="en",
        facts=(("Incident", "Replay"), ("Completeness", "17/17")),
        fingerprint=("Snapshot hash", "ab12" * 16),
        bottom_line=("195 new infections, 28 of them in the community.",),
        sections=(
            PackSection(
                "2",
                "Epidemiology",
                (
                    Paragraph("Published figures."),
                    Figures((NamedFigure("Unlinked share", "—"),)),
                    Chart(svg, "New infections by day."),
                    table,
                ),
            ),
        ),
        foot="Snapshot S-2022-11-28",
        page_of="Page {page} of {pages}",
        link=LINK,
    )


def ledger() -> LedgerDocument:
    row = ("JB-2022-0012", "S1", "安全出口被锁闭", "滨河街道办事处", "整改中", "2022-11-28 21:52")
    table = Table(
        head=("单号", "级别", "问题与依据", "责任单位", "状态", "整改时限"),
        rows=(row,) * 60,
        widths=(2, 1, 5, 4, 1.5, 2.4),
    )
    return LedgerDocument(
        title=("整改台账",),
        language="zh",
        control_line="上报总数 300 = 未办结 41 + 已销号 240 + 不予立案 9 + 撤销 4 + 合并 6",
        table=table,
        foot="筛选：未办结",
        page_of="第{page}页 共{pages}页",
    )
