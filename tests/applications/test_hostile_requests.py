"""Uploads with hostile requests: false lengths, names, parts, broken connections."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import storages
from django.test import Client

from applications.models import Application
from common.files import uploads
from common.files.upload_handler import NamelessFileUploadHandler
from enterprises.models import DocumentVersion
from tests.api.client import V1, client_for, faults, photo
from tests.applications.web.pages import text_of
from tests.factories.programs import Cast, make_application

pytestmark = pytest.mark.usefixtures("upload_folder")
BOUNDARY = "tepi"
MULTIPART = f"multipart/form-data; boundary={BOUNDARY}"


def body(
    disposition: bytes, content: bytes | None = None, *, end: bytes = b"--tepi--\r\n"
) -> bytes:
    content = photo().getvalue() if content is None else content
    head = b'--tepi\r\nContent-Disposition: form-data; name="requirement"\r\n\r\nktp\r\n--tepi\r\n'
    return head + disposition + b"\r\nContent-Type: image/jpeg\r\n\r\n" + content + b"\r\n" + end


def named(filename: bytes) -> bytes:
    return b'Content-Disposition: form-data; name="file"; filename=' + filename


def through_api(people: Cast, draft: Application, sent: bytes, **extra: Any) -> Any:
    extra.setdefault("content_type", MULTIPART)
    client = client_for(people.owner)
    return client.generic("POST", f"{V1}/applications/{draft.pk}/documents/", sent, **extra)  # type: ignore[arg-type]


def through_web(people: Cast, draft: Application, sent: bytes, **extra: Any) -> Any:
    client = Client(raise_request_exception=False)
    client.force_login(people.owner, backend="django.contrib.auth.backends.ModelBackend")
    extra.setdefault("content_type", MULTIPART)
    return client.generic("POST", f"/pengajuan/{draft.pk}/dokumen/ktp/", sent, **extra)


def nothing_stored() -> bool:
    root = Path(storages["documents"].location)  # type: ignore[attr-defined]
    return not DocumentVersion.objects.exists() and not any(p.is_file() for p in root.rglob("*"))


@pytest.mark.parametrize(
    ("filename", "shown"),
    [
        (b'"k\x00tp.jpg"', "ktp.jpg"),
        (b'"..\\\\..\\\\..\\\\ktp.jpg"', "ktp.jpg"),
        (b'"../../../etc/ktp.jpg"', "ktp.jpg"),
        (b'"ktp\xe2\x80\xaegpj.jpg"', "ktpgpj.jpg"),
        (b'"' + b"a" * 300 + b'.jpg"', "a" * 116 + ".jpg"),
        (b"x.jpg; filename*=UTF-8''kart%C3%A9.jpg", "karté.jpg"),
        (b"x.jpg; filename*=UTF-8''%00%2e%2e%2fktp.jpg", "ktp.jpg"),
        (b'"&#46;&#46;/ktp.jpg"', "ktp.jpg"),
    ],
)
def test_names_in_the_header_end_up_plain(people: Cast, filename: bytes, shown: str) -> None:
    draft = make_application(people, documents=False)
    sent = body(named(filename))
    assert through_api(people, draft, sent).status_code == 201
    assert through_web(people, draft, sent).status_code == 302
    assert DocumentVersion.objects.get().filename == shown


@pytest.mark.parametrize("filename", [b'""', b'"/"', b'"\x00"', b'".."'])
def test_a_file_without_a_name_is_no_file(people: Cast, filename: bytes) -> None:
    draft = make_application(people, documents=False)
    answer = through_api(people, draft, body(named(filename)))
    assert (answer.status_code, faults(answer)[0][1]) == (400, "file")
    assert "Pilih berkas lebih dahulu." in text_of(
        through_web(people, draft, body(named(filename)))
    )
    assert nothing_stored()


def test_a_name_that_is_no_text_is_refused(people: Cast) -> None:
    draft = make_application(people, documents=False)
    sent = body(named(b'"ktp\xff\xfe.jpg"'))
    assert through_api(people, draft, sent).status_code == 400
    assert "Pilih berkas lebih dahulu." in text_of(through_web(people, draft, sent))
    assert nothing_stored()


def test_fifty_megabytes_are_refused_before_they_are_read(people: Cast) -> None:
    draft = make_application(people, documents=False)
    for send in (through_api, through_web):
        answer = send(people, draft, b"", CONTENT_LENGTH=str(50 * 1024 * 1024))
        assert answer.status_code == 413
    assert nothing_stored()


def test_a_length_that_says_less_cuts_the_file_off(people: Cast) -> None:
    draft = make_application(people, documents=False)
    sent = body(named(b'"ktp.jpg"'), photo().getvalue() + bytes(40 * 1024 * 1024))
    answer = through_api(people, draft, sent, CONTENT_LENGTH="600")
    assert (answer.status_code, faults(answer)) == (400, [("required", "file")])
    page = through_web(people, draft, sent, CONTENT_LENGTH="600")
    assert "Pilih berkas lebih dahulu." in text_of(page)
    assert nothing_stored()


@pytest.mark.parametrize("length", ["", "-1", "0", "x"])
def test_chunked_and_impossible_lengths_read_nothing(people: Cast, length: str) -> None:
    draft = make_application(people, documents=False)
    sent = body(named(b'"ktp.jpg"'))
    extra = {"CONTENT_LENGTH": length, "HTTP_TRANSFER_ENCODING": "chunked"}
    answer = through_api(people, draft, sent, **extra)
    assert answer.status_code == 400
    assert through_web(people, draft, sent, **extra).status_code in (200, 400)
    assert nothing_stored()


def test_a_connection_that_breaks_leaves_nothing(people: Cast) -> None:
    draft = make_application(people, documents=False)
    whole = body(named(b'"ktp.jpg"'), photo().getvalue() + bytes(3 * 1024 * 1024))

    class BreakingStream(BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if self.tell() > 2 * 1024 * 1024:
                raise ConnectionResetError
            return super().read(size)

    for send in (through_api, through_web):
        answer = send(people, draft, whole, **{"wsgi.input": BreakingStream(whole)})
        assert answer.status_code in (400, 503, 500)
    assert nothing_stored()


def test_a_body_that_ends_early_has_no_file(people: Cast) -> None:
    draft = make_application(people, documents=False)
    sent = body(named(b'"ktp.jpg"'), photo().getvalue()[:300], end=b"")
    assert faults(through_api(people, draft, sent)) == [("required", "file")]
    assert nothing_stored()


def test_many_files_in_one_request(people: Cast) -> None:
    draft = make_application(people, documents=False)
    part = b'Content-Disposition: form-data; name="file"; filename="a.jpg"\r\n\r\nx\r\n--tepi\r\n'
    sent = body(part * 150 + named(b'"ktp.jpg"'))
    for send in (through_api, through_web):
        assert send(people, draft, sent).status_code == 400
    assert nothing_stored()


def test_a_full_disk_in_the_service_is_a_page_that_says_so(
    people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object) -> bytes:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(uploads, "_copy", full)
    draft = make_application(people, documents=False)
    sent = body(named(b'"ktp.jpg"'))
    answer = through_api(people, draft, sent)
    assert (answer.status_code, faults(answer)) == (507, [("storage_full", "file")])
    page = through_web(people, draft, sent)
    assert page.status_code == 507
    assert "Penyimpanan portal sedang penuh" in text_of(page)
    assert nothing_stored()


def test_a_full_disk_while_the_request_is_read(
    people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: object, raw: bytes, start: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(NamelessFileUploadHandler, "receive_data_chunk", full)
    draft = make_application(people, documents=False)
    sent = body(named(b'"ktp.jpg"'), photo().getvalue() + bytes(2 * 1024 * 1024))
    for send in (through_api, through_web):
        assert send(people, draft, sent).status_code == 503
    assert nothing_stored()
