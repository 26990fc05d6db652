"""The ledger (存证链): the only history. Append, read, verify, daily roots."""
