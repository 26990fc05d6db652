"""Drawings kept under the fingerprint of what they show."""

from django.db import models


class Drawing(models.Model):
    """One SVG; derived from a chart's values, hence no part of the record."""

    id = models.CharField(primary_key=True, max_length=64)
    svg = models.TextField()

    class Meta:
        app_label = "platform"
        db_table = "chart_drawing"
