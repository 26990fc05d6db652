"""The feature as a Django app."""

from django.apps import AppConfig


class SurveillanceConfig(AppConfig):
    """What is known about the epidemic, what is still coming in, where it may hide."""

    name = "bihuan.features.surveillance"
    label = "surveillance"
