"""URLs of the application endpoints."""

from django.urls import path

from applications.api.applications import ApplicationDetailView, ApplicationsView, TransitionsView
from applications.api.clients import ClientsView
from applications.api.documents import DocumentOriginalView, DocumentsView, DocumentView
from applications.api.objections import ObjectionsView
from applications.api.outside import OutsideReportsView
from applications.api.queue import QueueView
from common.web.primary_keys import ROW

_ONE = f"applications/<{ROW}:application_id>/"

urlpatterns = [
    path("clients/", ClientsView.as_view(), name="api-clients"),
    path("queue/", QueueView.as_view(), name="api-queue"),
    path("applications/", ApplicationsView.as_view(), name="api-applications"),
    path(_ONE, ApplicationDetailView.as_view(), name="api-application"),
    path(f"{_ONE}transitions/", TransitionsView.as_view(), name="api-transitions"),
    path(f"{_ONE}objections/", ObjectionsView.as_view(), name="api-objections"),
    path(f"{_ONE}outside/", OutsideReportsView.as_view(), name="api-outside"),
    path(f"{_ONE}documents/", DocumentsView.as_view(), name="api-documents"),
    path(
        f"{_ONE}documents/<{ROW}:document_id>/",
        DocumentView.as_view(),
        name="api-document",
    ),
    path(
        f"{_ONE}documents/<{ROW}:document_id>/original/",
        DocumentOriginalView.as_view(),
        name="api-document-original",
    ),
]
