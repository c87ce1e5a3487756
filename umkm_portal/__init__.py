"""Composition root: settings, addresses, Celery. No business meaning; nobody imports it."""

from umkm_portal.celery import app as celery_app

__all__ = ["celery_app"]
