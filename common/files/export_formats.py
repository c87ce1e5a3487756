"""File formats in which tables are exported."""

from django.db.models import TextChoices


class ExportFormat(TextChoices):
    """Formats of a table that a person downloads."""

    CSV = "csv", "CSV"
    XLSX = "xlsx", "Excel (XLSX)"

    @property
    def content_type(self) -> str:
        """The Content-Type of a file of this format."""
        if self == ExportFormat.CSV:
            return "text/csv; charset=utf-8"
        return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
