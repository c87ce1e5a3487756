"""The notices about an objection; texts are in templates/notifications."""

from applications.models import Application, Objection
from applications.policies.objections import ObjectionTerms
from enterprises.models import Member
from notifications.policies.notice import Notice
from programs.kinds.registry import kind_of


def filed(objection: Objection, terms: ObjectionTerms) -> list[Notice]:
    """Return the receipt of an objection to everyone who acts for the enterprise."""
    context = {
        **_of(objection.application),
        "due_on": objection.due_on.isoformat(),
        "days": terms.answer,
    }
    return [
        Notice("objection.filed", person, context, _page(objection.application))
        for person in _people(objection.application)
    ]


def reviewed(objection: Objection) -> list[Notice]:
    """Return the notice that the review is done and the authorised official answers."""
    context = {**_of(objection.application), "due_on": objection.due_on.isoformat()}
    return [
        Notice("objection.reviewed", person, context, _page(objection.application))
        for person in _people(objection.application)
    ]


def refused(objection: Objection, terms: ObjectionTerms) -> list[Notice]:
    """Return the notice of an answer that upholds the refusal, with the way to appeal."""
    context = {
        **_of(objection.application),
        "reason": objection.answer,
        "days": terms.appeal,
        "basis": terms.appeal_basis,
    }
    return [
        Notice("objection.refused", person, context, _page(objection.application))
        for person in _people(objection.application)
    ]


def waits_to_reopen(objection: Objection, other: str) -> list[Notice]:
    """Return the notice that the file reopens once application number `other` is closed."""
    context = {**_of(objection.application), "reason": objection.answer, "other": other}
    return [
        Notice("objection.waits", person, context, _page(objection.application))
        for person in _people(objection.application)
    ]


def _of(application: Application) -> dict[str, str]:
    return {
        "number": application.number,
        "scheme_id": application.scheme.name_id,
        "scheme_en": application.scheme.name_en,
        "request_word": kind_of(application.scheme.kind).request_word,
        "enterprise": application.enterprise.name,
    }


def _people(application: Application) -> list[int]:
    members = Member.objects.acting().filter(enterprise_id=application.enterprise_id)
    return list(members.order_by("user_id").values_list("user_id", flat=True))


def _page(application: Application) -> str:
    return f"/pengajuan/{application.pk}/"
