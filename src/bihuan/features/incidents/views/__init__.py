"""The incident of a request, and the switcher."""
