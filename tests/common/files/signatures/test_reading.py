"""Signatures as they are read: intact, altered, followed by something, malformed, very many."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from pyhanko.sign.fields import MDPPerm

from common.files.signatures import process
from common.files.signatures.__main__ import main as process_main
from common.files.signatures.found import (
    MAX_SIGNER,
    UNREADABLE,
    Signature,
    Signatures,
    SignatureState,
    plain_name,
    signature_from,
    signatures_from,
)
from common.files.signatures.process import says_it_is_signed, signatures_in_process
from common.files.signatures.reading import read_signatures
from tests.common.files import signed_pdfs
from tests.common.files.hostile_files import plain_pdf
from tests.common.files.signed_pdfs import (
    AUTHORITY,
    NAMELESS,
    SIGNED_AT,
    SIGNER,
    STAMPED_AT,
    altered,
    nonsense_value,
    range_of,
    signed,
    stamped_whole,
    with_fields,
    with_other_text,
    with_range,
)

WHOLE, AGAIN, CHANGED = SignatureState.WHOLE, SignatureState.SIGNED_AGAIN, SignatureState.CHANGED
BROKEN, PARTIAL = SignatureState.BROKEN, SignatureState.PARTIAL
UNCHECKED = SignatureState.UNCHECKED


@pytest.fixture(autouse=True)
def signing_time() -> Iterator[None]:
    with time_machine.travel(SIGNED_AT, tick=False):
        yield


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "sent"


def read(path: Path, content: bytes) -> Signatures:
    path.write_bytes(content)
    return read_signatures(path)


def one(state: SignatureState, signer: str = SIGNER) -> Signature:
    return Signature(signer, SIGNED_AT, None, is_timestamp=False, state=state)


def states(path: Path, content: bytes) -> list[SignatureState]:
    return [each.state for each in read(path, content).read]


def test_an_intact_signature_says_who_and_when(path: Path) -> None:
    assert read(path, signed()) == Signatures(1, [one(WHOLE)])


def test_one_altered_byte_breaks_it(path: Path) -> None:
    assert read(path, altered(signed())) == Signatures(1, [one(BROKEN)])


def test_two_signatures_both_hold(path: Path) -> None:
    twice = signed(signed(), name="Budi", field="Kedua")
    assert read(path, twice) == Signatures(2, [one(AGAIN), one(WHOLE, "Budi")])


def test_a_page_exchanged_after_signing_is_a_change(path: Path) -> None:
    # The signed bytes are all there, and viewers show something else.
    assert states(path, with_other_text(signed())) == [CHANGED]
    shadowed = signed(with_other_text(signed()), name="Budi", field="Kedua")
    assert states(path, shadowed) == [CHANGED, WHOLE]


def test_a_time_stamp_after_a_signature_that_allows_no_change_is_none(path: Path) -> None:
    final = signed(certify=True, docmdp_permissions=MDPPerm.NO_CHANGES)
    assert states(path, final) == [WHOLE]
    # A time stamp is no change of the document, by ISO 32000-2.
    assert states(path, stamped_whole(final)) == [AGAIN, WHOLE]


@pytest.mark.parametrize(
    ("tail", "state"), [(b"\n", WHOLE), (b"\r\n\0", WHOLE), (b"\n% tambahan\n", CHANGED)]
)
def test_what_stands_behind_the_end_of_the_file(
    path: Path, tail: bytes, state: SignatureState
) -> None:
    assert states(path, signed() + tail) == [state]


def test_a_stamp_on_the_signature_names_another_time(path: Path) -> None:
    (found,) = read(path, signed(stamped=True)).read
    assert found == Signature(SIGNER, SIGNED_AT, STAMPED_AT, is_timestamp=False, state=WHOLE)


def test_a_stamp_on_the_whole_file_is_told_from_a_signature(path: Path) -> None:
    stamp = Signature(AUTHORITY, STAMPED_AT, None, is_timestamp=True, state=WHOLE)
    content = stamped_whole(signed())
    assert read(path, content) == Signatures(2, [one(AGAIN), stamp])
    assert states(path, altered(content)) == [BROKEN, BROKEN]


def test_a_certificate_without_a_person_has_no_name(path: Path) -> None:
    assert read(path, signed(name=NAMELESS)) == Signatures(1, [one(WHOLE, "")])


def test_a_range_that_lies_is_never_taken_for_the_whole_file(path: Path) -> None:
    content = signed()
    _zero, before, after, length = range_of(content)
    lies: dict[tuple[int | str, ...], SignatureState] = {
        (): PARTIAL,
        (0,): PARTIAL,
        (0, 9, 9, 9, 9, 9): PARTIAL,
        (0, before, 0, 0): PARTIAL,
        (5, before, after, length): PARTIAL,
        (0, -5, after, length): PARTIAL,
        (0, before, after, 99999): PARTIAL,
        # The lengths add up, but the gap is not where the digits of the signature are.
        (0, before - 99, after - 99, length + 99): PARTIAL,
        (0, before + 2, after - 2, length): PARTIAL,
        (0, before, after, length - 50): BROKEN,
        ("a", "b"): UNCHECKED,
    }
    assert {lie: states(path, with_range(content, *lie))[0] for lie in lies} == lies


def test_bytes_that_are_no_signature_count_unchecked(path: Path) -> None:
    nothing = Signature("", None, None, is_timestamp=False, state=UNCHECKED)
    content = with_fields(2, nonsense_value())
    assert read(path, content) == Signatures(2, [nothing, nothing])


def test_a_thousand_signatures_are_counted_and_twenty_read(path: Path) -> None:
    found = read(path, with_fields(1000, nonsense_value()))
    assert (found.count, len(found.read)) == (1000, 20)


def test_a_chain_of_signatures_longer_than_is_compared_counts_as_changed(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("common.files.signatures.reading._MOST_REVISIONS", 1)
    content = signed(signed(signed(), field="Kedua"), field="Ketiga")
    assert states(path, content)[-2:] == [AGAIN, WHOLE]
    assert states(path, content)[0] == CHANGED


def test_places_without_a_signature_are_none(path: Path) -> None:
    path.write_bytes(with_fields(3))
    assert (read_signatures(path).count, signatures_in_process(path)) == (0, None)
    path.write_bytes(plain_pdf())
    assert (says_it_is_signed(path), signatures_in_process(path)) == (False, None)


def test_a_process_of_its_own_reads_the_same(path: Path) -> None:
    path.write_bytes(signed())
    assert signatures_in_process(path) == Signatures(1, (one(WHOLE),))


def test_a_file_that_the_library_cannot_open_is_unreadable(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "_run", process_main)
    path.write_bytes(b"%PDF-1.7 /ByteRange [0 1 2 3]")
    assert signatures_in_process(path) == UNREADABLE


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"count": "x", "signatures": []},
        {"count": 1, "signatures": [{"signer": "A"}]},
        {"count": 1, "signatures": [{**one(WHOLE).as_json(), "state": "trusted"}]},
        {"count": 1, "signatures": [{**one(WHOLE).as_json(), "signed_at": "kemarin"}]},
    ],
)
def test_nonsense_of_the_process_is_unreadable(
    path: Path, monkeypatch: pytest.MonkeyPatch, answer: dict[str, object]
) -> None:
    path.write_bytes(signed())
    monkeypatch.setattr(process, "_run", lambda _source: answer)
    assert signatures_in_process(path) == UNREADABLE


def test_what_is_stored_is_read_back_the_same() -> None:
    moment = datetime(2026, 11, 20, 10, 15, tzinfo=UTC)
    full = Signature("A", moment, moment + timedelta(1), is_timestamp=True, state=CHANGED)
    assert [signature_from(each.as_json()) for each in (full, one(BROKEN))] == [full, one(BROKEN)]
    many = {"count": 10**9, "signatures": [full.as_json()] * 30}
    assert (signatures_from(many).count, len(signatures_from(many).read)) == (100_000, 20)
    ancient = {**full.as_json(), "signed_at": "0001-01-01T00:00:00+00:00"}
    assert signature_from(ancient).signed_at is None


def test_a_name_has_no_marks_that_mislead() -> None:
    assert plain_name("Siti\u202e\0 \n\tAminah\ud800") == "Siti Aminah"
    assert len(plain_name("a" * 999)) == MAX_SIGNER


def test_the_helper_signs_with_one_key_for_a_name() -> None:
    first, second = (signed_pdfs.key_and_certificate(SIGNER) for _turn in range(2))
    assert first is second
