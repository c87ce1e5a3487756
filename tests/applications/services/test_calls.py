"""A call for applications opens and closes; the clock of the office starts after it has closed."""

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from django.test import Client

from accounts.models import User
from applications.models import Application
from applications.services.drafts import create_draft
from applications.services.transitions import perform
from common.errors import Conflict
from enterprises.models import Enterprise
from programs.models import Edition, Scheme
from tests.factories.programs import Cast, add_documents
from tests.factories.schemes import applicant_of, fitting_answers

pytestmark = pytest.mark.django_db
CODE = "pameran-inacraft"


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel("2026-11-24T09:00:00+07:00", tick=False):
        yield


@pytest.fixture
def edition() -> Edition:
    Edition.objects.filter(scheme__code=CODE).update(
        opens_on=date(2026, 11, 24), closes_on=date(2026, 12, 4)
    )
    return Edition.objects.get(scheme__code=CODE)


def filled_draft(owner: User, enterprise: Enterprise, edition: Edition) -> Application:
    application = create_draft(
        owner, scheme=CODE, enterprise_id=enterprise.pk, answers=fitting_answers(edition)
    )
    add_documents(Cast(owner, owner, owner, owner, enterprise), application)
    return application


def test_the_clock_begins_when_the_call_has_closed(edition: Edition) -> None:
    owner, enterprise = applicant_of(CODE)
    application = filled_draft(owner, enterprise, edition)
    sent = perform(owner, application.pk, "submit", data={"declaration": True})
    # Friday 4 December, then three working days.
    assert sent.due_on == date(2026, 12, 9)


@pytest.mark.parametrize("day", ["2026-11-23", "2026-12-05"])
def test_nothing_is_taken_outside_the_call(day: str, edition: Edition) -> None:
    owner, enterprise = applicant_of(CODE)
    with (
        time_machine.travel(f"{day}T09:00:00+07:00", tick=False),
        pytest.raises(Conflict) as refusal,
    ):
        create_draft(owner, scheme=CODE, enterprise_id=enterprise.pk)
    assert refusal.value.code == "not_open"


def test_a_draft_that_came_too_late_is_not_sent(edition: Edition) -> None:
    owner, enterprise = applicant_of(CODE)
    application = filled_draft(owner, enterprise, edition)
    with time_machine.travel("2026-12-05T09:00:00+07:00", tick=False), pytest.raises(Conflict):
        perform(owner, application.pk, "submit", data={"declaration": True})


@pytest.mark.parametrize("code", ["pameran-inacraft", "pelatihan-ekspor"])
def test_without_a_dated_call_nothing_is_taken_and_the_page_says_whom_to_ask(code: str) -> None:
    Edition.objects.filter(scheme__code=code).update(opens_on=None, closes_on=None)
    owner, enterprise = applicant_of(code)
    with pytest.raises(Conflict) as refusal:
        create_draft(owner, scheme=code, enterprise_id=enterprise.pk)
    assert refusal.value.code == "not_open"
    page = Client().get(f"/program/{code}/").content.decode()
    assert "Tanyakan jadwalnya kepada dinas di daerah Anda." in page
    assert f"/pengajuan/baru/{code}/" not in page


def test_a_closed_programme_takes_nothing() -> None:
    Scheme.objects.filter(code="kur-mikro").update(is_open=False)
    owner, enterprise = applicant_of("kur-mikro")
    with pytest.raises(Conflict, match="not_open"):
        create_draft(owner, scheme="kur-mikro", enterprise_id=enterprise.pk)
