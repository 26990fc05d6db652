"""Measures (防控措施): lawful, the smallest that serves, and over at their end by themselves."""
