"""A particular of a permit changes without a new file: stated, answered, and superseded."""

from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction

from common.dates import clock
from common.errors import DomainError
from letters.enums import LetterAction
from letters.models import Letter
from letters.services.signing import ask, sign_asked
from letters.services.status import change as change_letter
from notifications.models import OutboxMessage
from permits.models import Permit, PermitChange
from permits.services.recording import record_outcome
from permits.services.variation import answer_change, state_change
from tests.applications.admin.backoffice import text_of
from tests.clients import web_client
from tests.factories.permits import (
    PermitFile,
    a_scan,
    issued_permit,
    outcome,
    recorded_permit,
)
from tests.factories.programs import cast_of
from tests.shown import send_as_shown

pytestmark = pytest.mark.django_db
WHY = "Pindah ke rumah produksi yang lebih besar."
NOW = "2026-11-20 10:00+07:00"


def _state(file: PermitFile, permit: Permit, **values: Any) -> PermitChange:
    said = {
        "particular": "address",
        "value": "Jl. Baru 7, Surabaya",
        "since": clock.today(),
        "reason": WHY,
    }
    return state_change(file.owner, permit.pk, **{**said, **values})


def _accept(file: PermitFile, change: PermitChange) -> PermitChange:
    text = "Sesuai dengan surat pindah yang diperlihatkan."
    return answer_change(file.official, change.permit_id, change.pk, "accepted", text)


def test_of_an_own_letter_a_new_one_takes_its_place_as_it_is_signed() -> None:
    file, permit = issued_permit()
    _accept(file, _state(file, permit))
    old, new = Letter.objects.order_by("pk")
    assert (old.status, new.status, new.corrects) == ("valid", "waiting_signature", old)
    assert new.values["id"]["address"] == new.values["en"]["address"] == "Jl. Baru 7, Surabaya"
    permit.refresh_from_db()
    assert permit.status == "valid"
    assert not ask(file.official, [new.pk])[0].error
    assert sign_asked()
    old.refresh_from_db()
    permit.refresh_from_db()
    following = Permit.objects.exclude(pk=permit.pk).get()
    assert (old.status, old.superseded_by) == ("superseded", Letter.objects.get(pk=new.pk))
    assert (permit.status, permit.superseded_by) == ("superseded", following)
    assert (following.status, following.letter_id) == ("valid", new.pk)


def test_a_new_letter_has_no_place_to_take_once_the_old_was_revoked() -> None:
    file, permit = issued_permit()
    _accept(file, _state(file, permit, particular="holder", value="Kelompok Maju Bersama"))
    old, new = Letter.objects.order_by("pk")
    assert new.holder == "Kelompok Maju Bersama"
    change_letter(file.official, old.pk, LetterAction.REVOKED, "Keterangan anggota tidak benar.")
    (refused,) = ask(file.official, [new.pk])
    assert "tidak berlaku lagi" in refused.error
    new.refresh_from_db()
    assert (new.status, new.number) == ("waiting_signature", None)


def test_the_old_revoked_while_the_new_is_being_sealed_leaves_none_in_force() -> None:
    file, permit = issued_permit()
    _accept(file, _state(file, permit))
    old, new = Letter.objects.order_by("pk")
    assert not ask(file.official, [new.pk])[0].error
    change_letter(file.official, old.pk, LetterAction.REVOKED, "Keterangan anggota tidak benar.")
    assert sign_asked()
    new.refresh_from_db()
    assert (new.status, new.trouble) == ("waiting_signature", "not_possible")


@time_machine.travel(NOW, tick=True)
def test_of_a_recorded_document_the_new_one_is_recorded_in_its_place() -> None:
    file, permit = recorded_permit()
    change = _state(file, permit, particular="holder", value="Dapur Bu Sri Baru")
    said = outcome(number="2103578010099-31")
    with pytest.raises(DomainError, match="already_recorded"):
        record_outcome(file.official, file.application.pk, said, a_scan())
    _accept(file, change)
    permit.refresh_from_db()
    assert permit.status == "valid"
    page = text_of(web_client(file.official).get(f"/admin/izin/{permit.pk}/"))
    assert "Catat dokumen baru yang menggantikan ini" in page
    record = web_client(file.official).get(f"/admin/izin/catat/{file.application.pk}/")
    assert record.status_code == 200
    new = record_outcome(file.official, file.application.pk, said, a_scan())
    permit.refresh_from_db()
    assert (permit.status, permit.superseded_by) == ("superseded", new)
    assert (new.holder, new.status) == ("Dapur Bu Sri Baru", "valid")


@time_machine.travel(NOW, tick=True)
def test_what_is_refused_and_who_is_told() -> None:
    file, permit = recorded_permit()

    def codes(**values: Any) -> list[str]:
        with pytest.raises(DomainError) as refused:
            _state(file, permit, **values)
        errors = getattr(refused.value, "errors", [])
        return [each.code for each in errors] or [refused.value.code]

    assert codes(particular="x", value="", since=None, reason="tak") == [
        "particular_unknown",
        "value_unreadable",
        "since_impossible",
        "reason_too_short",
    ]
    assert codes(value="a\x00b") == ["value_unreadable"]
    assert codes(particular="holder", value="x" * 201) == ["value_unreadable"]
    change = _state(file, permit)
    assert codes() == ["change_open"]
    told = OutboxMessage.objects.get(key="permit.change_asked")
    assert told.recipient == file.official
    for person, answer, text, code in (
        (cast_of("35.15").verifier, "accepted", WHY, "unknown_permit"),
        (file.owner, "accepted", WHY, "own_permit"),
        (file.official, "mungkin", WHY, "answer_unknown"),
        (file.official, "refused", "tidak", "reason_too_short"),
    ):
        with pytest.raises(DomainError) as refused:
            answer_change(person, permit.pk, change.pk, answer, text)
        assert refused.value.code in (code, "not_found")
    answer_change(file.official, permit.pk, change.pk, "refused", "Bukti pindah belum ada.")
    with pytest.raises(DomainError, match="already_answered"):
        _accept(file, change)
    assert OutboxMessage.objects.filter(key="permit.change_answered").exists()
    with pytest.raises(IntegrityError, match="answered once"), transaction.atomic():
        PermitChange.objects.update(value="lain")


@time_machine.travel(NOW, tick=True)
def test_owner_and_official_do_it_on_their_pages() -> None:
    file, permit = recorded_permit()
    client, home = web_client(file.owner), f"/usaha/{permit.enterprise_id}/izin/"
    assert "Nyatakan perubahan" in text_of(client.get(home))
    path = f"{home}{permit.pk}/perubahan/"
    said = {"particular": "product", "value": "Keripik tempe", "since": "1/11/2026", "reason": WHY}
    for hostile in ({"particular": "x"}, {"since": "32/1/2026"}, {"value": "x" * 9000}):
        assert send_as_shown(client, path, {**said, **hostile}).status_code == 400
    assert web_client(cast_of().owner).get(path).status_code == 404
    assert send_as_shown(client, path, said).status_code == 302
    assert client.get(path).status_code == 302
    office, page = web_client(file.official), f"/admin/izin/{permit.pk}/"
    assert permit.number in text_of(office.get("/admin/izin/?perubahan=diminta"))
    assert "Keripik tempe" in text_of(office.get(page))
    change = PermitChange.objects.get()
    sent = {"act": "answer", "change": change.pk, "answer": "accepted", "text": WHY}
    for hostile in ({"answer": ""}, {"change": "9" * 40}, {"change": "x"}, {"text": ""}):
        assert office.post(page, {**sent, **hostile}).status_code == 400
    assert office.post(page, sent).status_code == 302
    assert permit.number not in text_of(office.get("/admin/izin/?perubahan=diminta"))
