"""A correction on the file's page: what is asked and why, and what came back, side by side."""

import re
from typing import Any

import pytest

from applications.models import Application
from applications.services.attachments import attach
from applications.services.drafts import save_answers
from applications.services.transitions import perform
from enterprises.models import Enterprise
from programs.enums import State
from tests.applications.admin.backoffice import address, press, text_of, words_of
from tests.clients import web_client
from tests.factories.programs import Cast, cast_of, make_application, make_document

pytestmark = pytest.mark.django_db
REASON = "Tujuan dan alamat belum sesuai."
FIELDS = ["answers.purpose", "answers.tenor_months", "documents.ktp", "enterprise.address"]


@pytest.fixture
def cast() -> Cast:
    return cast_of(address="Jalan Melati 1")


def ask(cast: Cast, file: Application, **why: str) -> Any:
    reasons = {f"why:{field}": reason for field, reason in why.items()}
    return press(cast.verifier, file, "request_revision", reason=REASON, fields=FIELDS, **reasons)


def section(page: Any) -> str:
    """Return what a person reads in the summary of the correction."""
    found = re.search(r'<section class="changes.*?</section>', page.content.decode(), re.S)
    assert found is not None
    return words_of(found.group(0))


def test_a_reason_per_field_is_kept_and_shown(cast: Cast) -> None:
    file = make_application(cast, stage="verification")
    sent = ask(cast, file, **{"documents.ktp": "incomplete", "answers.purpose": "incorrect"})
    assert sent.status_code == 302
    assert file.events.latest("id").data["field_reasons"] == {
        "answers.purpose": "incorrect",
        "documents.ktp": "incomplete",
    }
    heading, lines = section(web_client(cast.verifier).get(address(file))).split(f" {REASON} ")
    assert heading.startswith(" Perbaikan yang ditunggu Diminta ")
    assert heading.endswith(f" oleh {cast.verifier}")
    assert lines == (
        "Tujuan pinjaman keliru Modal kerja Jangka waktu 24 bulan Alamat Jalan Melati 1 "
        "KTP belum lengkap "
    )


def test_an_unknown_reason_is_refused_and_the_ticks_stay(cast: Cast) -> None:
    file = make_application(cast, stage="verification")
    page = ask(cast, file, **{"documents.ktp": "ugly"})
    assert page.status_code == 400
    assert "Alasan per isian harus salah satu dari" in text_of(page)
    body = page.content.decode()
    assert len(re.findall(r'name="fields" value="[^"]+"[^>]*checked', body)) == len(FIELDS)
    file.refresh_from_db()
    assert file.state == State.IN_REVIEW


def test_a_chosen_reason_is_still_chosen_after_a_refusal(cast: Cast) -> None:
    file = make_application(cast, stage="verification")
    page = press(
        cast.verifier,
        file,
        "request_revision",
        reason="x",
        fields=["documents.ktp"],
        **{"why:documents.ktp": "outdated"},
    )
    assert page.status_code == 400
    assert '<option value="outdated" selected>kedaluwarsa</option>' in page.content.decode()


def test_before_and_now_stand_side_by_side(cast: Cast) -> None:
    file = make_application(cast, stage="verification")
    ask(cast, file, **{"answers.purpose": "incorrect"})
    save_answers(cast.owner, file.pk, {"purpose": "investment", "collateral_offered": True})
    old = file.attachments.get(requirement="ktp")
    new = attach(
        cast.owner,
        file.pk,
        requirement="ktp",
        version=make_document(cast.owner, cast.enterprise, "ktp"),
    )
    Enterprise.objects.filter(pk=cast.enterprise.pk).update(address="Jalan Mawar 2")
    perform(cast.owner, file.pk, "submit", data={"declaration": True})

    page = web_client(cast.verifier).get(address(file))
    words = section(page)
    assert "Perbaikan: sebelum dan sekarang" in words
    assert "4 isian diminta , 1 dikirim lagi tanpa perubahan" in words
    assert "Tujuan pinjaman keliru sudah diubah Sebelum Modal kerja Sekarang Investasi" in words
    assert "Jangka waktu tidak diubah 24 bulan" in words
    assert "Alamat sudah diubah Sebelum Jalan Melati 1 Sekarang Jalan Mawar 2" in words
    assert "Diubah tanpa diminta Menawarkan agunan tambahan sudah diubah" in words
    assert "Sebelum Tidak Sekarang Ya" in words
    body = page.content.decode()
    for item in (old, new):
        assert f'href="/pengajuan/{file.pk}/berkas/{item.pk}/"' in body
    all_words = text_of(page)
    assert "Tujuan pinjaman Sebelum Modal kerja Sekarang Investasi diubah" in all_words
    assert "24 bulan diminta, tidak diubah" in all_words
    assert "Diubah: Menawarkan agunan tambahan; Tujuan pinjaman; KTP; Alamat" in all_words


def test_unsent_corrections_are_not_shown_as_changes(cast: Cast) -> None:
    file = make_application(cast, stage="verification")
    ask(cast, file)
    save_answers(cast.owner, file.pk, {"purpose": "investment"})
    page = web_client(cast.verifier).get(address(file))
    assert "sudah diubah" not in text_of(page)
    assert "Sebelum" not in section(page)


def test_a_file_without_a_correction_has_no_such_section(cast: Cast) -> None:
    file = make_application(cast, stage="verification")
    body = web_client(cast.verifier).get(address(file)).content.decode()
    assert 'class="changes' not in body


def test_what_the_owner_cannot_change_has_no_tick(cast: Cast) -> None:
    file = make_application(cast, stage="verification")
    body = web_client(cast.verifier).get(address(file)).content.decode()
    asked = re.findall(r'name="fields" value="enterprise\.([a-z_]+)"', body)
    assert asked == [
        "name",
        "regency",
        "address",
        "sector",
        "kbli",
        "founded_on",
        "workers",
        "owner_capital",
        "loan_capital",
        "annual_sales",
        "npwp",
    ]


def test_the_history_lists_what_was_asked_and_why(cast: Cast) -> None:
    file = make_application(cast, stage="verification")
    ask(cast, file, **{"documents.ktp": "incomplete", "answers.purpose": "incorrect"})
    perform(cast.owner, file.pk, "submit", data={"declaration": True})
    asked = (
        "Diminta diperbaiki: Tujuan pinjaman (keliru); Jangka waktu; Alamat; KTP (belum lengkap)"
    )
    history = text_of(web_client(cast.verifier).get(address(file))).split(" Riwayat ")[1]
    assert f"{asked} {REASON} " in history


def test_a_request_without_fields_lists_none(cast: Cast) -> None:
    file = make_application(cast, stage="verification")
    perform(cast.verifier, file.pk, "request_revision", reason=REASON)
    assert "Diminta diperbaiki" not in text_of(web_client(cast.verifier).get(address(file)))
