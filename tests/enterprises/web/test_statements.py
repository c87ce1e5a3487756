"""Pages say who stated a particular of an enterprise, and when; nothing where it is not known."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client

from enterprises.enums import LegalForm
from enterprises.models import Enterprise
from enterprises.shared.personal_data import personal_data
from tests.enterprises.admin.lists import REGISTER, text
from tests.factories.accounts import HelperFactory, OfficialFactory, UserFactory
from tests.factories.enterprises import MemberFactory, owned_enterprise, typed_enterprise

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
STATED = {
    "workers": {"by": "owner", "on": "2026-11-12"},
    "address": {"by": "register", "on": "2026-03-03"},
    "regency": {"by": "helper", "on": "2026-04-04"},
    "nik": {"by": "official", "on": "2026-05-05"},
    "annual_sales": {"by": "check", "on": "2026-11-12"},
    "kbli_version": {"by": "helper", "on": "2026-06-06"},
}
SINCE = datetime(2026, 11, 12, 3, 0, tzinfo=UTC)
MEMBER = {"since": SINCE}


def sources(client: Client, person: Any, enterprise: Enterprise) -> dict[str, str]:
    client.force_login(person, backend=BACKEND)
    rows = client.get(f"/usaha/{enterprise.pk}/").context["rows"]
    return {str(row["label"]): row["source"] for row in rows if row["source"]}


def test_an_owner_reads_who_stated_what(client: Client) -> None:
    member = MemberFactory(enterprise__stated=STATED, **MEMBER)
    expected = {
        "Tenaga kerja": "menurut Anda, 12 Nov 2026",
        "Alamat": "dari register dinas, 3 Mar 2026",
        "Kabupaten/kota": "menurut pendamping, 4 Apr 2026",
        "NIK": "diperbaiki dinas, 5 Mei 2026",
        "Hasil penjualan tahunan": "dari cek kelayakan Anda, 12 Nov 2026",
        "KBLI": "menurut pendamping, 6 Jun 2026",
    }
    assert sources(client, member.user, member.enterprise) == expected
    page = text(client.get(f"/usaha/{member.enterprise_id}/"))
    assert '3 orang<span class="small soft"><br>menurut Anda, 12 Nov 2026</span>' in page
    kept = personal_data(member.user)["Usaha"][0]["Menurut siapa dan sejak kapan"]
    assert kept["Tenaga kerja"] == "menurut pelaku usaha, 12 Nov 2026"


def test_you_is_said_only_where_it_is_certain(client: Client) -> None:
    # A cooperative has several people; an heir did not state the earlier values.
    several = MemberFactory(
        enterprise__stated=STATED, enterprise__legal_form=LegalForm.COOPERATIVE, **MEMBER
    )
    heir = MemberFactory(enterprise__stated=STATED, since=datetime(2026, 11, 20, 3, 0, tzinfo=UTC))
    for member in (several, heir):
        said = sources(client, member.user, member.enterprise)
        assert said["Tenaga kerja"] == "menurut pelaku usaha, 12 Nov 2026"
        assert said["Hasil penjualan tahunan"].startswith("dari cek kelayakan pelaku usaha, ")


def test_nothing_is_invented_and_the_page_costs_what_it_did(
    client: Client, django_assert_num_queries: Any
) -> None:
    owner, enterprise = owned_enterprise()
    assert sources(client, owner, enterprise) == {}
    assert "menurut" not in text(client.get(f"/usaha/{enterprise.pk}/")).split("<h2>Profil</h2>")[1]
    _same, told = owned_enterprise(owner, stated=STATED)
    for each in (enterprise, told):
        with django_assert_num_queries(13):
            client.get(f"/usaha/{each.pk}/")


@time_machine.travel("2026-11-12T03:00:00Z", tick=False)
def test_a_form_cannot_say_who_stated_it_and_a_check_is_known(client: Client) -> None:
    client.force_login(UserFactory(), backend=BACKEND)
    client.post("/program/kur-mikro/cek/", {"annual_sales": "240.000.000", "borrower": "person"})
    forged = '{"workers": {"by": "official", "on": "2020-01-01"}}'
    typed = typed_enterprise() | {"stated": forged, "checked": "workers", "by": "official"}
    assert client.post("/usaha/daftar/", typed).status_code == 302
    stated = Enterprise.objects.get().stated
    by_check = {name for name, each in stated.items() if each["by"] == "check"}
    assert by_check == {"annual_sales", "legal_form"}
    assert stated["workers"] == {"by": "owner", "on": "2026-11-12"}
    # The next one is a helper's, whatever was checked in this browser.
    client.force_login(HelperFactory(), backend=BACKEND)
    sent = typed_enterprise(1) | {"consent": "on"}
    assert client.post("/usaha/daftar/", sent).status_code == 302
    assert {each["by"] for each in Enterprise.objects.latest("id").stated.values()} == {"helper"}


def test_an_official_of_the_region_reads_it_and_of_another_nothing(client: Client) -> None:
    enterprise = MemberFactory(enterprise__stated=STATED, **MEMBER).enterprise
    address = f"{REGISTER}{enterprise.pk}/change/"
    client.force_login(OfficialFactory())
    page = text(client.get(address))
    found = re.findall(r'<small class="soft">([^<]+)</small>', page)
    assert found == [
        "diperbaiki dinas, 5 Mei 2026",
        "menurut pendamping, 4 Apr 2026",
        "menurut pendamping, 6 Jun 2026",
        "menurut pelaku usaha, 12 Nov 2026",
        "dari cek kelayakan pelaku usaha, 12 Nov 2026",
    ]
    client.force_login(OfficialFactory(regency="35.15"))
    refused = client.get(address)
    assert refused.status_code == 302
    assert "menurut" not in text(refused)
