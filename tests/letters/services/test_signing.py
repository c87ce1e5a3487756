"""From a decision to a letter that anyone can check: the act, the number, the seal, the file."""

import json
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from unittest import mock

import pikepdf
import pytest
import time_machine
from django.core.cache import cache
from django.db import IntegrityError, transaction

from accounts.models import Agency, Posting
from applications.models import Application
from applications.selectors.letters import letters_of
from applications.services.office_letters import _subject
from applications.services.transitions import perform
from common.dates import clock
from common.files.signatures.found import SignatureState
from common.files.signatures.reading import read_signatures
from letters.enums import LetterAction, LetterStatus, SignatureWay
from letters.models import Letter, LetterNumber, SealKey
from letters.services.drafting import draft
from letters.services.files import FILES
from letters.services.seal import ensure_seal
from letters.services.secret_tries import MOST_TRIES
from letters.services.signing import ask, sign_now
from letters.services.status import change
from letters.signers.base import SignerDown, WrongSecret
from letters.tasks import sign_asked
from notifications.models import OutboxMessage
from tests.factories.accounts import OfficialFactory
from tests.factories.office_letters import hold_position, number_source, office_that_signs
from tests.factories.programs import Cast, cast_of, make_application

pytestmark = pytest.mark.django_db
FRIDAY = "2026-11-20 10:00+07:00"
REASON = "Lengkap dan wajar menurut pemeriksaan."


def _approved(cast: Cast) -> tuple[Application, Letter]:
    application = make_application(cast, stage="decision")
    perform(cast.decider, application.pk, "approve", reason=REASON)
    return application, letters_of(application).get()


@time_machine.travel(FRIDAY, tick=False)
def test_the_decision_is_the_act_where_the_decider_signs() -> None:
    cast = cast_of()
    office_that_signs(cast.decider)
    application, letter = _approved(cast)
    assert (letter.status, letter.number) == (LetterStatus.WAITING, None)
    assert sign_asked() == 1
    letter.refresh_from_db()
    assert (letter.status, letter.trouble, letter.signed_by) == ("valid", "", cast.decider)
    assert letter.number is not None
    assert letter.number.written == "500.3.10/1/436.7.2/2026"
    assert letter.content["signer"]["position"] == "Kepala Dinas Koperasi dan UKM Kota Surabaya"
    path = FILES.path(letter.stored_name)
    (signature,) = read_signatures(path).read
    assert (signature.state, signature.signer) == (
        SignatureState.WHOLE,
        "Segel elektronik Portal UMKM Jawa Timur",
    )
    with pikepdf.open(path) as pdf:
        # PDF/A-2a and PDF/UA-1 are declared, and the signature took nothing of that away.
        declared = pdf.Root.Metadata.read_bytes()
        assert b"<pdfaid:part>2" in declared
        assert b"<pdfaid:conformance>A" in declared
        assert b"<pdfuaid:part>1" in declared
        assert pdf.Root.StructTreeRoot is not None
    assert [event.action for event in letter.events.all()] == ["drafted", "numbered", "signed"]
    told = OutboxMessage.objects.filter(recipient=cast.owner, key="letter.signed").get()
    assert told.context["letter_number"] == "500.3.10/1/436.7.2/2026"
    assert sign_asked() == 0
    assert letters_of(application).count() == 1


@time_machine.travel(FRIDAY, tick=False)
def test_a_letter_waits_for_whoever_holds_the_position() -> None:
    cast = cast_of()
    head = OfficialFactory(role="decider", regency="35.78")
    office_that_signs(head)
    _application, letter = _approved(cast)
    assert sign_asked() == 0
    # Not the one who decided, nor anyone else: the holder of the position today.
    (refused,) = ask(cast.decider, [letter.pk])
    assert "tidak dipegang" in refused.error
    (asked, twice) = ask(head, [letter.pk]) + ask(head, [letter.pk])
    assert asked.error == ""
    assert "sudah Anda tandatangani" in twice.error
    assert sign_asked() == 1
    letter.refresh_from_db()
    assert letter.signed_by == head
    assert LetterNumber.objects.count() == 1
    (late,) = ask(head, [letter.pk])
    assert late.error == "Surat ini tidak lagi menunggu tanda tangan."


@time_machine.travel(FRIDAY, tick=False)
def test_a_tenure_that_ended_yesterday_signs_nothing() -> None:
    cast = cast_of()
    holder = office_that_signs(cast.decider)
    _application, letter = _approved(cast)
    holder.valid_to = date(2026, 11, 19)
    holder.save()
    assert sign_asked() == 1
    letter.refresh_from_db()
    # It is in the tray again, without a number: nobody has performed a valid act.
    assert (letter.status, letter.trouble, letter.asked_at) == (
        "waiting_signature",
        "not_holder",
        None,
    )
    assert not LetterNumber.objects.exists()
    successor = OfficialFactory(role="decider", regency="35.78")
    hold_position(
        successor, appointment="plt", valid_from=date(2026, 11, 20), valid_to=date(2027, 1, 31)
    )
    assert ask(successor, [letter.pk])[0].error == ""
    assert sign_asked() == 1
    letter.refresh_from_db()
    assert letter.content["signer"]["position"].startswith("Plt. Kepala ")


@time_machine.travel(FRIDAY, tick=False)
def test_what_fails_keeps_its_number() -> None:
    cast = cast_of()
    office_that_signs(cast.decider)
    _application, letter = _approved(cast)
    with mock.patch("letters.signers.seal.SealSigner.sign", side_effect=SignerDown):
        assert sign_asked() == 1
    letter.refresh_from_db()
    number = letter.number
    assert (letter.status, letter.trouble) == ("waiting_signature", "signer_down")
    assert number is not None
    with time_machine.travel("2026-11-23 09:00+07:00", tick=False):
        assert sign_asked() == 1
        letter.refresh_from_db()
    assert (letter.status, letter.number) == ("valid", number)
    assert letter.content["date"] == "2026-11-20"


@time_machine.travel(FRIDAY, tick=False)
def test_a_lost_key_leaves_letters_waiting() -> None:
    cast = cast_of()
    office_that_signs(cast.decider)
    _application, letter = _approved(cast)
    SealKey.objects.update(key_cipher=b"\x01" + b"x" * 60)
    sign_asked()
    letter.refresh_from_db()
    assert (letter.status, letter.trouble) == ("waiting_signature", "key_missing")


def test_a_seal_is_replaced_before_its_five_years_are_over() -> None:
    with time_machine.travel(FRIDAY, tick=False):
        first = ensure_seal()
        assert ensure_seal() == first
    with time_machine.travel(first.valid_until - timedelta(days=31), tick=False):
        assert ensure_seal() == first
    with time_machine.travel(first.valid_until - timedelta(days=29), tick=False):
        second = ensure_seal()
        assert second.valid_until > first.valid_until
        assert SealKey.objects.get(retired_at=None) == second


@time_machine.travel(FRIDAY, tick=False)
def test_a_wrong_secret_stops_the_batch() -> None:
    cast = cast_of()
    head = OfficialFactory(role="decider", regency="35.78")
    office_that_signs(head)
    letters = [_approved(cast_of(regency="35.78"))[1] for _ in range(2)]
    with mock.patch("letters.signers.seal.SealSigner.sign", side_effect=WrongSecret) as sign:
        done = sign_now(head, [each.pk for each in letters], secret="salah")
    assert [bool(each.error) for each in done] == [True]
    assert sign.call_count == 1
    assert cast.decider.pk != head.pk
    assert [each.error for each in sign_now(head, [each.pk for each in letters], secret="")] == [
        "",
        "",
    ]
    assert set(Letter.objects.values_list("signature", flat=True)) == {SignatureWay.SEAL}


@time_machine.travel(FRIDAY, tick=False)
def test_the_certified_signature_asks_its_person_each_time(settings: Any, tmp_path: Path) -> None:
    settings.LETTER_SIGNER = "letters.signers.bsre.BsreSimulator"
    settings.BSRE_FOLDER = tmp_path
    cast = cast_of()
    holder = office_that_signs(cast.decider)
    _application, letter = _approved(cast)
    # The decision is no act where a passphrase is asked for.
    assert letter.asked_at is None
    assert "tidak menjawab" in sign_now(cast.decider, [letter.pk], secret="rahasia")[0].error
    known = {"secret_sha256": sha256(b"rahasia").hexdigest(), "valid_until": "2026-11-19"}
    people = tmp_path / "people.json"
    people.write_text(json.dumps({holder.nip: known}))
    assert "salah" in sign_now(cast.decider, [letter.pk], secret="lain")[0].error
    assert "tidak berlaku" in sign_now(cast.decider, [letter.pk], secret="rahasia")[0].error
    people.write_text(json.dumps({holder.nip: {**known, "valid_until": "2026-11-20"}}))
    assert sign_now(cast.decider, [letter.pk], secret="rahasia")[0].error == ""
    letter.refresh_from_db()
    assert (letter.status, letter.signature) == ("valid", "certified")
    assert LetterNumber.objects.get() == letter.number
    # Neither the log of the service nor any row has the passphrase.
    assert "rahasia" not in (tmp_path / "requests.jsonl").read_text()
    assert not Letter.objects.filter(content__icontains="rahasia").exists()


@time_machine.travel(FRIDAY, tick=False)
def test_an_office_without_a_source_of_numbers_says_so() -> None:
    cast = cast_of()
    hold_position(cast.decider)
    _application, letter = _approved(cast)
    sign_asked()
    letter.refresh_from_db()
    assert (letter.trouble, letter.asked_at) == ("no_number_source", None)
    number_source(letter.agency, way="block", first=7, last=7)
    assert ask(cast.decider, [letter.pk])[0].error == ""
    letter.refresh_from_db()
    assert letter.number is not None
    assert letter.number.running == 7


@time_machine.travel(FRIDAY, tick=False)
def test_a_cancelled_draft_keeps_its_number_for_ever() -> None:
    cast = cast_of()
    office_that_signs(cast.decider)
    _application, letter = _approved(cast)
    with mock.patch("letters.signers.seal.SealSigner.sign", side_effect=SignerDown):
        sign_asked()
    change(cast.decider, letter.pk, LetterAction.CANCELLED, "Salah alamat, disusun ulang.")
    letter.refresh_from_db()
    assert letter.number is not None
    assert letter.number.cancelled_by == cast.decider
    _other, next_letter = _approved(cast_of(regency="35.78"))
    assert next_letter.asked_at is None
    assert sign_asked() == 0
    assert LetterNumber.objects.count() == 1


@time_machine.travel(FRIDAY, tick=False)
def test_the_database_keeps_an_issued_letter_as_it_is() -> None:
    cast = cast_of()
    office_that_signs(cast.decider)
    _application, letter = _approved(cast)
    sign_asked()
    for changed in (
        {"holder": "Orang lain"},
        {"sha256": "0" * 64},
        {"number": None},
        {"status": "waiting_signature"},
    ):
        with pytest.raises(Exception, match="letter"), transaction.atomic():
            Letter.objects.filter(pk=letter.pk).update(**changed)
    with pytest.raises(IntegrityError), transaction.atomic():
        LetterNumber.objects.filter(letter=letter).update(running=9)


@time_machine.travel(FRIDAY, tick=False)
def test_a_letter_has_its_conditional_lines_and_its_copies() -> None:
    cast = cast_of()
    office_that_signs(cast.decider)
    application = make_application(cast, stage="decision")
    template = application.edition.letters.get()
    # An edition in use is frozen; what it says is taken as it is read.
    template.body_id = "{?purpose} Tujuan: {purpose}\n{?collateral_offered} Agunan: ada\nTetap."
    template.copies_to = " Camat Genteng \n\nKepala Desa"
    subject = _subject(application, application.events.latest("id"))
    letter = draft(template, cast_agency(cast), subject)
    assert letter.bodies["id"] == "Tujuan: {purpose}\nTetap."
    assert letter.copies_to == ["Camat Genteng", "Kepala Desa"]


def cast_agency(cast: Cast) -> Agency:
    """Return the office of the decider."""
    return Posting.objects.get(user=cast.decider).agency


@time_machine.travel(FRIDAY, tick=False)
def test_who_is_wrong_too_often_waits_for_the_next_hour() -> None:
    cache.clear()
    head = OfficialFactory(role="decider", regency="35.78")
    office_that_signs(head)
    letter = _approved(cast_of(regency="35.78"))[1]
    wrong = mock.patch("letters.signers.seal.SealSigner.sign", side_effect=WrongSecret)
    with wrong as sign:
        # What does not come to the secret, as a letter that is not there, says nothing of it.
        assert sign_now(head, [], secret="x") == []
        for _each in range(MOST_TRIES + 2):
            (said,) = sign_now(head, [letter.pk], secret="salah")
    assert sign.call_count == MOST_TRIES
    assert "sudah 5 kali salah. Coba lagi dalam 60 menit" in said.error
    assert "sudah 5 kali salah" in sign_now(head, [letter.pk], secret="benar")[0].error
    with time_machine.travel(clock.now() + timedelta(hours=1), tick=False):
        for _each in range(2):
            with wrong:
                sign_now(head, [letter.pk], secret="salah")
        assert sign_now(head, [letter.pk], secret="benar")[0].error == ""
    letter.refresh_from_db()
    assert letter.status == "valid"
