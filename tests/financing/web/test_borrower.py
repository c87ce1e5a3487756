"""Particulars for SIKP: only for its schemes, stored with consent, deleted without it."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from accounts.enums import ConsentPurpose
from accounts.services.consent import record_consent, withdraw_consent
from financing.models import Borrower
from financing.tasks import forget_withdrawn_particulars
from programs.models import Scheme
from tests.factories.accounts import UserFactory, has_consented
from tests.factories.programs import Cast, cast_of, make_application
from tests.shown import send_as_shown

GOOD = {
    "full_name": "Siti Aminah",
    "born_on": "1990-03-05",
    "sex": "female",
    "marital": "married",
    "education": "senior",
    "occupation": "self-employed",
    "home_address": "Jalan Kenanga 3, RT 2/RW 5",
    "postcode": "60111",
    "consent": "on",
}


def page_of(people: Cast, scheme: str = "kur-mikro") -> str:
    return f"/pengajuan/{make_application(people, scheme=scheme).pk}/data-sikp/"


def test_particulars_are_stored_encrypted_with_the_consent(people: Cast, owner: Client) -> None:
    address = page_of(people)
    assert owner.post(address, GOOD).status_code == 302
    borrower = Borrower.objects.get(enterprise=people.enterprise)
    assert (borrower.full_name, borrower.born_on, borrower.postcode) == (
        "Siti Aminah",
        "1990-03-05",
        "60111",
    )
    assert borrower.consent.text.purpose == ConsentPurpose.SIKP
    assert has_consented(people.owner, ConsentPurpose.SIKP)
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(b)::text FROM financing_borrower b")
        stored = cursor.fetchone()[0]
    assert "Siti" not in stored
    assert "1990-03-05" not in stored
    page = owner.get(address).content.decode()
    assert 'value="1990-03-05"' in page
    assert "Kenanga" in page


@pytest.mark.sampled
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("full_name", ""),
        ("full_name", "a" * 251),
        ("full_name", "Siti\ufffd"),
        ("born_on", ""),
        ("born_on", "31/02/1990"),
        ("born_on", "2999-01-01"),
        ("born_on", "1700-01-01"),
        ("home_address", "x" * 256),
        ("postcode", "6011"),
        ("postcode", "6011a"),
        ("postcode", "٦٠١١١"),
        ("sex", "business"),
        ("sex", "unknown"),
        ("marital", ""),
        ("education", "9" * 500),
        ("consent", ""),
    ],
)
def test_a_wrong_field_is_an_error_and_nothing_is_stored(
    people: Cast, owner: Client, field: str, value: str
) -> None:
    response = owner.post(page_of(people), {**GOOD, field: value})
    assert response.status_code == 400
    assert response.context["form"].errors[field]
    assert not Borrower.objects.exists()
    assert not has_consented(people.owner, ConsentPurpose.SIKP)


@pytest.mark.django_db
def test_a_legal_entity_may_say_so(client: Client) -> None:
    people = cast_of(legal_form="cv")
    client.force_login(people.owner)
    values = {**GOOD, "sex": "business", "marital": "business"}
    assert client.post(page_of(people), values).status_code == 302


def test_other_schemes_have_no_such_page(people: Cast, owner: Client) -> None:
    Scheme.objects.update(uses_sikp=False)
    other = make_application(people)
    assert owner.get(f"/pengajuan/{other.pk}/data-sikp/").status_code == 404


def test_an_owner_may_delete_them_at_any_time(people: Cast, owner: Client) -> None:
    address = page_of(people)
    owner.post(address, GOOD)
    assert owner.post(address, {"forget": "1"}).status_code == 302
    assert not Borrower.objects.exists()
    assert owner.post(address, {"forget": "1"}).status_code == 302


def test_a_withdrawn_consent_deletes_and_a_later_one_does_not_restore(
    people: Cast, owner: Client
) -> None:
    owner.post(page_of(people), GOOD)
    assert forget_withdrawn_particulars() == 0
    answer: Any = {"purpose": ConsentPurpose.SIKP, "channel": "web", "language": "id"}
    withdraw_consent(UserFactory(), **answer)
    assert forget_withdrawn_particulars() == 0
    withdraw_consent(people.owner, **answer)
    record_consent(people.owner, **answer)
    assert forget_withdrawn_particulars() == 1
    assert not Borrower.objects.exists()


def test_a_change_updates_the_one_row_and_the_database_refuses_a_bad_postcode(
    people: Cast, owner: Client
) -> None:
    address = page_of(people)
    owner.post(address, GOOD)
    send_as_shown(owner, address, {**GOOD, "postcode": "65111"})
    borrower = Borrower.objects.get()
    assert borrower.postcode == "65111"
    with pytest.raises(IntegrityError, match="borrower_postcode"), transaction.atomic():
        Borrower.objects.filter(pk=borrower.pk).update(postcode="abc")


def test_the_page_of_the_application_shows_whether_they_are_given(
    people: Cast, owner: Client
) -> None:
    sent = make_application(people, state="submitted")
    assert "Belum diisi." in owner.get(f"/pengajuan/{sent.pk}/").content.decode()
    owner.post(f"/pengajuan/{sent.pk}/data-sikp/", GOOD)
    assert "Sudah diisi." in owner.get(f"/pengajuan/{sent.pk}/").content.decode()
