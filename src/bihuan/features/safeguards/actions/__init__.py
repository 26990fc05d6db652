"""Commands of safeguards."""
