"""Take a duty book back, while nobody rests on what it entered."""

from bihuan.domain.refusals import Refusal
from bihuan.features.posts.selectors.taken_back import TAKING
from bihuan.platform.auth import ActingPost
from bihuan.platform.commands import Outcome
from bihuan.platform.exchange.undo import undo_file


def undo_duty(*, by: ActingPost, file: str, reason: str, key: str) -> Outcome | Refusal:
    """Take a duty book back within a day, all of it or nothing."""
    return undo_file(by=by, file=file, reason=reason, taking=TAKING, key=key)
