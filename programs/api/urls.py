"""Addresses of the programme endpoints."""

from django.urls import path

from common.api.converters import ROW
from programs.api.applications import ApplicationDetailView, ApplicationsView, TransitionsView
from programs.api.documents import DocumentsView, DocumentView
from programs.api.queue import QueueView
from programs.api.schemes import EligibilityView, InstalmentsView, SchemesView

urlpatterns = [
    path("schemes/", SchemesView.as_view(), name="api-schemes"),
    path("eligibility/", EligibilityView.as_view(), name="api-eligibility"),
    path("tools/instalments/", InstalmentsView.as_view(), name="api-instalments"),
    path("queue/", QueueView.as_view(), name="api-queue"),
    path("applications/", ApplicationsView.as_view(), name="api-applications"),
    path(
        f"applications/<{ROW}:application_id>/",
        ApplicationDetailView.as_view(),
        name="api-application",
    ),
    path(
        f"applications/<{ROW}:application_id>/transitions/",
        TransitionsView.as_view(),
        name="api-transitions",
    ),
    path(
        f"applications/<{ROW}:application_id>/documents/",
        DocumentsView.as_view(),
        name="api-documents",
    ),
    path(
        f"applications/<{ROW}:application_id>/documents/<{ROW}:document_id>/",
        DocumentView.as_view(),
        name="api-document",
    ),
]
