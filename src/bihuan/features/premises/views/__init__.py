"""Pages of compounds and gates."""
