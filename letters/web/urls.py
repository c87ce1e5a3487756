"""Public addresses at which letters are checked."""

from django.urls import path

from letters.web import verification

urlpatterns = [
    path("verifikasi/", verification.ask, name="verification"),
    path("verifikasi/<str:code>/", verification.by_code, name="verification-code"),
]
