"""A fan chart as an SVG file: bands of the runs, median, one panel for each plan."""

from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path

from bihuan.site.commands.twin.sentences import in_answer

Fan = Mapping[str, list[float]]

WIDTH, PANEL, LEFT, LINE = 720, 220, 64, 20
TOP = 2 * LINE + 14


def write_fans(path: Path, titles: tuple[str, str], fans: Sequence[tuple[str, Fan]]) -> None:
    """Write the fans of several plans on one scale, below each other, under two lines of title."""
    peak = max((max(f["q95"], default=0.0) for _, f in fans), default=0.0) or 1.0
    height = TOP + PANEL * len(fans)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img">',
        f"<title>{escape(' '.join(titles))}</title>",
        '<rect width="100%" height="100%" fill="#fff"/>',
    ]
    parts += [_text(LEFT, LINE * (i + 1), one, "start") for i, one in enumerate(titles)]
    for i, (name, fan) in enumerate(fans):
        parts += _panel(name, fan, TOP + i * PANEL, peak)
    path.write_text("\n".join([*parts, "</svg>", ""]), "utf-8")


def _panel(name: str, fan: Fan, top: int, peak: float) -> list[str]:
    days = max(1, len(fan["q50"]) - 1)
    low = top + PANEL - 36

    def points(values: Sequence[float]) -> list[str]:
        step, tall = (WIDTH - LEFT - 16) / days, PANEL - 70
        return [f"{LEFT + i * step:.1f},{low - v / peak * tall:.1f}" for i, v in enumerate(values)]

    out = [_text(LEFT, top + 18, _words(name), "start")]
    for lo, hi, shade in (("q05", "q95", "#dbe6f0"), ("q25", "q75", "#a9c3da")):
        ring = " ".join(points(fan[hi]) + points(fan[lo])[::-1])
        out.append(f'<polygon points="{ring}" fill="{shade}"/>')
    line = " ".join(points(fan["q50"]))
    out.append(f'<polyline points="{line}" fill="none" stroke="#1f4e79" stroke-width="1.6"/>')
    out += [_text(LEFT - 6, low, "0", "end"), _text(LEFT - 6, top + 38, f"{peak:,.0f}", "end")]
    out.append(_text(WIDTH - 16, low + 16, in_answer("day", n=days), "end"))
    return out


def _words(name: str) -> str:
    """Return a name as XML can hold it: characters that nobody sees become spaces."""
    return escape("".join(c if c.isprintable() else " " for c in name))


def _text(x: int, y: int, words: str, anchor: str) -> str:
    style = 'font-family="sans-serif" font-size="11"'
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}" {style}>{words}</text>'
