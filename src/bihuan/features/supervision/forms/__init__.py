"""Forms of the loop: each act asks exactly what its guards read."""
