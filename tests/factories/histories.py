"""Generated histories of the whole product, each rolled back before the next one begins."""

from django.db import transaction
from hypothesis.stateful import RuleBasedStateMachine


class RolledBack(RuleBasedStateMachine):
    """A state machine whose history leaves nothing behind in the database."""

    def __init__(self):
        super().__init__()
        self.history = transaction.atomic()
        self.history.__enter__()

    def teardown(self):
        transaction.set_rollback(True)
        self.history.__exit__(None, None, None)
