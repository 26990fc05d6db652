"""The service worker of the field pages, at the address whose pages it keeps."""

from functools import lru_cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse

from bihuan.platform.auth.access import public


@lru_cache(maxsize=1)
def _source() -> bytes:
    path = finders.find("js/sw.js")
    if not isinstance(path, str):
        raise FileNotFoundError("static/js/sw.js belongs to the product and is not there.")
    return Path(path).read_bytes()


@public
def service_worker(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Serve it below ``/f/``: a worker reaches only what lies beside it."""
    return HttpResponse(_source(), content_type="text/javascript; charset=utf-8")
