"""The filters of a list in one line, and those that are set as chips."""

import html
import re
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client

from accounts.models import Agency
from common.admin.filters import Chip, chips, filter_line
from enterprises.models import Enterprise
from tests.clients import as_superuser
from tests.factories.enterprises import EnterpriseFactory

pytestmark = pytest.mark.django_db
REGISTER = "/admin/enterprises/enterprise/"
AGENCIES = "/admin/accounts/agency/"
PEOPLE = "/admin/accounts/user/"


@pytest.fixture
def admin_client(client: Client) -> Client:
    return as_superuser(client)


def change_list(client: Client, address: str) -> Any:
    answer = client.get(address)
    assert answer.status_code == 200, answer.headers
    return answer.context["cl"]


def page(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def choices(client: Client, address: str) -> dict[str, list[tuple[str, str]]]:
    """Return name and options of each list to choose from."""
    line = filter_line(change_list(client, address))
    return {each.name: [(o.value, o.text) for o in each.options] for each in line}


def test_a_filter_is_a_list_to_choose_from(admin_client: Client) -> None:
    found = choices(admin_client, f"{PEOPLE}?is_active__exact=0")
    assert found["is_active__exact"] == [("", "semua"), ("1", "Ya"), ("0", "Tidak")]
    assert [value for value, _text in found["who"]] == [
        "officials",
        "unposted",
        "helpers",
        "others",
        "all",
    ]
    text = page(admin_client, f"{PEOPLE}?is_active__exact=0")
    assert '<option value="0" selected>Tidak</option>' in text


def test_a_choice_of_another_parameter_is_picked(admin_client: Client) -> None:
    found = choices(admin_client, AGENCIES)
    assert found["pick"][:2] == [("", "semua"), ("regency__code__exact=35.01", "Kabupaten Pacitan")]
    assert found["pick"][-1][0] == "regency__isnull=True"
    answer = admin_client.get(f"{AGENCIES}?q=dinas&pick=regency__isnull%3DTrue&pick=")
    assert (answer.status_code, answer["Location"]) == (
        302,
        f"{AGENCIES}?q=dinas&regency__isnull=True",
    )
    provincial = {*change_list(admin_client, answer["Location"]).result_list}
    assert provincial == {*Agency.objects.filter(regency=None, name__icontains="dinas")}


@pytest.mark.parametrize(
    "pick", ["password__startswith=a", "regency__code__exact=", "&&=&", "x" * 3000, "%F0%9F"]
)
def test_a_forged_pick_is_like_any_address(admin_client: Client, pick: str) -> None:
    answer = admin_client.get(AGENCIES, {"pick": pick}, follow=True)
    assert answer.status_code == 200
    assert answer.redirect_chain[0][0].startswith(f"{AGENCIES}?")


def test_what_is_set_stands_as_chips_to_take_off(admin_client: Client) -> None:
    EnterpriseFactory(name="Batik Ayu", sector="spa")
    address = f"{REGISTER}?q=batik&sector__exact=spa&legal_form__exact=cv&o=1"
    assert chips(change_list(admin_client, address)) == [
        Chip("Cari", "batik", "?legal_form__exact=cv&o=1&sector__exact=spa"),
        Chip("Sektor", "Spa", "?legal_form__exact=cv&o=1&q=batik"),
        Chip("Bentuk usaha", "CV", "?o=1&q=batik&sector__exact=spa"),
    ]
    text = page(admin_client, address)
    assert text.count('<span class="unseen">Lepas </span>') == 3
    assert '<input type="hidden" name="o" value="1">' in text
    assert "Hapus semua saringan" in text


@pytest.mark.parametrize("query", ["", "?who=", "?q=", "?o=1", "?is_active__exact="])
def test_what_is_not_set_has_no_chip(admin_client: Client, query: str) -> None:
    assert chips(change_list(admin_client, PEOPLE + query)) == []


def test_an_unknown_choice_has_the_chip_of_what_applies(admin_client: Client) -> None:
    (chip,) = chips(change_list(admin_client, f"{PEOPLE}?who=nonsense"))
    assert (chip.text, chip.url) == ("petugas", "?")


def test_hostile_values_are_text(admin_client: Client) -> None:
    text = page(admin_client, f"{REGISTER}?q=%3Cb%3E%22x&o=%22%3E%3Ci%3E")
    assert '<b>"x' not in text
    assert html.escape('<b>"x') in text
    assert '"><i>' not in text


def test_no_list_loads_a_script_of_django(admin_client: Client) -> None:
    for model in admin.site._registry:
        text = page(admin_client, f"/admin/{model._meta.app_label}/{model._meta.model_name}/")
        loaded = re.findall(r'(?:src|href)="(/static/[^"]+\.(?:js|css))"', text)
        assert loaded, model
        assert [path for path in loaded if path.startswith("/static/admin/")] == [], model
        assert not re.search(r"<script(?![^>]*src=)|<style|\sstyle=|\son[a-z]+=", text), model


def test_the_row_is_its_own_heading(admin_client: Client) -> None:
    row = EnterpriseFactory(name="Mebel Jati")
    text = page(admin_client, REGISTER)
    link = f'<a href="{REGISTER}{row.pk}/change/" data-open>Mebel Jati</a>'
    assert f'<tr data-row><th scope="row" data-label="Nama usaha">{link}</th>' in text
    assert Enterprise.objects.count() == 1
