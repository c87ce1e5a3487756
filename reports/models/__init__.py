"""Requested exports."""

from reports.models.export import ExportJob

__all__ = ["ExportJob"]
