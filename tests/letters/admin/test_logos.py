"""The logo of an office: who sets it, what is refused, and the letter that has it."""

import re
from io import BytesIO

import pikepdf
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from PIL import Image

from accounts.enums import Role
from accounts.models import Agency
from letters.models import OfficeLogo
from letters.render.pdf import typeset
from letters.selectors.logos import logo_id_of
from tests.applications.admin.backoffice import text_of
from tests.clients import web_client
from tests.factories.accounts import OfficialFactory
from tests.factories.office_letters import file_of, office_that_signs, signed_letter

pytestmark = pytest.mark.django_db
LOGOS = "/admin/surat/logo/"


def picture(size: tuple[int, int] = (200, 240), kind: str = "PNG", **options: object) -> bytes:
    out = BytesIO()
    mode = "RGBA" if kind == "PNG" else "RGB"
    Image.new(mode, size, (20, 90, 70, 128)[: len(mode)]).save(out, kind, **options)
    return out.getvalue()


def noise() -> bytes:
    out = BytesIO()
    Image.effect_noise((900, 900), 90).save(out, "PNG")
    return out.getvalue()


def sent(content: bytes, name: str = "logo.png") -> dict[str, object]:
    return {"file": SimpleUploadedFile(name, content)}


@time_machine.travel("2026-11-20 10:00+07:00", tick=True)
def test_the_secretariat_sets_the_logo_that_letters_carry() -> None:
    head = OfficialFactory(role=Role.DECIDER)
    holder = office_that_signs(head)
    agency = holder.position.agency
    plain = signed_letter(holder)
    admin = web_client(OfficialFactory(role=Role.ADMIN))
    address = f"{LOGOS}{agency.pk}/"
    assert admin.get(LOGOS)["Location"] == address
    assert "tanpa logo" in text_of(admin.get(address))
    assert admin.get(f"{address}gambar/").status_code == 404
    done = admin.post(address, sent(picture()), follow=True)
    assert "Logo tersimpan" in text_of(done)
    shown = admin.get(f"{address}gambar/")
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/png")
    marked = signed_letter(holder)
    assert plain.content is not None
    assert marked.content is not None
    assert (plain.content["logo"], marked.content["logo"]) == (None, logo_id_of(agency.pk))
    counts = []
    for letter in (plain, marked):
        with pikepdf.open(BytesIO(file_of(letter))) as pdf:
            # Still PDF/A-2a and PDF/UA-1, with a text for the picture.
            assert b"<pdfaid:part>2" in pdf.Root.Metadata.read_bytes()
            counts.append(len(pdf.pages[0].Resources.get("/XObject", {})))
    assert counts[1] > counts[0]
    # A logo that is taken away changes no letter that has it.
    admin.post(address, {"hapus": "1"})
    assert logo_id_of(agency.pk) is None
    assert typeset(marked.content).startswith(b"%PDF")
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        OfficeLogo.objects.update(image=b"x")


def test_what_is_no_logo_is_refused_in_words() -> None:
    office = OfficialFactory(role=Role.ADMIN)
    agency = office.postings.get().agency
    client = web_client(office)
    address = f"{LOGOS}{agency.pk}/"
    refused = {
        "Pilih gambarnya": {},
        "terlalu kecil": sent(picture((60, 200))),
        "terlalu besar untuk tiap surat": sent(noise()),
        "PNG atau JPEG": sent(picture(kind="WEBP"), "logo.webp"),
    }
    for words, data in refused.items():
        answer = client.post(address, data)
        assert answer.status_code == 400, words
        assert words in text_of(answer)
    for content, name in ((b"", "a.png"), (b"\x00" * 40, "a.png"), (picture()[:200], "b.png")):
        assert 400 <= client.post(address, sent(content, name)).status_code < 500
    assert not OfficeLogo.objects.exists()
    other = Agency.objects.exclude(pk=agency.pk).filter(kind="office").first()
    assert other is not None
    for path in (f"{LOGOS}{other.pk}/", f"{LOGOS}{'9' * 30}/", f"{LOGOS}{other.pk}/gambar/"):
        assert client.get(path).status_code == 404
    assert client.post(f"{LOGOS}{other.pk}/", sent(picture())).status_code == 404


def test_an_administrator_of_the_province_chooses_the_office() -> None:
    client = web_client(OfficialFactory(role=Role.ADMIN, regency=None))
    page = client.get(LOGOS)
    assert page.status_code == 200
    assert len(re.findall(r'href="/admin/surat/logo/[0-9]+/"', page.content.decode())) > 1
    assert client.get(f"{LOGOS}?hal=x").status_code == 302
