"""What anyone learns about a letter: by its code, by its file, after many guesses, and at night."""

import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.cache import cache

from common.dates import clock
from common.errors import DomainError, InvalidInput, NotFound, TooManyRequests
from common.files import examining
from common.files.signatures.reading import read_signatures
from letters.enums import CheckWay, LetterAction, LetterStatus
from letters.models import Check, Letter
from letters.policies.codes import new_code
from letters.services.file_verification import CheckedFile, Finding, check_file
from letters.services.seal import COMMON_NAME, replace_seal
from letters.services.verification import check_code
from tests.common.files.hostile_files import plain_pdf
from tests.common.files.hostile_pdfs import attacks
from tests.common.files.signed_pdfs import SIGNER, signed, with_other_text
from tests.factories.office_letters import file_of, issued_letter, set_letter_status

pytestmark = pytest.mark.django_db
HERE = "192.0.2.1"


@pytest.fixture(autouse=True)
def _scratch(settings: Any, tmp_path: Path) -> None:
    cache.clear()
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path


def checked(content: bytes) -> CheckedFile:
    return check_file(BytesIO(content), network=HERE)


def refused(content: bytes) -> str:
    with pytest.raises(DomainError) as error:
        checked(content)
    return error.value.code


def test_a_code_tells_the_head_of_the_letter_and_its_status_now(
    django_assert_num_queries: Any,
) -> None:
    letter = issued_letter()
    with django_assert_num_queries(2):
        found = check_code(f" {letter.code.lower()} ", network=HERE)
    assert (found.number, found.status) == ("500.3.10/1/436.7.2/2026", LetterStatus.VALID)
    assert (found.holder, found.sha256) == (letter.holder, letter.sha256)
    assert (found.issuer, found.issued_here) == (letter.agency.name, True)
    assert found.signer_name
    assert found.signer_position
    assert "{" not in found.title
    assert letter.signed_by is not None
    for action, status in (
        (LetterAction.SUSPENDED, LetterStatus.SUSPENDED),
        (LetterAction.REVOKED, LetterStatus.REVOKED),
    ):
        set_letter_status(letter, action, letter.signed_by)
        assert check_code(letter.code, network=HERE).status == status
    assert Check.objects.filter(letter=letter, way=CheckWay.CODE).count() == 3


def test_the_last_day_ends_a_letter_before_the_nightly_job_does() -> None:
    letter = issued_letter(months_valid=1)
    assert letter.valid_until is not None
    last = clock.midnight(letter.valid_until)
    for day, status in ((0, LetterStatus.VALID), (1, LetterStatus.EXPIRED)):
        with time_machine.travel(last + timedelta(days=day, hours=5), tick=False):
            assert check_code(letter.code, network=HERE).status == status


def test_what_no_letter_has_is_unknown_and_what_is_no_code_is_told_why() -> None:
    with pytest.raises(NotFound) as unknown:
        check_code(new_code(), network=HERE)
    assert unknown.value.code == "unknown_code"
    assert Check.objects.get().letter is None
    for typed, code in {"": "code_empty", "O" * 12: "code_characters", "4": "code_length"}.items():
        with pytest.raises(InvalidInput) as wrong:
            check_code(typed, network=HERE)
        assert wrong.value.code == code
    assert Check.objects.count() == 1


def test_a_draft_is_not_there() -> None:
    letter = issued_letter()
    draft = Letter.objects.get(pk=letter.pk)
    draft.pk, draft.code, draft.status = None, new_code(), LetterStatus.WAITING
    draft.number, draft.signed_at, draft.signed_by = None, None, None
    draft.sha256, draft.stored_name, draft.subject = "", "", "application:0"
    draft.save(force_insert=True)
    with pytest.raises(NotFound):
        check_code(draft.code, network=HERE)


@pytest.mark.parametrize(
    ("guesses", "limit"), [(500, 30), pytest.param(10_000, 600, marks=pytest.mark.exhaustive)]
)
@time_machine.travel("2026-11-20 10:00:10+07:00", tick=False)
def test_guesses_from_many_networks_stop_and_a_right_code_is_answered(
    guesses: int, limit: int, settings: Any
) -> None:
    settings.LETTER_CHECK_LIMITS = {**settings.LETTER_CHECK_LIMITS, "wrong_codes": limit}
    letter, answered, waits = issued_letter(), 0, set()
    for guess in range(guesses):
        try:
            check_code(new_code(), network=f"198.51.100.{guess % 125}")
        except NotFound:
            answered += 1
        except TooManyRequests as error:
            waits.add(error.params["wait"])
    assert (answered, Check.objects.count(), waits) == (limit, limit, {50})
    # Who never guessed holds a letter; who guessed cannot tell a right code from a wrong one.
    assert check_code(letter.code, network=HERE).number
    with pytest.raises(TooManyRequests):
        check_code(letter.code, network="198.51.100.7")


@time_machine.travel("2026-11-20 10:00:10+07:00", tick=False)
def test_one_network_that_guesses_is_answered_nothing_more(settings: Any) -> None:
    letter, answered = issued_letter(), 0
    for _guess in range(60):
        with suppress(TooManyRequests):
            try:
                check_code(new_code(), network=HERE)
            except NotFound:
                answered += 1
    assert answered == settings.LETTER_CHECK_LIMITS["wrong_codes_network"]
    with pytest.raises(TooManyRequests):
        check_code(letter.code, network=HERE)
    assert check_code(letter.code, network="192.0.2.2").number
    with time_machine.travel("2026-11-20 10:01:01+07:00", tick=False):
        assert check_code(letter.code, network=HERE).number


@pytest.fixture
def read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read signatures without a process, which takes a second for each file."""
    monkeypatch.setattr(examining, "examine_in_process", read_signatures)


@pytest.mark.usefixtures("read_here")
def test_files_are_told_apart() -> None:
    letter = issued_letter()
    issued = file_of(letter)
    middle = len(issued) // 3
    flipped = issued[:middle] + bytes([issued[middle] ^ 1]) + issued[middle + 1 :]
    found = {
        "issued": checked(issued),
        "one byte": checked(flipped),
        "padded": checked(issued + b"\r\n"),
        "signed again": checked(signed(issued)),
        "changed": checked(with_other_text(issued)),
        "stranger": checked(signed()),
        "impostor": checked(signed(name=COMMON_NAME)),
        "look-alike": checked(signed(name=COMMON_NAME.replace("e", "\u0435"))),
        "unsigned": checked(plain_pdf()),
    }
    assert {name: str(each.finding) for name, each in found.items()} == {
        "issued": "issued",
        "one byte": "broken",
        "padded": "padded",
        "signed again": "signed_again",
        "changed": "changed",
        "stranger": "foreign",
        "impostor": "impostor",
        "look-alike": "impostor",
        "unsigned": "unsigned",
    }
    known = {name for name, each in found.items() if each.verified is not None}
    assert known == {"issued", "padded", "signed again", "changed"}
    assert found["stranger"].is_intact
    assert found["stranger"].signatures[0].signer == SIGNER
    assert Check.objects.filter(way=CheckWay.FILE, letter=letter).count() == 4


@pytest.mark.usefixtures("read_here")
def test_a_retired_seal_still_tells_its_letters() -> None:
    letter = issued_letter()
    replace_seal()
    assert checked(file_of(letter)).finding == Finding.ISSUED
    assert checked(file_of(letter) + b" ").finding == Finding.PADDED


def test_no_changed_byte_passes_for_the_issued_file() -> None:
    """Wherever it is: body, seal, table of contents, end."""
    issued = file_of(issued_letter())
    altered = {Finding.BROKEN, Finding.UNREADABLE, Finding.IMPOSTOR, Finding.FOREIGN}
    seal = issued.rindex(b"/ByteRange")
    for place in (20, seal + 14, issued.rindex(b"/Contents <") + 400, len(issued) - 12):
        wrong = issued[:place] + bytes([issued[place] ^ 1]) + issued[place + 1 :]
        cache.clear()
        found = checked(wrong)
        assert found.verified is None
        assert found.finding in altered, place
        assert not (found.finding == Finding.FOREIGN and found.is_intact), place


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "file_empty"),
    "text": (lambda: b"halo " * 99, "file_no_pdf"),
    "picture": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(99), "file_no_pdf"),
    "huge": (lambda: b"%PDF-1.7\n" + bytes(10 * 1024 * 1024), "file_too_large"),
    "broken": (lambda: b"%PDF-1.7\n" + b"x" * 999, "pdf_broken"),
    "cut": (lambda: plain_pdf()[:200], "pdf_broken"),
    "locked": (lambda: attacks()["user-password-aes"][1](), "pdf_locked"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_readable_pdf_is_told_in_words(name: str, tmp_path: Path) -> None:
    make, code = HOSTILE[name]
    assert refused(make()) == code
    assert [each.name for each in tmp_path.iterdir() if each.name != "media"] == []
    assert not Check.objects.exists()


def test_a_letter_as_issued_never_waits_for_a_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    issued = file_of(issued_letter())
    turn = threading.BoundedSemaphore(1)
    monkeypatch.setattr(examining, "_PUBLIC_TURN", turn)
    assert turn.acquire()
    assert checked(issued).finding == Finding.ISSUED
    assert refused(plain_pdf()) == "busy"


def test_unknown_files_of_all_stop_and_a_letter_is_still_known(settings: Any) -> None:
    settings.LETTER_CHECK_LIMITS = {**settings.LETTER_CHECK_LIMITS, "wrong_files": 0}
    issued = file_of(issued_letter())
    assert refused(plain_pdf()) == "too_many_checks"
    assert checked(issued).finding == Finding.ISSUED
