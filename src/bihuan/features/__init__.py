"""What users do: one Django app per bounded subject."""
