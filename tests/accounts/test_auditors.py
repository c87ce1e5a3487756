"""An auditor: at the inspectorate, for a time, and never at work in an office on the same day."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.enums import AgencyKind, Role
from accounts.models import Agency, Posting, User
from accounts.selectors.scope import bounds_of, is_auditor, is_official
from tests.clients import as_superuser
from tests.factories.accounts import OfficialFactory, UserFactory, inspectorate_of
from tests.factories.second_factor import prove_again

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)


@pytest.fixture
def administrator(client: Client) -> Client:
    return prove_again(as_superuser(client))


def audit(user: User, **days: date | None) -> Posting:
    return Posting.objects.create(
        user=user, agency=inspectorate_of(None), role=Role.AUDITOR,
        **{"valid_from": FIRST, "valid_to": LAST, **days},
    )  # fmt: skip


def test_an_audit_has_an_end() -> None:
    with pytest.raises(IntegrityError, match="posting_of_auditor_ends"), transaction.atomic():
        audit(UserFactory(), valid_to=None)
    assert audit(UserFactory()).valid_to == LAST


def test_nobody_audits_and_works_on_the_same_day() -> None:
    person = UserFactory()
    audit(person)
    office = Agency.objects.get(code="dinkop-jatim")
    work = {"user": person, "agency": office, "role": Role.VERIFIER}
    for begins, ends in ((LAST, None), (date(2020, 1, 1), FIRST)):
        with pytest.raises(IntegrityError, match="independent"), transaction.atomic():
            Posting.objects.create(**work, valid_from=begins, valid_to=ends)
    Posting.objects.create(**work, valid_from=date(2027, 1, 1), valid_to=None)
    Posting.objects.create(**work, valid_from=date(2020, 1, 1), valid_to=date(2025, 12, 31))


def test_the_forms_say_why(administrator: Client) -> None:
    person = UserFactory()
    form: dict[str, Any] = {
        "user": person.email, "agency": inspectorate_of(None).pk, "role": Role.AUDITOR,
        "valid_from": "2026-01-01",
    }  # fmt: skip
    answer = administrator.post("/admin/accounts/posting/add/", form)
    assert "Tugas auditor berakhir pada hari tertentu" in answer.content.decode()
    assert (
        administrator.post(
            "/admin/accounts/posting/add/", {**form, "valid_to": "2026-12-31"}
        ).status_code
        == 302
    )
    office = Agency.objects.get(code="dinkop-jatim")
    work = {**form, "agency": office.pk, "role": Role.VERIFIER}
    answer = administrator.post("/admin/accounts/posting/add/", work)
    assert "Seorang auditor tidak boleh memegang peran lain" in answer.content.decode()
    page = f"/admin/accounts/user/{person.pk}/change/"
    rows = {
        "name": person.name, "language": "id", "postings-TOTAL_FORMS": "2",
        "postings-INITIAL_FORMS": "1", "postings-0-id": person.postings.get().pk,
        "postings-0-user": person.pk, "postings-0-agency": form["agency"],
        "postings-0-role": Role.AUDITOR, "postings-0-valid_from": "2026-01-01",
        "postings-0-valid_to": "2026-12-31", "postings-1-agency": office.pk,
        "postings-1-role": Role.VERIFIER, "postings-1-valid_from": "2026-06-01",
    }  # fmt: skip
    answer = administrator.post(page, rows)
    assert answer.status_code == 200
    assert "Seorang auditor tidak boleh memegang peran lain" in answer.content.decode()
    assert person.postings.count() == 1


def test_only_the_inspectorate_has_no_field(administrator: Client) -> None:
    office = Agency.objects.get(code="dinkop-jatim")
    for kind, field in ((AgencyKind.OFFICE, ""), (AgencyKind.INSPECTORATE, "health")):
        with pytest.raises(IntegrityError, match="agency_field"), transaction.atomic():
            Agency.objects.create(code="uji", name="Uji", kind=kind, field=field)
        form = {"name": "Uji", "kind": kind, "field": field, "regency": ""}
        answer = administrator.post("/admin/accounts/agency/add/", form)
        assert "Isi urusan dinas ini" in answer.content.decode()
    assert office.field == "cooperatives_sme"
    assert Agency.objects.get(code="inspektorat-jatim").kind == AgencyKind.INSPECTORATE


def test_an_auditor_reads_every_field_of_the_region() -> None:
    auditor = OfficialFactory(role=Role.AUDITOR, regency="35.15")
    assert bounds_of(auditor, {Role.AUDITOR}) == [(None, "35.15")]
    assert is_auditor(auditor)
    assert is_official(auditor)
    assert not is_auditor(OfficialFactory(role=Role.ADMIN))
