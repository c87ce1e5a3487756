"""The page of a letter: preview, cancelling, what a signed one is worth, the scan of a print."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.enums import Role
from letters.enums import LetterStatus
from letters.models import Letter, PositionHolder
from letters.policies.codes import written
from letters.render.pdf import typeset
from letters.selectors.prints import is_printed
from letters.services.files import FILES
from letters.services.signing import ask, sign_now
from tests.applications.admin.backoffice import text_of
from tests.clients import web_client
from tests.factories.accounts import OfficialFactory
from tests.factories.office_letters import office_that_signs, signed_letter, waiting_letter

pytestmark = pytest.mark.django_db
TRAY = "/admin/surat/"
REASON = "Nama usahanya keliru, disusun ulang."


def office() -> PositionHolder:
    return office_that_signs(OfficialFactory(role=Role.DECIDER))


def test_the_preview_is_a_pdf_and_a_picture() -> None:
    holder = office()
    letter = waiting_letter(holder.position.agency)
    client = web_client(OfficialFactory(role=Role.VERIFIER))
    address = f"{TRAY}{letter.pk}/"
    page = text_of(client.get(address))
    assert "Belum ditandatangani, belum berlaku." in page
    assert "Pulihkan" not in text_of(web_client(holder.user).get(address))
    assert "Tandatangani surat ini" not in page
    pdf = client.get(f"{address}pratinjau/")
    assert pdf.content.startswith(b"%PDF")
    picture = client.get(f"{address}pratinjau/1/")
    assert picture.content.startswith(b"\x89PNG")
    for number in ("0", "99", "9" * 30):
        assert client.get(f"{address}pratinjau/{number}/").status_code == 404
    assert client.get(f"{address}berkas/").status_code == 404
    assert client.get(f"{TRAY}{'9' * 30}/").status_code == 404
    # Nobody holds the position: the letter is still read.
    PositionHolder.objects.all().delete()
    assert "tidak ada pemegangnya" in text_of(client.get(address))
    assert client.get(f"{address}pratinjau/").status_code == 200
    elsewhere = web_client(OfficialFactory(role=Role.AUDITOR, regency="35.15"))
    for path in ("", "pratinjau/", "pratinjau/1/", "berkas/", "basah/"):
        assert elsewhere.get(f"{address}{path}").status_code == 404


def test_a_draft_is_cancelled_with_a_reason() -> None:
    holder = office()
    letter = waiting_letter(holder.position.agency)
    address = f"{TRAY}{letter.pk}/"
    client = web_client(holder.user)
    for said in ("", "x ", "x" * 3000, "\x00" * 20):
        answer = client.post(address, {"action": "cancelled", "reason": said})
        assert answer.status_code == 400
    odd = client.post(address, {"action": "expired", "reason": REASON}, follow=True)
    assert "Tindakan ini tidak dikenal." in text_of(odd)
    reader = web_client(OfficialFactory(role=Role.VERIFIER))
    refused = reader.post(address, {"action": "cancelled", "reason": REASON})
    assert refused.status_code == 403
    client.post(address, {"action": "cancelled", "reason": REASON})
    letter.refresh_from_db()
    assert letter.status == LetterStatus.CANCELLED
    again = client.post(address, {"action": "cancelled", "reason": REASON}, follow=True)
    assert "sekarang batal" in text_of(again)
    late = client.post(address, {"action": "sign"})
    assert late.status_code == 400
    assert "tidak lagi menunggu tanda tangan" in text_of(late)
    assert REASON in text_of(client.get(address))


def test_a_signed_letter_is_suspended_reinstated_and_revoked() -> None:
    holder = office()
    letter = signed_letter(holder)
    address = f"{TRAY}{letter.pk}/"
    client = web_client(holder.user)
    page = text_of(client.get(address))
    assert "Bekukan" in page
    assert "Batalkan surat ini" not in page
    assert "0 kali" in page
    file = client.get(f"{address}berkas/")
    assert b"".join(file).startswith(b"%PDF")
    for action, status in (
        ("suspended", LetterStatus.SUSPENDED),
        ("reinstated", LetterStatus.VALID),
        ("revoked", LetterStatus.REVOKED),
    ):
        assert client.post(address, {"action": action, "reason": REASON}).status_code == 302
        letter.refresh_from_db()
        assert letter.status == status
    page = text_of(client.get(address))
    assert page.count(REASON) == 3
    assert "Cabut" not in page
    auditor = web_client(OfficialFactory(role=Role.AUDITOR))
    assert "Riwayat" in text_of(auditor.get(address))


def scan(letter: Letter, *, pages: int | None = None) -> SimpleUploadedFile:
    """Return a print as if it had been scanned, cut to its first pages."""
    import pikepdf  # noqa: PLC0415

    assert letter.content is not None
    pdf = pikepdf.open(BytesIO(typeset(letter.content)))
    if pages is not None:
        del pdf.pages[pages:]
    out = BytesIO()
    pdf.save(out)
    return SimpleUploadedFile("pindaian.pdf", out.getvalue(), "application/pdf")


def test_a_wet_letter_is_printed_and_scanned_whole() -> None:
    holder = office()
    letter = waiting_letter(holder.position.agency)
    address = f"{TRAY}{letter.pk}/basah/"
    client = web_client(holder.user)
    code = written(letter.code)
    early = client.post(address, {"code": code, "file": SimpleUploadedFile("a.pdf", b"%PDF-1.4")})
    assert early.status_code == 302
    printed = client.post(f"{TRAY}{letter.pk}/cetak/")
    assert printed.content.startswith(b"%PDF")
    letter.refresh_from_db()
    first = letter.number
    assert first is not None
    assert "menunggu pindaian" in text_of(client.get(TRAY))
    assert client.post(f"{TRAY}{letter.pk}/cetak/").content == printed.content

    def send(**sent: object) -> str:
        answer = client.post(address, {"code": code, **sent})
        assert answer.status_code in (400, 413, 415), answer.status_code
        return text_of(answer)

    assert "Lampirkan pindaian" in send()
    assert "kode ada di tiap halaman" in send(file=scan(letter, pages=1)).lower()
    assert "bukan kode surat ini" in send(file=scan(letter), code="2345-6789-ABCD")
    assert send(file=SimpleUploadedFile("a.pdf", b"\x00" * 100))
    assert send(file=SimpleUploadedFile("a.pdf", b""))
    letter.refresh_from_db()
    assert letter.status == LetterStatus.WAITING
    reader = web_client(OfficialFactory(role=Role.VERIFIER))
    assert reader.get(address).status_code == 403
    assert client.post(address, {"code": code, "file": scan(letter)}).status_code == 302
    letter.refresh_from_db()
    assert (letter.status, letter.signature) == (LetterStatus.VALID, "wet")
    assert (letter.number, letter.signed_by) == (first, holder.user)
    assert FILES.path(letter.stored_name).stat().st_size == letter.size
    again = client.post(address, {"code": code, "file": scan(letter)}, follow=True)
    assert "tidak lagi menunggu tanda tangan" in text_of(again)
    assert len(list(FILES.folder().glob("*.pdf"))) == 1


def test_a_print_that_is_out_is_not_sealed_and_may_be_taken_back() -> None:
    holder = office()
    letter = waiting_letter(holder.position.agency)
    address, code = f"{TRAY}{letter.pk}/", letter.code
    client = web_client(holder.user)
    assert "Tarik cetakan ini" not in text_of(client.get(f"{address}basah/"))
    client.post(f"{address}cetak/")
    (said,) = ask(holder.user, [letter.pk])
    assert "sudah dicetak untuk tanda tangan basah" in said.error
    (said,) = sign_now(holder.user, [letter.pk], secret="rahasia")
    assert "tarik dahulu cetakannya" in said.error
    assert "Tandatangani surat ini" not in text_of(client.get(address))
    withdraw = {"act": "withdraw", "reason": ""}
    assert client.post(f"{address}basah/", withdraw).status_code == 400
    assert client.post(f"{address}basah/", {**withdraw, "reason": "a\x00b"}).status_code == 400
    letter.refresh_from_db()
    number = letter.number
    assert (letter.code, is_printed(letter)) == (code, True)
    withdraw["reason"] = "Kepala dinas memilih segel elektronik."
    assert client.post(f"{address}basah/", withdraw).status_code == 302
    page = text_of(client.get(address))
    assert "cetakannya ditarik" in page
    assert "Tandatangani surat ini" in page
    again = client.post(f"{address}basah/", withdraw, follow=True)
    assert "Cetak dahulu suratnya" in text_of(again)
    letter.refresh_from_db()
    assert (letter.number, letter.status, is_printed(letter)) == (
        number,
        "waiting_signature",
        False,
    )
    assert client.get(f"/verifikasi/{written(code)}/").status_code == 404
    assert ask(holder.user, [letter.pk])[0].error == ""
