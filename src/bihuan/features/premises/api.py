"""The front door of premises."""

from bihuan.domain.premises.names import building_en
from bihuan.features.premises.actions.change_compound import (
    Measured,
    draw_compound,
    set_gate,
    sign_check,
)
from bihuan.features.premises.actions.seals import (
    SealDraft,
    clear_seal,
    drop_seal,
    link_seal,
    report_all_sealed,
    report_sealed,
)
from bihuan.features.premises.selectors.bare import BareCompound, bare_in
from bihuan.features.premises.selectors.compounds import (
    CompoundView,
    closed_compounds,
    compound_of,
    compounds_by_id,
    compounds_in,
    next_lapse,
    open_seal_of,
    open_seals_of,
)
from bihuan.features.premises.selectors.earlier import Earlier, ground_at
from bihuan.features.premises.selectors.entrances import Entrances, entrances_in
from bihuan.features.premises.selectors.panel import GATES, gates_panel, without_gates
from bihuan.features.premises.selectors.readiness import Readiness, readiness, readiness_of
from bihuan.features.premises.selectors.times import Gap, failing_times, seal_times, seals_in
from bihuan.features.premises.selectors.waiting import Wait, expected_wait

__all__ = [
    "GATES",
    "BareCompound",
    "CompoundView",
    "Earlier",
    "Entrances",
    "Gap",
    "Measured",
    "Readiness",
    "SealDraft",
    "Wait",
    "bare_in",
    "building_en",
    "clear_seal",
    "closed_compounds",
    "compound_of",
    "compounds_by_id",
    "compounds_in",
    "draw_compound",
    "drop_seal",
    "entrances_in",
    "expected_wait",
    "failing_times",
    "gates_panel",
    "ground_at",
    "link_seal",
    "next_lapse",
    "open_seal_of",
    "open_seals_of",
    "readiness",
    "readiness_of",
    "report_all_sealed",
    "report_sealed",
    "seal_times",
    "seals_in",
    "set_gate",
    "sign_check",
    "without_gates",
]
