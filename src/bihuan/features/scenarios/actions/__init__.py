"""What can be done with runs: ask, stop, carry on."""

from bihuan.features.scenarios.actions.ask import ask_run
from bihuan.features.scenarios.actions.end import cancel_run

__all__ = ["ask_run", "cancel_run"]
