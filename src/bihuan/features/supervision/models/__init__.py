"""State rows of the loop."""

from bihuan.features.supervision.models.finding import Finding
from bihuan.features.supervision.models.record import Evidence, LoopRecord, OrderItem

__all__ = ["Evidence", "Finding", "LoopRecord", "OrderItem"]
