"""An objection on paper is recorded at the counter by an official who did no step of the file."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction

from accounts.enums import Role
from applications.models import Application, Objection, ObjectionStatus
from applications.services.objections import (
    answer_objection,
    attend_objections,
    review_objection,
)
from applications.services.paper_objections import record_objection
from common.dates import clock
from common.dates.clock import JAKARTA
from common.errors import Conflict, InvalidInput, NotPermitted
from notifications.models import OutboxMessage
from notifications.render import render
from tests.api.client import photo
from tests.applications.admin.backoffice import text_of
from tests.clients import web_client
from tests.factories.enterprises import MemberFactory
from tests.factories.objections import ANSWER, GROUNDS, REVIEW, outsider, refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("files_in_this_process")]


def address(application: Application) -> str:
    return f"/admin/keberatan/kertas/{application.pk}/"


def letter(**given: Any) -> dict[str, Any]:
    sent = {"received_on": clock.today().isoformat(), "grounds": GROUNDS, "file": photo()}
    return {**sent, **given}


def on(day: int, month: int = 11) -> Any:
    return time_machine.travel(datetime(2026, month, day, 9, tzinfo=JAKARTA), tick=True)


def test_an_outsider_records_the_letter_from_the_page_of_the_file() -> None:
    _cast, application = refused(delivered_on=clock.today())
    client = web_client(outsider())
    file = client.get(f"/admin/applications/application/{application.pk}/change/")
    assert f'href="{address(application)}"' in file.content.decode()
    assert "Keberatan di atas kertas" in text_of(client.get(address(application)))
    assert client.post(address(application), letter()).status_code == 302
    objection = Objection.objects.get()
    assert (objection.grounds, objection.received_on) == (GROUNDS, clock.today())
    assert objection.attachment is not None
    assert list(OutboxMessage.objects.filter(key__startswith="objection.").values_list("key")) == [
        ("objection.filed",)
    ]
    assert "Diterima di loket" in text_of(client.get(f"/admin/keberatan/{objection.pk}/"))
    # A second one finds the first.
    assert client.post(address(application), letter()).status_code == 302
    assert Objection.objects.count() == 1


def test_who_did_a_step_of_the_file_does_not_record_it() -> None:
    cast, application = refused(delivered_on=clock.today())
    for person in (cast.verifier, cast.analyst, cast.decider):
        assert web_client(person).post(address(application), letter()).status_code == 403
    assert web_client(outsider(Role.STAFF)).get(address(application)).status_code == 403
    assert web_client(outsider(regency="35.01")).get(address(application)).status_code == 404
    file = web_client(cast.verifier).get(
        f"/admin/applications/application/{application.pk}/change/"
    )
    assert address(application) not in file.content.decode()
    assert not Objection.objects.exists()


def test_what_is_missing_or_wrong_is_said_and_nothing_written() -> None:
    _cast, application = refused(delivered_on=clock.today())
    client = web_client(outsider())
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    for wrong, words in (
        ({"file": ""}, "Lampirkan foto atau pindaian suratnya."),
        ({"grounds": ""}, "Salin isi suratnya."),
        ({"grounds": "tidak"}, "10"),
        ({"received_on": "kemarin"}, "anggal"),
        ({"received_on": tomorrow}, "Pilih hari sejak keputusan sampai hari ini."),
        ({"received_on": "0001-01-01"}, "hari"),
    ):
        answer = client.post(address(application), letter(**wrong))
        assert answer.status_code == 400
        assert words in text_of(answer)
    assert not Objection.objects.exists()


def test_its_days_run_from_the_day_of_receipt() -> None:
    with on(2):
        cast, application = refused(delivered_on=date(2026, 11, 2))
    given = {"grounds": GROUNDS, "filename": "surat.jpg"}
    with on(4, month=12):
        person = outsider()
        with pytest.raises(Conflict) as late:
            record_objection(
                person, application.pk, received_on=date(2026, 12, 2), upload=photo(), **given
            )
        assert late.value.code == "objection_too_late"
        with pytest.raises(InvalidInput):
            record_objection(
                person, application.pk, received_on=date(2026, 11, 1), upload=photo(), **given
            )
        objection = record_objection(
            person, application.pk, received_on=date(2026, 12, 1), upload=photo(), **given
        )
        assert objection.due_on == date(2026, 12, 15)
    told = web_client(cast.owner).get(f"/pengajuan/{application.pk}/")
    assert "Diterima dinas di atas kertas Selasa, 1 Desember 2026" in text_of(told)
    with on(16, month=12):
        attend_objections()
    objection.refresh_from_db()
    assert objection.status == ObjectionStatus.UNANSWERED


def test_a_letter_recorded_after_its_time_promises_no_day_that_is_past() -> None:
    with on(2):
        _cast, application = refused(delivered_on=date(2026, 11, 2))
    with on(4, month=12):
        objection = record_objection(
            outsider(),
            application.pk,
            grounds=GROUNDS,
            received_on=date(2026, 11, 3),
            upload=photo(),
            filename="surat.jpg",
        )
        told = OutboxMessage.objects.get(key="objection.filed")
        text = render(told.key, told.context, language="id").text
        assert "menjawab paling lambat" not in text
        assert "sudah lewat ketika suratnya dicatat" in text
        attend_objections()
    objection.refresh_from_db()
    assert objection.reopened_at is not None


def test_who_recorded_it_does_not_answer_it() -> None:
    cast, application = refused(delivered_on=clock.today())
    recorder = outsider(Role.DECIDER)
    objection = record_objection(
        recorder,
        application.pk,
        grounds=GROUNDS,
        received_on=clock.today(),
        upload=photo(),
        filename="surat.jpg",
    )
    review_objection(outsider(), objection.pk, review=REVIEW, proposes_upholding=False)
    with pytest.raises(NotPermitted) as refusal:
        answer_objection(recorder, objection.pk, upheld=False, answer=ANSWER)
    assert refusal.value.code == "recorder_answers"
    answered = answer_objection(cast.decider, objection.pk, upheld=False, answer=ANSWER)
    assert answered.status == ObjectionStatus.REFUSED


def test_the_database_holds_it_too() -> None:
    cast, application = refused(delivered_on=clock.today())
    objection = record_objection(
        outsider(),
        application.pk,
        grounds=GROUNDS,
        received_on=clock.today(),
        upload=photo(),
        filename="surat.jpg",
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        Objection.objects.filter(pk=objection.pk).update(attachment=None)
    _other, another = refused(cast, delivered_on=clock.today())
    rejection = another.events.get(transition="reject")
    with pytest.raises(IntegrityError), transaction.atomic():
        Objection.objects.create(
            application=another,
            rejection=rejection,
            grounds=GROUNDS,
            attachment=objection.attachment,
            filed_by=cast.decider,
            filed_at=clock.now(),
            received_on=clock.today(),
            due_on=clock.today(),
        )


def test_who_recorded_or_reviewed_it_and_acts_for_the_enterprise_later_stops_nobody() -> None:
    cast, application = refused(delivered_on=clock.today())
    recorder, reviewer = outsider(Role.DECIDER), outsider()
    objection = record_objection(
        recorder,
        application.pk,
        grounds=GROUNDS,
        received_on=clock.today(),
        upload=photo(),
        filename="surat.jpg",
    )
    MemberFactory(enterprise=application.enterprise, user=recorder)
    review_objection(reviewer, objection.pk, review=REVIEW, proposes_upholding=False)
    MemberFactory(enterprise=application.enterprise, user=reviewer)
    answered = answer_objection(cast.decider, objection.pk, upheld=False, answer=ANSWER)
    assert answered.status == ObjectionStatus.REFUSED


def test_the_database_lets_nobody_put_another_recorder_in_its_place() -> None:
    cast, application = refused(delivered_on=clock.today())
    objection = record_objection(
        outsider(),
        application.pk,
        grounds=GROUNDS,
        received_on=clock.today(),
        upload=photo(),
        filename="surat.jpg",
    )
    for person in (cast.decider, cast.owner):
        with pytest.raises(IntegrityError), transaction.atomic():
            Objection.objects.filter(pk=objection.pk).update(filed_by=person)
