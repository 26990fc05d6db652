"""Counters by metric, review day, grain and zone: a cache of the ledger."""
