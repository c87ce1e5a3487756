"""Masking of log lines."""

import io
import logging
import sys
from collections.abc import Iterator

import pytest

from common.logs import MaskingFilter, mask_path, mask_text

NIK = "3578014107800001"
UID = "4f9c0f3e-1111-2222-3333-123456789abc"


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """Capture what a logger named `probe` and Django's write through the filter."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.addFilter(MaskingFilter())
    handler.setFormatter(logging.Formatter("%(levelname)s %(message)s"))
    names = ("probe", "django.security.DisallowedHost")
    for name in names:
        logging.getLogger(name).addHandler(handler)
    yield out
    for name in names:
        logging.getLogger(name).removeHandler(handler)


@pytest.mark.parametrize(
    ("path", "masked"),
    [
        ("/pengajuan/12/dokumen/", "/pengajuan/12/dokumen/"),
        ("/api/v1/queue/", "/api/v1/queue/"),
        ("/static/app.3f2a91bc.css", "/static/app.3f2a91bc.css"),
        ("/akun/sandi/2-c4k9a1-77aa/", "/akun/sandi/*/"),
        ("/usaha/3578010101900001/", "/usaha/*/"),
        ("/u/ibu@contoh.id/", "/u/*/"),
        (f"/pesanan-bersama/surat/{UID}/pdf/", "/pesanan-bersama/surat/4f9c0f3e*/pdf/"),
        (f"/pesanan-bersama/surat/{UID.upper()}/", "/pesanan-bersama/surat/4F9C0F3E*/"),
        ("/verifikasi/ABCD-EFGH-JKMN/", "/verifikasi/*/"),
        ("/api/v1/permits/verify/abcdefghjkmn/", "/api/v1/permits/verify/*/"),
        ("/verifikasi/", "/verifikasi/"),
    ],
)
def test_a_path_hides_numbers_and_tokens(path: str, masked: str) -> None:
    assert mask_path(path) == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Not Found: /akun/sandi/lupa/2-c4k9a1-77aa/", "Not Found: /akun/sandi/lupa/*/"),
        ("Not Found: /akun/konfirmasi-surel/MQ:1tA:x_-Z/", "Not Found: /akun/konfirmasi-surel/*/"),
        (
            f"Not Found: /pesanan-bersama/surat/{UID}/",
            "Not Found: /pesanan-bersama/surat/4f9c0f3e*/",
        ),
        (f"to https://a.example/surat/{UID}?kunci=x", "to https://a.example/surat/4f9c0f3e*"),
        ("Gone: /usaha/?nik=3578014107800001&x=1", "Gone: /usaha/"),
        ('"GET /cari?q=a%40b.id HTTP/1.1" 200 12', '"GET /cari HTTP/*" 200 12'),
        ("Forbidden (no token.): /masuk/", "Forbidden (no token.): /masuk/"),
        ("from https://a.example/u/ibu@x.id?k=v.", "from https://a.example/u/*"),
        ("Listening at: http://127.0.0.1:8000 (17)", "Listening at: http://127.0.0.1:8000 (17)"),
        (f"nik {NIK}.", "nik *."),
        ("nik 3578 0141 0780 0001", "nik *"),
        ("npwp 09.254.294.3-407.000", "npwp *"),
        ("to Ibu.Siti+x@contoh.id, now", "to *, now"),
        ("to ibu%40contoh.id", "to *"),
        ("key f3a9c0d1e2b3f4a5c6d7e8f9", "key *"),
        ("b ?kunci=rahasia c", "b  c"),
        (
            "Task a.b[4f9c0f3e-1111-2222-3333-123456789012] succeeded in 0.012345678901s: None",
            "Task a.b[4f9c0f3e-1111-2222-3333-123456789012] succeeded in 0.012345678901s: None",
        ),
        ("due 2026-11-23 10:00", "due 2026-11-23 10:00"),
        ("bad row\nDETAIL:  Failing row contains (1, Siti).", "bad row\nDETAIL: *"),
        ("relation accounts_user, 1234567 rows", "relation accounts_user, 1234567 rows"),
    ],
)
def test_a_text_hides_what_is_private(text: str, masked: str) -> None:
    assert mask_text(text) == masked
    assert mask_text(masked) == masked


def test_arguments_are_masked(written: io.StringIO) -> None:
    logging.getLogger("probe").warning("%s: %s", "Not Found", f"/usaha/{NIK}/")
    assert written.getvalue() == "WARNING Not Found: /usaha/*/\n"


def test_a_message_that_does_not_fit_its_arguments_is_still_written(written: io.StringIO) -> None:
    logging.getLogger("probe").warning("100%s %s of /u/a1/", "x")
    assert written.getvalue() == "WARNING 100%s %s of /u/*/\n"


def test_the_message_of_an_error_is_masked_and_its_frames_are_not(written: io.StringIO) -> None:
    try:
        try:
            raise KeyError(f"ibu@contoh.id {NIK}")
        except KeyError as first:
            raise ValueError(f"/akun/sandi/lupa/2-c4k9a1-77aa/\n  {NIK}") from first
    except ValueError:
        logging.getLogger("probe").exception("Internal Server Error: %s", "/u/1-2/")
    lines = written.getvalue().splitlines()
    assert [line for line in lines if not line.startswith(" ")] == [
        "ERROR Internal Server Error: /u/*/",
        "Traceback (most recent call last):",
        "KeyError: '* *'",
        "",
        "Traceback (most recent call last):",
        "ValueError: /akun/sandi/lupa/*/",
    ]
    assert lines[-1] == "  *"
    assert sum(f'File "{__file__}"' in line for line in lines) == 2


def test_an_error_whose_cause_is_itself_ends(written: io.StringIO) -> None:
    error = ValueError("again")
    error.__cause__ = error
    logging.getLogger("probe").warning("x", exc_info=error)
    assert written.getvalue().count("ValueError: again") == 10


def test_no_error_is_no_traceback(written: io.StringIO) -> None:
    logging.getLogger("probe").warning("x", exc_info=sys.exc_info())
    assert written.getvalue() == "WARNING x\n"


def test_a_foreign_host_is_not_quoted(written: io.StringIO) -> None:
    logging.getLogger("django.security.DisallowedHost").error(
        "Invalid HTTP_HOST header: 'evil.example'.", exc_info=ValueError("evil.example")
    )
    assert written.getvalue() == "ERROR Host that is not ours\n"


def test_two_handlers_mask_once() -> None:
    record = logging.LogRecord("x", logging.INFO, "f", 1, "/a/%s/", ("b1c",), None)
    assert MaskingFilter().filter(record)
    first = record.getMessage()
    assert MaskingFilter().filter(record)
    assert (first, record.getMessage()) == ("/a/*/", "/a/*/")
