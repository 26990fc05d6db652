"""The rules of the city's work, as values and functions; standard library only."""
