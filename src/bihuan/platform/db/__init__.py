"""Dialects, fields, the values that describe rows, the row writer and the guard around it."""
