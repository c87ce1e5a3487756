"""What allauth says is said in the portal's own words, and signing in leads back to the page."""

from pathlib import Path

import allauth
import pytest
from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.template.loader import render_to_string
from django.test import Client
from django.utils.translation import override

from accounts.messages.sign_in import SIGN_IN_ERRORS
from notifications.adapters import AccountAdapter

# Silent on purpose: the page that follows shows who is signed in.
SILENT = {"logged_in.txt", "logged_out.txt"}
# Nobody has a user name here.
NO_NAMES = {"username_blacklisted", "username_password_mismatch", "username_taken"}


def test_every_message_of_allauth_has_words_of_ours() -> None:
    folder = "account/messages"
    theirs = Path(allauth.__file__).parent / "templates" / folder
    ours = Path(settings.BASE_DIR) / "templates" / folder
    names = {path.name for path in theirs.iterdir()}
    assert names <= {path.name for path in ours.iterdir()}
    context = {"email": "sri@contoh.id", "recipient": "sri@contoh.id", "phone": "0812"}
    with override("id"):
        for name in names - SILENT:
            said = render_to_string(f"{folder}/{name}", context)
            assert said.strip()
            assert "e-mail" not in said.lower()
            assert "mengkonfirmasi" not in said


def test_every_refusal_of_allauth_has_words_of_ours() -> None:
    assert set(DefaultAccountAdapter.error_messages) - NO_NAMES == set(SIGN_IN_ERRORS)
    assert AccountAdapter.error_messages["email_taken"] == SIGN_IN_ERRORS["email_taken"]


@pytest.mark.django_db
def test_signing_in_leads_back_to_the_page(client: Client) -> None:
    page = client.get("/program/?jenis=x").content.decode()
    assert page.count('href="/masuk/?next=%2Fprogram%2F%3Fjenis%3Dx"') == 2
    assert 'href="/daftar/?next=%2Fprogram%2F%3Fjenis%3Dx"' in page
    assert 'href="/masuk/"' in client.get("/").content.decode()
    at_sign_in = client.get("/masuk/?next=/bantuan/").content.decode()
    assert 'href="/daftar/?next=%2Fbantuan%2F"' in at_sign_in
    elsewhere = client.get("/masuk/?next=//jahat.example/").content.decode()
    assert 'href="/daftar/"' in elsewhere
