"""Draws an option as SVG: ECharts in a small JavaScript engine, one thread, no network."""

import json
import os
from concurrent.futures import ThreadPoolExecutor
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders

SCRIPT = "vendor/echarts/echarts.min.js"
_PRELUDE = """
var setTimeout = function () { return 0; }, clearTimeout = function () {};
var setInterval = setTimeout, clearInterval = clearTimeout;
var console = {log: function () {}, warn: function () {}, error: function () {}};
"""
_DRAW = """
function draw(text, width, height) {
  var chart = echarts.init(null, null, {renderer: "svg", ssr: true, width: width, height: height});
  chart.setOption(JSON.parse(text));
  var drawn = chart.renderToSVGString();
  chart.dispose();
  return drawn;
}
"""


# The engine belongs to the thread that made it, and takes a second and a half to learn to draw.
def _new_thread() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="charts")


_THREAD = _new_thread()


def _begin_anew() -> None:
    """Take a thread of its own in a forked process: the one before the fork is not in it."""
    global _THREAD  # noqa: PLW0603  (the process's own)
    _THREAD = _new_thread()


os.register_at_fork(after_in_child=_begin_anew)


class NoDrawingError(RuntimeError):
    """ECharts is not there: the assets were not fetched."""


def svg_of(option: dict[str, Any], *, width: int, height: int) -> str:
    """Return a drawing of an option.

    Raises
    ------
    NoDrawingError
        The assets of the pages are missing.
    """
    text = json.dumps(option, ensure_ascii=False)
    return str(_THREAD.submit(_draw, text, width, height).result())


def fingerprint(option: dict[str, Any], *, width: int, height: int) -> str:
    """Return what names a drawing: the option, the size and the version of the script."""
    said = json.dumps([option, width, height, _version()], ensure_ascii=False, sort_keys=True)
    return sha256(said.encode()).hexdigest()


def _draw(text: str, width: int, height: int) -> str:
    return str(_engine(os.getpid()).get("draw")(text, width, height))


@cache
def _engine(_process: int) -> Any:
    """Return the engine of a process; the one from before a fork is left as it is."""
    import quickjs

    engine = quickjs.Context()
    engine.eval(_PRELUDE)
    engine.eval(_script().read_text("utf-8"))
    engine.eval(_DRAW)
    return engine


@lru_cache(maxsize=1)
def _version() -> str:
    return sha256(_script().read_bytes()).hexdigest()


def _script() -> Path:
    found = finders.find(SCRIPT)
    if not found:
        raise NoDrawingError(f"{SCRIPT} is missing; run `make vendor`.")
    return Path(str(found))
