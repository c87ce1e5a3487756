"""The life of an approved file of a permit, through HTTP: document, end, renewal."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from applications.models import Application
from applications.selectors.letters import letters_of
from common.dates import clock
from letters.policies.codes import written
from letters.tasks import expire as expire_letters
from permits.models import Permit
from permits.permissions import RECORDED_OUTCOME
from permits.policies.ending import add_months
from permits.selectors.permits import permits_of
from permits.tasks import expire as expire_permits
from tests.api.client import V1, client_for, photo
from tests.applications.admin.backoffice import text_of
from tests.clients import web_client
from tests.flows.every_scheme import Decided, is_reviewed, send
from tests.flows.office_letter import is_signed

# Months after which the documents of other agencies end here; those of the others have no end.
MONTHS: Final[Mapping[str, int]] = {
    "spp-irt": 60,
    "sni-bina-umk": 36,
    "ska": 12,
    "svlk-kelompok": 72,
}
_NUMBERS: Final = (("2103578010012-31", "ID351/0001/2026"), ("2103578010013-36", "ID351/0002/2026"))


def is_finished(decided: Decided, code: str, *, again: bool = False) -> None:
    """Let the office sign the letter that the file has, and record what is another agency's."""
    application = Application.objects.get(pk=decided.pk)
    if letters_of(application).exists():
        is_signed(decided)
    if application.scheme.outcome == RECORDED_OUTCOME:
        is_recorded(decided, code, again=again)


def is_recorded(decided: Decided, code: str, *, again: bool = False) -> None:
    """Let the official of the file record what the other agency issued today."""
    months = MONTHS.get(code)
    ends = add_months(clock.today(), months) if months else None
    scan = SimpleUploadedFile("dokumen.jpg", photo().getvalue(), "image/jpeg")
    said = {
        "number": _NUMBERS[again][code != "spp-irt"],
        "issued_on": f"{clock.today():%d/%m/%Y}",
        "valid_until": f"{ends:%d/%m/%Y}" if ends else "",
        "looked_up": "site",
        "looked_up_on": f"{clock.today():%d/%m/%Y}",
        "file": scan,
    }
    answer = web_client(decided.official).post(f"/admin/izin/catat/{decided.pk}/", said)
    assert answer.status_code == 302, text_of(answer)


def is_good(decided: Decided) -> Permit:
    """Assert that everyone reads that the file's document is valid, and whose it is."""
    application = Application.objects.get(pk=decided.pk)
    permit = permits_of(application).get()
    own = application.scheme.outcome == "letter"
    assert (permit.status, permit.issued_here) == ("valid", own)
    seen = client_for(decided.owner).get(f"{V1}/applications/{decided.pk}/").json()
    assert [(row["status"], row["issued_here"]) for row in seen["permits"]] == [("valid", own)]
    owner = web_client(decided.owner)
    for path in (f"/usaha/{permit.enterprise_id}/izin/", f"/pengajuan/{decided.pk}/"):
        page = text_of(owner.get(path))
        assert permit.number in page
        assert ("dinas hanya mencatatnya" in page) is not own
    assert ("Hanya dicatat" in _told(permit)) is not own
    assert "Berlaku" in _told(permit)
    office = text_of(web_client(decided.official).get(f"/admin/izin/{permit.pk}/"))
    assert permit.number in office
    return permit


def is_renewed(code: str, decided: Decided, permit: Permit) -> Decided:
    """Begin the renewal from the page of permits, send what is prefilled, and have it approved.

    Of another shipment, what is its own is filled in first.
    """
    page = f"/usaha/{permit.enterprise_id}/izin/"
    owner = web_client(decided.owner)
    assert "/perpanjang/" in owner.get(page).content.decode()
    answer = owner.post(f"{page}{permit.pk}/perpanjang/")
    draft = Application.objects.latest("pk")
    assert answer.headers["Location"] == f"/pengajuan/{draft.pk}/", text_of(owner.get(page))
    if code == "ska":
        is_filled_up(decided.owner, draft.pk)
    send(decided.owner, draft.pk, "submit", data={"declaration": True})
    return is_reviewed(code, decided.owner, draft.pk)


def is_filled_up(owner: User, pk: int) -> None:
    """Answer and upload what the draft still lacks of another shipment."""
    client, address = client_for(owner), f"{V1}/applications/{pk}/"
    draft = client.get(address).json()
    lacking = [row["requirement"] for row in draft["documents"] if row["required"]]
    lacking = [each for each in lacking if each not in ("nib", "npwp", "cost_structure")]
    assert "invoice_number" not in draft["answers"]
    assert draft["answers"]["destination"]
    for each in lacking:
        body = {"requirement": each, "file": photo()}
        assert client.post(f"{address}documents/", body, format="multipart").status_code == 201
    answers = {"invoice_number": "INV/2/2026", "has_export_declaration": True}
    answer = client.patch(address, {"answers": answers})
    assert answer.status_code == 200, answer.json()


def is_over(decided: Decided, permit: Permit) -> None:
    """Assert that everyone reads on the day after its last day that it has ended."""
    assert "Habis masa berlakunya" in _told(permit)
    assert expire_letters() + expire_permits() == 1
    permit.refresh_from_db()
    assert permit.status == "expired"
    page = text_of(web_client(decided.owner).get(f"/usaha/{permit.enterprise_id}/izin/"))
    assert "habis masa berlakunya" in page
    assert "Habis masa berlakunya" in _told(permit)


def last_day(permit: Permit) -> date:
    """Return the last day of a permit that ends."""
    assert permit.valid_until is not None
    return permit.valid_until


def renewal_day(permit: Permit) -> date:
    """Return a day on which the document is asked for again: before its end, as a rule.

    A letter for a year is asked for in the next one, a certificate with each shipment.
    """
    match permit.kind:
        case "merek-umk":
            return last_day(permit) + timedelta(days=1)
        case "ska":
            return permit.issued_on + timedelta(days=10)
        case _:
            return last_day(permit) - timedelta(days=20)


def days_after(day: date, days: int) -> str:
    """Return ten in the morning of the office, so many days after; before it if negative."""
    return f"{day + timedelta(days=days)} 10:00+07:00"


def _told(permit: Permit) -> str:
    return text_of(Client().get(f"/verifikasi/{written(permit.code)}/"))
