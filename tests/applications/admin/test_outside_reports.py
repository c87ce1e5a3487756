"""Officials read what owners reported, and find what was not."""

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from applications.services.digest import send_queue_digests
from applications.services.outside_steps import report_step
from common.dates import clock
from notifications.models import OutboxMessage
from tests.applications.admin.backoffice import HOME, address, text_of
from tests.applications.admin.test_outside_stages import LATER
from tests.clients import web_client
from tests.factories.accounts import OfficialFactory
from tests.factories.outside import declined, in_review, to_bank

pytestmark = pytest.mark.django_db
LIST = "/admin/kabar/"


def test_what_was_reported_stands_in_the_list_on_the_file_and_in_the_digest() -> None:
    cast, application = declined()
    official = web_client(cast.decider)
    page = text_of(official.get(LIST))
    assert application.number in page
    assert "tidak jadi" in page
    assert "dapat Anda tutup: 1" in text_of(official.get(HOME))
    assert "dapat Anda tutup" not in text_of(web_client(cast.verifier).get(HOME))
    file = text_of(official.get(address(application)))
    assert "Kabar pelaku usaha" in file
    assert "Modal sudah cukup." in file
    assert "Giliran Anda" in file
    send_queue_digests()
    digest = OutboxMessage.objects.get(key="queue.digest", recipient=cast.decider)
    assert digest.context["reports"] == 1
    elsewhere = web_client(OfficialFactory(role="decider", regency="35.07"))
    assert application.number not in text_of(elsewhere.get(LIST))
    assert elsewhere.get(f"{LIST}?hal=xx&daftar=belum").status_code == 302


def test_what_was_not_reported_is_listed_after_its_date_alone() -> None:
    cast, application = to_bank()
    official = web_client(cast.decider)
    assert application.number not in text_of(official.get(f"{LIST}?daftar=belum"))
    with time_machine.travel(clock.now() + LATER, tick=True):
        assert application.number in text_of(web_client(cast.decider).get(f"{LIST}?daftar=belum"))


def test_a_report_in_the_review_makes_the_office_answer_for_the_date() -> None:
    cast, application = in_review()
    report_step(cast.owner, application.pk, result="done")
    page = text_of(web_client(cast.verifier).get(HOME))
    assert application.number in page
    assert "di luar dinas" not in page
    with time_machine.travel(clock.now() + LATER, tick=True):
        late = text_of(web_client(cast.verifier).get(f"{HOME}?view=late"))
        assert application.number in late


def test_one_and_three_rows_take_as_many_queries() -> None:
    cast, _application = declined()
    official = web_client(cast.decider)
    official.get(LIST)
    with CaptureQueriesContext(connection) as one:
        official.get(LIST)
    declined()
    declined()
    with CaptureQueriesContext(connection) as three:
        assert text_of(official.get(LIST)).count("tidak jadi") == 3
    assert len(three) == len(one)
