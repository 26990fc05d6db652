"""Reads of compounds and gates."""
