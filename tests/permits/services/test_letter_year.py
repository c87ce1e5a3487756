"""From December the owner chooses in which year their trademark letter is good."""

from datetime import date

import pytest
import time_machine
from django.db import IntegrityError, transaction

from common.dates.clock import local_date
from common.errors import DomainError
from common.text.formats import date_long
from letters.models import Letter
from letters.services.signing import ask, sign_asked
from letters.services.wet import prepare_print
from permits.models import Permit
from permits.services.letter_year import choose_year, is_chosen_now
from reference.selectors.calendar import due_date
from tests.applications.admin.backoffice import text_of
from tests.clients import web_client
from tests.factories.office_letters import office_that_signs
from tests.factories.permits import PermitFile, file_to_decide
from tests.factories.programs import cast_of
from tests.shown import send_as_shown, shown_on

pytestmark = pytest.mark.django_db
DECEMBER = "2026-12-07 10:00+07:00"
JANUARY = "2027-01-04 10:00+07:00"


def _file() -> PermitFile:
    file = file_to_decide("merek-umk")
    office_that_signs(file.official)
    return file


def test_a_letter_for_january_waits_until_then_and_says_so() -> None:
    with time_machine.travel(DECEMBER, tick=False):
        file = _file()
        choose_year(file.owner, file.application.pk, 2027)
        file.approve()
        assert not sign_asked()
        letter = Letter.objects.get()
        assert letter.not_before == date(2027, 1, 1)
        (outcome,) = ask(file.official, [letter.pk])
        assert "sejak Jumat, 1 Januari 2027" in outcome.error
        with pytest.raises(DomainError) as refused:
            prepare_print(file.official, letter.pk)
        assert refused.value.code == "too_early"
        assert not Letter.objects.filter(number__isnull=False).exists()
        # Nobody is asked to file at DJKI before the letter can be signed.
        step = file.reread().outside_steps.get()
        assert local_date(step.opened_at) == date(2027, 1, 1)
        page = text_of(web_client(file.owner).get(f"/pengajuan/{file.application.pk}/"))
        assert date_long(due_date(date(2027, 1, 1), step.days or 0)) in page
        assert "ditandatangani sejak 1 Januari 2027, bukan sebelumnya" in page
        tray = text_of(web_client(file.official).get("/admin/surat/"))
        assert "sejak Jumat, 1 Januari 2027" in tray
    with time_machine.travel(JANUARY, tick=False):
        assert not ask(file.official, [letter.pk])[0].error
        assert sign_asked()
    letter.refresh_from_db()
    assert letter.number is not None
    assert letter.number.given_on == date(2027, 1, 4)
    assert letter.valid_until == Permit.objects.get().valid_until == date(2027, 12, 31)
    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.update(not_before=date(2028, 1, 1))


def test_this_year_and_no_choice_are_signed_with_the_decision() -> None:
    with time_machine.travel(DECEMBER, tick=False):
        file = _file()
        choose_year(file.owner, file.application.pk, 2027)
        choose_year(file.owner, file.application.pk, 2026)
        file.approve()
        assert sign_asked()
    letter = Letter.objects.get()
    assert (letter.not_before, letter.valid_until) == (None, date(2026, 12, 31))


def test_who_chooses_when_and_what_is_refused() -> None:
    with time_machine.travel(JANUARY, tick=False):
        assert not is_chosen_now(file_to_decide("merek-umk").application)
    with time_machine.travel(DECEMBER, tick=False):
        other = file_to_decide("surat-kelompok-usaha")
        assert not is_chosen_now(other.application)
        file = _file()
        client, path = web_client(file.owner), f"/pengajuan/{file.application.pk}/tahun-surat/"
        assert "Pilih tahun surat" in text_of(client.get(f"/pengajuan/{file.application.pk}/"))
        stale = shown_on(client.get(path))
        for hostile in ({}, {"year": "2030"}, {"year": "abc"}, {"year": "\x00"}):
            assert send_as_shown(client, path, hostile).status_code == 400
        assert send_as_shown(client, path, {"year": "2027"}).status_code == 302
        # The other tab showed no choice yet, so it overwrites nothing unseen.
        assert client.post(path, {"year": "2026", "semula": stale}).status_code == 409
        assert web_client(cast_of().owner).get(path).status_code == 404
        for person, year, code in (
            (cast_of().owner, 2027, "unknown_application"),
            (file.owner, 2028, "year_unknown"),
        ):
            with pytest.raises(DomainError) as refused:
                choose_year(person, file.application.pk, year)
            assert refused.value.code in (code, "not_found")
        file.approve()
        assert client.get(path).status_code == 302
        with pytest.raises(DomainError, match="year_not_chosen_now"):
            choose_year(file.owner, file.application.pk, 2026)
