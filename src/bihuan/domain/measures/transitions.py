"""The life of a measure as one table. Who may act stands in the permission matrix."""

from bihuan.domain.machines import Machine, Transition
from bihuan.domain.measures import guards as g
from bihuan.domain.measures import hands as h
from bihuan.domain.measures import standing as st
from bihuan.domain.measures.case import Case
from bihuan.domain.measures.disclosure import discloses_nobody
from bihuan.domain.measures.states import BEFORE_DECISION, LAPSING, MeasureState
from bihuan.domain.policy.acts import Act

S = MeasureState
Row = Transition[Case]
EXPIRE = "expire_measure"
"""The clock's own act; no post has it, and nothing waits for it."""

LOSE_GROUND = "lose_ground"
"""What a change of profile, legal weight or level does, in its own commit; no post has it."""

BEFORE: tuple[Row, ...] = (
    Row(S.NEW, S.DRAFT, Act.DRAFT_MEASURE, "drafted", (g.known_type,)),
    Row(S.DRAFT, S.DRAFT, Act.DRAFT_MEASURE, "amended", (g.known_type,)),
    Row(S.DRAFT, S.LEGAL_CHECK, Act.SUBMIT_MEASURE, "submitted", (g.time_runs_on, *g.COMPLETE)),
    *(Row(s, S.DISCARDED, Act.DISCARD_MEASURE, "discarded", (h.ones_own_draft, g.has_reason))
      for s in BEFORE_DECISION),
    *(Row(s, S.DRAFT, Act.OBJECT_TO_MEASURE, "objected_to", (g.has_reason,))
      for s in (S.LEGAL_CHECK, S.EXPERT_OPINION)),
    Row(
        S.LEGAL_CHECK, S.EXPERT_OPINION, Act.PASS_LEGAL_CHECK, "legal_check_passed",
        (g.time_runs_on, *st.LAWFUL, h.reviewer_not_author),
    ),
    Row(
        S.EXPERT_OPINION, S.EXPERT_OPINION, Act.GIVE_OPINION, "opinion_given",
        (h.opinion_not_author, h.opinion_not_reviewer, g.opinion_said, g.has_reason),
    ),
    Row(
        S.EXPERT_OPINION, S.EXPERT_OPINION, Act.APPROVE_MEASURE, "approved",
        (h.approver_apart, g.has_opinion),
    ),
    Row(
        S.EXPERT_OPINION, S.DECIDED, Act.DECIDE_MEASURE, "decided",
        (g.time_runs_on, *h.DECIDING, *g.DECIDABLE),
    ),
)  # fmt: skip

DECIDED: tuple[Row, ...] = (
    Row(
        S.DECIDED, S.NOTICE_PUBLISHED, Act.PUBLISH_NOTICE, "notice_published",
        (g.time_runs_on, g.end_set, g.exceptions_said, discloses_nobody, g.not_over,
         *st.LAWFUL),
    ),
    *(Row(s, s, Act.REPORT_UPWARD, "reported_upward", (g.not_over,))
      for s in (S.DECIDED, S.NOTICE_PUBLISHED)),
    # Owed still when it is over: late is better than never, and the finding shows that it was.
    *(Row(s, s, Act.REPORT_UPWARD, "reported_upward", ())
      for s in (S.LIFTED, S.EXPIRED, S.REVOKED, S.AFTERCARE)),
    *(Row(s, s, Act.PROVIDE_COMPANION, "companion_provided",
          (st.people_known, st.companion_covers, g.not_over))
      for s in (S.LEGAL_CHECK, S.EXPERT_OPINION, S.DECIDED, S.NOTICE_PUBLISHED, S.ACTIVE,
                S.SUSPENDED)),
    Row(S.NOTICE_PUBLISHED, S.ACTIVE, Act.ACTIVATE_MEASURE, "activated", g.ACTIVATION),
)  # fmt: skip

AFTER: tuple[Row, ...] = (
    *(Row(s, s, Act.PROPOSE_LIFTING, "lifting_proposed", (g.has_reason,))
      for s in (S.ACTIVE, S.SUSPENDED)),
    *(Row(s, S.LIFTED, Act.LIFT_MEASURE, "lifted", (g.same_authority, g.has_reason))
      for s in (S.DECIDED, S.NOTICE_PUBLISHED, S.ACTIVE, S.SUSPENDED)),
    *(Row(s, S.REVOKED, Act.REVOKE_MEASURE, "revoked", (g.superior, g.has_reason))
      for s in (S.DECIDED, S.NOTICE_PUBLISHED, S.ACTIVE, S.SUSPENDED)),
    *(Row(s, S.LIFTED, LOSE_GROUND, "ground_lost", (st.ground_lost,))
      for s in (S.DECIDED, S.NOTICE_PUBLISHED, S.ACTIVE, S.SUSPENDED)),
    Row(S.ACTIVE, S.SUSPENDED, Act.SUSPEND_ON_APPEAL, "suspended",
        (*h.HEARING, h.names_an_appeal, g.has_reason)),
    # What is announced and not in force yet is halted too: it does not get there meanwhile.
    Row(S.NOTICE_PUBLISHED, S.NOTICE_PUBLISHED, Act.SUSPEND_ON_APPEAL, "halted",
        (g.not_halted, *h.HEARING, h.names_an_appeal, g.has_reason)),
    Row(
        S.SUSPENDED, S.ACTIVE, Act.RESUME_MEASURE, "resumed",
        (*h.HEARING, g.has_reason, *g.RESUMPTION),
    ),
    Row(S.NOTICE_PUBLISHED, S.NOTICE_PUBLISHED, Act.RESUME_MEASURE, "halt_ended",
        (*h.HEARING, g.has_reason)),
    *(Row(s, S.EXPIRED, EXPIRE, "expired", (g.is_over,))
      for s in MeasureState if s in LAPSING and s is not S.REVIEW_DUE),
    *(Row(s, S.AFTERCARE, Act.FINISH_AFTERCARE, "aftercare_begun", (g.has_reason,))
      for s in (S.LIFTED, S.EXPIRED, S.REVOKED)),
    Row(S.AFTERCARE, S.ARCHIVED, Act.FINISH_AFTERCARE, "archived",
        (g.has_reason, g.reported_upward)),
)  # fmt: skip

MEASURE: Machine[Case] = Machine(
    "measure", (*BEFORE, *DECIDED, *AFTER), frozenset({S.DISCARDED, S.ARCHIVED})
)
