"""The KBLI code found by words: one edition at a time, without JavaScript, and never with a NIB."""

import pytest
from django.test import Client

from enterprises.models import Enterprise
from reference.models import Kbli
from reference.selectors.kbli import kbli_by_words
from tests.factories.accounts import UserFactory
from tests.factories.enterprises import owned_enterprise, typed_enterprise

pytestmark = pytest.mark.django_db
FORM = "/usaha/daftar/"


def test_words_offer_the_codes_of_one_edition_and_the_picked_one_is_stored(client: Client) -> None:
    client.force_login(UserFactory())
    typed = typed_enterprise(kbli="kain batik", kbli_version="2020")
    page = client.post(FORM, typed).content.decode()
    assert "Pilih satu kode KBLI 2020" in page
    assert 'value="13134"' in page.split("kbli_pilihan")[1]
    assert page.count('name="kbli_pilihan"') == 1
    assert "13133" not in page.split("kbli_pilihan")[1].split("</fieldset>")[0]
    saved = client.post(FORM, {**typed, "kbli_pilihan": "13134"}, follow=True).content.decode()
    assert Enterprise.objects.get().kbli == "13134"
    assert "13134 Industri batik (KBLI 2020)" in saved


@pytest.mark.parametrize(
    ("typed", "picked", "says"),
    [
        ("pabrik roket", "", "Tidak ada kode KBLI 2025 yang cocok"),
        ("31", "", "Anda juga dapat mengetik kata"),
        ("mebel", "<b>", "Pilih satu kode KBLI 2025"),
        ("a" * 5000, "", "Tidak ada kode KBLI 2025 yang cocok"),
        ("%__", "", "Anda juga dapat mengetik kata"),
    ],
)
def test_what_finds_nothing_says_what_to_do_and_never_names_a_nib(
    client: Client, typed: str, picked: str, says: str
) -> None:
    client.force_login(UserFactory())
    data = typed_enterprise(kbli=typed, kbli_version="2025", kbli_pilihan=picked)
    data |= {"nib": "", "sku_number": "470/1/2026"}
    page = client.post(f"{FORM}?punya=sku", data).content.decode()
    assert says in page
    errors = page.split('id="kesalahan"')[-1]
    assert "pada NIB" not in errors
    assert Enterprise.objects.count() == 0


def test_a_code_of_the_other_edition_is_kept_with_a_word_about_it(client: Client) -> None:
    client.force_login(UserFactory())
    typed = typed_enterprise(kbli="31011", kbli_version="2020")
    page = client.post(FORM, typed, follow=True).content.decode()
    assert "Kode KBLI ini ada pada KBLI 2025" in page
    assert Enterprise.objects.get().kbli == "31011"


def test_suggestions_name_their_edition_and_a_profile_without_a_nib_names_none(
    client: Client,
) -> None:
    owner = UserFactory()
    _owner, enterprise = owned_enterprise(owner, nib=None, sku_number="470/1/2026")
    client.force_login(owner)
    page = client.get(f"/usaha/{enterprise.pk}/ubah/").content.decode()
    assert '<option value="13134">KBLI 2020: Industri batik</option>' in page
    assert "seperti pada NIB" not in page


def test_every_trade_of_the_lists_is_found_by_its_everyday_words() -> None:
    for row in Kbli.objects.exclude(words=""):
        for word in row.words.split(", "):
            assert row in kbli_by_words(word, row.version), word
