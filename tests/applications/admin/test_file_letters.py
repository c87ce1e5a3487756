"""The office's letters on the officials' page of a file."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.enums import Role
from applications.selectors.letters import subject_of
from tests.applications.admin.backoffice import address, text_of
from tests.clients import web_client
from tests.factories.accounts import OfficialFactory
from tests.factories.office_letters import office_that_signs, waiting_letter
from tests.factories.programs import cast_of, make_application

pytestmark = pytest.mark.django_db


def test_a_file_shows_its_letters_and_why_one_waits() -> None:
    cast = cast_of()
    agency = office_that_signs(cast.decider).position.agency
    file = make_application(cast, state="submitted")
    client = web_client(cast.verifier)
    assert "Surat dinas" not in text_of(client.get(address(file)))

    def write(kind: str, **values: str) -> int:
        subject, label = subject_of(file), file.number
        return waiting_letter(agency, subject=subject, label=label, kind=kind, **values).pk

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(address(file))
        return len(captured)

    first = write("introduction", trouble="signer_down")
    one = queries()
    write("second")
    write("third")
    assert queries() == one
    page = client.get(address(file)).content.decode()
    assert f'href="/admin/surat/{first}/"' in page
    assert "Layanan tanda tangan tidak menjawab" in page
    # The letter leads back to its file, and the home page tells the signer.
    assert address(file) in client.get(f"/admin/surat/{first}/").content.decode()
    home = text_of(web_client(cast.decider).get("/admin/"))
    assert "Surat yang menunggu tanda tangan Anda: 3" in home
    # An official of the province sees letters of the regency; its own are closed to the regency.
    province = OfficialFactory(role=Role.DECIDER, regency=None).postings.get().agency
    above = waiting_letter(province, subject=subject_of(file), kind="above")
    page = client.get(address(file)).content.decode()
    assert f"/admin/surat/{above.pk}/" not in page
