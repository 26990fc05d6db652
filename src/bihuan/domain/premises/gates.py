"""States of a gate (门). "Sealed" is none of them: it is a finding."""

from enum import StrEnum


class GateState(StrEnum):
    """How a gate stands; each lets people out or rescuers in."""

    OPEN = "open"
    STAFFED = "staffed"
    EGRESS_ONLY = "egress_only"
    EMERGENCY_VEHICLE_ONLY = "emergency_vehicle_only"


LETS_OUT = frozenset({GateState.OPEN, GateState.STAFFED, GateState.EGRESS_ONLY})
"""States in which a resident gets out at once, without anybody's leave."""
FREEDOM = (
    GateState.EMERGENCY_VEHICLE_ONLY, GateState.EGRESS_ONLY, GateState.STAFFED, GateState.OPEN,
)  # fmt: skip
"""From what holds most people back to what holds nobody; a step down is checked anew."""
SEALED = "sealed"
"""The word somebody may report; choosing it opens an S1 finding instead of setting a state."""
LETS_IN = frozenset({GateState.OPEN, GateState.STAFFED})
"""States in which whoever comes may pass, at once or through the staffed entrance."""
