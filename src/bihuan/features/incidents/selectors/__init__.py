"""Reads of incidents and of the working-day calendar."""
