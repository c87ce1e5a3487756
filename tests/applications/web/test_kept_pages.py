"""What a phone may keep of an application: which pages, whose, and never a NIK or NPWP."""

import pytest
from django.test import Client

from applications.services.transitions import perform
from applications.shared.kept_pages import has_personal_number
from enterprises.models import Enterprise
from tests.applications.web.pages import text_of
from tests.factories.enterprises import NPWP
from tests.factories.programs import Cast, cast_of, make_application
from umkm_portal.settings.base import CONTENT_SECURITY_POLICY

ASKED = {"X-Simpan-HP": "1"}
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("3578014508900003", True),
        ("NPWP 13.175.294.1-565.000", True),
        ("3578 0145 0890 0003", True),
        ("3578\u20130145\u20130890\u20130003", True),
        ("3578\u202f0145\u202f0890\u202f0003", True),
        ("3578\u200b0145\u200b0890\u200b0003", True),
        ("3578  0145. 0890\n0003", True),
        ("Rp10.000.000 - 50.000.000, 2026-11-28 10:30", False),
        ("NIB 1200000000777, telepon 081234567890", False),
        ("Rp40.000.000, 24 bulan, 28 Nov 2026", False),
    ],
)
def test_a_number_as_long_as_a_nik_is_found(text: str, found: bool) -> None:
    assert has_personal_number(text) is found


def test_every_kept_page_is_marked_and_holds_no_document_and_no_number(
    people: Cast, owner: Client
) -> None:
    application = make_application(people)
    told = owner.get(f"/pengajuan/{application.pk}/hp/").json()
    pages = [owner.get(page, headers=ASKED) for page in told["pages"]]
    assert len(pages) == 4
    assert {page["X-Simpan-HP"] for page in pages} == {told["mark"]}
    bodies = " ".join(page.content.decode() for page in pages)
    assert people.enterprise.nik not in bodies
    assert NPWP not in bodies
    assert "/berkas/" not in bodies
    assert all(each.version.filename not in bodies for each in application.attachments.all())
    assert f'data-account="{told["account"]}"' in bodies


def test_pages_with_documents_and_numbers_are_not_marked(people: Cast, owner: Client) -> None:
    application = make_application(people)
    base = f"/pengajuan/{application.pk}/"
    for tail in ("dokumen/", "dokumen/ktp/", "periksa/", "angsuran/"):
        assert "X-Simpan-HP" not in owner.get(f"{base}{tail}", headers=ASKED), tail
    # Nobody asked to keep it.
    assert "X-Simpan-HP" not in owner.get(base)
    # Whatever typed a NIK into the page: it is shown, and not kept.
    Enterprise.objects.filter(pk=people.enterprise.pk).update(name="Usaha 3578014508900003")
    page = owner.get(base, headers=ASKED)
    assert "3578014508900003" in text_of(page)
    assert "X-Simpan-HP" not in page


def test_the_mark_is_of_account_and_application(people: Cast, owner: Client) -> None:
    mine = make_application(people)
    other = cast_of()
    theirs = make_application(other)
    stranger = Client()
    stranger.force_login(other.owner, backend=BACKEND)
    told = owner.get(f"/pengajuan/{mine.pk}/hp/").json()
    other_told = stranger.get(f"/pengajuan/{theirs.pk}/hp/").json()
    assert told["mark"] != other_told["mark"]
    assert told["account"] != other_told["account"]
    assert stranger.get(f"/pengajuan/{mine.pk}/hp/").status_code == 404


def test_a_sent_application_and_an_ended_membership_are_no_longer_kept(
    people: Cast, owner: Client
) -> None:
    application = make_application(people)
    base = f"/pengajuan/{application.pk}/"
    assert owner.get(f"{base}hp/").status_code == 200
    perform(people.owner, application.pk, "submit", data={"declaration": True})
    assert owner.get(f"{base}hp/").status_code == 404
    assert "X-Simpan-HP" not in owner.get(base, headers=ASKED)
    people.enterprise.members.all().delete()
    assert owner.get(base).status_code == 404


def test_the_worker_is_bounded_to_applications_and_versioned(client: Client, db: None) -> None:
    answer = client.get("/pengajuan/hp.js")
    script = answer.content.decode()
    assert answer["Content-Type"].startswith("text/javascript")
    assert (answer["Cache-Control"], "Service-Worker-Allowed" in answer) == (
        "private, no-store",
        False,
    )
    assert script.startswith('const ASSETS = ["/static/portal.css"')
    assert "const VERSION" in script
    assert CONTENT_SECURITY_POLICY["DIRECTIVES"]["worker-src"] == ["'self'"]


def test_pages_say_whose_they_are_and_error_pages_do_not(owner: Client) -> None:
    assert 'data-account="' in owner.get("/bantuan/").content.decode()
    # A page that failed must not make a phone erase what it keeps.
    assert "data-account" not in owner.get("/tidak-ada/").content.decode()
    assert 'data-account=""' in Client().get("/bantuan/").content.decode()
