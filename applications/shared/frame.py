"""What every page of one application shows."""

from django.http import HttpRequest
from django.urls import reverse

from applications.models import Application
from applications.shared import labels


def frame(found: Application) -> dict[str, object]:
    """What every page of an application shows: whose it is, and whose turn."""
    closed = labels.closed_for([found])
    kind, label = labels.tag(found)
    return {
        "application": found,
        "scheme": found.scheme,
        "enterprise": found.enterprise,
        "box": labels.turn_box(found, closed),
        "tag_kind": kind,
        "tag_label": label,
    }


def forget_url(request: HttpRequest, found: Application) -> str:
    """The page whose answers have just arrived: the phone may forget its own copy of them."""
    saved = request.GET.get("tersimpan", "")
    if saved not in {question.group for question in found.edition.questions.all()}:
        return ""
    return reverse("application-questions", args=[found.pk, saved])
