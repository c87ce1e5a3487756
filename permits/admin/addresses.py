"""Addresses of the back-office pages of permits and of the files that they result from."""

from django.urls import reverse


def permit_address(permit_id: int) -> str:
    """Return the address of the page of one permit."""
    return reverse("admin:permits_permit", args=[permit_id])


def file_address(application_id: int) -> str:
    """Return the address of the page of one file."""
    return reverse("admin:applications_application_change", args=[application_id])
