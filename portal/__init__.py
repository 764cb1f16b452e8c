"""The roof and the cellar of the house: settings, first pages, the shared tools."""

from portal.celery import app as celery_app

__all__ = ["celery_app"]
