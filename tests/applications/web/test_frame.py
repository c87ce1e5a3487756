"""The frame around every page, and the pages of refusal."""

from typing import Any

import pytest
from django import forms
from django.template.loader import render_to_string
from django.test import Client

from tests.applications.web.pages import text_of
from tests.factories.programs import Cast, make_application

STATUSES = ("400", "403", "404", "413", "429", "500", "503", "csrf", "locked")


class Sample(forms.Form):
    name = forms.CharField(label="Nama usaha", help_text="Seperti pada NIB.")
    purpose = forms.ChoiceField(
        label="Untuk apa?", widget=forms.RadioSelect, choices=[("a", "Modal"), ("b", "Alat")]
    )
    agreed = forms.BooleanField(label="Saya setuju")


def test_summary_links_every_fault_to_its_field() -> None:
    page = render_to_string("components/error_summary.html", {"form": Sample({})})
    assert 'role="alert"' in page
    for target in ("#id_name", "#id_purpose_0", "#id_agreed"):
        assert f'href="{target}"' in page


def test_field_ties_label_hint_and_fault_to_its_box() -> None:
    field = Sample({"name": ""})["name"]
    page = str(field.as_field_group())
    assert 'aria-describedby="id_name_helptext id_name_error"' in page
    assert 'aria-invalid="true"' in page
    assert 'id="id_name_helptext"' in page
    assert 'id="id_name_error"' in page
    assert '<label class="label" for="id_name">' in page


def test_group_of_choices_is_a_fieldset_with_its_question() -> None:
    page = str(Sample()["purpose"].as_field_group())
    assert '<legend class="label">Untuk apa?' in page
    assert page.count("<label") == 2


@pytest.mark.parametrize("status", STATUSES)
def test_page_of_refusal_needs_no_database(status: str) -> None:
    page = render_to_string(f"errors/{status}.html")
    assert "<h1>" in page
    assert 'lang="id"' in page


@pytest.mark.django_db
def test_nothing_inline_breaks_the_content_policy(client: Client) -> None:
    response = client.get("/program/kur-mikro/cek/")
    policy = response["Content-Security-Policy"]
    assert "script-src 'self';" in f"{policy};"
    assert "style-src 'self';" in f"{policy};"
    page = response.content.decode()
    for inline in (" style=", "<style", " onclick=", "<script>", "javascript:"):
        assert inline not in page


def test_language_is_switched_by_a_form(client: Client, db: None) -> None:
    page = client.get("/program/kur-mikro/").content.decode()
    assert '<button type="submit" name="language" value="en" lang="en">' in page
    assert '<span class="name">English</span>' in page
    client.post("/bahasa/", {"language": "en", "next": "/program/kur-mikro/"})
    english = client.get("/program/kur-mikro/")
    assert 'lang="en"' in english.content.decode()
    assert "KUR Micro loan" in text_of(english)


def test_menu_shows_unread_messages_and_the_way_for_officials(
    people: Cast, owner: Client, client: Client
) -> None:
    make_application(people, state="submitted")
    page = owner.get("/").content.decode()
    assert 'href="/pesan/"' in page
    assert 'href="/admin/"' not in page
    client.force_login(people.verifier, backend="django.contrib.auth.backends.ModelBackend")
    assert 'href="/admin/"' in client.get("/").content.decode()


@pytest.mark.django_db
def test_first_page_is_light(client: Client, settings: Any) -> None:
    weight = len(client.get("/").content)
    for name in (
        "portal.css",
        "portal.js",
        "portal.kept.js",
        "favicon.svg",
        "kawung.svg",
        "manifest.webmanifest",
    ):
        weight += (settings.BASE_DIR / "static" / name).stat().st_size
    # Before compression, which reduces it to about a quarter.
    assert weight < 60_000
