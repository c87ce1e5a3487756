"""Exports asked for, and files for SIKP that were taken out."""

from reports.models.export import ExportJob
from reports.models.sikp import SikpExport, SikpExportLine

__all__ = ["ExportJob", "SikpExport", "SikpExportLine"]
