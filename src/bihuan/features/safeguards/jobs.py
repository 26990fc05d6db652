"""The clock's part in appeals: one that nobody decides in time is a finding of its own."""

from django.utils.translation import override

from bihuan.features.safeguards.api import overdue_appeals
from bihuan.features.supervision import api as supervision
from bihuan.platform.auth import system_post
from bihuan.platform.commands import Outcome
from bihuan.platform.jobs import Tick, tick

SUPPRESSED = "X08"


@tick("safeguards.overdue")
def file_overdue(now: Tick) -> int:
    """File X08 for each appeal whose time passed without a result, once."""
    done = 0
    with override("zh-hans"):  # as all that is stored; an English page says it again
        words = supervision.appeal_words()
    for one in overdue_appeals(incident=now.clock.incident, at=now.now):
        draft = supervision.FindingDraft(
            type_code=SUPPRESSED, zone=one.zone, text=words, source="rule",
            source_key=f"appeal:{one.id}",
        )  # fmt: skip
        answer = supervision.file_by_rule(
            by=system_post(), incident=now.clock.incident, draft=draft, key=f"appeal:{one.id}"
        )
        done += isinstance(answer, Outcome) and not answer.repeated
    return done
