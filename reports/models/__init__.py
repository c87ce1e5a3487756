"""Exports that somebody asked for."""

from reports.models.export import ExportJob

__all__ = ["ExportJob"]
