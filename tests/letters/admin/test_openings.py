"""Letters that officials download are in the security log, as documents are."""

import pytest

from accounts.enums import Role, SecurityAction
from accounts.models import SecurityEvent
from applications.models import Application
from enterprises.selectors.openings import openings_of
from tests.clients import web_client
from tests.factories.accounts import OfficialFactory
from tests.factories.office_letters import issued_letter, waiting_letter

pytestmark = pytest.mark.django_db


def test_a_downloaded_letter_is_logged_once_an_hour_for_its_enterprise() -> None:
    letter = issued_letter()
    application = Application.objects.get()
    official = OfficialFactory(role=Role.VERIFIER)
    client = web_client(official)
    for _ in range(2):
        assert client.get(f"/admin/surat/{letter.pk}/berkas/").status_code == 200
    owner = application.enterprise.members.get().user
    own = web_client(owner).get(f"/pengajuan/{application.pk}/surat/{letter.pk}/")
    assert own.status_code == 200
    (event,) = openings_of(application.enterprise)
    assert (event.person, event.thing) == (official, f"letter:{letter.pk}")
    assert application.number in event.words


def test_a_preview_that_is_saved_is_logged_and_one_refused_is_not() -> None:
    agency = OfficialFactory(role=Role.DECIDER).postings.get().agency
    draft, unreadable = waiting_letter(agency), waiting_letter(agency, holder="\u17af")
    unreadable.bodies["id"] = "\u17af"
    unreadable.save()
    client = web_client(OfficialFactory(role=Role.VERIFIER))
    for letter in (draft, unreadable):
        client.get(f"/admin/surat/{letter.pk}/pratinjau/")
    logged = SecurityEvent.objects.filter(action=SecurityAction.DOCUMENT_OPENED)
    assert [each.thing for each in logged] == [f"letter:{draft.pk}"]
