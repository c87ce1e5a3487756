"""The public endpoints of the contract: answers, refusals in its shape."""

import threading
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from common.files import examining
from common.files.signatures.reading import read_signatures
from letters.enums import LetterAction
from letters.policies.codes import new_code, written
from tests.common.files.hostile_files import plain_pdf
from tests.common.files.signed_pdfs import SIGNER, altered, signed, with_other_text
from tests.factories.office_letters import file_of, issued_letter, set_letter_status

pytestmark = pytest.mark.django_db
VERIFY = "/api/v1/permits/verify/"


@pytest.fixture(autouse=True)
def _scratch(settings: Any, tmp_path: Path) -> None:
    cache.clear()
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path


def send(client: Client, content: bytes) -> Any:
    return client.post(VERIFY, {"file": SimpleUploadedFile("surat.pdf", content)})


def test_a_code_answers_as_the_contract_says(client: Client) -> None:
    letter = issued_letter()
    assert letter.number is not None
    assert letter.signed_by is not None
    answer = client.get(f"{VERIFY}{letter.code.lower()}/")
    assert answer.json() == {
        "status": "valid",
        "type": letter.kind,
        "number": letter.number.written,
        "holder": letter.holder,
        "issued_on": letter.number.given_on.isoformat(),
        "valid_until": letter.valid_until.isoformat() if letter.valid_until else None,
        "sha256": letter.sha256,
        "issuer": letter.agency.name,
        "issued_here": True,
    }
    set_letter_status(letter, LetterAction.SUSPENDED, letter.signed_by)
    assert client.get(f"{VERIFY}{written(letter.code)}/").json()["status"] == "suspended"


def test_an_unknown_code_and_what_is_none_are_404_in_the_contracts_shape(client: Client) -> None:
    for code, reason in ((new_code(), "unknown_code"), ("O" * 12, "code_characters")):
        answer = client.get(f"{VERIFY}{code}/")
        assert answer.status_code == 404
        (error,) = answer.json()["errors"]
        assert (error["code"], error["field"]) == (reason, "code")


def test_a_file_answers_as_the_contract_says(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Without a process, which takes a second for each file.
    monkeypatch.setattr(examining, "examine_in_process", read_signatures)
    letter = issued_letter()
    issued = file_of(letter)
    whole = send(client, issued).json()
    assert whole.pop("signed_by").startswith(str((letter.content or {})["signer"]["name"]))
    assert whole.pop("signed_at") is not None
    known = {"known": True, "code": written(letter.code), "status": "valid"}
    assert whole == {**known, "unchanged": True, "signature": "intact"}
    flipped = bytearray(issued)
    flipped[len(issued) // 3] ^= 1
    nothing = {"known": False, "code": None, "status": None}
    for content, answer in (
        (bytes(flipped), {**nothing, "unchanged": False, "signature": "broken"}),
        (with_other_text(issued), {**known, "unchanged": False, "signature": "broken"}),
        (issued + b"\n", {**known, "unchanged": False, "signature": "intact"}),
        (plain_pdf(), {**nothing, "unchanged": None, "signature": "none", "signed_by": None}),
        (signed(), {**nothing, "unchanged": True, "signature": "intact", "signed_by": SIGNER}),
        (altered(signed()), {**nothing, "unchanged": False, "signature": "broken"}),
    ):
        found = send(client, content).json()
        assert {key: found[key] for key in answer} == answer


def test_refusals_have_the_contracts_shape(
    client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert client.post(VERIFY, {}, content_type="application/json").status_code == 415
    assert client.post(VERIFY, {}).json()["errors"][0]["field"] == "file"
    assert client.post(VERIFY, {"file": "teks"}).status_code == 400
    for content, status, code in (
        (b"", 400, "file_empty"),
        (b"halo", 415, "file_no_pdf"),
        (b"%PDF-1.7\n" + b"0" * (10 * 1024 * 1024), 413, "file_too_large"),
    ):
        answer = send(client, content)
        assert (answer.status_code, answer.json()["errors"][0]["code"]) == (status, code)
    turn = threading.BoundedSemaphore(1)
    monkeypatch.setattr(examining, "_PUBLIC_TURN", turn)
    assert turn.acquire()
    busy = send(client, plain_pdf())
    assert (busy.status_code, "Retry-After" in busy) == (503, True)
    settings.LETTER_CHECK_LIMITS = {**settings.LETTER_CHECK_LIMITS, "network": 0}
    late = client.get(f"{VERIFY}{new_code()}/")
    assert (late.status_code, late.json()["errors"][0]["code"]) == (429, "too_many_checks")
    assert 1 <= int(late["Retry-After"]) <= 60
