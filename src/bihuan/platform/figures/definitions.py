"""The documentation page of figure definitions, generated from the registry."""

from collections.abc import Iterator

from bihuan.platform.figures.registry import Figure, Registry, Target
from bihuan.platform.figures.sections import SECTION_TITLES

_TARGETS = {
    Target.NONE: "",
    Target.ZERO: "应为 0 · must be 0",
    Target.ALL: "应为全部 · must be all",
}
_HEAD = """\
# 指标定义 · Definitions of figures

截止时点 T0 默认 18:00；窗口 W =（T0−24 h，T0]。没有数据显示“—”，不显示 0；
分母小于 10 只列两个数；中位数与 P90 一并给出。

Cut-off T0 is 18:00 by default; the window W is (T0 − 24 h, T0]. An absent figure prints "—",
never 0; a share of fewer than ten prints its two counts; medians come with P90."""
_COLUMNS = (
    "代码 code",
    "指标 figure",
    "分子 counts",
    "分母 over",
    "单位 unit",
    "依据 clause",
    "缺数 absent",
)


def definitions_page(registry: Registry) -> str:
    """Return the page as Markdown, one table for each section that has figures."""
    lines = [_HEAD]
    for section, words in enumerate(SECTION_TITLES):
        figures = [figure for figure in registry.figures if figure.section == section]
        if figures:
            lines += ["", f"## {section} {words.zh} · {words.en}", ""]
            lines += _table(figures)
    return "\n".join(lines) + "\n"


def _table(figures: list[Figure]) -> Iterator[str]:
    yield "| " + " | ".join(_COLUMNS) + " |"
    yield "|" + "---|" * len(_COLUMNS)
    for figure in figures:
        said = figure.definition
        target = _TARGETS[figure.target]
        name = f"{figure.words.zh} · {figure.words.en}" + (f"（{target}）" if target else "")
        over = f"{said.over.zh} · {said.over.en}" if said.over else "—"
        cells = (
            f"`{figure.code}`",
            name,
            f"{said.counts.zh} · {said.counts.en}",
            over,
            f"{said.unit.zh} · {said.unit.en}",
            said.clause or "—",
            f"{said.absent.zh} · {said.absent.en}",
        )
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
