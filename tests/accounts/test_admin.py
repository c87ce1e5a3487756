"""People, agencies and consents in the admin."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.admin import site
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.enums import ConsentPurpose, Role
from accounts.models import Agency, Consent, ConsentText, Posting, User
from accounts.services.consent import record_consent
from tests.factories.accounts import OfficialFactory, UserFactory
from tests.factories.second_factor import prove_again

pytestmark = pytest.mark.django_db
NO_INLINES = {
    "postings-TOTAL_FORMS": "0",
    "postings-INITIAL_FORMS": "0",
}
LISTS = ["user", "agency", "posting", "consenttext", "consent"]


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(
        UserFactory(name="Admin", is_superuser=True, is_staff=True),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    return prove_again(client)


@pytest.mark.parametrize("model", LISTS)
def test_lists_open(admin: Client, model: str) -> None:
    user = OfficialFactory()
    record_consent(user, purpose=ConsentPurpose.ACCOUNT, channel="web", language="id")
    assert admin.get(f"/admin/accounts/{model}/").status_code == 200


@pytest.mark.parametrize("model", LISTS)
def test_lists_are_closed_to_other_officials(client: Client, model: str) -> None:
    client.force_login(
        OfficialFactory(role=Role.VERIFIER), backend="django.contrib.auth.backends.ModelBackend"
    )
    assert client.get(f"/admin/accounts/{model}/").status_code == 403


@pytest.mark.parametrize(
    "path",
    [
        "account/emailaddress",
        "account/emailconfirmation",
        "auth/group",
        "axes/accessattempt",
        "axes/accesslog",
        "axes/accessfailurelog",
    ],
)
def test_sign_in_data_is_not_in_the_admin(admin: Client, path: str) -> None:
    assert admin.get(f"/admin/{path}/").status_code == 404
    assert admin.get(f"/admin/{path}/add/").status_code == 404


def test_models_of_libraries_are_not_registered() -> None:
    foreign = {"account", "auth", "axes", "sessions", "contenttypes"}
    assert not [model for model in site._registry if model._meta.app_label in foreign]
    assert site.is_registered(Posting)


def test_no_password_is_shown(admin: Client) -> None:
    user = UserFactory()
    page = admin.get(f"/admin/accounts/user/{user.pk}/change/").content.decode()
    assert user.password not in page
    assert "password" not in page.lower().replace("password_change", "")


def test_a_new_official_chooses_the_password_by_mail(admin: Client) -> None:
    form = {"email": "Baru@Umkm.Example", "name": "Baru", "language": "id", "is_active": "on",
            "is_staff": "on"}  # fmt: skip
    agency = Agency.objects.get(code="dinkop-jatim")
    posting = {
        "postings-TOTAL_FORMS": "1",
        "postings-INITIAL_FORMS": "0",
        "postings-0-agency": str(agency.pk),
        "postings-0-role": "staff",
        "postings-0-valid_from": "2026-11-23",
    }
    answer = admin.post("/admin/accounts/user/add/", form | posting)
    assert answer.status_code == 302
    user = User.objects.get(email="baru@umkm.example")
    assert not user.has_usable_password()
    assert (user.is_staff, user.is_superuser) == (True, False)
    assert EmailAddress.objects.get(user=user).verified
    assert Posting.objects.get(user=user).role == "staff"


def test_an_address_belongs_to_one_person(admin: Client) -> None:
    UserFactory(email="ada@umkm.example")
    form = {"email": "ADA@umkm.example", "name": "X", "language": "id"} | NO_INLINES
    answer = admin.post("/admin/accounts/user/add/", form)
    assert list(answer.context["adminform"].form.errors) == ["email"]


def test_a_person_is_changed_but_not_their_address(admin: Client) -> None:
    user = UserFactory(email="lama@umkm.example")
    before = user.password
    form = {"email": "lain@umkm.example", "name": "Nama", "language": "id", "is_helper": "on"}
    answer = admin.post(f"/admin/accounts/user/{user.pk}/change/", form | NO_INLINES)
    assert answer.status_code == 302
    user.refresh_from_db()
    assert (user.name, user.email, user.is_helper, user.is_active, user.password) == (
        "Nama",
        "lama@umkm.example",
        True,
        False,
        before,
    )


def test_consents_and_their_texts_are_append_only(admin: Client) -> None:
    consent = record_consent(
        UserFactory(), purpose=ConsentPurpose.ACCOUNT, channel="web", language="id"
    )
    for model, pk in (("consent", consent.pk), ("consenttext", consent.text_id)):
        assert admin.get(f"/admin/accounts/{model}/{pk}/change/").status_code == 200
        assert admin.post(f"/admin/accounts/{model}/{pk}/change/", {}).status_code == 403
        assert admin.post(f"/admin/accounts/{model}/{pk}/delete/", {}).status_code == 403
    assert admin.get("/admin/accounts/consent/add/").status_code == 403
    assert admin.get("/admin/accounts/consenttext/add/").status_code == 200
    assert Consent.objects.get() == consent
    assert ConsentText.objects.filter(pk=consent.text_id).exists()


@pytest.mark.parametrize("model", ["user", "posting", "consent"])
def test_queries_do_not_grow_with_rows(
    admin: Client, model: str, django_assert_num_queries: Any
) -> None:
    def official() -> None:
        record_consent(
            OfficialFactory(), purpose=ConsentPurpose.ACCOUNT, channel="web", language="id"
        )

    official()
    admin.get(f"/admin/accounts/{model}/")
    with CaptureQueriesContext(connection) as one:
        admin.get(f"/admin/accounts/{model}/")
    official()
    official()
    with django_assert_num_queries(len(one)):
        admin.get(f"/admin/accounts/{model}/")
