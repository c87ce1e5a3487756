"""Addresses of the reports API."""

from django.urls import path

from reports.api.views import ExportFileView, ExportView, ReportView

urlpatterns = [
    path("exports/<int:job_id>/", ExportView.as_view(), name="api-export"),
    path("exports/<int:job_id>/file/", ExportFileView.as_view(), name="api-export-file"),
    path("reports/<slug:name>/", ReportView.as_view(), name="api-report"),
]
