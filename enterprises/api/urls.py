"""URLs of the enterprise endpoints."""

from django.urls import path

from common.api.converters import ROW
from enterprises.api.claims import ClaimDetailView, ClaimsView
from enterprises.api.views import ClassificationView, EnterpriseDetailView, EnterprisesView

urlpatterns = [
    path("enterprises/", EnterprisesView.as_view(), name="api-enterprises"),
    path(
        f"enterprises/<{ROW}:enterprise_id>/", EnterpriseDetailView.as_view(), name="api-enterprise"
    ),
    path("claims/", ClaimsView.as_view(), name="api-claims"),
    path(f"claims/<{ROW}:claim_id>/", ClaimDetailView.as_view(), name="api-claim"),
    path("tools/classification/", ClassificationView.as_view(), name="api-classification"),
]
