"""The owner objects on the page of a refused file, copies a closed one, and reads what follows."""

from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine

from accounts.enums import Role
from applications.models import Application, Objection
from applications.services.lapsing import attend_corrections
from applications.services.objections import answer_objection, attend_objections
from common.dates import clock
from common.dates.clock import JAKARTA
from enterprises.models import Member
from programs.enums import State
from tests.api.client import photo
from tests.applications.admin.backoffice import text_of
from tests.clients import web_client
from tests.factories.accounts import HelperFactory, UserFactory
from tests.factories.objections import ANSWER, GROUNDS, objected, refused, reviewed
from tests.factories.programs import Cast, cast_of, make_application

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 2, 3, tzinfo=UTC)


def page_of(cast: Cast, application: Application) -> str:
    return text_of(web_client(cast.owner).get(f"/pengajuan/{application.pk}/"))


def test_the_page_says_until_when_and_leads_to_the_form() -> None:
    with time_machine.travel(MONDAY, tick=True):
        cast, application = refused(delivered_on=clock.today())
        page = page_of(cast, application)
    assert "paling lambat Selasa, 1 Desember 2026" in page
    assert "21 hari kerja" in page
    assert "menurut UU 30/2014, Pasal 77, belum diverifikasi" in page
    assert "Keberatan ini tentang penilaian dinas." in page
    assert "Dinas belum memberi pengantar." in page


def test_before_delivery_it_says_that_no_time_runs() -> None:
    cast, application = refused()
    assert "batas waktunya belum berjalan" in page_of(cast, application)


def test_the_owner_files_with_a_document(files_in_this_process: None, settings: Any) -> None:
    cast, application = refused(delivered_on=clock.today())
    client = web_client(cast.owner)
    address = f"/pengajuan/{application.pk}/keberatan/"
    assert client.get(address).status_code == 200
    answer = client.post(address, {"grounds": GROUNDS, "file": photo()})
    assert answer.status_code == 302
    objection = Objection.objects.get()
    assert objection.attachment is not None
    assert objection.attachment.frozen_at is not None
    page = page_of(cast, application)
    assert "Sekarang ditelaah petugas yang tidak pernah mengerjakan berkas ini." in page
    # The form is gone.
    assert client.get(address).status_code == 302


def test_the_way_of_a_file_tells_of_its_objection() -> None:
    cast, objection = reviewed()
    way = page_of(cast, objection.application).split("Perjalanan pengajuan")[1]
    assert "Keberatan diajukan" in way
    assert "Keberatan tidak diterima" not in way
    answer_objection(cast.decider, objection.pk, upheld=False, answer=ANSWER)
    way = page_of(cast, objection.application).split("Perjalanan pengajuan")[1]
    assert way.index("Keberatan diajukan") < way.index("Keberatan tidak diterima")
    assert ANSWER in way


def test_a_file_reopened_for_want_of_an_answer_says_so() -> None:
    with time_machine.travel(MONDAY, tick=True):
        cast, objection = objected()
    with time_machine.travel(datetime(2026, 12, 14, 3, tzinfo=UTC), tick=True):
        attend_objections()
        way = page_of(cast, objection.application).split("Perjalanan pengajuan")[1]
    assert "Keberatan tidak dijawab pada waktunya, berkas dibuka kembali" in way
    assert "Keberatan diterima" not in way


@pytest.mark.parametrize("grounds", ["", "ya", "\x00" * 20, "<b>" * 2000])
def test_hostile_grounds_are_asked_again(grounds: str) -> None:
    cast, application = refused(delivered_on=clock.today())
    answer = web_client(cast.owner).post(
        f"/pengajuan/{application.pk}/keberatan/", {"grounds": grounds}
    )
    assert answer.status_code in (302, 400)
    assert not Objection.objects.exists()


def test_markup_in_grounds_stays_text() -> None:
    cast, application = refused(delivered_on=clock.today())
    grounds = "<script>alert(1)</script> penjualan sudah cukup"
    client = web_client(cast.owner)
    client.post(f"/pengajuan/{application.pk}/keberatan/", {"grounds": grounds})
    assert "<script>alert" not in client.get(f"/pengajuan/{application.pk}/").content.decode()


def test_a_helper_reads_that_the_owner_objects() -> None:
    cast, application = refused(delivered_on=clock.today())
    helper = HelperFactory()
    Member.objects.create(
        enterprise=cast.enterprise, user=helper, role=Role.HELPER, since=clock.now()
    )
    page = web_client(helper).get(f"/pengajuan/{application.pk}/").content.decode()
    assert "Pelaku usaha sendiri yang mengajukan keberatan" in page
    assert f"/pengajuan/{application.pk}/keberatan/" not in page


def test_a_refused_objection_names_the_appeal() -> None:
    cast, objection = reviewed(proposes_upholding=False)
    answer_objection(cast.decider, objection.pk, upheld=False, answer=ANSWER)
    page = page_of(cast, objection.application)
    assert "banding tertulis kepada atasan pejabat yang menjawab keberatan ini" in page
    assert "10 hari kerja sejak jawabannya" in page
    assert ANSWER in page


def test_an_upheld_objection_shows_that_the_file_is_open_again() -> None:
    cast, objection = reviewed()
    answer_objection(cast.decider, objection.pk, upheld=True, answer=ANSWER)
    page = page_of(cast, objection.application)
    assert "Keberatan diterima; berkas dibuka kembali" in page
    assert "Keberatan diterima, berkas dibuka kembali" in page


def test_others_find_nothing() -> None:
    _cast, objection = objected()
    stranger = web_client(UserFactory())
    for part in ("keberatan/", "salin/"):
        address = f"/pengajuan/{objection.application_id}/{part}"
        assert stranger.post(address, {"grounds": GROUNDS}).status_code == 404


def waiting(cast: Cast) -> Application:
    with time_machine.travel(MONDAY, tick=True):
        return make_application(cast, state=State.REVISION_REQUESTED)


def test_the_owner_reads_when_they_are_reminded_and_what_follows() -> None:
    cast = cast_of()
    application = waiting(cast)
    with time_machine.travel(MONDAY, tick=True):
        page = page_of(cast, application)
    assert "Kami mengingatkan Anda pada 9 Nov 2026 dan 13 Nov 2026." in page
    assert "pengajuan ini ditutup dan dapat Anda salin" in page


def test_a_lapsed_file_says_so_and_is_copied_by_one_button() -> None:
    cast = cast_of()
    application = waiting(cast)
    for day in (9, 13, 17):
        with time_machine.travel(datetime(2026, 11, day, 6, 20, tzinfo=JAKARTA), tick=True):
            attend_corrections()
    with time_machine.travel(datetime(2026, 11, 18, 9, tzinfo=JAKARTA), tick=True):
        client = web_client(cast.owner)
        page = text_of(client.get(f"/pengajuan/{application.pk}/"))
        assert page.count("Ditutup karena tidak dijawab") >= 2
        assert "Ditarik" not in page
        assert "Ditutup karena tidak dijawab" in text_of(client.get("/pengajuan/"))
        first = client.post(f"/pengajuan/{application.pk}/salin/")
        again = client.post(f"/pengajuan/{application.pk}/salin/")
    draft = Application.objects.get(state=State.DRAFT)
    assert first.headers["Location"] == again.headers["Location"] == f"/pengajuan/{draft.pk}/"
