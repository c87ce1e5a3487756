from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from accounts.models import User
from applications.models import Attachment
from applications.models.attachment import RECORDED
from applications.services.attachments import detach
from applications.services.transitions import perform
from common.errors import NotFound
from enterprises.models import DocumentVersion
from tests.applications.web.pages import read, text_of
from tests.common.files.hostile_files import plain_pdf
from tests.factories.programs import Cast, cast_of, make_application, make_document
from tests.shown import send_as_shown

PDF = plain_pdf()


def _photo(colour: str = "teal", name: str = "KTP ibu.jpg") -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", (900, 600), colour).save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")


def _upload(client: Client, pk: int, requirement: str, file: SimpleUploadedFile) -> None:
    path = f"/pengajuan/{pk}/dokumen/{requirement}/"
    response = send_as_shown(client, path, {"file": file})
    assert response.status_code == 302, text_of(response)
    assert response["Location"].endswith((f"/{requirement}/", f"?baru={requirement}"))


def _bytes_of(response: Any) -> bytes:
    """Return the streamed bytes; reading to the end also closes the file."""
    return b"".join(response.streaming_content)


def _current(requirement: str) -> list[Attachment]:
    return list(Attachment.objects.filter(requirement=requirement, removed_at__isnull=True))


def test_documents_are_listed_with_what_is_there(people: Cast, owner: Client) -> None:
    application = make_application(people, documents=False)
    _upload(owner, application.pk, "ktp", _photo())
    page = read(owner, f"/pengajuan/{application.pk}/dokumen/")
    assert "KTP KTP ibu.jpg Terunggah" in page
    assert "Unggah Kartu keluarga" in page
    assert "NPWP" not in page


def test_uploaded_photo_is_shown_with_name_size_and_next_step(people: Cast, owner: Client) -> None:
    application = make_application(people, documents=False)
    _upload(owner, application.pk, "ktp", _photo())
    response = owner.get(f"/pengajuan/{application.pk}/dokumen/ktp/")
    file = _current("ktp")[0]
    assert f'src="/pengajuan/{application.pk}/berkas/{file.pk}/kecil/"' in response.content.decode()
    assert "Berkas tersimpan." in text_of(response)
    assert "Lanjut: Kartu keluarga" in text_of(response)


def test_the_next_lacking_document_follows_and_shows_what_was_stored(
    people: Cast, owner: Client
) -> None:
    application = make_application(people, documents=False)
    base = f"/pengajuan/{application.pk}/dokumen/"
    sent = send_as_shown(owner, f"{base}ktp/", {"file": _photo()}, follow=True)
    assert sent.redirect_chain == [(f"{base}kk/?baru=ktp", 302)]
    file = _current("ktp")[0]
    said = text_of(sent)
    assert "Kartu keluarga" in said
    assert "KTP ibu.jpg" in said
    assert "Lihat atau ganti: KTP" in said
    assert f"/berkas/{file.pk}/kecil/" in sent.content.decode()
    # A document that nobody stored, or that does not exist, is not shown as stored.
    for code in ("kk", "x", "ktp%00"):
        assert "Lihat atau ganti" not in text_of(owner.get(f"{base}kk/?baru={code}"))


def test_after_the_last_document_the_list_follows(people: Cast, owner: Client) -> None:
    application = make_application(people)
    base = f"/pengajuan/{application.pk}/dokumen/"
    sent = send_as_shown(owner, f"{base}ktp/", {"file": _photo()}, follow=True)
    assert sent.redirect_chain == [(f"{base}?baru=ktp", 302)]
    assert "Lihat atau ganti: KTP" in text_of(sent)
    assert "Lanjut: periksa jawaban" in text_of(sent)


def test_new_photo_replaces_the_old_one(people: Cast, owner: Client) -> None:
    application = make_application(people, documents=False)
    _upload(owner, application.pk, "ktp", _photo("teal"))
    _upload(owner, application.pk, "ktp", _photo("red", "baru.jpg"))
    assert [item.version.filename for item in _current("ktp")] == ["baru.jpg"]


def test_removed_file_can_be_used_again(people: Cast, owner: Client) -> None:
    application = make_application(people, documents=False)
    path = f"/pengajuan/{application.pk}/dokumen/ktp/"
    _upload(owner, application.pk, "ktp", _photo())
    version = DocumentVersion.objects.get()
    assert owner.post(path, {"hapus": _current("ktp")[0].pk})["Location"] == path
    assert _current("ktp") == []
    assert "Pakai berkas ini" in read(owner, path)
    assert owner.post(path, {"pakai": version.pk})["Location"].endswith("/kk/?baru=ktp")
    assert [item.version_id for item in _current("ktp")] == [version.pk]


@pytest.mark.parametrize(
    ("name", "content"),
    [("ktp.jpg", b"bukan gambar"), ("ktp.pdf", b"<html>"), ("ktp.svg", b"<svg/>"), ("x.jpg", b"")],
)
def test_wrong_file_is_refused_at_its_field(
    people: Cast, owner: Client, name: str, content: bytes
) -> None:
    application = make_application(people, documents=False)
    response = owner.post(
        f"/pengajuan/{application.pk}/dokumen/ktp/", {"file": SimpleUploadedFile(name, content)}
    )
    assert response.status_code in (400, 415)
    assert "Ada yang perlu diperbaiki" in text_of(response)
    assert not Attachment.objects.exists()


def test_upload_without_a_file_shows_the_form_again(people: Cast, owner: Client) -> None:
    application = make_application(people, documents=False)
    response = owner.post(f"/pengajuan/{application.pk}/dokumen/ktp/", {})
    assert "Pilih berkas lebih dahulu." in text_of(response)


@pytest.mark.parametrize("data", [{"hapus": "x"}, {"hapus": "9" * 30}, {"pakai": "-1"}])
def test_forged_buttons_find_nothing(people: Cast, owner: Client, data: dict[str, str]) -> None:
    application = make_application(people)
    assert owner.post(f"/pengajuan/{application.pk}/dokumen/ktp/", data).status_code == 404


def test_file_of_another_enterprise_cannot_be_used(people: Cast, owner: Client) -> None:
    application = make_application(people, documents=False)
    other = cast_of()
    foreign = make_document(other.owner, other.enterprise, "ktp")
    response = owner.post(f"/pengajuan/{application.pk}/dokumen/ktp/", {"pakai": foreign.pk})
    assert response.status_code == 404


def test_unknown_document_is_not_found(people: Cast, owner: Client) -> None:
    application = make_application(people)
    assert owner.get(f"/pengajuan/{application.pk}/dokumen/ijazah/").status_code == 404


def test_photo_opens_sealed_and_a_pdf_only_downloads(people: Cast, owner: Client) -> None:
    application = make_application(people, documents=False)
    _upload(owner, application.pk, "ktp", _photo())
    _upload(owner, application.pk, "kk", SimpleUploadedFile("kk.pdf", PDF, "application/pdf"))
    photo = owner.get(f"/pengajuan/{application.pk}/berkas/{_current('ktp')[0].pk}/")
    pdf = owner.get(f"/pengajuan/{application.pk}/berkas/{_current('kk')[0].pk}/")
    for response in (photo, pdf):
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert response["Cache-Control"] == "private, no-cache"
    assert photo["Content-Disposition"].startswith("inline")
    assert pdf["Content-Disposition"] == 'attachment; filename="kk.pdf"'
    assert _bytes_of(pdf).startswith(b"%PDF-")
    assert _bytes_of(photo).startswith(b"\xff\xd8")


def test_thumbnail_is_small(people: Cast, owner: Client) -> None:
    application = make_application(people, documents=False)
    _upload(owner, application.pk, "ktp", _photo())
    response = owner.get(f"/pengajuan/{application.pk}/berkas/{_current('ktp')[0].pk}/kecil/")
    with Image.open(BytesIO(response.content)) as image:
        assert max(image.size) == 240


def test_thumbnail_is_revalidated_and_sent_once(people: Cast, owner: Client) -> None:
    application = make_application(people, documents=False)
    _upload(owner, application.pk, "ktp", _photo())
    file = _current("ktp")[0]
    path = f"/pengajuan/{application.pk}/berkas/{file.pk}/kecil/"
    first = owner.get(path)
    assert (first["Cache-Control"], first["ETag"]) == (
        "private, no-cache",
        f'"{file.version.sha256}-240"',
    )
    for known in (first["ETag"], f"W/{first['ETag']}"):
        again = owner.get(path, headers={"If-None-Match": known})
        assert (again.status_code, again.content) == (304, b"")
        assert (again["Cache-Control"], again["ETag"]) == ("private, no-cache", first["ETag"])
    assert owner.get(path, headers={"If-None-Match": '"x"'}).content == first.content
    # Without signing in there is not even a 304.
    anonymous = Client().get(path, headers={"If-None-Match": first["ETag"]})
    assert (anonymous.status_code, "ETag" in anonymous) == (302, False)


def test_only_the_applicant_and_officials_in_scope_open_a_file(people: Cast, owner: Client) -> None:
    application = make_application(people, documents=False)
    _upload(owner, application.pk, "ktp", _photo())
    path = f"/pengajuan/{application.pk}/berkas/{_current('ktp')[0].pk}/"
    elsewhere = cast_of("35.15")

    def seen_by(user: User) -> int:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        response = client.get(path)
        if response.status_code == 200:
            _bytes_of(response)
        return response.status_code

    assert seen_by(people.verifier) == 404  # officials never see a draft
    for requirement in ("kk", "nib_or_sku", "business_photo", "sales_note"):
        _upload(owner, application.pk, requirement, _photo())
    perform(people.owner, application.pk, "submit", data={"declaration": True})
    assert seen_by(people.verifier) == 200
    assert seen_by(elsewhere.verifier) == 404
    assert seen_by(elsewhere.owner) == 404
    assert Client().get(path)["Location"].startswith("/masuk/")


@pytest.mark.parametrize("kind", sorted(RECORDED))
def test_what_was_recorded_is_never_taken_off_the_file(
    people: Cast, owner: Client, kind: str
) -> None:
    application = make_application(people)
    letter = application.attachments.get(requirement="ktp")
    letter.requirement = kind
    letter.save(update_fields=["requirement"])
    with pytest.raises(NotFound):
        detach(people.owner, application.pk, letter.pk)
    assert application.attachments.filter(pk=letter.pk, removed_at__isnull=True).exists()
