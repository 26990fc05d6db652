"""The city twin: compare lawful plans with their costs on a synthetic city. It never recommends."""
