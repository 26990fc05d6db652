"""Safeguards: appeals against measures (申诉)."""
