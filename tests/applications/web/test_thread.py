"""Whoever has to do something else in the middle of an application comes back to it."""

from typing import Any

import pytest
from django.test import Client

from enterprises.models import Enterprise
from tests.clients import web_client
from tests.factories.accounts import HelperFactory, UserFactory
from tests.factories.enterprises import typed_enterprise
from tests.factories.letters import letter_text
from tests.factories.phones import request_code, with_phone
from tests.factories.programs import cast_of, make_application

pytestmark = pytest.mark.django_db
START = "/pengajuan/baru/kur-mikro/"


def test_registering_an_enterprise_leads_back() -> None:
    client = web_client(UserFactory())
    page = start_page(client)
    assert f'href="/usaha/daftar/?lanjut={START}"' in page.replace("%2F", "/")
    address = f"/usaha/daftar/?lanjut={START}"
    assert f"&amp;lanjut={START}" in client.get(address).content.decode().replace("%2F", "/")
    assert client.post(address, typed_enterprise(0))["Location"] == START


def start_page(client: Client) -> str:
    return client.get(START).content.decode()


@pytest.mark.parametrize("then", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_no_address_leads_to_another_site(then: str) -> None:
    client = web_client(UserFactory())
    answer = client.post(f"/usaha/daftar/?lanjut={then}", typed_enterprise(0))
    assert answer["Location"] == f"/usaha/{Enterprise.objects.get().pk}/"


def test_what_is_known_fills_the_form_of_the_enterprise() -> None:
    user = with_phone()
    client = web_client(user)
    client.post(
        "/program/kur-mikro/cek/",
        {"annual_sales": "40 juta", "business_started_on": "2020-03-05", "regency": "35.78"},
    )
    initial = client.get("/usaha/daftar/").context["form"].initial
    assert initial["annual_sales"] == 40_000_000
    assert str(initial["founded_on"]) == "2020-03-05"
    assert initial["phone"].startswith("+628")


def test_a_helper_gets_neither_their_number_nor_their_checks() -> None:
    helper = HelperFactory()
    client = web_client(helper)
    client.post("/program/kur-mikro/cek/", {"annual_sales": "40 juta"})
    assert "annual_sales" not in client.get("/usaha/daftar/").context["form"].initial


def test_another_number_keeps_the_way_back(client: Client) -> None:
    request_code(client, next=START)
    page = client.get("/masuk/ponsel/").content.decode()
    assert f'name="next" value="{START}"' in page


def test_the_confirmation_of_an_address_leads_back_on_another_device(client: Client) -> None:
    form = {
        "name": "Siti Aminah",
        "email": "siti@umkm.example",
        "password1": "batik-tulis-88",
        "consent": "on",
        "next": START,
    }
    client.post("/daftar/", form)
    link = next(line for line in letter_text().split() if "/akun/konfirmasi-surel/" in line)
    path = "/" + link.split("/", 3)[3]
    other = Client()
    assert START in other.get(path).content.decode()
    answer = other.post(path.partition("?")[0], {"next": START})
    assert answer["Location"] == START


def test_birth_and_sex_of_the_nik_fill_the_particulars_for_the_owner_alone() -> None:
    cast = cast_of()
    application = make_application(cast)
    address = f"/pengajuan/{application.pk}/data-sikp/"
    nik = cast.enterprise.nik
    initial: dict[str, Any] = web_client(cast.owner).get(address).context["form"].initial
    assert initial["full_name"] == cast.owner.name
    assert f"{initial['born_on']:%m%y}" == nik[8:12]
    assert initial["sex"] == ("female" if int(nik[6:8]) > 40 else "male")
