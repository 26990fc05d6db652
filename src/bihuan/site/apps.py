"""The site as a Django app: base templates, static files, translations."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Assembles the product."""

    name = "bihuan.site"
    label = "site"
