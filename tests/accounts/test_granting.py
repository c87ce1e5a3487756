"""An open session grants nobody rights: every form that can asks for proof again."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.contrib.admin import site
from django.test import RequestFactory
from django.urls import NoReverseMatch, reverse

from accounts.enums import Role, SecurityAction
from accounts.models import Agency, Posting, SecurityEvent, User
from letters.models import PositionHolder
from tests.factories.accounts import OfficialFactory, UserFactory
from tests.factories.office_letters import hold_position
from tests.factories.second_factor import prove_again, proven_client

pytestmark = pytest.mark.django_db
# What an administrator edits besides people and offices: texts, rules and days. Nobody gets rights
# by them; a new table that can be edited has to be judged before it is added here.
GRANT_NOTHING = {
    "accounts.consenttext",
    "accounts.officecontact",
    "data_rights.rightsrequest",
    # A visit's finding, by officials of the region; the list of skills.
    "enterprises.product",
    "enterprises.skill",
    "financing.sikpcode",
    "letters.numbersource",
    "letters.position",
    "programs.scheme",
    "reference.complaintchannel",
    "reference.holidayoverride",
    "reference.kbli",
    "reference.kblistep",
    "reference.legalparameter",
}
# Pages of accounts that take something away, or keep what is the person's own.
PAGES_THAT_GRANT_NOTHING = {"saved_views", "accounts_revoke_token"}
PROOF = "/akun/dua-langkah/"


@pytest.fixture
def superuser() -> User:
    person: User = UserFactory(is_superuser=True, is_staff=True, is_demo=False)
    return person


def editable(user: User) -> Iterator[tuple[str, Any, bool, bool]]:
    """Walk the tables that the person may add to or change: name, admin, and which of both."""
    request = RequestFactory().get("/")
    request.user = user
    for model, admin in site._registry.items():
        adds, changes = admin.has_add_permission(request), admin.has_change_permission(request)
        if adds or changes:
            yield model._meta.label_lower, admin, adds, changes


def asks(answer: Any) -> bool:
    return bool(answer.status_code == 302 and answer["Location"].startswith(PROOF))


def addresses(admin: Any, adds: bool, changes: bool) -> Iterator[str]:
    names = f"admin:{admin.opts.app_label}_{admin.opts.model_name}"
    if adds:
        yield reverse(f"{names}_add")
    if changes:
        yield reverse(f"{names}_change", args=[_row_of(admin.model).pk])


def _row_of(model: Any) -> Any:
    return model.objects.first() or pytest.fail(f"{model} has no row to open")


def test_every_form_that_grants_rights_asks_for_proof_again(superuser: User) -> None:
    hold_position(OfficialFactory())
    client = proven_client(superuser)
    walked = set()
    for name, admin, adds, changes in editable(superuser):
        if name in GRANT_NOTHING:
            continue
        walked.add(name)
        for address in addresses(admin, adds, changes):
            assert asks(client.get(address)), address
            assert asks(client.post(address, {})), address
    assert walked == {
        "accounts.user",
        "accounts.posting",
        "accounts.agency",
        "letters.positionholder",
    }


def test_no_list_grants_rights_by_itself(superuser: User) -> None:
    """Neither by an action on many rows nor by cells that are edited in the list."""
    request = RequestFactory().get("/")
    request.user = superuser
    for name, admin, _adds, _changes in editable(superuser):
        if name not in GRANT_NOTHING:
            assert admin.get_actions(request) == {}, name
            assert not admin.list_editable, name


def test_rights_are_no_rows_of_another_form(superuser: User) -> None:
    inlines = {
        inline.model
        for name, admin, _adds, _changes in editable(superuser)
        if name in GRANT_NOTHING
        for inline in admin.inlines
    }
    assert not inlines & {User, Posting, Agency, PositionHolder}


def test_pages_of_accounts_ask_for_proof_again(superuser: User) -> None:
    client, person = proven_client(superuser), UserFactory()
    walked = set()
    for _route, name, view in settings.ADMIN_PAGES:
        if not view.startswith("accounts.") or name in PAGES_THAT_GRANT_NOTHING:
            continue
        walked.add(name)
        assert asks(client.post(_address(name, person), {})), name
    assert walked == {"accounts_phone", "accounts_second_factor", "accounts_issue_token"}


def _address(name: str, person: User) -> str:
    try:
        return reverse(f"admin:{name}")
    except NoReverseMatch:
        return reverse(f"admin:{name}", args=[person.pk])


def _rights(person: User) -> dict[str, Any]:
    return {
        "name": person.name, "language": "id", "is_active": "on", "is_staff": "on",
        "is_superuser": "on", "postings-TOTAL_FORMS": "0", "postings-INITIAL_FORMS": "0",
    }  # fmt: skip


def _posting(person: User) -> dict[str, Any]:
    agency = Agency.objects.get(code="dinkop-jatim")
    return {
        "user": person.email, "agency": agency.pk, "role": "decider", "valid_from": "2026-11-23",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("path", "form"),
    [("/admin/accounts/user/{}/change/", _rights), ("/admin/accounts/posting/add/", _posting)],
)
def test_rights_are_given_after_the_proof_alone(
    superuser: User, path: str, form: Callable[[User], dict[str, Any]]
) -> None:
    person, client = UserFactory(), proven_client(superuser)
    address = path.format(person.pk)
    assert asks(client.post(address, form(person)))
    person.refresh_from_db()
    assert (person.is_staff, person.is_superuser) == (False, False)
    assert not person.postings.exists()
    assert not SecurityEvent.objects.filter(subject=person).exists()
    answer = prove_again(client).post(address, form(person))
    assert answer["Location"].startswith("/admin/accounts/")
    (event,) = SecurityEvent.objects.filter(subject=person)
    assert event.person == superuser
    assert event.action in (SecurityAction.ACCOUNT_CHANGED, SecurityAction.ROLE_CHANGED)


def test_a_wider_agency_is_recorded(superuser: User) -> None:
    agency = OfficialFactory(role=Role.VERIFIER).postings.get().agency
    client = prove_again(proven_client(superuser))
    form = {"name": "Dinas Uji", "kind": agency.kind, "field": agency.field}
    address = f"/admin/accounts/agency/{agency.pk}/change/"
    assert client.post(address, form | {"regency": agency.regency_id}).status_code == 302
    assert not SecurityEvent.objects.filter(action=SecurityAction.ROLE_CHANGED).exists()
    assert client.post(address, form | {"regency": ""}).status_code == 302
    event = SecurityEvent.objects.get(action=SecurityAction.ROLE_CHANGED)
    assert (event.person, event.subject) == (superuser, None)
    assert event.words.startswith("dinas: Dinas Uji, dinas pemerintah, ")
    assert event.words.endswith(", seluruh provinsi")


def test_whoever_only_reads_is_not_asked() -> None:
    client = proven_client(OfficialFactory(role=Role.ADMIN, is_demo=False))
    for name in ("user", "posting", "agency"):
        assert client.get(f"/admin/accounts/{name}/add/").status_code == 403
