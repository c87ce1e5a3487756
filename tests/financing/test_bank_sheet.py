"""KUR promises what is true: a page to take to a bank, and nothing is sent to one."""

import pytest

from accounts.models import Consent
from programs.enums import State
from tests.api.client import V1, client_for
from tests.applications.admin.backoffice import text_of
from tests.clients import web_client
from tests.factories.accounts import UserFactory
from tests.factories.programs import cast_of, make_application

pytestmark = pytest.mark.django_db


def test_a_ready_file_has_a_page_to_print_and_promises_no_call() -> None:
    cast = cast_of()
    application = make_application(cast, state=State.APPROVED)
    client = web_client(cast.owner)
    page = text_of(client.get(f"/pengajuan/{application.pk}/"))
    assert "Siap dibawa ke bank" in page
    assert "Cetak untuk dibawa ke bank" in page
    assert "menghubungi" not in page
    assert "Disetujui" not in page
    sheet = text_of(client.get(f"/pengajuan/{application.pk}/bawa-ke-bank/"))
    for said in (
        application.number,
        cast.enterprise.name,
        "Jumlah yang diminta Rp40.000.000",
        "24 bulan",
        "Keputusan meneruskan",
        "Ini bukan surat dinas dan bukan persetujuan kredit",
        "Dinas tidak mengirim apa pun ke bank.",
    ):
        assert said in sheet
    assert cast.enterprise.nik not in sheet
    told = client_for(cast.owner).get(f"{V1}/applications/{application.pk}/").json()
    assert (told["outcome"]["word"], told["whose_turn"]) == ("Siap dibawa ke bank", "applicant")


@pytest.mark.parametrize("state", [State.SUBMITTED, State.REJECTED, State.DRAFT])
def test_there_is_no_page_before_the_decision_or_after_a_refusal(state: State) -> None:
    cast = cast_of()
    application = make_application(cast, state=state)
    answer = web_client(cast.owner).get(f"/pengajuan/{application.pk}/bawa-ke-bank/")
    assert answer.status_code == 404


def test_others_find_no_page() -> None:
    application = make_application(state=State.APPROVED)
    answer = web_client(UserFactory()).get(f"/pengajuan/{application.pk}/bawa-ke-bank/")
    assert answer.status_code == 404


def test_a_refusal_leaves_the_bank_open() -> None:
    cast = cast_of()
    application = make_application(cast, state=State.REJECTED)
    page = text_of(web_client(cast.owner).get(f"/pengajuan/{application.pk}/"))
    assert "Dinas belum memberi pengantar. Anda tetap boleh mengajukan sendiri" in page


def test_the_declaration_carries_no_other_purpose() -> None:
    cast = cast_of()
    application = make_application(cast)
    before = Consent.objects.count()
    client = web_client(cast.owner)
    page = text_of(client.get(f"/pengajuan/{application.pk}/periksa/"))
    assert "Saya menyatakan bahwa semua keterangan dan dokumen benar." in page
    assert "setuju pengajuan ini" not in page
    assert "Layanan dinas ini tidak dipungut biaya." in page
    assert "Biaya pihak lain: Bunga dan angsuran kepada bank" in page
    assert Consent.objects.count() == before
