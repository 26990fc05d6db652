"""The executor: the one pen. Command → pure decision → entry, rows and counters in one commit."""

from bihuan.platform.commands.command import Command, Outcome, Registrar, Written
from bihuan.platform.commands.executor import execute, execute_all, together

__all__ = ["Command", "Outcome", "Registrar", "Written", "execute", "execute_all", "together"]
