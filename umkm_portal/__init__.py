"""Composition root: settings, URLs, Celery. No business logic; no app imports it."""

from umkm_portal.celery import app as celery_app

__all__ = ["celery_app"]
