"""What every page of one application shows."""

from django.http import HttpRequest
from django.urls import reverse

from applications.models import Application
from applications.selectors.clock import closed_days_until_due
from applications.shared import labels


def frame(application: Application) -> dict[str, object]:
    """Return what every page of an application shows: whose it is, and whose turn it is."""
    return {
        "application": application,
        "scheme": application.scheme,
        "enterprise": application.enterprise,
        "box": labels.turn_box(application, closed_days_until_due([application])),
    }


def forget_url(request: HttpRequest, application: Application) -> str:
    """Return the page whose answers have just been saved: the phone may delete its own copy."""
    saved = request.GET.get("tersimpan", "")
    if saved not in {question.group for question in application.edition.questions.all()}:
        return ""
    return reverse("application-questions", args=[application.pk, saved])
