"""File formats that rows are handed out in."""

from django.db.models import TextChoices


class ExportFormat(TextChoices):
    """Formats of a table that a person downloads."""

    CSV = "csv", "CSV"
    XLSX = "xlsx", "Excel (XLSX)"
