"""Tables of scenarios."""

from bihuan.features.scenarios.models.run import RunAnswer, RunReplicate, ScenarioRun

__all__ = ["RunAnswer", "RunReplicate", "ScenarioRun"]
