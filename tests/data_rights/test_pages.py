"""The privacy page, the person's rights, and the list of the data officers."""

import json
from typing import Any

import pytest
from django.test import Client

from accounts.enums import Role
from common.retention import retentions
from data_rights.enums import Right
from data_rights.models import RightsRequest
from data_rights.services.requests import ask
from enterprises.models import Member
from tests.clients import web_client
from tests.factories.accounts import HelperFactory, OfficialFactory, UserFactory
from tests.factories.programs import cast_of, make_application
from tests.factories.second_factor import prove_again

pytestmark = pytest.mark.django_db
WORDS = "Alamat usaha saya sudah pindah."


def copy_for(user: Any) -> dict[str, Any]:
    client = web_client(user)
    prove_again(client)
    response = client.post("/akun/data/salinan/")
    assert response.status_code == 200
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Cache-Control"] == "private, no-store"
    found: dict[str, Any] = json.loads(response.content)
    return found


def test_the_page_prints_every_row(client: Client) -> None:
    page = client.get("/privasi/").content.decode()
    for row in retentions().values():
        assert row.what_id in page
    english = client.get("/privasi/", headers={"Accept-Language": "en"})
    assert english.status_code == 200


def test_the_copy_holds_what_is_the_owners() -> None:
    cast = cast_of()
    application = make_application(cast, stage="recommendation")
    copied = copy_for(cast.owner)
    (business,) = copied["Usaha"]
    assert business["NIK"] == cast.enterprise.nik
    (file,) = copied["Pengajuan dan permohonan"]
    assert file["Nomor"] == application.number
    # What officials write to each other is theirs.
    assert all(not row["Alasan"] for row in file["Riwayat"])
    assert cast.verifier.name not in json.dumps(copied)


def test_a_helper_and_a_former_member_get_nothing_of_the_owner() -> None:
    cast = cast_of()
    application = make_application(cast)
    helper = HelperFactory()
    Member.objects.create(
        enterprise=cast.enterprise, user=helper, role="helper", since=application.created_at
    )
    former = UserFactory()
    Member.objects.create(
        enterprise=cast.enterprise,
        user=former,
        role="owner",
        since=application.created_at,
        until=application.created_at,
    )
    for person in (helper, former):
        copied = copy_for(person)
        text = json.dumps(copied)
        assert cast.enterprise.nik not in text
        assert application.number not in text
        assert [set(each) for each in copied["Usaha"]] == [{"Usaha", "Sebagai", "Sejak", "Sampai"}]


def test_an_open_session_alone_gets_no_copy() -> None:
    user = UserFactory()
    response = web_client(user).post("/akun/data/salinan/")
    assert response.status_code == 302
    assert not RightsRequest.objects.exists()


def test_a_copy_is_recorded_and_copies_end_for_the_day() -> None:
    user = UserFactory()
    client = web_client(user)
    prove_again(client)
    answers = [client.post("/akun/data/salinan/").status_code for _time in range(6)]
    assert answers == [200] * 5 + [429]
    assert RightsRequest.objects.filter(user=user, right=Right.COPY).count() == 5


def test_asking_shows_the_deadline_and_a_second_time_says_so() -> None:
    client = web_client(UserFactory())
    response = client.post("/akun/data/hapus/", {"words": WORDS}, follow=True)
    assert "dijawab paling lambat" in response.content.decode()
    again = client.post("/akun/data/hapus/", {"words": WORDS}).content.decode()
    assert "belum dijawab" in again
    assert client.get("/akun/data/lain/").status_code == 404


def test_one_person_never_sees_the_request_of_another() -> None:
    ask(UserFactory(), Right.ERASE, words=WORDS)
    assert "Permintaan Anda" not in web_client(UserFactory()).get("/akun/data/").content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_officers_see_open_requests_by_deadline(
    django_assert_max_num_queries: Any, rows: int
) -> None:
    for _number in range(rows):
        ask(UserFactory(), Right.ERASE, words=WORDS)
    client = web_client(OfficialFactory(role=Role.ADMIN, regency=None))
    with django_assert_max_num_queries(14):
        page = client.get("/admin/data_rights/rightsrequest/").content.decode()
    assert page.count("penghapusan data") >= rows


def test_an_administrator_of_a_regency_sees_no_request() -> None:
    request = ask(UserFactory(), Right.ERASE, words=WORDS)
    client = web_client(OfficialFactory(role=Role.ADMIN, regency="35.26"))
    for path in ("", f"{request.pk}/change/"):
        assert client.get(f"/admin/data_rights/rightsrequest/{path}").status_code in (403, 404)
    answer = client.post(
        f"/admin/data_rights/rightsrequest/{request.pk}/change/",
        {"answer": "done", "answer_words": "Jawaban dari wilayah lain."},
    )
    assert answer.status_code in (403, 404)
    request.refresh_from_db()
    assert request.answer == ""


def test_an_officer_answers_in_the_admin() -> None:
    request = ask(UserFactory(), Right.ERASE, words=WORDS)
    client = web_client(OfficialFactory(role=Role.ADMIN, regency=None))
    address = f"/admin/data_rights/rightsrequest/{request.pk}/change/"
    assert WORDS in client.get(address).content.decode()
    said = {"answer": "partly", "answer_words": "Nomor lama dihapus, pengajuan adalah arsip."}
    assert client.post(address, said).status_code == 302
    request.refresh_from_db()
    assert (request.answer, request.answer_words) == ("partly", said["answer_words"])
    # A second officer, or the same one in another tab, reads that it is answered.
    for person in (client, web_client(OfficialFactory(role=Role.ADMIN, regency=None))):
        again = person.post(address, {**said, "answer": "refused"}, follow=True)
        assert again.redirect_chain == [(address, 302)]
        page = again.content.decode()
        assert "Permintaan ini sudah dijawab." in page
        assert said["answer_words"] in page
    request.refresh_from_db()
    assert request.answer == "partly"
    own = ask(OfficialFactory(role=Role.ADMIN, regency=None), Right.ERASE, words=WORDS)
    mine = web_client(own.user).post(f"/admin/data_rights/rightsrequest/{own.pk}/change/", said)
    assert mine.status_code == 403
