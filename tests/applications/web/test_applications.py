from typing import Any

import pytest
from django.test import Client

from applications.models import Application
from applications.services.transitions import perform
from common.dates import clock
from tests.applications.web.pages import read, text_of
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.programs import Cast, cast_of, make_application
from tests.programs.web.test_public import CHECK, FACTS

START = "/pengajuan/baru/kur-mikro/"


def test_pages_of_an_application_ask_to_sign_in(people: Cast, client: Client) -> None:
    application = make_application(people)
    for path in ("", "isi/loan/", "dokumen/", "dokumen/ktp/", "periksa/", "tarik/", "angsuran/"):
        response = client.get(f"/pengajuan/{application.pk}/{path}")
        assert response["Location"].startswith("/masuk/?next=")


def test_strangers_find_nothing(owner: Client) -> None:
    foreign = make_application(cast_of())
    for path in ("", "isi/loan/", "dokumen/", "dokumen/ktp/", "periksa/", "tarik/", "angsuran/"):
        assert owner.get(f"/pengajuan/{foreign.pk}/{path}").status_code == 404
    assert owner.post(f"/pengajuan/{foreign.pk}/tarik/", {}).status_code == 404


def test_answers_of_a_pre_check_that_no_longer_fit_are_left_out(
    people: Cast, owner: Client
) -> None:
    """The session outlives the night in which another edition came into force."""
    session = owner.session
    session["precheck:kur-mikro"] = {"tenor_months": 999, "purpose": "judi", "lama": 1}
    session.save()
    assert owner.post(START, {"enterprise": people.enterprise.pk}).status_code == 302
    assert Application.objects.get().answers == {}


def test_empty_list_offers_the_first_step(owner: Client) -> None:
    response = owner.get("/pengajuan/")
    assert "Belum ada pengajuan" in text_of(response)
    assert 'class="btn" href="/program/kur-mikro/cek/"' in response.content.decode()


@pytest.mark.parametrize(("path", "queries"), [("/pengajuan/", 13), ("/", 12)])
def test_lists_cost_the_same_for_one_and_three(
    people: Cast, owner: Client, django_assert_num_queries: Any, path: str, queries: int
) -> None:
    make_application(people, state="in_review")
    for count in (1, 3):
        with django_assert_num_queries(queries):
            assert text_of(owner.get(path)).count("KURM-") == count
        for _ in range(2):
            make_application(_also_of(people), state="in_review")


def test_list_shows_applications_awaiting_the_applicant_first(people: Cast, owner: Client) -> None:
    waiting = make_application(people, state="revision_requested")
    running = make_application(_also_of(people), state="in_review")
    page = read(owner, "/pengajuan/")
    assert page.index(waiting.number) < page.index(running.number)
    assert "Giliran Anda" in page
    assert "hari kerja lagi" in page


def test_bad_cursor_starts_over(owner: Client) -> None:
    assert owner.get("/pengajuan/?hal=x")["Location"] == "/pengajuan/"


def test_start_copies_the_answers_of_the_pre_check(people: Cast, owner: Client) -> None:
    owner.post(CHECK, FACTS)
    response = owner.post(START, {"enterprise": people.enterprise.pk})
    application = Application.objects.get()
    assert response["Location"] == f"/pengajuan/{application.pk}/"
    assert application.answers["requested_amount"] == 40_000_000
    assert application.answers["is_civil_servant"] is False
    assert "borrower" not in application.answers


def test_start_without_enterprise_leads_to_registering_one(client: Client, people: Cast) -> None:
    client.force_login(people.verifier, backend="django.contrib.auth.backends.ModelBackend")
    assert "Daftarkan usaha Anda dahulu" in read(client, START)


def test_start_refuses_an_enterprise_of_others(owner: Client) -> None:
    response = owner.post(START, {"enterprise": EnterpriseFactory().pk})
    assert response.status_code == 400
    assert not Application.objects.exists()


def test_second_open_application_leads_to_the_first(people: Cast, owner: Client) -> None:
    first = make_application(people)
    response = owner.post(START, {"enterprise": people.enterprise.pk})
    assert first.number in text_of(response)
    assert f'href="/pengajuan/{first.pk}/"' in response.content.decode()


def test_draft_shows_what_is_left_to_do(people: Cast, owner: Client) -> None:
    application = make_application(people, answers={}, documents=False)
    page = read(owner, f"/pengajuan/{application.pk}/")
    assert "Giliran Anda" in page
    assert "0 dari 5 terunggah" in page
    assert "Belum dapat dimulai" in page


def test_waiting_page_says_whose_turn_until_when_and_how_long(people: Cast, owner: Client) -> None:
    application = make_application(people, stage="verification")
    page = read(owner, f"/pengajuan/{application.pk}/")
    assert "Giliran dinas Tahap sekarang: verifikasi." in page
    assert "paling lambat" in page
    assert "Standar pelayanan untuk pemeriksaan seluruhnya: 5 hari kerja." in page
    assert "Lihat jawaban Anda" in page
    assert "Rp40.000.000" in page


def test_only_a_loan_has_a_table_of_instalments(people: Cast, owner: Client) -> None:
    application = make_application(people, state="submitted")
    assert "Tabel angsuran" in read(owner, f"/pengajuan/{application.pk}/")
    Application.objects.filter(pk=application.pk).update(requested_amount=None)
    assert "Tabel angsuran" not in read(owner, f"/pengajuan/{application.pk}/")


def test_correction_links_every_field_it_asks_for(people: Cast, owner: Client) -> None:
    application = make_application(people, stage="verification")
    fields = ["answers.requested_amount", "documents.ktp", "documents.hilang", "nik"]
    perform(
        people.verifier,
        application.pk,
        "request_revision",
        reason="Foto kabur.",
        data={"fields": fields},
    )
    response = owner.get(f"/pengajuan/{application.pk}/")
    body = response.content.decode()
    assert "Foto kabur." in text_of(response)
    assert f'href="/pengajuan/{application.pk}/isi/loan/#id_requested_amount"' in body
    assert f'href="/pengajuan/{application.pk}/dokumen/ktp/"' in body
    assert "hilang" not in body


def test_referral_mentions_the_bank_and_hides_the_opinion(people: Cast, owner: Client) -> None:
    application = make_application(people, stage="recommendation")
    perform(
        people.analyst,
        application.pk,
        "recommend",
        reason="Catatan untuk rekan sejawat.",
        data={"opinion": "conditional"},
    )
    perform(people.decider, application.pk, "approve", reason="Memenuhi ketentuan.")
    page = read(owner, f"/pengajuan/{application.pk}/")
    assert "Siap dibawa ke bank Giliran Anda." in page
    assert "Memenuhi ketentuan." in page
    assert "rekan sejawat" not in page
    assert "Layak" not in page
    assert "Disetujui" not in page


def test_refusal_gives_reason_and_the_way_to_object(people: Cast, owner: Client) -> None:
    application = make_application(people, state="rejected")
    page = read(owner, f"/pengajuan/{application.pk}/")
    assert "Belum dapat direkomendasikan" in page
    assert "Dokumen lengkap dan sesuai." in page
    assert "Sesudah tercatat, Anda punya 21 hari kerja" in page
    assert "menurut UU 30/2014, Pasal 77, belum diverifikasi" in page
    assert (
        f"/pengajuan/{application.pk}/keberatan/"
        in owner.get(f"/pengajuan/{application.pk}/").content.decode()
    )
    assert f'href="{START}"' in owner.get(f"/pengajuan/{application.pk}/").content.decode()


def test_withdrawal_happens_after_a_confirmation(people: Cast, owner: Client) -> None:
    application = make_application(people, state="submitted")
    path = f"/pengajuan/{application.pk}/tarik/"
    assert "Tarik pengajuan ini?" in read(owner, path)
    assert Application.objects.get().state == "submitted"
    response = owner.post(path, {"reason": "Sudah dapat modal dari keluarga."})
    assert response["Location"] == f"/pengajuan/{application.pk}/"
    assert Application.objects.get().state == "withdrawn"
    assert "Pengajuan sudah ditarik." in read(owner, f"/pengajuan/{application.pk}/")
    assert owner.get(path)["Location"] == f"/pengajuan/{application.pk}/"


def test_a_reason_for_withdrawing_is_stored_as_people_see_it(people: Cast, owner: Client) -> None:
    application = make_application(people, state="submitted")
    response = owner.post(f"/pengajuan/{application.pk}/tarik/", {"reason": "Pin\0dah\u200b kota"})
    assert response.status_code == 302
    assert application.events.get(transition="withdraw").reason == "Pindah kota"


def test_finished_application_cannot_be_edited(people: Cast, owner: Client) -> None:
    application = make_application(people, state="approved")
    for path in ("isi/loan/", "dokumen/", "dokumen/ktp/", "periksa/"):
        answer = owner.get(f"/pengajuan/{application.pk}/{path}")
        assert (answer.status_code, answer["Location"]) == (302, f"/pengajuan/{application.pk}/")
    assert "sudah dikirim" in text_of(owner.get(f"/pengajuan/{application.pk}/"))


def _also_of(people: Cast) -> Cast:
    """Another enterprise of the same owner."""
    other = cast_of()
    other.enterprise.members.create(user=people.owner, role="owner", since=clock.now())
    return other


def test_a_cancelled_draft_is_never_said_to_have_been_sent(people: Cast, owner: Client) -> None:
    application = make_application(people)
    here = f"/pengajuan/{application.pk}/"
    assert "dapat disalin ke draf baru" in read(owner, f"{here}tarik/")
    owner.post(f"{here}tarik/", {"reason": ""})
    page = read(owner, here)
    assert "Draf dibatalkan" in page
    assert "tidak pernah dikirim" in page
    for untrue in ("yang dikirim", "Tanda terima", "sudah ditarik"):
        assert untrue not in page
    assert owner.get(f"{here}tanda-terima/")["Location"] == here
