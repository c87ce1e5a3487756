"""The officials' list and page of objections, and the record of a handed-over notice."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.enums import Role
from applications.models import Objection
from applications.services.digest import send_queue_digests
from applications.services.objections import answer_objection
from applications.shared.edition_panel import upheld_objections
from common.dates import clock
from notifications.models import OutboxMessage
from tests.applications.admin.backoffice import text_of
from tests.clients import web_client
from tests.factories.objections import (
    ANSWER,
    REVIEW,
    notice_of,
    objected,
    outsider,
    refused,
    reviewed,
)

pytestmark = pytest.mark.django_db
LIST = "/admin/keberatan/"


def test_the_list_is_in_scope_and_in_the_order_of_due_dates() -> None:
    _cast, first = objected()
    _other, second = objected()
    Objection.objects.filter(pk=second.pk).update(due_on=clock.today())
    page = text_of(web_client(outsider()).get(LIST))
    assert page.index(second.application.number) < page.index(first.application.number)
    elsewhere = text_of(web_client(outsider(regency="35.01")).get(LIST))
    assert first.application.number not in elsewhere
    assert web_client(outsider(Role.STAFF)).get(LIST).status_code == 403


def queries_of(work: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as counted:
        work()
    return len(counted)


@pytest.mark.parametrize("tab", ["terbuka", "belum-sampai"])
def test_the_list_takes_as_many_queries_for_three_as_for_one(tab: str) -> None:
    client = web_client(outsider())
    make = objected if tab == "terbuka" else refused
    make()
    client.get(LIST)
    one = queries_of(lambda: client.get(f"{LIST}?daftar={tab}"))
    make()
    make()
    assert queries_of(lambda: client.get(f"{LIST}?daftar={tab}")) == one


@pytest.mark.parametrize(
    "query", ["?daftar=%00", "?hal=x", "?daftar=dijawab&hal=%00", "?daftar[]=1"]
)
def test_hostile_queries_are_answered(query: str) -> None:
    objected()
    assert web_client(outsider()).get(f"{LIST}{query}").status_code in (200, 302, 400)


def test_a_review_and_an_answer_through_the_pages() -> None:
    cast, objection = objected()
    address = f"{LIST}{objection.pk}/"
    reviewer = web_client(outsider())
    assert "Simpan telaah" in text_of(reviewer.get(address))
    said = {"action": "review", "verdict": "uphold", "text": REVIEW}
    assert reviewer.post(address, said).status_code == 302
    decider = web_client(cast.decider)
    page = text_of(decider.get(address))
    assert REVIEW in page
    assert "Tanda tangani jawaban" in page
    # What was shown to the reviewer is no longer what is to be done.
    assert reviewer.post(address, said).status_code == 302
    bad = decider.post(address, {"action": "answer", "verdict": "maybe", "text": ""})
    assert bad.status_code == 400
    good = decider.post(address, {"action": "answer", "verdict": "uphold", "text": ANSWER})
    assert good.status_code == 302
    objection.refresh_from_db()
    assert (objection.status, objection.reviewed_by is not None) == ("upheld", True)


def test_whoever_did_a_step_reads_why_they_may_not() -> None:
    cast, objection = objected()
    page = text_of(web_client(cast.verifier).get(f"{LIST}{objection.pk}/"))
    assert "Anda pernah mengerjakan berkas ini" in page
    assert "Simpan telaah" not in page


def test_the_counter_records_the_handing_over() -> None:
    cast, application = refused()
    client = web_client(cast.verifier)
    assert application.number in text_of(client.get(f"{LIST}?daftar=belum-sampai"))
    file = text_of(client.get(f"/admin/applications/application/{application.pk}/change/"))
    assert "Pemberitahuan penolakan belum tercatat tersampaikan." in file
    address = f"{LIST}penyerahan/{application.pk}/"
    assert client.get(address).status_code == 200
    bad = client.post(address, {"delivered_on": "2020-01-01", "way": "counter"})
    assert bad.status_code == 400
    good = client.post(address, {"delivered_on": clock.today().isoformat(), "way": "counter"})
    assert good.status_code == 302
    assert notice_of(application).way == "counter"
    assert application.number not in text_of(client.get(f"{LIST}?daftar=belum-sampai"))


def test_who_refused_reads_that_a_colleague_records_the_delivery() -> None:
    cast, application = refused()
    answer = web_client(cast.decider).get(f"{LIST}penyerahan/{application.pk}/", follow=True)
    assert answer.status_code == 200
    assert "dicatat rekan lain" in text_of(answer)


def test_home_page_and_digest_count_what_waits_for_the_reader() -> None:
    objected()
    reviewer = outsider()
    home = text_of(web_client(reviewer).get("/admin/"))
    assert "Keberatan yang dapat Anda telaah atau jawab: 1" in home
    send_queue_digests()
    digest = OutboxMessage.objects.get(key="queue.digest", recipient=reviewer)
    assert digest.context["objections"] == 1


def test_upheld_ones_are_counted_where_the_edition_is_edited() -> None:
    cast, objection = reviewed()
    answer_objection(cast.decider, objection.pk, upheld=True, answer=ANSWER)
    edition = objection.application.edition
    counted = upheld_objections(edition)
    assert (counted.total, counted.by_reason) == (1, [("alasan sendiri", 1)])
    page = text_of(web_client(cast.decider).get(f"/admin/programs/edition/{edition.pk}/change/"))
    assert "Keberatan yang diterima" in page
