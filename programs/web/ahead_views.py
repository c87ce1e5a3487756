"""Public addresses whose service does not run yet: they say what it will be, instead of 404."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import override
from django.views.decorators.http import require_safe


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """Say what the export catalogue will be."""
    return render(request, "program/katalog.html")


@require_safe
def catalogue_in_english(request: HttpRequest) -> HttpResponse:
    """Say it to foreign buyers, in English whatever the browser asks for."""
    with override("en"):
        return render(request, "program/katalog.html")
