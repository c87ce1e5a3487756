"""Addresses of the public checks; the contract has them beside the permits."""

from django.urls import path

from letters.api.verification import VerifyCodeView, VerifyFileView

urlpatterns = [
    path("permits/verify/", VerifyFileView.as_view(), name="api-permits-verify-file"),
    path("permits/verify/<str:code>/", VerifyCodeView.as_view(), name="api-permits-verify"),
]
