"""Which fonts print: the city's own, FandolFang where it is installed, Noto from the package."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from bihuan.platform.ui.print.coverage import characters_of

SUFFIXES = (".otf", ".ttf", ".ttc", ".otc")
# Where distributions put the Fandol family; it is used when somebody installed it, never shipped.
FANDOL = (
    Path("/usr/share/texlive/texmf-dist/fonts/opentype/public/fandol"),
    Path("/usr/share/texmf/fonts/opentype/public/fandol"),
    Path("/usr/share/fonts/opentype/fandol"),
)
WENKAI = (Path("/usr/share/fonts/truetype/lxgw-wenkai"),)

# For each purpose the official font's names first, then the free ones, the complete one last.
CHAINS: Mapping[str, tuple[str, ...]] = {
    "body": ("FangSong_GB2312", "仿宋_GB2312", "FangSong", "仿宋", "FandolFang R", "Noto Serif SC"),
    "title": ("FZXiaoBiaoSong-B05S", "方正小标宋简体", "FZXiaoBiaoSong-B05", "Noto Serif SC"),
    "song": ("SimSun", "宋体", "NSimSun", "Noto Serif SC"),
    "hei": ("SimHei", "黑体", "FandolHei", "Noto Sans SC"),
    "kai": ("KaiTi_GB2312", "楷体_GB2312", "KaiTi", "楷体", "LXGW WenKai", "Noto Serif SC"),
    "mono": ("DejaVu Sans Mono", "Noto Sans SC"),
}
LAST = ("Noto Serif SC", "Noto Sans SC")  # whatever a chain lacks is looked for here


def noto() -> tuple[Path, ...]:
    """Return the two complete font files that come with the product."""
    import pylopdf_fonts_zh_cn

    return pylopdf_fonts_zh_cn.serif_path(), pylopdf_fonts_zh_cn.sans_path()


def folders(city: Path | None) -> list[Path]:
    """Return the folders with fonts, the city's own first."""
    asked = [*([city] if city is not None else []), *FANDOL, *WENKAI, noto()[0].parent]
    return [folder for folder in asked if folder.is_dir()]


def chains(families: Iterable[str]) -> dict[str, list[str]]:
    """Return for each purpose the families that are there, in order of preference."""
    there = set(families)
    return {
        purpose: [name for name in dict.fromkeys((*wanted, *LAST)) if name in there]
        for purpose, wanted in CHAINS.items()
    }


@lru_cache(maxsize=8)
def drawable(city: Path | None) -> frozenset[int]:
    """Return all code points that some font here can draw; a broken font file draws none."""
    every: set[int] = set()
    for folder in folders(city):
        for file in sorted(folder.iterdir()):
            if file.suffix.lower() in SUFFIXES:
                with suppress(ValueError):
                    every |= characters_of(file)
    return frozenset(every)


def undrawable(texts: Iterable[str], *, city: Path | None) -> list[str]:
    """Return the characters no font here can draw, so that somebody is told before it is issued."""
    known = drawable(city)
    wanted = {character for text in texts for character in text if not character.isspace()}
    return sorted(character for character in wanted if ord(character) not in known)
