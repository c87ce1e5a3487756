"""The public pages: what is asked, three answers apart, nothing that is nobody's business."""

from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from letters.enums import LetterAction
from letters.policies.codes import ALPHABET, new_code, written
from permits.services.status import change as change_permit
from tests.common.files.hostile_files import plain_pdf
from tests.common.files.signed_pdfs import SIGNER, signed, with_other_text
from tests.factories.office_letters import file_of, issued_letter, set_letter_status
from tests.factories.permits import recorded_permit

pytestmark = pytest.mark.django_db
ASK = "/verifikasi/"


@pytest.fixture(autouse=True)
def _scratch(settings: Any, tmp_path: Path) -> None:
    cache.clear()
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path
    settings.PORTAL_URL = "https://umkm.example.go.id"


def send(client: Client, content: bytes, name: str = "surat.pdf") -> Any:
    return client.post(ASK, {"file": SimpleUploadedFile(name, content, "application/pdf")})


def test_the_page_asks_without_an_account_and_names_its_own_host(client: Client) -> None:
    page = client.get(ASK)
    text = page.content.decode()
    assert page.status_code == 200
    assert "<strong>umkm.example.go.id</strong>" in text
    assert "no-store" in page["Cache-Control"]
    assert 'enctype="multipart/form-data"' in text
    assert ASK in client.get("/").content.decode()
    assert client.put(ASK).status_code == 405


def test_a_typed_code_leads_to_its_own_address_and_a_wrong_one_is_told_in_words(
    client: Client,
) -> None:
    code = new_code()
    led = client.get(ASK, {"kode": f" {code.lower()} "})
    assert (led.status_code, led["Location"]) == (302, f"{ASK}{written(code)}/")
    told = {
        "": "Ketik kode yang tercetak",
        "O" + code[1:]: "Kode tidak pernah memuat O.",
        "<b>": "Kode terdiri atas 12",
        code[:-1]: "yang Anda ketik 11",
        code[:-1] + ALPHABET[ALPHABET.index(code[-1]) - 1]: "salah ketik",
        "\x00": "Karakter null",
        "A" * 9999: "terlalu panjang",
    }
    for typed, words in told.items():
        page = client.get(ASK, {"kode": typed})
        assert page.status_code == 400
        assert words in page.content.decode() or typed == "\x00"
        assert "<b>" not in page.content.decode()


def test_a_letter_shows_its_head_and_its_status_and_nothing_of_its_body(client: Client) -> None:
    letter = issued_letter()
    address = f"{ASK}{written(letter.code)}/"
    text = client.get(address).content.decode()
    assert letter.content is not None
    shown = (
        "500.3.10/1/436.7.2/2026",
        letter.holder,
        letter.agency.name,
        letter.content["signer"]["name"],
        letter.sha256,
        "Berlaku",
        "bukan tanda tangan elektronik tersertifikasi",
        "Cocokkan sendiri",
        # A long number breaks after its slashes, not within its year.
        "500.3.10/<wbr>1/<wbr>436.7.2/<wbr>2026</h1>",
    )
    for words in shown:
        assert words in text
    for line in letter.content["texts"]["id"]["body"].splitlines():
        assert not line.strip() or line.strip() not in text
    assert letter.content["signer"]["nip"] not in text
    assert letter.signed_by is not None
    set_letter_status(letter, LetterAction.REVOKED, letter.signed_by)
    text = client.get(f"{ASK}{letter.code.lower()}/").content.decode()
    assert "Dicabut pada" in text
    assert "Rahasia" not in text


def test_a_recorded_document_says_what_became_of_it_without_an_invented_time(
    client: Client,
) -> None:
    file, permit = recorded_permit()
    for name, words in (("suspend", "Selama dibekukan"), ("revoke", "Tidak berlaku lagi")):
        change_permit(file.official, permit.pk, name, "Kata Dinas Kesehatan sesudah inspeksi.")
        text = " ".join(client.get(f"{ASK}{permit.code}/").content.decode().split())
        assert words in text
        assert "pada ." not in text
        assert "sejak ." not in text
        assert "None" not in text


def test_an_unknown_code_is_404_with_what_to_do(client: Client) -> None:
    page = client.get(f"{ASK}{written(new_code())}/")
    assert page.status_code == 404
    assert "Jangan terima suratnya" in page.content.decode()
    for path in ("OOOO-OOOO-OOOO", "x" * 3000, "%F0%9F%98%80", "-"):
        page = client.get(f"{ASK}{path}/")
        assert page.status_code == 404
        assert "<h1>Ini bukan kode surat</h1>" in page.content.decode()
    for path in ("%00", "%ff"):
        assert client.get(f"{ASK}{path}/").status_code in (400, 404)


def test_a_file_is_told_in_words_and_never_kept(client: Client, tmp_path: Path) -> None:
    letter = issued_letter()
    issued = file_of(letter)
    flipped = bytearray(issued)
    flipped[len(issued) // 3] ^= 1
    told = {
        "sama persis dengan yang diterbitkan": issued,
        "Diubah sesudah ditandatangani": bytes(flipped),
        "Tanpa tanda tangan elektronik": plain_pdf(),
        SIGNER: signed(),
        "Lihat surat aslinya dan keadaannya sekarang": with_other_text(issued),
    }
    for words, content in told.items():
        page = send(client, content)
        assert page.status_code == 200
        assert words in page.content.decode()
    assert letter.number is not None
    assert letter.number.written in send(client, issued).content.decode()
    assert [each.name for each in tmp_path.iterdir() if each.name != "media"] == []


def test_what_is_no_pdf_comes_back_with_words(client: Client) -> None:
    for content, status in ((b"", 400), (b"halo", 415), (b"%PDF-1.7\nx", 400)):
        page = send(client, content)
        assert page.status_code == status
        assert "Ada yang perlu diperbaiki" in page.content.decode()
    assert client.post(ASK).status_code == 400
    assert client.post(ASK, {"file": "teks"}).status_code == 400
    assert client.post(ASK, b"{}", content_type="application/json").status_code == 400


def test_who_asks_too_often_is_told_when(client: Client, settings: Any) -> None:
    settings.LETTER_CHECK_LIMITS = {**settings.LETTER_CHECK_LIMITS, "network": 0}
    for page in (client.get(f"{ASK}{new_code()}/"), send(client, plain_pdf())):
        assert page.status_code == 429
        assert 1 <= int(page["Retry-After"]) <= 60
        assert "tidak berkata apa-apa tentang suratnya" in page.content.decode()
