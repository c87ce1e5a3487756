"""What an applicant sees of a request for correction: reasons per field, and the profile."""

from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from applications.models import Application
from applications.services.transitions import perform
from tests.api.client import V1, client_for, faults
from tests.applications.web.pages import read, text_of
from tests.factories.programs import Cast, make_application

pytestmark = pytest.mark.django_db
REASON = "Alamat dan KTP belum sesuai."


def asked(people: Cast, **data: object) -> Application:
    application = make_application(people, stage="verification")
    return perform(people.verifier, application.pk, "request_revision", reason=REASON, data=data)


def test_every_field_says_what_is_wrong_with_it(people: Cast, owner: Client) -> None:
    application = asked(
        people,
        fields=["answers.tenor_months", "documents.ktp", "enterprise.address"],
        field_reasons={"documents.ktp": "outdated", "enterprise.address": "incomplete"},
    )
    page = read(owner, f"/pengajuan/{application.pk}/")
    assert "Berapa bulan Anda ingin mengangsur? KTP (kedaluwarsa) Alamat (belum lengkap)" in page
    document = f"/pengajuan/{application.pk}/dokumen/ktp/"
    shown = owner.get(document)
    assert "KTP (kedaluwarsa)" in text_of(shown)
    # The page that it would lead to is this one.
    assert f'<a href="{document}"' not in shown.content.decode()
    assert "di samping yang sudah ada" not in text_of(shown)
    questions = read(owner, f"/pengajuan/{application.pk}/isi/loan/")
    assert "Berapa bulan Anda ingin mengangsur?" in questions
    assert "kedaluwarsa" not in questions


def test_a_new_file_of_several_stands_beside_the_old_one(people: Cast, owner: Client) -> None:
    application = asked(people, fields=["documents.sales_note"])
    page = read(owner, f"/pengajuan/{application.pk}/dokumen/sales_note/")
    assert "Berkas baru ditambahkan di samping yang sudah ada" in page


def test_a_particular_leads_to_the_profile_and_back(people: Cast, owner: Client) -> None:
    application = asked(people, fields=["enterprise.address"])
    here = f"/pengajuan/{application.pk}/"
    page = owner.get(here)
    profile = f"/usaha/{people.enterprise.pk}/ubah/?lanjut=%2Fpengajuan%2F{application.pk}%2F"
    assert f'href="{profile}#id_address"' in page.content.decode()
    assert "Profil usaha Alamat Perbaiki" in text_of(page)

    form = owner.get(profile)
    # Back, cancel, and among the open files that read the profile.
    assert form.content.decode().count(f'href="{here}"') == 3
    fields = form.context["form"]
    data = {name: fields[name].value() or "" for name in fields.fields}
    data |= {"address": "Jalan Mawar 2, Wonokromo", "semula": str(fields.shown)}
    answer = owner.post(profile, data)
    assert (answer.status_code, answer["Location"]) == (302, here)
    perform(people.owner, application.pk, "submit", data={"declaration": True})
    assert application.events.latest("id").data["changed"] == ["enterprise.address"]


@pytest.mark.parametrize("then", ["https://jahat.example/", "//jahat.example/", "javascript:1"])
def test_the_profile_leads_to_no_other_site(people: Cast, owner: Client, then: str) -> None:
    path = f"/usaha/{people.enterprise.pk}/ubah/"
    page = owner.get(path, {"lanjut": then})
    assert f'href="{then}' not in page.content.decode()
    fields = page.context["form"]
    data = {name: fields[name].value() or "" for name in fields.fields}
    answer = owner.post(f"{path}?{urlencode({'lanjut': then})}", data)
    assert answer["Location"] == f"/usaha/{people.enterprise.pk}/"


def test_the_check_says_that_nothing_was_changed_yet(people: Cast, owner: Client) -> None:
    application = asked(people, fields=["enterprise.address"])
    page = owner.get(f"/pengajuan/{application.pk}/periksa/")
    assert "Belum ada yang Anda ubah" in text_of(page)
    people.enterprise.address = "Jalan Mawar 2"
    people.enterprise.save(update_fields=["address"])
    assert "Belum ada yang Anda ubah" not in read(owner, f"/pengajuan/{application.pk}/periksa/")


def test_what_was_changed_is_told_from_what_is_left(people: Cast, owner: Client) -> None:
    application = asked(people, fields=["answers.tenor_months", "enterprise.address"])
    here = f"/pengajuan/{application.pk}/"
    application.refresh_from_db()
    application.answers |= {"tenor_months": 30}
    application.save(update_fields=["answers"])
    page = read(owner, here)
    assert "Berapa bulan Anda ingin mengangsur? · sudah Anda ubah" in page
    assert "Profil usaha Alamat Perbaiki" in page
    assert "Pinjaman yang Anda perlukan Sudah diubah" in page
    check = read(owner, f"{here}periksa/")
    assert "Diminta dinas, belum Anda ubah Alamat Bila memang" in check
    people.enterprise.address = "Jalan Mawar 2"
    people.enterprise.save(update_fields=["address"])
    assert "Profil usaha Alamat Sudah diubah" in read(owner, here)
    assert "belum Anda ubah" not in read(owner, f"{here}periksa/")
    perform(people.owner, application.pk, "submit", data={"declaration": True})
    receipt = read(owner, f"{here}tanda-terima/")
    assert "Perbaikan terkirim" in receipt
    assert "Perbaikan dikirim pada" in receipt
    assert "Pengajuan terkirim" not in receipt


def test_reasons_per_field_in_the_api(people: Cast) -> None:
    application = make_application(people, stage="verification")
    path = f"{V1}/applications/{application.pk}/"

    def send(reasons: Any) -> Any:
        data = {"fields": ["documents.ktp", "enterprise.address"], "field_reasons": reasons}
        body = {"name": "request_revision", "reason": REASON, "data": data}
        return client_for(people.verifier).post(f"{path}transitions/", body)

    unreadable: list[Any] = [{"documents.kk": "incorrect"}, {"documents.ktp": "ugly"}, [], "x"]
    for wrong in [*unreadable, {"": 1}]:
        answer = send(wrong)
        assert answer.status_code == 400, wrong
        assert all((field or "").startswith("data.field_reasons") for _c, field in faults(answer))
    accepted = send({"documents.ktp": "outdated"})
    assert accepted.status_code == 200
    for person in (people.owner, people.decider):
        correction = client_for(person).get(path).json()["correction"]
        assert correction["fields"] == ["documents.ktp", "enterprise.address"]
        assert correction["field_reasons"] == {"documents.ktp": "outdated"}
