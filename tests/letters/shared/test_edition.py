"""The letters in the editor: placeholders in words, and the letter with invented values."""

import re
from datetime import date

import pytest
from django.test import Client

from accounts.enums import Role
from letters.models import LetterTemplate
from programs.models import Edition
from tests.applications.admin.backoffice import text_of
from tests.clients import web_client
from tests.factories.accounts import OfficialFactory
from tests.factories.enterprises import EnterpriseFactory
from tests.programs.admin.editor import LIST, draft_after, row_address, save, section_address

pytestmark = pytest.mark.django_db
RAW = re.compile(r"\{[a-z_]+\}")


@pytest.fixture
def draft() -> Edition:
    lead = OfficialFactory(role=Role.ADMIN, regency=None)
    current = Edition.objects.filter(scheme__code="merek-umk").latest("valid_from")
    return draft_after(lead, current, date(2099, 1, 1), code="2099")


@pytest.fixture
def client(draft: Edition) -> Client:
    assert draft.made_by is not None
    return web_client(draft.made_by)


@pytest.fixture
def letter(draft: Edition) -> LetterTemplate:
    return draft.letters.get()


def test_each_placeholder_is_explained_with_an_example(
    client: Client, draft: Edition, letter: LetterTemplate
) -> None:
    page = text_of(client.get(row_address(draft, "surat", letter.pk)))
    assert "{number} nomor permohonan " in page
    assert "{enterprise} nama usaha Batik Canting Ayu" in page
    for question in draft.questions.all():
        assert f"{{{question.code}}} " in page
    assert "number) " not in page


def test_the_letter_is_shown_with_invented_values_in_both_languages(
    client: Client, draft: Edition, letter: LetterTemplate
) -> None:
    long_name = "Koperasi Produsen Perajin Rotan dan Bambu Sejahtera Bersama Mandiri Sentosa"
    EnterpriseFactory(name=long_name)
    part = client.get(row_address(draft, "surat", letter.pk)).context["form"].parts["preview"]
    assert [each.language for each in part.previews] == ["id", "id", "en", "en"]
    for each in part.previews:
        assert not RAW.search(f"{each.title} {each.body}")
        assert ("Batik Canting Ayu" in each.body) is not each.is_long
        assert (long_name in each.body) is each.is_long
    assert part.unknown == []


def test_the_preview_follows_what_is_typed_and_tells_what_becomes_nothing(
    client: Client, draft: Edition, letter: LetterTemplate
) -> None:
    drawn = save(
        client,
        row_address(draft, "surat", letter.pk),
        body_id="Untuk {enterprise}, {merk}.",
        _perbarui="1",
    )
    assert "Untuk Batik Canting Ayu, {merk}." in text_of(drawn)
    assert "Isian {merk} tidak dikenal" in text_of(drawn)
    letter.refresh_from_db()
    assert "{merk}" not in letter.body_id


def test_a_letter_that_is_still_empty_has_no_preview(client: Client, draft: Edition) -> None:
    page = client.get(f"{section_address(draft, 'surat')}tambah/")
    assert page.context["form"].parts["preview"].previews == []


def test_no_page_that_is_read_has_a_raw_placeholder(
    client: Client, draft: Edition, letter: LetterTemplate
) -> None:
    LetterTemplate.objects.filter(pk=letter.pk).update(title_id="Surat {scheme}, {brand}")
    former = Edition.objects.filter(scheme=draft.scheme).exclude(pk=draft.pk).latest("valid_from")
    for address in (
        f"{LIST}{former.pk}/change/",
        f"{LIST}{draft.pk}/change/",
        f"{LIST}{draft.pk}/history/",
        section_address(draft, "surat"),
        f"{row_address(draft, 'surat', letter.pk)}hapus/",
    ):
        page = text_of(client.get(address))
        assert "urat" in page
        assert RAW.search(page) is None, address
    assert "[nomor permohonan]" in text_of(client.get(f"{LIST}{former.pk}/change/"))
