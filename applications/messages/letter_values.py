"""The values of a letter's placeholders for one application, in both languages."""

from django.utils import translation

from applications.models import Application
from applications.selectors.assessments import assessment_of
from letters.enums import BaseField
from programs.messages.answers import counted_answer


def values_of(application: Application, reason: str) -> dict[str, dict[str, str]]:
    """Return the values by language, except those known only on the day of signing."""
    values = {}
    for language in ("id", "en"):
        with translation.override(language):
            values[language] = _values(application, reason)
    return values


def given_in(application: Application) -> frozenset[str]:
    """Return the codes of what was answered, except a no; lines of a letter may depend on them."""
    answers = assessment_of(application).answers
    given = {code for code, value in answers.items() if value not in (None, "", [], False)}
    lacking = set() if application.enterprise.nib else {str(BaseField.NIB)}
    return frozenset(given | (set(BaseField.values) - lacking))


def _values(application: Application, reason: str) -> dict[str, str]:
    enterprise, kind = application.enterprise, application.scheme.kind
    answers = assessment_of(application).answers
    said = {
        question.code: counted_answer(kind, question, answers.get(question.code)) or "–"
        for question in application.edition.questions.all()
    }
    return {
        **said,
        BaseField.NUMBER: application.number,
        BaseField.ENTERPRISE: enterprise.name,
        BaseField.NIB: enterprise.nib or "–",
        BaseField.ADDRESS: enterprise.address,
        BaseField.REGENCY: str(application.regency),
        BaseField.SCHEME: application.scheme.name,
        BaseField.REASON: reason,
    }
