"""Sheets to print: filled with what the portal knows, and open to the applicant alone."""

import pytest
from django.test import Client

from applications.services.drafts import create_draft
from programs.selectors.catalogue import edition_today
from tests.applications.admin.backoffice import BACKEND, text_of
from tests.factories.accounts import UserFactory
from tests.factories.schemes import applicant_of

pytestmark = pytest.mark.django_db


def test_a_sheet_holds_what_is_known_no_nik_and_lines_for_the_rest(client: Client) -> None:
    owner, enterprise = applicant_of("merek-umk")
    draft = create_draft(
        owner,
        scheme="merek-umk",
        enterprise_id=enterprise.pk,
        answers={"brand": "<b>Jati</b> {nik}", "nice_classes": ["20", "35"]},
    )
    client.force_login(owner, backend=BACKEND)
    address = f"/pengajuan/{draft.pk}/dokumen/signed_statement/lembar/"
    assert address in client.get(f"/pengajuan/{draft.pk}/").content.decode()
    answer = client.get(address)
    page, words = answer.content.decode(), text_of(answer)
    assert enterprise.name in words
    assert enterprise.address in words
    assert owner.name in words
    assert "&lt;b&gt;Jati&lt;/b&gt; {nik}" in page
    assert "20: mebel" in words
    assert "35: jasa toko" in words
    assert "………………" in words
    assert enterprise.nik not in page
    assert client.get(f"/pengajuan/{draft.pk}/dokumen/ktp/lembar/").status_code == 404
    assert client.get(f"/pengajuan/{draft.pk}/dokumen/tidak-ada/lembar/").status_code == 404
    client.force_login(UserFactory(), backend=BACKEND)
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("scheme", "requirements"),
    [
        ("merek-umk", {"signed_statement"}),
        ("halal-self-declare", {"halal_statement", "ingredient_list"}),
        ("surat-kelompok-usaha", {"group_statement", "group_members"}),
        ("pendampingan-plut", {"candidate_statement"}),
        ("pameran-inacraft", {"commitment_letter"}),
        ("pelatihan-ekspor", {"worker_letter"}),
        ("lpdb-konvensional", {"members_decision"}),
        ("kur-mikro", {"sales_note"}),
    ],
)
def test_what_is_written_by_hand_has_a_sheet(scheme: str, requirements: set[str]) -> None:
    rows = edition_today(scheme).requirements.exclude(template="")
    assert {row.code for row in rows} == requirements
