"""One file on one screen, and what its buttons do."""

import re

import pytest
from django.core import mail
from django.test import Client

from accounts.enums import Role
from applications.models import Application, ApplicationEvent
from applications.services.drafts import save_answers
from applications.services.transitions import perform
from programs.enums import State
from tests.applications.admin.backoffice import (
    BACKEND,
    HOME,
    LIST,
    actions_on,
    address,
    press,
    text_of,
)
from tests.clients import web_client
from tests.factories.accounts import OfficialFactory
from tests.factories.programs import Cast, cast_of, make_application

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return cast_of()


def last_event(application: Application) -> ApplicationEvent:
    event = application.events.order_by("id").last()
    assert event is not None
    return event


def test_the_page_shows_answers_documents_verdict_clock_people_and_history(cast: Cast) -> None:
    file = make_application(
        cast, stage="decision", answers={"credit_history": ["commercial_running"]}
    )
    words = text_of(web_client(cast.decider).get(address(file)))

    assert file.number in words
    assert "Jumlah yang diminta Rp40.000.000" in words
    assert "Modal kerja" in words
    assert "KTP" in words
    assert "ktp.jpg" in words
    assert "Memenuhi syarat, dengan catatan" in words
    assert "kredit usaha lain" in words
    assert "Permenko Perekonomian 1/2026" in words
    assert "belum diverifikasi" in words
    assert "Giliran Anda" in words
    assert "Keputusan meneruskan sekarang: pejabat berwenang" in words
    assert f"Rekomendasi oleh {cast.analyst}" in words
    assert "Dokumen lengkap dan sesuai." in words
    assert "Angsuran Rp1.772.824 sebulan, 24 bulan, efektif 6 % setahun" in words
    assert "Usaha mikro PP 7/2021" in words


def test_identity_numbers_are_masked(cast: Cast) -> None:
    file = make_application(cast, state=State.SUBMITTED)
    body = web_client(cast.verifier).get(address(file)).content.decode()
    assert cast.enterprise.nik not in body
    assert cast.enterprise.npwp not in body
    assert "••••••••••••" + cast.enterprise.nik[-4:] in body


def test_the_likely_action_comes_first_and_rejection_last(cast: Cast) -> None:
    file = make_application(cast, stage="decision")
    assert actions_on(web_client(cast.decider).get(address(file))) == [
        "approve",
        "request_revision",
        "reject",
    ]


def test_a_file_that_breaks_a_rule_suggests_a_correction_first(cast: Cast) -> None:
    file = make_application(cast, stage="verification")
    Application.objects.filter(pk=file.pk).update(
        answers={**file.answers, "requested_amount": 120_000_000}
    )
    page = web_client(cast.verifier).get(address(file))
    assert actions_on(page)[0] == "request_revision"
    assert "Belum memenuhi syarat" in text_of(page)
    assert "berbeda dari saat dikirim" in text_of(page)


def test_an_outcome_has_the_name_given_by_its_edition(cast: Cast) -> None:
    file = make_application(cast, stage="decision")
    words = text_of(web_client(cast.decider).get(address(file)))
    assert "Putuskan: siap dibawa ke bank" in words
    assert "Putuskan: belum dapat direkomendasikan" in words


def test_claiming_a_file_shows_the_same_page_again(cast: Cast) -> None:
    file = make_application(cast, state=State.SUBMITTED)
    answer = press(cast.verifier, file, "start_review")
    assert answer.status_code == 302
    assert answer["Location"] == address(file)
    file.refresh_from_db()
    assert (file.state, file.claimed_by) == (State.IN_REVIEW, cast.verifier)


def test_a_correction_names_its_fields(cast: Cast) -> None:
    file = make_application(cast, stage="verification")
    answer = press(
        cast.verifier,
        file,
        "request_revision",
        reason="Foto KTP tidak terbaca.",
        fields=["documents.ktp", "answers.requested_amount"],
    )
    assert answer.status_code == 302
    file.refresh_from_db()
    assert file.state == State.REVISION_REQUESTED
    assert last_event(file).data["fields"] == ["documents.ktp", "answers.requested_amount"]
    words = text_of(web_client(cast.verifier).get(address(file)))
    assert words.count("diminta diperbaiki") == 2
    assert "Giliran pelaku usaha" in words


def test_a_picked_reason_waits_to_be_edited_and_changes_nothing(cast: Cast) -> None:
    file = make_application(cast, stage="verification")
    page = press(
        cast.verifier,
        file,
        "request_revision",
        reason="Pak Slamet,",
        pick="Foto dokumen tidak terbaca.",
        fields=["documents.ktp"],
    )
    assert page.status_code == 200
    body = page.content.decode()
    assert "Pak Slamet,\nFoto dokumen tidak terbaca.</textarea>" in body
    assert re.search(r'value="documents\.ktp"[^>]*checked', body)
    file.refresh_from_db()
    assert file.state == State.IN_REVIEW


def test_typed_text_is_shown_again_when_the_action_is_refused(cast: Cast) -> None:
    file = make_application(cast, stage="verification")
    page = press(cast.verifier, file, "request_revision", reason="x", fields=["answers.purpose"])
    assert page.status_code == 400
    assert "Tulis alasannya, paling sedikit 10 huruf dan dua kata." in text_of(page)
    body = page.content.decode()
    assert ">x</textarea>" in body
    assert 'aria-invalid="true" aria-describedby="salah-request_revision"' in body
    assert re.search(r'value="answers\.purpose"[^>]*checked', body)


@pytest.mark.sampled
@pytest.mark.parametrize("reason", ["", "  ", "ab", "Memenuhi.", "setuju setuju"])
@pytest.mark.parametrize("action", ["approve", "reject", "request_revision"])
def test_a_reason_is_required(cast: Cast, action: str, reason: str) -> None:
    file = make_application(cast, stage="decision")
    assert press(cast.decider, file, action, reason=reason).status_code == 400
    file.refresh_from_db()
    assert file.state == State.IN_REVIEW


def test_a_stale_page_is_a_conflict_that_says_what_changed(cast: Cast) -> None:
    file = make_application(cast, stage="recommendation")
    colleague = OfficialFactory(role=Role.ANALYST)
    opinion = {"opinion": "negative"}
    perform(colleague, file.pk, "recommend", reason="Sudah saya periksa.", data=opinion)

    page = press(
        cast.analyst,
        file,
        "recommend",
        stage="recommendation",
        opinion="positive",
        reason="Menurut saya layak.",
    )
    assert page.status_code == 409
    words = text_of(page)
    assert "sudah berubah sejak Anda membukanya" in words
    assert f"Terakhir: rekomendasi: belum layak oleh {colleague} (analis)" in words
    assert "Menurut saya layak." in words


def test_a_double_click_makes_one_transition(cast: Cast) -> None:
    file = make_application(cast, stage="recommendation")
    for _ in range(2):
        answer = press(
            cast.analyst,
            file,
            "recommend",
            stage="recommendation",
            opinion="positive",
            reason="Layak diteruskan.",
        )
        assert answer.status_code == 302
    assert file.events.filter(transition="recommend").count() == 1


def test_a_double_click_does_not_skip_a_stage(cast: Cast) -> None:
    file = make_application(cast, stage="completeness")
    for _ in range(2):
        assert press(cast.verifier, file, "pass_stage", stage="completeness").status_code == 302
    file.refresh_from_db()
    assert file.stage is not None
    assert file.stage.code == "verification"


def test_approving_a_file_that_no_longer_qualifies_is_refused(cast: Cast) -> None:
    file = make_application(cast, stage="decision")
    Application.objects.filter(pk=file.pk).update(
        answers={**file.answers, "requested_amount": 120_000_000}
    )
    page = press(cast.decider, file, "approve", reason="Sesuai ketentuan.")
    assert page.status_code == 409
    assert "paling banyak Rp100.000.000" in text_of(page)


@pytest.mark.parametrize(("action", "state"), [("approve", "approved"), ("reject", "rejected")])
def test_the_decider_decides(cast: Cast, action: str, state: str) -> None:
    file = make_application(cast, stage="decision")
    assert press(cast.decider, file, action, reason="Sesuai ketentuan.").status_code == 302
    file.refresh_from_db()
    assert (file.state, file.decided_by) == (state, cast.decider)


@pytest.mark.sampled
@pytest.mark.parametrize("action", ["submit", "withdraw", "nonsense", "", "complete"])
def test_actions_that_are_not_the_officials_are_refused(cast: Cast, action: str) -> None:
    file = make_application(cast, stage="verification")
    assert press(cast.verifier, file, action, reason="Sesuai.").status_code in (400, 403, 409)
    file.refresh_from_db()
    assert file.state == State.IN_REVIEW


def test_state_cannot_be_posted_into_the_row(cast: Cast) -> None:
    file = make_application(cast, stage="verification")
    web_client(cast.verifier).post(address(file), {"state": "approved", "_save": "1"})
    file.refresh_from_db()
    assert file.state == State.IN_REVIEW


def test_there_is_no_history_to_edit(cast: Cast) -> None:
    file = make_application(cast, state=State.SUBMITTED)
    client = web_client(cast.verifier)
    assert client.get("/admin/applications/applicationevent/").status_code == 404
    answer = client.get(f"{LIST}{file.pk}/history/")
    assert answer["Location"] == address(file) + "#riwayat"


def test_a_form_without_its_token_is_refused(cast: Cast) -> None:
    file = make_application(cast, state=State.SUBMITTED)
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.verifier, backend=BACKEND)
    assert client.post(address(file), {"action": "start_review"}).status_code == 403
    assert mail.outbox == []


def test_pages_follow_the_strict_content_policy(cast: Cast) -> None:
    file = make_application(cast, state=State.SUBMITTED)
    client = web_client(cast.verifier)
    for page in (HOME, address(file)):
        answer = client.get(page)
        policy = answer["Content-Security-Policy"].split("; ")
        assert {"script-src 'self'", "style-src 'self'"} <= {*policy}
        body = answer.content.decode()
        assert not re.search(r"<script(?![^>]*src=)|<style|\sstyle=|\son[a-z]+=", body)


def test_a_correction_without_a_field_is_refused(cast: Cast) -> None:
    file = make_application(cast, stage="verification")
    page = press(cast.verifier, file, "request_revision", reason="Foto tidak terbaca.")
    assert page.status_code == 400
    assert "Centang dulu “perbaiki”" in text_of(page)
    assert ">Foto tidak terbaca.</textarea>" in page.content.decode()
    file.refresh_from_db()
    assert file.state == State.IN_REVIEW


@pytest.mark.parametrize(
    ("answers", "shown", "marks"),
    [
        ({"purpose": "investment"}, "Diubah: Tujuan pinjaman", 1),
        ({}, "Tidak ada jawaban atau dokumen yang diubah.", 0),
    ],
)
def test_the_office_sees_what_a_correction_changed(
    cast: Cast, answers: dict[str, str], shown: str, marks: int
) -> None:
    file = make_application(cast, stage="verification")
    press(
        cast.verifier,
        file,
        "request_revision",
        reason="Isiannya keliru.",
        fields=["answers.purpose"],
    )
    save_answers(cast.owner, file.pk, answers)
    perform(cast.owner, file.pk, "submit", data={"declaration": True})
    page = web_client(cast.verifier).get(address(file))
    assert shown in text_of(page)
    assert page.content.decode().count('class="tag-new"') == marks


def test_the_way_is_shown_by_name_with_who_did_it(cast: Cast) -> None:
    file = make_application(cast, stage="recommendation")
    words = text_of(web_client(cast.analyst).get(address(file)))
    assert "Giliran Anda" in words
    assert (
        f"Pemeriksaan kelengkapan selesai: {cast.verifier} Verifikasi selesai: {cast.verifier} "
        "Rekomendasi sekarang: analis Keputusan meneruskan berikutnya: pejabat berwenang" in words
    )
    assert "di luar dinas" in words
    seen_by_another = text_of(web_client(cast.decider).get(address(file)))
    assert "Giliran analis" in seen_by_another
    assert "Giliran Anda" not in seen_by_another


def test_the_actions_come_before_the_answers(cast: Cast) -> None:
    file = make_application(cast, stage="verification")
    body = web_client(cast.verifier).get(address(file)).content.decode()
    places = [body.index(part) for part in ('id="waktu"', 'id="tindakan"', 'id="jawaban"')]
    assert places == sorted(places)


def test_the_page_speaks_to_the_official(cast: Cast) -> None:
    file = make_application(
        cast,
        stage="verification",
        answers={"credit_history": ["commercial_running"], "tenor_months": 1},
    )
    words = text_of(web_client(cast.verifier).get(address(file)))
    assert "Jumlah yang diminta Rp40.000.000" in words
    assert "Jangka waktu 1 bulan" in words
    assert "KUR yang pernah diterima 0 kali" in words
    assert "Pelaku usaha menyebut kredit usaha lain yang sedang berjalan" in words
    for sentence in ("Anda perlukan", "Keadaan Anda", "Kredit Anda", "Anda meminta"):
        assert sentence not in words


def test_the_file_leads_to_its_enterprise_other_files_and_people(cast: Cast) -> None:
    earlier = make_application(cast, state=State.SUBMITTED)
    perform(cast.owner, earlier.pk, "withdraw")
    file = make_application(cast, stage="verification")
    page = web_client(cast.verifier).get(address(file))
    body = page.content.decode()
    assert f'href="/admin/enterprises/enterprise/{cast.enterprise.pk}/change/"' in body
    assert f'href="{LIST}?q={cast.enterprise.nib}"' in body
    assert f"{cast.owner} pelaku usaha" in text_of(page)
    listed = web_client(cast.verifier).get(f"{LIST}?q={cast.enterprise.nib}")
    assert file.number in text_of(listed)
    assert earlier.number in text_of(listed)
    assert "Semua pengajuannya: 2" in text_of(page)
