"""A request for correction: what may be asked for, why, and what is kept of that moment."""

from typing import Any

import pytest

from applications.models import Application
from applications.selectors.changes import changes_since_request
from applications.services.attachments import attach
from applications.services.drafts import save_answers
from applications.services.transitions import perform
from common.errors import InvalidInput
from enterprises.models import Enterprise
from tests.factories.programs import Cast, cast_of, make_application, make_document

pytestmark = pytest.mark.django_db
REASON = "Alamat dan foto belum sesuai."
UNREADABLE: list[Any] = [
    [],
    "incorrect",
    {"documents.ktp": "wrong"},
    {"documents.ktp": None},
    {"documents.ktp": ["incorrect"]},
    {"documents.kk": "incorrect"},
]


def ask(cast: Cast, application: Application, **data: Any) -> dict[str, Any]:
    perform(cast.verifier, application.pk, "request_revision", reason=REASON, data=data)
    return dict(application.events.latest("id").data)


def answer(cast: Cast, application: Application) -> list[str]:
    perform(cast.owner, application.pk, "submit", data={"declaration": True})
    return list(application.events.latest("id").data["changed"])


def test_a_request_keeps_fields_reasons_and_what_was_said() -> None:
    cast = cast_of(address="Jalan Melati 1", annual_sales=240_000_000)
    application = make_application(cast, stage="verification")
    stored = ask(
        cast,
        application,
        fields=["enterprise.address", "documents.ktp", "enterprise.annual_sales"],
        field_reasons={"documents.ktp": "incomplete", "enterprise.address": "outdated"},
    )
    assert stored == {
        "fields": ["enterprise.address", "documents.ktp", "enterprise.annual_sales"],
        "field_reasons": {"enterprise.address": "outdated", "documents.ktp": "incomplete"},
        "answers": application.answers,
        "enterprise": {"address": "Jalan Melati 1", "annual_sales": 240_000_000},
    }


def test_of_a_tax_number_only_the_last_digits_are_kept() -> None:
    cast = cast_of()
    application = make_application(cast, stage="verification")
    stored = ask(cast, application, fields=["enterprise.npwp"])
    npwp = cast.enterprise.npwp
    assert stored["enterprise"] == {"npwp": "•" * (len(npwp) - 4) + npwp[-4:]}


@pytest.mark.sampled
@pytest.mark.parametrize(
    ("data", "code", "field"),
    [
        ({"fields": "answers.purpose"}, "bad_fields", "data.fields"),
        ({"fields": [1]}, "bad_fields", "data.fields"),
        ({"fields": ["answers.\x00"]}, "bad_fields", "data.fields"),
        ({"fields": ["enterprise.nik"]}, "unknown_field", "data.fields"),
        ({"fields": ["enterprise.nib"]}, "unknown_field", "data.fields"),
        ({"fields": ["enterprise.phone"]}, "unknown_field", "data.fields"),
        *(
            (
                {"fields": ["documents.ktp"], "field_reasons": reasons},
                "bad_field_reasons",
                "data.field_reasons",
            )
            for reasons in UNREADABLE
        ),
    ],
)
def test_a_request_that_cannot_be_read_changes_nothing(
    data: dict[str, Any], code: str, field: str
) -> None:
    cast = cast_of()
    application = make_application(cast, stage="verification")
    events = application.events.count()
    with pytest.raises(InvalidInput) as refusal:
        ask(cast, application, **data)
    assert [(error.code, error.field) for error in refusal.value.errors] == [(code, field)]
    application.refresh_from_db()
    assert (application.state, application.events.count()) == ("in_review", events)


def test_a_field_asked_twice_is_asked_once() -> None:
    cast = cast_of()
    application = make_application(cast, stage="verification")
    stored = ask(cast, application, fields=["documents.ktp", "documents.ktp"])
    assert stored["fields"] == ["documents.ktp"]


def test_a_resubmission_names_answers_documents_and_particulars_that_changed() -> None:
    cast = cast_of(address="Jalan Melati 1")
    application = make_application(cast, stage="verification")
    ask(
        cast,
        application,
        fields=["answers.purpose", "documents.ktp", "enterprise.address", "enterprise.sector"],
    )
    save_answers(cast.owner, application.pk, {"purpose": "investment"})
    attach(
        cast.owner,
        application.pk,
        requirement="ktp",
        version=make_document(cast.owner, cast.enterprise, "ktp"),
    )
    Enterprise.objects.filter(pk=cast.enterprise.pk).update(address="Jalan Mawar 2", workers=9)
    changed = answer(cast, application)
    assert changed == ["answers.purpose", "documents.ktp", "enterprise.address"]


def test_a_resubmission_without_a_change_says_so() -> None:
    cast = cast_of()
    application = make_application(cast, stage="verification")
    ask(cast, application, fields=["enterprise.address", "documents.ktp"])
    assert answer(cast, application) == []


def test_a_file_put_back_is_no_change() -> None:
    cast = cast_of()
    application = make_application(cast, stage="verification")
    ask(cast, application, fields=["documents.ktp"])
    first = application.attachments.get(requirement="ktp").version
    other = make_document(cast.owner, cast.enterprise, "ktp")
    for version in (other, first):
        attach(cast.owner, application.pk, requirement="ktp", version=version)
    application.refresh_from_db()
    assert changes_since_request(application, list(application.events.order_by("id"))) == []
