"""The front door of measures."""

from bihuan.domain.measures.decide import blocking, checklist, closed_to
from bihuan.domain.measures.facts import MeasureFacts
from bihuan.domain.measures.hands import hands_in
from bihuan.domain.measures.reading import in_force, review_due_at, state_as_of
from bihuan.domain.measures.tasks import TaskFacts
from bihuan.domain.measures.together import TOGETHER
from bihuan.features.measures.actions.issuing import issue_package
from bihuan.features.measures.actions.law import (
    Assessment,
    BasisWord,
    assess_necessity,
    confirm_basis,
)
from bihuan.features.measures.actions.life import (
    MeasureDraft,
    act_on_measure,
    amend_measure,
    draft_measure,
)
from bihuan.features.measures.actions.packages import (
    Kept,
    begin_package,
    discard_package,
    keep_package,
)
from bihuan.features.measures.actions.policies import (
    PolicyDraft,
    confirm_policy,
    register_policy,
)
from bihuan.features.measures.actions.receipts import acknowledge_notice
from bihuan.features.measures.actions.signing import (
    PackageAnswer,
    act_on_package,
    sign_package,
)
from bihuan.features.measures.actions.tasks import act_on_task
from bihuan.features.measures.labels.articles import shipped_bases
from bihuan.features.measures.labels.names import FOUND_BY_RULE
from bihuan.features.measures.selectors.asks import MeasureAsk, asks_of
from bihuan.features.measures.selectors.faults import Fault, fact_in, faults
from bihuan.features.measures.selectors.footing import ended_by, losing
from bihuan.features.measures.selectors.law import Standing, standing_of
from bihuan.features.measures.selectors.listing import (
    codes_of,
    expiring,
    in_force_now,
    lapsing,
    measure_of,
    measures_in,
    measures_not_over,
    measures_then,
    renewed,
)
from bihuan.features.measures.selectors.notices import notice_of
from bihuan.features.measures.selectors.packages import (
    PackageFacts,
    measures_of_package,
    package_of,
    packages_in,
)
from bihuan.features.measures.selectors.people import special_among
from bihuan.features.measures.selectors.person_days import (
    Days,
    affected,
    restricted_days,
    restriction,
)
from bihuan.features.measures.selectors.receipts import delivered, delivery_of
from bihuan.features.measures.selectors.rules import catalogue, package_templates
from bihuan.features.measures.selectors.steps import transited
from bihuan.features.measures.selectors.tasks import (
    open_tasks,
    task_lines,
    tasks_due,
    tasks_of,
)
from bihuan.features.measures.selectors.then import Then, then_of
from bihuan.features.measures.selectors.zone_measures import IN_FORCE, measures_panel

__all__ = [
    "FOUND_BY_RULE",
    "IN_FORCE",
    "TOGETHER",
    "Assessment",
    "BasisWord",
    "Days",
    "Fault",
    "Kept",
    "MeasureAsk",
    "MeasureDraft",
    "MeasureFacts",
    "PackageAnswer",
    "PackageFacts",
    "PolicyDraft",
    "Standing",
    "TaskFacts",
    "Then",
    "acknowledge_notice",
    "act_on_measure",
    "act_on_package",
    "act_on_task",
    "affected",
    "amend_measure",
    "asks_of",
    "assess_necessity",
    "begin_package",
    "blocking",
    "catalogue",
    "checklist",
    "closed_to",
    "codes_of",
    "confirm_basis",
    "confirm_policy",
    "delivered",
    "delivery_of",
    "discard_package",
    "draft_measure",
    "ended_by",
    "expiring",
    "fact_in",
    "faults",
    "hands_in",
    "in_force",
    "in_force_now",
    "issue_package",
    "keep_package",
    "lapsing",
    "losing",
    "measure_of",
    "measures_in",
    "measures_not_over",
    "measures_of_package",
    "measures_panel",
    "measures_then",
    "notice_of",
    "open_tasks",
    "package_of",
    "package_templates",
    "packages_in",
    "register_policy",
    "renewed",
    "restricted_days",
    "restriction",
    "review_due_at",
    "shipped_bases",
    "sign_package",
    "special_among",
    "standing_of",
    "state_as_of",
    "task_lines",
    "tasks_due",
    "tasks_of",
    "then_of",
    "transited",
]
