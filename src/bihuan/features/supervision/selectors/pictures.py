"""The stored pictures of a finding that stand in for the words of an act."""

from collections.abc import Sequence

from bihuan.domain.chain.canonical import instant_of
from bihuan.domain.findings.evidence import SHOWN_BY_PICTURES, Shown, standing_in
from bihuan.domain.findings.facts import FindingFacts
from bihuan.domain.policy.loop_acts import LoopAct
from bihuan.features.posts import api as posts
from bihuan.platform.db.dialects import Session

_PICTURES = "SELECT stage, at, post FROM supervision_evidence WHERE finding=?"
_LOOKED_BACK = "SELECT max(at) FROM supervision_record WHERE finding=? AND kind='look_back'"


def pictures_for(act: LoopAct, facts: FindingFacts, session: Session | None = None) -> int:
    """Return how many stored pictures stand in for the words of an act."""
    if act not in SHOWN_BY_PICTURES:
        return 0
    session = session or Session()
    rows: Sequence[tuple[str, int, int]] = session.all(_PICTURES, (facts.id,))
    if not rows:
        return 0
    known = posts.posts_of({post for _, _, post in rows})
    shown = [
        Shown(stage, instant_of(at), post, known[post].unit if post in known else None)
        for stage, at, post in rows
    ]
    last = session.one(_LOOKED_BACK, (facts.id,))
    looked_back = None if last is None or last[0] is None else instant_of(last[0])
    return standing_in(act, facts, shown, looked_back_at=looked_back)
