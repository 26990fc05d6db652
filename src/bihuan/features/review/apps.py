"""The feature as a Django app."""

from django.apps import AppConfig


class ReviewConfig(AppConfig):
    """Evening by evening: what is still open, and what is decided."""

    name = "bihuan.features.review"
    label = "review"
