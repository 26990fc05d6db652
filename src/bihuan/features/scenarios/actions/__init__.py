"""What can be done with runs: ask, stop, carry on."""

from bihuan.features.scenarios.actions.approve import approve_fit
from bihuan.features.scenarios.actions.ask import ask_fit, ask_run
from bihuan.features.scenarios.actions.end import cancel_run

__all__ = ["approve_fit", "ask_fit", "ask_run", "cancel_run"]
