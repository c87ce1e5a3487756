"""Saved views: a person's own filters under a name, on the queue and on every list."""

from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from accounts.models import SavedView, User
from accounts.services import saved_views
from tests.factories.accounts import OfficialFactory

pytestmark = pytest.mark.django_db
SAVED_VIEWS = "/admin/tampilan/"
ENTERPRISES = "/admin/enterprises/enterprise/"


@pytest.fixture
def official() -> User:
    return OfficialFactory()


@pytest.fixture
def official_client(client: Client, official: User) -> Client:
    client.force_login(official)
    return client


def save(client: Client, name: str, query: str, page: str = "enterprises.enterprise") -> Any:
    form = {"action": "save", "page": page, "name": name, "query": query}
    return client.post(SAVED_VIEWS, form, follow=True)


def page_text(client: Client, address: str) -> str:
    return client.get(address).content.decode()


@pytest.mark.parametrize(
    ("page", "address", "query"),
    [
        ("queue", "/admin/", "tab=all&regency=35.78"),
        ("applications.application", "/admin/applications/application/", "q=batik"),
        ("enterprises.enterprise", ENTERPRISES, "sector__exact=spa&o=2"),
    ],
)
def test_a_view_is_saved_shown_and_current(
    official_client: Client, page: str, address: str, query: str
) -> None:
    assert "Simpan tampilan ini" in page_text(official_client, f"{address}?{query}")
    answer = save(official_client, "Spa kota", f"{query}&cursor=abc", page)
    assert answer.redirect_chain == [(f"{address}?{query}", 302)]
    page_after = answer.content.decode()
    assert 'aria-current="page">Spa kota</a>' in page_after
    assert "Atur tampilan ini" in page_after
    assert ">Spa kota</a>" in page_text(official_client, address)


def test_nothing_to_save_without_filters(official_client: Client) -> None:
    assert "Simpan tampilan ini" not in page_text(official_client, ENTERPRISES)
    assert (
        "Pilih dulu saringan" in save(official_client, "Kosong", "cursor=abc&p=3").content.decode()
    )


@pytest.mark.parametrize(
    "name", ["", "   ", "x" * 41, "\u200b\u200b", "12 34\u202e", "\u3164", "123"]
)
def test_a_name_must_be_readable(official_client: Client, name: str) -> None:
    assert "Beri nama tampilan ini" in save(official_client, name, "q=batik").content.decode()
    assert not SavedView.objects.exists()


def test_a_hostile_name_is_text(official_client: Client) -> None:
    save(official_client, '<img src=x onerror="x">', "q=batik")
    page = page_text(official_client, ENTERPRISES)
    assert "<img src=x" not in page
    assert "&lt;img src=x" in page


@pytest.mark.parametrize("query", ["q=" + "x" * 1001, "q=3578011708450001", "q=a%00b"])
def test_a_query_that_is_no_filter_is_not_saved(official_client: Client, query: str) -> None:
    save(official_client, "Aneh", query)
    assert not SavedView.objects.exists()


def test_a_query_leads_nowhere_else(official_client: Client) -> None:
    answer = save(
        official_client, "Keluar", "q=x\r\nLocation: //jahat.example&next=//jahat.example"
    )
    assert [url.split("?")[0] for url, _status in answer.redirect_chain][:1] == [ENTERPRISES]
    assert "\r" not in SavedView.objects.get().query


def test_a_stored_query_is_read_by_the_list_like_any_address(
    official_client: Client, official: User
) -> None:
    view = saved_views.save_view(official, page="enterprises.enterprise", name="A", query="q=batik")
    SavedView.objects.filter(pk=view.pk).update(query=urlencode({"password__startswith": "a"}))
    answer = official_client.get(f"{ENTERPRISES}?password__startswith=a")
    assert (answer.status_code, answer.context["cl"].params) == (200, {})


def test_the_same_name_is_overwritten_and_others_are_limited(
    official_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saved_views, "MOST", 2)
    for name, query in (("A", "q=satu"), ("A", "q=dua"), ("B", "q=tiga")):
        save(official_client, name, query)
    assert list(SavedView.objects.values_list("name", "query")) == [("A", "q=dua"), ("B", "q=tiga")]
    assert "Sudah ada 2 tampilan" in save(official_client, "C", "q=empat").content.decode()
    save(official_client, "C", "q=empat", "queue")
    assert SavedView.objects.count() == 3


def test_a_view_is_renamed_and_deleted(official_client: Client, official: User) -> None:
    one = saved_views.save_view(official, page="queue", name="A", query="tab=all")
    saved_views.save_view(official, page="queue", name="B", query="tab=late")
    form = {"page": "queue", "view": str(one.pk), "query": "tab=all"}
    answer = official_client.post(
        SAVED_VIEWS, {**form, "action": "rename", "name": "B"}, follow=True
    )
    assert "Nama itu sudah dipakai" in answer.content.decode()
    official_client.post(SAVED_VIEWS, {**form, "action": "rename", "name": "Semua"})
    assert sorted(SavedView.objects.values_list("name", flat=True)) == ["B", "Semua"]
    answer = official_client.post(SAVED_VIEWS, {**form, "action": "delete"}, follow=True)
    assert "Tampilan “Semua” dihapus." in answer.content.decode()
    assert list(SavedView.objects.values_list("name", flat=True)) == ["B"]


def test_other_peoples_views_are_neither_seen_nor_touched(official_client: Client) -> None:
    theirs = saved_views.save_view(OfficialFactory(), page="queue", name="Rahasia", query="tab=all")
    assert "Rahasia" not in page_text(official_client, "/admin/")
    for action in ("rename", "delete"):
        form = {"action": action, "page": "queue", "view": str(theirs.pk), "name": "Punya saya"}
        assert official_client.post(SAVED_VIEWS, form).status_code == 404
    theirs.refresh_from_db()
    assert theirs.name == "Rahasia"


@pytest.mark.parametrize("page", ["", "x", "accounts.user", "sessions.session", "a.b.c", "//x.id"])
def test_a_list_one_may_not_open_has_no_views(official_client: Client, page: str) -> None:
    assert save(official_client, "A", "q=batik", page).status_code == 404
    assert not SavedView.objects.exists()


@pytest.mark.parametrize("view", ["", "x", "-1", "9" * 30, "0"])
def test_an_invalid_number_is_not_found(official_client: Client, view: str) -> None:
    form = {"action": "delete", "page": "queue", "view": view}
    assert official_client.post(SAVED_VIEWS, form).status_code == 404


def test_only_officials_may_post_and_nobody_may_get(
    client: Client, official_client: Client
) -> None:
    assert official_client.get(SAVED_VIEWS).status_code == 405
    official_client.logout()
    assert client.post(SAVED_VIEWS, {"page": "queue"}).status_code in (302, 403)
