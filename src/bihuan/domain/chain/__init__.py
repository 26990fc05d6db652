"""The hash chain of the ledger (存证链): canonical form, links and daily roots."""
