"""URLs of the enterprise endpoints."""

from django.urls import path

from common.web.primary_keys import ROW
from enterprises.api.capacity import CapacityView
from enterprises.api.claims import ClaimDetailView, ClaimsView
from enterprises.api.helper_access import (
    HelperRequestsView,
    HelperRequestView,
    HelpersView,
    HelperView,
)
from enterprises.api.helper_consent import (
    HelperConsentCodesView,
    HelperConsentFormView,
    HelperConsentView,
)
from enterprises.api.products import ProductsView, ProductView
from enterprises.api.views import ClassificationView, EnterpriseDetailView, EnterprisesView

_ONE = f"enterprises/<{ROW}:enterprise_id>/"

urlpatterns = [
    path("enterprises/", EnterprisesView.as_view(), name="api-enterprises"),
    path(
        f"enterprises/<{ROW}:enterprise_id>/", EnterpriseDetailView.as_view(), name="api-enterprise"
    ),
    path(f"{_ONE}helpers/", HelpersView.as_view(), name="api-helpers"),
    path(f"{_ONE}helpers/<{ROW}:member_id>/", HelperView.as_view(), name="api-helper"),
    path(f"{_ONE}helper-requests/", HelperRequestsView.as_view(), name="api-helper-requests"),
    path(
        f"{_ONE}helper-requests/<{ROW}:claim_id>/",
        HelperRequestView.as_view(),
        name="api-helper-request",
    ),
    path(f"{_ONE}helper-consent/", HelperConsentView.as_view(), name="api-helper-consent"),
    path(
        f"{_ONE}helper-consent/codes/",
        HelperConsentCodesView.as_view(),
        name="api-helper-consent-codes",
    ),
    path(
        f"{_ONE}helper-consent/form/",
        HelperConsentFormView.as_view(),
        name="api-helper-consent-form",
    ),
    path(f"{_ONE}products/", ProductsView.as_view(), name="api-products"),
    path(f"{_ONE}products/<uuid:product_uid>/", ProductView.as_view(), name="api-product"),
    path(f"{_ONE}capacity/", CapacityView.as_view(), name="api-capacity"),
    path("claims/", ClaimsView.as_view(), name="api-claims"),
    path(f"claims/<{ROW}:claim_id>/", ClaimDetailView.as_view(), name="api-claim"),
    path("tools/classification/", ClassificationView.as_view(), name="api-classification"),
]
