"""How each chart is computed, in words; and the reasons for which a model gives nothing."""

from collections.abc import Mapping

from bihuan.platform.charts import Said

CASES = Said("例", "cases")
TREND: Mapping[int | None, Said] = {
    1: Said("在上升", "rising"),
    -1: Said("在下降", "falling"),
    0: Said("无明确趋势", "no clear trend"),
    None: Said("无法判断", "cannot be told"),
}
REASONS: Mapping[str, Said] = {
    "no_serial_interval": Said("病种方案没有给出代际间隔", "the profile gives no serial interval"),
    "regime_break": Said(
        "监测口径在此改变，模型不跨越断点计算",
        "testing or definitions changed; no model draws across the break",
    ),
    "no_history": Said(
        "登记中没有迟报的历史，无法估计迟报", "the record has no history of late reports"
    ),
    "too_few_complete_rows": Said("完整的日子太少", "too few complete days"),
    "no_counts": Said("没有病例", "no counts"),
    "before_mean_serial_interval": Said(
        "记录开始未满一个代际间隔", "less than one serial interval since the record began"
    ),
    "missing_day": Said("窗口内有缺报日", "a day of the window is missing"),
    "late_reports": Said("最近几天仍有迟报，暂不给出", "the last days are still being reported"),
    "no_earlier_case": Said("此前没有病例", "no earlier case"),
    "negative_count": Said("窗口内有负的订正数", "a day of the window holds a negative count"),
    "few_cases": Said(
        "乡镇街道窗口内不足 12 例，只看病例数", "fewer than 12 cases in the window; see the counts"
    ),
    "too_few_days": Said("可比的日子不足 24 天", "fewer than 24 comparable days"),
}
MODEL_ONLY = Said(
    "模型结果，供研判，不作决定。", "A model: it supports discussion, it does not decide."
)
HIDDEN_HERE = Said(
    "含少于 5 例的数，其值与由此可推出的数均不公布。",
    "Counts below 5, and what would give them away, are not shown.",
)
HOW: Mapping[str, Said] = {
    "series": Said(
        "每日新增＝各分类合计减去此前已计的转归数，疑似病例不计；缺报的日子留空，不当作 0。"
        "线为 7 日移动平均，7 日内有缺报或最近几天仍有迟报则不画。灰带为统计窗口与监测口径的改变。",
        "New infections are the sum over classifications less those counted earlier under another "
        "one; suspected cases are not counted. Missing days stay blank, never 0. The line is the "
        "mean of 7 days and stops where one is missing or most of its reports are still coming "
        "in. Grey marks tonight's window and changes of testing or definition.",
    ),
    "detection": Said(
        "社会面＝发热门诊、社会面筛查、主动报告，且采样时不在管控中；其余为管控中。"
        "没有按途径拆分的日子留空。检测少了，社会面发现也会少：请与检测量同看。",
        "Community is fever clinic, community screening or self-report of somebody who was not in "
        "managed status when sampled; the rest is managed. Days without routes stay blank. Fewer "
        "tests find fewer: read it beside the volume of tests.",
    ),
    "nowcast": Said(
        "链梯法加星期效应，用登记中各数到达的先后估计；扇形取自同一星期几以往估计的误差。",
        "Chain ladder with a weekday term, from how counts arrived in the record; the fan comes "
        "from past errors on the same weekday.",
    ),
    "forecast": Said(
        "分位数取自该方法以往同期的误差。近 28 个起点上相对基线的对数得分不大于 1 的方法才显示，"
        "否则显示平推基线；少于 50 例（14 天）时同样。只画扇形，不画单线。"
        "报数不足八成的最近几天不采用，扇形相应放宽；其余未报齐的日子取迟报估计。",
        "Quantiles come from the method's own past errors at the same horizon. A method is shown "
        "only while its log score over the last 28 origins is no worse than the baseline's; else "
        "the flat baseline, as with fewer than 50 cases in 14 days. The fan is drawn, no single "
        "line. Last days of which less than four fifths have usually come in are left out, which "
        "widens the fan; other incomplete days take the nowcast.",
    ),
    "parts": Said(
        "每个小图为一个辖区近 28 天的每日新增，纵轴同一尺度，便于比较。",
        "Each small chart is one zone's new infections by day over the last 28 days, on one scale "
        "so that they can be compared.",
    ),
}
METHODS: Mapping[str, Said] = {
    "baseline": Said(
        "平推基线（近期没有方法胜过它，或病例太少）",
        "flat baseline (nothing has beaten it lately, or too few cases)",
    ),
    "flat": Said("平推，误差取自自身", "last level with its own errors"),
    "mix": Said("趋势组合", "combined trends"),
}


def how_rt(mean: float, sd: float) -> Said:
    """Return how the reproduction number is computed with a serial interval."""
    return Said(
        f"Cori 2013；代际间隔均值 {mean} 天、标准差 {sd} 天（取自病种方案）；"
        "宽区间按近 28 天的离散程度放宽，应看宽区间；窄区间只含泊松误差。"
        "输入病例传染他人，但不是在本地感染。窗口碰到缺报日或口径改变时不给值。"
        "Rt 反映约一周前的传播。",
        f"Cori 2013; serial interval mean {mean}, sd {sd} days from the profile. The wide interval "
        "allows for the scatter of the last 28 days and is the one to read; the narrow one holds "
        "Poisson error only. Imported cases infect here but were not infected here. No value where "
        "a window touches a missing day or a change of regime. Rt tells of transmission about a "
        "week ago.",
    )
