"""The sheet of a document that the applicant prints, completes by hand and signs."""

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import override

from applications.models import Application
from enterprises.selectors.posts import head_of
from programs.messages.answers import answer_text
from programs.models import Requirement
from programs.policies.placeholders import SHEET_FIELDS, fields_of, filled

# What the portal does not know, or must not print, is written by hand.
BLANK: Final = "………………………………"


def sheet_text(application: Application, requirement: Requirement) -> str:
    """Return the text filled with what the portal knows, and lines for the rest.

    In Indonesian whatever the reader's language, since an office reads it. It never holds a NIK.
    """
    with override("id"):
        values = {**_answers(application), **_base(application)}
        known = {name: values.get(name) or BLANK for name in fields_of(requirement.template)}
    return filled(requirement.template, known)


def _answers(application: Application) -> dict[str, str]:
    return {
        question.code: answer_text(question, application.answers.get(question.code))
        for question in application.edition.questions.all()
        if question.code not in SHEET_FIELDS
    }


def _base(application: Application) -> dict[str, str]:
    enterprise = application.enterprise
    head = head_of(enterprise)
    return {
        "number": application.number,
        "enterprise": enterprise.name,
        "nib": enterprise.nib or _("belum ada"),
        "address": " ".join(enterprise.address.split()),
        "regency": str(enterprise.regency),
        "scheme": application.scheme.name,
        "person": head.user.name if head and head.user else "",
    }
