"""The front door of measures."""

from bihuan.domain.measures.decide import blocking, checklist
from bihuan.domain.measures.facts import MeasureFacts
from bihuan.domain.measures.reading import in_force, review_due_at, state_as_of
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
from bihuan.features.measures.selectors.listing import (
    codes_of,
    expiring,
    in_force_now,
    lapsing,
    measure_of,
    measures_in,
    renewed,
)
from bihuan.features.measures.selectors.notices import notice_of
from bihuan.features.measures.selectors.person_days import affected, restricted_days
from bihuan.features.measures.selectors.rules import catalogue, shipped_bases
from bihuan.features.measures.selectors.zone_measures import IN_FORCE, measures_panel

__all__ = [
    "IN_FORCE",
    "Assessment",
    "BasisWord",
    "MeasureDraft",
    "MeasureFacts",
    "act_on_measure",
    "affected",
    "amend_measure",
    "assess_necessity",
    "blocking",
    "catalogue",
    "checklist",
    "codes_of",
    "confirm_basis",
    "draft_measure",
    "expiring",
    "in_force",
    "in_force_now",
    "lapsing",
    "measure_of",
    "measures_in",
    "measures_panel",
    "notice_of",
    "renewed",
    "restricted_days",
    "review_due_at",
    "shipped_bases",
    "state_as_of",
]
