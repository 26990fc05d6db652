"""State rows of the loop, and what people keep for themselves."""

from bihuan.features.supervision.models.finding import Finding
from bihuan.features.supervision.models.ledger_view import LedgerView
from bihuan.features.supervision.models.record import Evidence, LoopRecord, OrderItem

__all__ = ["Evidence", "Finding", "LedgerView", "LoopRecord", "OrderItem"]
