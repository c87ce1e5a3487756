import pytest
from django.test import Client

from applications.models import Application
from applications.services.transitions import perform
from tests.applications.web.pages import read, text_of
from tests.factories.programs import Cast, make_application
from tests.shown import send_as_shown

LOAN = {"requested_amount": "25.000.000", "purpose": "investment", "tenor_months": "12"}


def _stored() -> dict[str, object]:
    return dict(Application.objects.get().answers)


def test_page_of_questions_saves_and_moves_on(people: Cast, owner: Client) -> None:
    application = make_application(people, answers={})
    response = owner.post(f"/pengajuan/{application.pk}/isi/loan/", LOAN)
    assert response["Location"] == f"/pengajuan/{application.pk}/isi/credit/?tersimpan=loan"
    assert _stored() == {
        "requested_amount": 25_000_000,
        "purpose": "investment",
        "tenor_months": 12,
    }
    following = owner.get(response["Location"]).content.decode()
    assert f'data-forget="/pengajuan/{application.pk}/isi/loan/"' in following


@pytest.mark.parametrize(
    ("then", "place"), [("periksa", "periksa/"), ("daftar", ""), ("//evil.example", "isi/credit/")]
)
def test_saving_returns_to_the_page_it_came_from(
    people: Cast, owner: Client, then: str, place: str
) -> None:
    application = make_application(people, answers={})
    response = owner.post(f"/pengajuan/{application.pk}/isi/loan/", {**LOAN, "lalu": then})
    assert response["Location"] == f"/pengajuan/{application.pk}/{place}?tersimpan=loan"


def test_valid_answers_are_stored_despite_an_error_in_another(people: Cast, owner: Client) -> None:
    application = make_application(people, answers={})
    response = owner.post(
        f"/pengajuan/{application.pk}/isi/loan/", {**LOAN, "requested_amount": "dua puluh"}
    )
    assert response.status_code == 200
    assert 'value="dua puluh"' in response.content.decode()
    assert 'href="#id_requested_amount"' in response.content.decode()
    assert _stored() == {"purpose": "investment", "tenor_months": 12}


def test_bounds_of_a_question_are_shown_at_its_field(people: Cast, owner: Client) -> None:
    application = make_application(people, answers={})
    response = owner.post(f"/pengajuan/{application.pk}/isi/loan/", {**LOAN, "tenor_months": "999"})
    assert response.context["form"].errors == {"tenor_months": ["Angka paling besar 120."]}


def test_answers_are_required_only_when_continuing(people: Cast, owner: Client) -> None:
    application = make_application(people, answers={})
    path = f"/pengajuan/{application.pk}/isi/loan/"
    partly = {"requested_amount": "25000000"}
    assert owner.post(path, partly).status_code == 200
    response = owner.post(path, {**partly, "lalu": "daftar"})
    assert response["Location"] == f"/pengajuan/{application.pk}/?tersimpan=loan"


def test_emptied_box_clears_the_answer(people: Cast, owner: Client) -> None:
    application = make_application(people)
    path = f"/pengajuan/{application.pk}/isi/loan/"
    send_as_shown(owner, path, {**LOAN, "tenor_months": ""})
    assert "tenor_months" not in _stored()


@pytest.mark.parametrize(("typed", "complete"), [("12", True), ("dua belas", False)])
def test_autosave_returns_the_time_and_whether_everything_was_stored(
    people: Cast, owner: Client, typed: str, complete: bool
) -> None:
    application = make_application(people, answers={})
    response = owner.post(
        f"/pengajuan/{application.pk}/isi/loan/",
        {"requested_amount": "25.000.000", "tenor_months": typed},
        headers={"X-Autosave": "1"},
    )
    body = response.json()
    assert body["complete"] is complete
    assert body["saved_at"].endswith(" WIB")
    assert _stored()["requested_amount"] == 25_000_000


def test_unknown_page_of_questions_is_not_found(people: Cast, owner: Client) -> None:
    application = make_application(people)
    assert owner.get(f"/pengajuan/{application.pk}/isi/rahasia/").status_code == 404


def test_check_shows_readable_answers_with_links_to_edit_them(people: Cast, owner: Client) -> None:
    application = make_application(people)
    response = owner.get(f"/pengajuan/{application.pk}/periksa/")
    page = text_of(response)
    assert "Rp40.000.000" in page
    assert "Modal kerja" in page
    assert "Rp240.000.000" in page
    link = f'href="/pengajuan/{application.pk}/isi/loan/?lalu=periksa#id_purpose"'
    assert link in response.content.decode()


def test_sending_leads_to_a_receipt(people: Cast, owner: Client) -> None:
    application = make_application(people)
    response = owner.post(f"/pengajuan/{application.pk}/periksa/", {"declaration": "on"})
    assert response["Location"] == f"/pengajuan/{application.pk}/tanda-terima/"
    page = read(owner, response["Location"])
    assert application.number in page
    assert "Giliran dinas" in page
    assert "Batas waktu" in page
    assert Application.objects.get().state == "submitted"


def test_sending_needs_the_declaration(people: Cast, owner: Client) -> None:
    application = make_application(people)
    response = owner.post(f"/pengajuan/{application.pk}/periksa/", {})
    assert "Centang pernyataan bahwa semua keterangan benar." in text_of(response)
    assert Application.objects.get().state == "draft"


def test_sending_links_everything_that_is_missing(people: Cast, owner: Client) -> None:
    application = make_application(people, answers={}, documents=False)
    response = owner.post(f"/pengajuan/{application.pk}/periksa/", {"declaration": "on"})
    body = response.content.decode()
    assert f'href="/pengajuan/{application.pk}/dokumen/ktp/"' in body
    assert f'href="/pengajuan/{application.pk}/isi/loan/?lalu=periksa#id_purpose"' in body
    assert Application.objects.get().state == "draft"


def test_the_declaration_is_hidden_while_something_is_missing(people: Cast, owner: Client) -> None:
    application = make_application(people, answers={}, documents=False)
    response = owner.get(f"/pengajuan/{application.pk}/periksa/")
    assert "Lengkapi dahulu, lalu kirim" in text_of(response)
    assert 'name="declaration"' not in response.content.decode()
    assert f'href="/pengajuan/{application.pk}/dokumen/ktp/"' in response.content.decode()


def test_an_unchanged_correction_warns_and_may_be_sent(people: Cast, owner: Client) -> None:
    application = make_application(people, stage="verification")
    request = {"fields": ["answers.tenor_months"]}
    perform(
        people.verifier, application.pk, "request_revision", reason="Terlalu lama.", data=request
    )
    path = f"/pengajuan/{application.pk}/periksa/"
    assert "Belum ada yang Anda ubah" in read(owner, path)
    send_as_shown(owner, f"/pengajuan/{application.pk}/isi/loan/", LOAN)
    assert "Belum ada yang Anda ubah" not in read(owner, path)
    owner.post(path, {"declaration": "on"})
    assert Application.objects.get().events.latest("id").data["changed"] == [
        "answers.purpose",
        "answers.requested_amount",
        "answers.tenor_months",
    ]


def test_blocked_application_says_why_and_offers_no_sending(people: Cast, owner: Client) -> None:
    application = make_application(people, answers={"requested_amount": 5_000_000})
    response = owner.get(f"/pengajuan/{application.pk}/periksa/")
    assert "Skema ini untuk pinjaman di atas Rp10.000.000, sedangkan" in text_of(response)
    assert "Kirim pengajuan" not in text_of(response)


def test_correction_is_sent_the_same_way(people: Cast, owner: Client) -> None:
    application = make_application(people, stage="verification")
    request = {"fields": ["answers.tenor_months"]}
    perform(
        people.verifier, application.pk, "request_revision", reason="Terlalu lama.", data=request
    )
    assert "Terlalu lama." in read(owner, f"/pengajuan/{application.pk}/isi/loan/")
    send_as_shown(owner, f"/pengajuan/{application.pk}/isi/loan/", LOAN)
    owner.post(f"/pengajuan/{application.pk}/periksa/", {"declaration": "on"})
    application = Application.objects.get()
    assert (application.state, application.answers["tenor_months"]) == ("in_review", 12)


def test_receipt_of_a_draft_leads_back(people: Cast, owner: Client) -> None:
    application = make_application(people)
    response = owner.get(f"/pengajuan/{application.pk}/tanda-terima/")
    assert response["Location"] == f"/pengajuan/{application.pk}/"


def test_instalment_table_follows_the_answers(people: Cast, owner: Client) -> None:
    application = make_application(people)
    assert "Rp1.772.824 per bulan" in read(owner, f"/pengajuan/{application.pk}/angsuran/")


def test_instalment_table_names_missing_answers(people: Cast, owner: Client) -> None:
    application = make_application(people, answers={})
    assert "Belum dapat dihitung" in read(owner, f"/pengajuan/{application.pk}/angsuran/")


@pytest.mark.parametrize(
    ("ticked", "stored"),
    [(["-"], []), (["p2p", "commercial_repaid"], ["p2p", "commercial_repaid"])],
)
def test_earlier_credit_is_ticked_and_shown_as_it_was(
    people: Cast, owner: Client, ticked: list[str], stored: list[str]
) -> None:
    application = make_application(people, answers={})
    path = f"/pengajuan/{application.pk}/isi/credit/"
    owner.post(path, {"previous_kur_count": "0", "credit_history": ticked})
    assert _stored() == {"previous_kur_count": 0, "credit_history": stored}
    body = owner.get(path).content.decode()
    assert body.count(" checked") == len(ticked)
    page = read(owner, f"/pengajuan/{application.pk}/periksa/")
    assert ("Tidak pernah atau tidak ada" in page) is (stored == [])
    assert ("Kredit usaha komersial (bukan KUR), sudah lunas" in page) is bool(stored)


def test_none_and_a_kind_of_credit_contradict_each_other(people: Cast, owner: Client) -> None:
    application = make_application(people, answers={})
    path = f"/pengajuan/{application.pk}/isi/credit/"
    response = owner.post(path, {"previous_kur_count": "0", "credit_history": ["-", "p2p"]})
    assert list(response.context["form"].errors) == ["credit_history"]
    assert _stored() == {"previous_kur_count": 0}


@pytest.mark.parametrize(
    ("answers", "heading"),
    [
        (None, "Memenuhi syarat untuk mengajukan (belum disetujui)"),
        ({"credit_history": ["commercial_running"]}, "Dapat diajukan dengan catatan"),
        ({"requested_amount": 200_000_000}, "Belum memenuhi syarat"),
    ],
)
def test_the_summary_says_what_the_answers_come_to(
    people: Cast, owner: Client, answers: dict[str, object] | None, heading: str
) -> None:
    application = make_application(people, answers=answers)
    assert heading in read(owner, f"/pengajuan/{application.pk}/periksa/")


def test_no_instalment_beyond_the_tenor_of_the_rule(people: Cast, owner: Client) -> None:
    application = make_application(people, answers={"tenor_months": 48})
    for path in ("", "periksa/", "angsuran/"):
        page = read(owner, f"/pengajuan/{application.pk}/{path}")
        assert "jangka waktunya melebihi ketentuan" in page
        assert "per bulan" not in page
