"""What the acting post can do now: one primary button, the others, and why some are disabled."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from bihuan.domain.findings.facts import Circumstances, FindingFacts
from bihuan.domain.findings.states import State
from bihuan.domain.policy.loop_acts import LoopAct
from bihuan.domain.policy.loop_rules import LOOP_RULES
from bihuan.domain.refusals import Refusal
from bihuan.domain.roles import PUBLIC_ROLES, Role
from bihuan.domain.severity import Severity
from bihuan.features.posts import api as posts
from bihuan.features.supervision.api import Choice, FindingPage, choices, obstacle
from bihuan.features.supervision.forms.asked import ASKED
from bihuan.features.supervision.labels import ICONS, VERBS
from bihuan.features.supervision.views.finding import Case
from bihuan.platform.i18n.refusal_texts import sentence

A = LoopAct
# The first of these that is possible is the primary button.
FIRST = (
    A.RECEIVE, A.START, A.RECTIFY, A.UNBLOCK, A.FILE, A.ASSIGN, A.ACCEPT_RETURN, A.NAME_VERIFIER,
    A.PASS, A.CLOSE, A.UPHOLD_ON_REVIEW, A.UPHOLD_ORDER, A.GRANT_EXTENSION, A.ACCEPT_BLOCKER,
    A.CONFIRM_LOOK_BACK, A.BEGIN_LOOK_BACK, A.RESUME, A.RECORD_SPECIAL_MEETING, A.DECIDE_TALK,
    A.REPLY, A.CONFIRM_REFERRAL, A.APPROVE_REFERRAL, A.OFFER_HELP, A.FIX_ON_SITE,
)  # fmt: skip
IRREVERSIBLE = frozenset(
    {A.WITHDRAW, A.CANCEL_ON_REVIEW, A.REJECT, A.MERGE, A.CLOSE, A.REOPEN, A.DISCARD}
)

NEVER_HELD = frozenset({State.WITHDRAWN, State.MERGED, State.REJECTED})
NOT_GRANTED = frozenset({"role_may_not", "role_not_at_level"})


@dataclass(frozen=True, slots=True)
class Button:
    """One act as a page shows it.

    Parameters
    ----------
    act, slug, verb, icon
        The act, its part of the address, its words and picture.
    primary, grave
        Whether it is the one to do, whether it cannot be undone.
    direct
        Whether a click is all it needs.
    why, who
        Why it is not possible now, and who can do it; empty when it is possible.
    """

    act: LoopAct
    slug: str
    verb: str
    icon: str
    primary: bool = False
    grave: bool = False
    direct: bool = False
    why: str = ""
    who: str = ""


def slug_of(act: LoopAct) -> str:
    """Return an act's part of the address: ``request-extension``."""
    return act.value.removeprefix("supervision.").replace("_", "-")


def act_of(slug: str) -> LoopAct | None:
    """Return the act of a part of an address, None for an unknown one."""
    name = slug.replace("-", "_")
    return next((act for act in ICONS if act.value == f"supervision.{name}"), None)


def around_of(page: FindingPage) -> Circumstances:
    """Return what a page knows about its finding from elsewhere."""
    undone = sum(item.done_at is None for item in page.items)
    return Circumstances(
        responsible_post=page.facts.handler_post,
        responsible_unit=page.facts.handler_unit,
        open_items=undone,
        evidence_count=len(page.evidence),
    )


def buttons(case: Case, page: FindingPage) -> Sequence[Button]:
    """Return the buttons of a post, the primary one first, disabled ones last."""
    facts = replace(case.facts, around=around_of(page))
    found = [one for one in choices(case.by, facts, case.now) if not _at_the_end(one, facts)]
    possible = {choice.act for choice in found if choice.possible}
    first = next((act for act in FIRST if act in possible), None)
    made = [_button(choice, primary=choice.act is first) for choice in found]
    return sorted(made, key=lambda one: (not one.primary, bool(one.why)))


def obstacle_of(act: LoopAct, case: Case, page: FindingPage) -> Refusal | None:
    """Return why an act that has no button here is not possible, in its own words."""
    facts = replace(case.facts, around=around_of(page))
    return obstacle(act, case.by, facts, case.now)


def _at_the_end(choice: Choice, facts: FindingFacts) -> bool:
    """Tell whether an act is over for good: nothing graver to raise to, nobody to hold to account.

    No button says so again and again.
    """
    if choice.act is A.RAISE_SEVERITY:
        return facts.severity == Severity.S1
    return choice.act is A.INVITE_REPLY and facts.state in NEVER_HELD


def _button(choice: Choice, *, primary: bool) -> Button:
    act = choice.act
    refusal = choice.refusal
    return Button(
        act,
        slug_of(act),
        str(VERBS[act]),
        ICONS.get(act, "check"),
        primary,
        act in IRREVERSIBLE,
        act not in ASKED and act not in IRREVERSIBLE,
        sentence(refusal) if refusal else "",
        who_can(act) if refusal and refusal.code in forbidden_by(act) else "",
    )


def forbidden_by(act: LoopAct) -> frozenset[str]:
    """Return the codes that no words can mend: not granted, out of reach, duties kept apart."""
    rule = LOOP_RULES[act]
    scopes = {f"outside_{scope.value}" for scope in rule.grants.values()}
    return NOT_GRANTED | scopes | {separation.code for separation in rule.separations}


def who_can(act: LoopAct) -> str:
    """Return the roles that an act is granted to."""
    outside = PUBLIC_ROLES | {Role.SYSTEM}  # they hold no post and have no name here
    roles = [role for role in LOOP_RULES[act].grants if role not in outside]
    return _(", ").join(posts.role_name(role) for role in roles)
