"""The first administrator of an installation without demo people: made by a command, then asked."""

import re

import pytest
from django.core.management import call_command
from django.test import Client

from accounts.models import User
from tests.factories.letters import letter_text

pytestmark = pytest.mark.django_db
EMAIL = "kepala@dinas.example"
PASSWORD = "gerbang-selatan-71"


@pytest.mark.whole
def test_administrator_made_by_command_confirms_the_address_and_sets_up_a_second_factor(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    call_command("createsuperuser", "--noinput", email=EMAIL)
    person = User.objects.get()
    assert (person.email, person.is_staff, person.is_superuser) == (EMAIL, True, True)

    answer = client.post("/masuk/", {"login": EMAIL, "password": PASSWORD})
    assert answer["Location"] == "/akun/konfirmasi-surel/"
    link = re.search(r"https?://[^/\s]+(/akun/konfirmasi-surel/\S+)", letter_text())
    assert link is not None
    client.post(link[1])

    client.post("/masuk/", {"login": EMAIL, "password": PASSWORD})
    answer = client.get("/admin/", follow=True)
    assert answer.redirect_chain[-1][0] == "/akun/dua-langkah/?next=%2Fadmin%2F"
