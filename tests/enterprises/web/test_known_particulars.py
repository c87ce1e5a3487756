"""Answers of a check beforehand fill the form of a new enterprise, for its owner to confirm."""

import pytest
from django.test import Client

from tests.factories.accounts import HelperFactory, UserFactory

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
CHECK = "/program/kur-mikro/cek/"


def initial_after(client: Client, borrower: str) -> dict[str, object]:
    """Check KUR as such a borrower, then open the form; return what it filled in."""
    client.post(CHECK, {"annual_sales": "600.000.000", "borrower": borrower})
    form = client.get("/usaha/daftar/").context["form"]
    names = ("name", "legal_form", "annual_sales")
    return {name: form[name].value() for name in names if form[name].value()}


@pytest.mark.parametrize(
    ("borrower", "filled"),
    [
        ("person", {"name": "Siti Aminah", "legal_form": "perorangan"}),
        ("group", {"legal_form": "kelompok"}),
        ("cooperative", {"legal_form": "koperasi"}),
        ("", {}),
        ("lainnya", {}),
    ],
)
def test_legal_form_and_name_follow_from_the_borrower(
    client: Client, borrower: str, filled: dict[str, str]
) -> None:
    client.force_login(UserFactory(name="Siti Aminah"), backend=BACKEND)
    # Of answers that cannot be read none is taken over.
    sales = {} if borrower == "lainnya" else {"annual_sales": "600.000.000"}
    assert initial_after(client, borrower) == {**filled, **sales}


def test_a_helpers_own_check_fills_nothing_in(client: Client) -> None:
    client.force_login(HelperFactory(), backend=BACKEND)
    assert initial_after(client, "person") == {}
