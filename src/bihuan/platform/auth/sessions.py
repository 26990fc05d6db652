"""How long a session lasts: 30 minutes without a request, 12 hours at most, one set of posts."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django.contrib.auth import logout
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse

from bihuan.platform.auth.acting_post import ActingPost
from bihuan.platform.clock.system import now

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
# A request is noted now and then: reading a page shall not write to the disk each time.
NOTED = timedelta(minutes=5)
BEGUN, SEEN, HELD = "session_begun", "session_seen", "session_posts"
DEVICE = "session_device"
# The first that a browser names itself by; most say that they are others as well.
_BROWSERS = {"Edg": "Edge", "Firefox": "Firefox", "Chrome": "Chrome", "Safari": "Safari"}
_SYSTEMS = ("Android", "iPhone", "iPad", "Windows", "Mac OS X", "Linux")


def limited(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """End a session that was idle or open for too long; the request goes on as nobody's."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            request.session.setdefault(DEVICE, _device_of(request.headers.get("User-Agent", "")))
            if not _goes_on(request.session, now()):
                logout(request)
        return get_response(request)

    return middleware


def _goes_on(session: SessionBase, at: datetime) -> bool:
    stamp = at.timestamp()
    begun, seen = session.setdefault(BEGUN, stamp), session.get(SEEN)
    if seen is not None and stamp - seen > IDLE.total_seconds():
        return False
    # A clock that was set back starts the waiting time anew and never lengthens the whole.
    if seen is None or not 0 <= stamp - seen < NOTED.total_seconds():
        session[SEEN] = stamp
    return bool(stamp - begun <= LONGEST.total_seconds())


def standing(session: SessionBase, at: datetime) -> bool:
    """Tell whether a session still opens something at an instant; nothing is noted."""
    stamp = at.timestamp()
    begun, seen = session.get(BEGUN, stamp), session.get(SEEN, stamp)
    idle = stamp - seen > IDLE.total_seconds()
    return not idle and bool(stamp - begun <= LONGEST.total_seconds())


def _device_of(agent: str) -> str:
    """Return browser and system as their owner knows them, empty where they are not named."""
    browser = next((name for sign, name in _BROWSERS.items() if f"{sign}/" in agent), "")
    system = next((one for one in _SYSTEMS if one in agent), "")
    return " · ".join(filter(None, (browser, system)))


def lost_a_post(session: SessionBase, posts: Sequence[ActingPost]) -> bool:
    """Tell whether a post that this session acted with is gone, or is another kind of post now.

    Somebody whose work has changed signs in again, and never goes on by accident as the next
    post in the list. A post that came in addition ends nothing.
    """
    now_held = sorted([one.post, str(one.actor.role), one.actor.lo] for one in posts)
    before = session.get(HELD)
    if before is not None and any(one not in now_held for one in before):
        return True
    if before != now_held:
        session[HELD] = now_held
    return False
