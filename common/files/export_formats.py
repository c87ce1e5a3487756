"""File formats in which tables are exported."""

from django.db.models import TextChoices


class ExportFormat(TextChoices):
    """Formats of a table that a person downloads."""

    CSV = "csv", "CSV"
    XLSX = "xlsx", "Excel (XLSX)"
