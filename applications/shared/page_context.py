"""The template context shared by all pages of one application."""

from django.http import HttpRequest
from django.urls import reverse

from applications.messages.authority import authority_text
from applications.models import Application
from applications.selectors.clock import closed_days_until_due
from applications.shared.turn_box import turn_box


def page_context(application: Application) -> dict[str, object]:
    """Return the context shared by all pages of an application, including whose turn it is."""
    return {
        "application": application,
        "scheme": application.scheme,
        "enterprise": application.enterprise,
        "authority": authority_text(application),
        "box": turn_box(application, closed_days_until_due([application])),
    }


def forget_url(request: HttpRequest, application: Application) -> str:
    """Return the URL of the page of questions just saved, whose local copy the phone may delete."""
    saved = request.GET.get("tersimpan", "")
    if saved not in {question.group for question in application.edition.questions.all()}:
        return ""
    return reverse("application-questions", args=[application.pk, saved])
